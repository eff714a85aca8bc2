"""The charts of a page: text is text that touches no line, what is not known is not drawn, no text is markup."""

import re
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from sample_documents import HOSTILE, SIGNALS, lines

from scp_ninhbinh.documents.document import Bar, LineChart
from scp_ninhbinh.text.say import language as language_of
from scp_ninhbinh.writers.placing import SIZE, Box, Label, crosses, wide
from scp_ninhbinh.writers.svg import bar_svg, is_drawn, key, line_svg

VI, EN = language_of("vi"), language_of("en")


def chart(values, unit="%", due=2025, required=70.0, path=True, ranges=None, figure="70%"):
    """A chart of figures from 2020 on."""
    points = tuple((2020 + at, value, *(ranges or {}).get(at, (value, value))) for at, value in enumerate(values))
    texts = tuple("–" if value is None else f"{value:g}".replace(".", ",") + unit for value in values)
    first = next((point for point in points if point[1] is not None), None)
    to_due = ((first[0], first[1]), (due, required)) if first and path else ()
    return LineChart(
        *("Chỉ tiêu", "Bằng lời", points, texts, to_due, required, figure, due, unit), "đạt", "khoảng", "lộ trình"
    )


def drawn(one, language=VI):
    return ElementTree.fromstring(line_svg(one, language))


def forms(root, form):
    return [one for one in root.iter() if one.get("class") == form]


def texts(root):
    return [
        Label(one.text or "", float(one.get("x")), float(one.get("y")), one.get("text-anchor", "start"))
        for one in root.iter("text")
    ]


def segments(root, form):
    for one in forms(root, form):
        for part in one.get("d").split("M")[1:]:
            spots = [tuple(map(float, spot.split())) for spot in part.split("L")]
            yield from pairwise(spots)


def ticks(root):
    """The words of the axis of figures, from the bottom up."""
    lines = sum(len(forms(root, form)) for form in ("axis", "grid", "zero"))
    return [label.text for label in texts(root) if label.anchor == "end"][:lines]


def test_text_is_text_and_colours_are_those_of_the_page():
    root = drawn(lines())
    assert {"72,25%", "70%", "2025"} <= {label.text for label in texts(root)}
    assert "#" not in line_svg(lines(), VI)
    assert "font-family" not in line_svg(lines(), VI)


def test_a_chart_says_its_words_to_a_screen_reader():
    root = drawn(lines())
    assert (root.get("role"), root.get("aria-label")) == ("img", "Năm 2020: 30%")


@pytest.mark.parametrize("text", HOSTILE)
def test_charts_are_xml_whatever_their_texts(text):
    root = drawn(lines(text, unit=text), EN)
    assert root.get("aria-label").endswith(text)
    assert {one.tag for one in root.iter()} <= {"svg", "path", "circle", "text"}
    assert not [name for one in root.iter() for name in one.attrib if name.startswith("on")]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0.0, 72.3], ["0%", "20%", "40%", "60%", "80%"]),
        ([0.0, 100.0], ["0%", "20%", "40%", "60%", "80%", "100%"]),
        ([96.5, 99.9], ["0%", "20%", "40%", "60%", "80%", "100%"]),
        ([-25.0, 31.0], ["−40%", "−20%", "0%", "20%", "40%", "60%", "80%"]),
    ],
)
def test_shares_have_round_ticks_and_none_beyond_100(values, expected):
    assert ticks(drawn(chart(values))) == expected


@pytest.mark.parametrize(
    ("values", "required", "expected"),
    [
        ([0.0, 1.0], 1.0, ["0", "1"]),
        ([0.0, 0.0], 0.0, ["0", "1"]),
        ([0.0, 7.0], 5.0, ["0", "2", "4", "6", "8"]),
        ([0.0, 1_200_000.0], 5.0, ["0", "500.000", "1.000.000", "1.500.000"]),
    ],
)
def test_numbers_have_whole_ticks(values, required, expected):
    assert ticks(drawn(chart(values, "", required=required, figure="1"))) == expected


def test_numbers_of_the_axis_follow_the_language():
    assert ticks(drawn(chart([0.0, 1.5], required=1.0), VI))[1] == "0,5%"
    assert ticks(drawn(chart([0.0, 1.5], required=1.0), EN))[1] == "0.5%"


CHARTS = {
    "rising": chart([0.0, 10.9, 24.8, 42.6, 56.4, 72.3], ranges={4: (56.4, 59.4), 5: (72.3, 75.2)}),
    "on the path": chart([0.0, 14.0, 28.0, 42.0, 56.0, 70.0]),
    "flat": chart([0.0, 0.0, 0.0, 0.0, 0.0, 0.0], "", required=1.0, figure="1"),
    "up and down": chart([50.0, 2.0, 90.0, 3.0, 99.0, 1.0]),
    "negative": chart([0.0, -12.5, -3.0, -31.0, 4.5, 30.7], required=30.0),
    "open ranges": chart([10.0, 20.0, None, 40.0], ranges={0: (None, 30.0), 1: (5.0, None), 3: (None, None)}),
    "one year": chart([35.0]),
    "thirty years": chart([2.0 * at for at in range(30)], due=2050),
    "after the due year": chart([40.0, 60.0, 70.0, 72.0, 75.0, 70.0], due=2022),
    "a long requirement": chart([1.0, 2.0, 4.0], "", required=3.0, figure="≥ 3 mỗi năm ở từng địa bàn của tỉnh"),
    "beside the requirement": chart([94.3, None, 17.2], "", due=2022, required=3.0, figure="≥ 70%", path=False),
    "required at zero": chart([86.4, 56.1, -28.8, None, 6.7, 100.0], "", required=4.0),
    "no path": chart([10.0, 20.0, 30.0], path=False),
    "no due year": chart([10.0, 20.0, 30.0], path=False, due=0),
}


