"""Foreign text is shown as it is written, and nothing in it acts."""

import json
import re

import pytest
from hostile_texts import TEXTS

from scp_ninhbinh.text.safe import UNSAFE, show, show_json
from scp_ninhbinh.writers.json import dump


@pytest.mark.parametrize("hostile", ["\x1b[2J", "\x07", "a\u202eb", "\u200b", "\x9b31m", "\ud800", "a\r\nb", "\ufeff"])
def test_nothing_that_acts_on_a_terminal_is_shown_raw(hostile: str) -> None:
    assert show(hostile).isprintable()
    assert (
        re.search(
            "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u202e\ud800-\udfff\ufeff]", show_json(hostile.replace("\r\n", ""))
        )
        is None
    )


def test_vietnamese_is_shown_as_it_is_written() -> None:
    assert show("Chợ Đồng Văn, ưỡn ẹo") == "Chợ Đồng Văn, ưỡn ẹo"


@pytest.mark.parametrize("hostile", TEXTS)
def test_json_reads_back_the_same_and_holds_nothing_that_acts(hostile: str) -> None:
    document = {"rows": [hostile, 1, 0.1, 1e-7, 12345678901234567890, None, True, {}, []]}
    written = dump(document)
    assert json.loads(written) == document
    assert UNSAFE.sub("", written) == written.replace("\n", "")
    assert "##[" not in written


def test_nothing_that_acts_is_printable() -> None:
    """A document of which all can be printed is not searched for what acts; this holds of every sign there is."""
    assert [sign for sign in map(chr, range(0x110000)) if sign.isprintable() and UNSAFE.match(sign)] == []
