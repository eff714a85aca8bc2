"""Records, whose methods are made by hand: they are built, compared and refused as frozen dataclasses are."""

from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from scp_ninhbinh.measures.record import record


@record
class Pair:
    one: int
    other: int = 2


MAKE: Any = Pair


@pytest.mark.parametrize("values", [{}, {"other": 1}, {"one": 1, "third": 3}])
def test_a_field_that_is_missing_or_unknown_is_refused(values: dict[str, int]) -> None:
    with pytest.raises(TypeError, match=r"Pair: \['(one|third)'\] are missing or unknown"):
        MAKE(**values)


def test_a_record_is_never_changed() -> None:
    made = MAKE(one=1)
    with pytest.raises(FrozenInstanceError):
        made.one = 3
    assert (made.one, made.other) == (1, 2)


def test_records_of_equal_values_are_equal_and_say_them() -> None:
    assert MAKE(one=1) == MAKE(one=1, other=2) != MAKE(one=1, other=3)
    assert len({MAKE(one=1), MAKE(one=1)}) == 1
    assert repr(MAKE(one=1)) == "Pair(one=1, other=2)"