@pytest.mark.parametrize("name", CHARTS)
def test_no_text_touches_a_line_another_text_or_the_edge(name):
    root = drawn(CHARTS[name])
    width, height = map(float, root.get("viewBox").split()[2:])
    boxes = [label.box() for label in texts(root)]
    inner = [Box(one.left + 1.5, one.top + 1.5, one.right - 1.5, one.bottom - 1.5) for one in boxes]
    assert all(box.within(Box(0, 0, width, height)) for box in inner)
    for form in ("line", "path", "range", "mark", "axis", "zero"):
        assert [box for box in inner for line in segments(root, form) if crosses(line, box)] == []
    assert [(one, other) for at, one in enumerate(inner) for other in inner[:at] if one.meets(other)] == []


@pytest.mark.parametrize("name", CHARTS)
def test_the_latest_figure_and_what_is_required_are_written(name):
    found, one = {label.text for label in texts(drawn(CHARTS[name]))}, CHARTS[name]
    assert next(text for text in reversed(one.figures) if text != "–") in found
    assert one.due == 0 or one.required_figure.startswith(tuple(found))


@pytest.mark.parametrize("name", CHARTS)
def test_every_known_figure_is_a_point_and_no_other(name):
    known = [point for point in CHARTS[name].points if point[1] is not None]
    assert len(forms(drawn(CHARTS[name]), "dot")) == len(known)


def test_a_gap_is_not_drawn_over():
    root = drawn(chart([10.0, 20.0, None, 40.0, 50.0]))
    assert len(list(segments(root, "line"))) == 2
    assert forms(root, "line")[0].get("d").count("M") == 2


def test_a_range_is_an_error_bar_with_a_cap_at_each_known_end():
    root = drawn(chart([10.0, 20.0, 30.0], ranges={0: (5.0, 15.0), 1: (None, 25.0), 2: (30.0, None)}))
    assert len(list(segments(root, "range"))) == 3 + 2 + 2
    assert not list(root.iter("rect"))


def test_a_requirement_is_a_mark_at_its_year_and_its_path_is_dashed():
    root = drawn(chart([10.0, 20.0]))
    (((start, y), (end, _)),) = segments(root, "mark")
    (year,) = [label for label in texts(root) if label.text == "2025"]
    assert (start + end) / 2 == pytest.approx(year.x, abs=0.1)
    (path,) = segments(root, "path")
    assert path[1] == pytest.approx(((start + end) / 2, y), abs=0.1)
    assert not forms(drawn(chart([10.0], due=0, path=False)), "mark")


def test_a_key_names_the_forms_that_are_there():
    assert [name for name, _ in key(chart([10.0, 20.0]))] == ["line", "path"]
    assert [name for name, _ in key(chart([10.0], ranges={0: (5.0, None)}, path=False))] == ["line", "range"]


def test_a_chart_without_a_figure_is_none():
    assert not is_drawn(chart([None, None], ranges={0: (None, None), 1: (None, None)}))
    assert is_drawn(chart([None], ranges={0: (5.0, None)}))
    assert is_drawn(chart([0.0]))


@pytest.mark.parametrize("signal", SIGNALS)
def test_a_bar_has_its_confirmed_part_its_open_part_and_its_mark(signal):
    root = ElementTree.fromstring(bar_svg(Bar(Fraction(1, 2), Fraction(3, 5), Fraction(7, 10), signal)))
    assert root.get("class") == f"bar {signal}"
    assert root.get("aria-hidden") == "true"
    ((low,), (possible,), (mark,)) = (forms(root, form) for form in ("low", "open", "mark"))
    assert (low.get("width"), possible.get("x"), possible.get("width"), mark.get("x1")) == ("50%", "50%", "10%", "70%")


@pytest.mark.parametrize(("low", "high", "mark"), [(0, 0, 0), (0, 2, 3), (-1, 1, -2), (1, 1, 1)])
def test_a_bar_keeps_within_its_cell_and_always_has_its_mark(low, high, mark):
    svg = bar_svg(Bar(Fraction(low), Fraction(high), Fraction(mark), "met"))
    assert all(0 <= float(number) <= 100 for number in re.findall(r'"(-?[\d.]+)%"', svg))
    assert svg.count('class="mark"') == 1


def test_equal_charts_are_equal_and_no_name_is_given_twice():
    assert line_svg(lines(), VI) == line_svg(replace(lines()), VI)
    assert " id=" not in line_svg(lines(), VI)


@pytest.mark.parametrize("text", ["72,25%", "≥ 70%", "≈ 82,7%", "−12,5%", "1.500.000", "mỗi năm", "2025"])
def test_room_is_kept_for_the_widest_of_usual_fonts(text):
    pytest.importorskip("matplotlib")
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family="DejaVu Sans", size=SIZE)
    real = text_to_path.get_text_width_height_descent(text, font, False)[0]
    assert real <= wide(text) <= 1.4 * real
