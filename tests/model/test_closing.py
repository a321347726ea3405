"""Blocks that nothing closes: found as by reading on to the end from each, but not so slowly."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from archie_board.model.markdown import outline, syntax
from archie_board.model.markdown.fences import strays
from archie_board.model.markdown.outline import split
from archie_board.model.markdown.syntax import Line, State, scan_on
from hypothesis import example, given
from hypothesis import strategies as st

from ..draws import draws

BEGINNINGS = ("```", "````", "```sh", "~~~", "<!--", "<?x", "<div>", "<script>", "<![CDATA[")
ENDS = ("-->", "?>", "</script>", "]]>", "~~~~ ", "````\t", ">")
REST = ("", "", "  ", "text", "- item", "- ", "# heading", "1. one", "> quote", "-", "---")
INDENTS = ("", "", "", "  ", "   ", "    ", "      ", "\t")
MARKERS = ("", "", "", "- ", "- - ")

LINES = st.tuples(
    st.sampled_from(INDENTS), st.sampled_from(MARKERS), st.sampled_from(BEGINNINGS + ENDS + REST)
).map("".join)
FILES = st.builds(
    lambda lines, end, last: (end.join(lines) + end * last).encode(),
    st.lists(LINES, min_size=1, max_size=14),
    st.sampled_from(("\n", "\n", "\r\n", "\r")),
    st.booleans(),
)


def by_reading_on(data: bytes) -> tuple[int, ...]:
    """The blocks that nothing closes, each found by reading on from it to the end."""
    ignored = strays(data) if data.count(b"```") >= 4 else frozenset[int]()
    while True:
        state = State()
        for _ in scan_on(data, outline.front_matter(data), len(data), state, ignored):
            pass
        if not state.hiding:
            return tuple(sorted(ignored))
        ignored |= {state.opened}


@given(FILES)
@draws(1500)
@example(b"- - <!--\n  - <!--\n")
@example(b"```\n   ```\n<!--\n    ```\n")
@example(b"- ````\n  ```\n      ```\n")
def test_unclosed_blocks_are_those_that_a_reader_to_the_end_finds(data: bytes) -> None:
    data = b" # an indented heading has all of a file scanned\n" + data
    assert split(data).unclosed == by_reading_on(data)


HOSTILE = {
    "comments": b"<!--\n" * 2000,
    "comments under headings": b"# a\n<!--\n" * 1000,
    "comments in one item": b"- a\n" + b"  <!--\n" * 2000,
    "comments deeper and deeper": b"".join(b" " * n + b"- <!--\n" for n in range(0, 200, 2)),
    "fences of two kinds": b"```\n~~~\n" * 1000,
    "fences shorter and shorter": b"".join(b"`" * n + b"\n" for n in range(300, 3, -1))
    + b"text\n" * 2000,
    "processing instructions": b"# a\n<?x\n\n<![CDATA[\n" * 500,
    "div without a blank line": b"<div>\n" * 2000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_lines_are_scanned_a_few_times_however_many_blocks_are_open(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, scanned = HOSTILE[name], 0

    def counted(*arguments: object) -> Iterator[Line]:
        nonlocal scanned
        for line in syntax.scan_on(*arguments):  # type: ignore[arg-type]
            scanned += 1
            yield line

    monkeypatch.setattr(outline, "scan_on", counted)
    split(data)
    assert scanned <= 3 * data.count(b"\n")
