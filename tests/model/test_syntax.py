"""The scanner against the referee: markdown-it says where headings, items and fences are."""

from __future__ import annotations

import pytest
from archie_board.model.dialects.plain_lines import plain_lines
from archie_board.model.markdown import outline as outlines
from archie_board.model.markdown import syntax
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ..draws import draws

LINES = st.sampled_from(
    [
        "", "", "# One", "### BE-001 | Backend", "#no heading", "   ## Indented", "    # Code",
        "- item", "  - nested", "    - deeper", "1. first", "2. second", "* [ ] box", "  text",
        "text", "```", "```py", "  ```", "````", "~~~", "~~~ x", "<!-- note", "-->", "<!-- a -->",
        "<div>", "</div>", "---", "===", "> quote", "> ### quoted", "***", "\t- tab", "- ",
        "  ### In a list", "-", "<pre>x", "`code` ``` x", "- ```", "+ plus", "      x",
    ]
)  # fmt: skip
DOCUMENTS = st.lists(LINES, max_size=14).map("\n".join)


def referee(text: str) -> dict[str, list[int]]:
    """Line numbers of the top-level headings, of all list items and of all fences."""
    found: dict[str, list[int]] = {"heading": [], "item": [], "fence": []}
    names = {"heading_open": "heading", "list_item_open": "item", "fence": "fence"}
    quotes = 0
    for token in MarkdownIt("commonmark").parse(text):
        quotes += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        name = names.get(token.type)
        if name and token.map and not quotes and (name != "heading" or token.level == 0):
            found[name].append(token.map[0])
    return found


def ours(text: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {"heading": [], "item": [], "fence": []}
    paragraph, before = 0, "blank"
    data = text.encode()
    starts = {line.start: number for number, line in enumerate(syntax.scan(data))}
    for line in syntax.scan(data):
        number = starts[line.start]
        if line.kind == "text" and before != "text":
            paragraph = number
        if line.kind == "heading" and not line.depth:
            found["heading"].append(number)
        if line.kind == "underline":
            found["heading"].append(paragraph)
        if line.kind == "item":
            found["item"].append(number)
        before = line.kind
    return found


def unclosed(text: str) -> bool:
    return bool(outlines.split(text.encode()).unclosed)


@given(DOCUMENTS)
@draws(1500)
@example("- foo\n\n      ```\n# x")
@example("text\n---\n### BE-001")
def test_headings_and_items_are_where_markdown_it_finds_them(text: str) -> None:
    theirs, found = referee(text), ours(text)
    assert found["heading"] == theirs["heading"]
    assert sorted(set(found["item"])) == sorted(set(theirs["item"]))


@pytest.mark.parametrize("marker", ["- ", "* ", "1. ", "+\t"])
def test_lists_within_lists_on_one_line_end_somewhere(marker: str) -> None:
    line = (marker * 100_000 + "x\n").encode()
    found = [*syntax.scan(line + b"# heading\n")]
    assert [(one.kind, one.depth) for one in found] == [("item", 1), ("heading", 0)]


def test_a_line_of_tabs_is_as_wide_as_it_was() -> None:
    (line,) = syntax.scan(b" \t \t\t x")
    assert (line.text, line.indent) == (6, 13)


PLAIN = st.sampled_from(
    [
        "- **Status**: pending", "- **Acceptance Criteria**:", "- **Notes**: ```", "- **Tabs**:\t",
        "", "  - [ ] One", "  - [x] ~~~", "  - [ ] - two", "- **Rule**: ---", "  - [X] ",
        "- **T**: <b>", "   - [ ] Deeper", "- Status: open", "  more", "## Other",
        "- **Notes**: a  ", "  ",
    ]
)  # fmt: skip


@given(st.lists(PLAIN, max_size=9), st.sampled_from(["", "\n", "\n\n\n", "\r\n"]))
@draws(400)
def test_the_lines_of_a_plain_section_are_known_at_a_glance(lines: list[str], end: str) -> None:
    data = ("\n".join(["### BE-001 | Backend", "- **Title**: T", *lines]) + end).encode()
    assert plain_lines(data) in (None, list(syntax.scan(data)))
    if not lines and "\r" not in end:
        assert plain_lines(data)
