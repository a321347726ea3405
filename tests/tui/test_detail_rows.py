"""What the detail pane shows of a task, as rows: no app, no terminal."""

from __future__ import annotations

import subprocess
import sys

import pytest
from archie_board.model.board.dependencies import links_of
from archie_board.model.document import parse
from archie_board.model.roles import Roles
from archie_board.tui.glyphs import GLYPHS_ASCII, GLYPHS_UNICODE
from archie_board.tui.widgets.detail import markdown
from archie_board.tui.widgets.detail.blocks import Kind, Row, lay_out
from archie_board.tui.widgets.detail.look import look_of
from archie_board.tui.widgets.detail.rows import rows_of
from archie_board.tui.widgets.detail.subject import Subject
from hypothesis import given
from hypothesis import strategies as st

LOOK = look_of(GLYPHS_UNICODE)

FILE = """\
### BE-001 | Backend | High | @ana
- **Title**: User table
- **Status**: completed

### BE-010 | Backend | High | @ana
- **Title**: Tokens [/] [red]x [link=http://a]b
- **Status**: blocked
- **Blocker**: no answer yet
- **Dependencies**: BE-001, BE-999
- **Description**: Short *and* `code`
- **Acceptance Criteria**:
  - [ ] One
    - [x] Inner
  - [ ] One
- **Implementation time**: 4 hours
- **Files changed**:
  - src/a.ts
  - src/b.ts

### FE-001 | Frontend | Low
- **Title**: Form
- **Dependencies**: BE-010

### BE-010 | Backend | High | @ana
- **Review needed**: yes
"""


def rows(
    key: str = "BE-010", text: str = FILE, unfolded: bool = False, plain: bool = False
) -> tuple[Row, ...]:
    document = parse(text.encode())
    task = document.task(key)
    assert task is not None
    subject = Subject(document, task, links_of(document.tasks), Roles())
    look = look_of(GLYPHS_ASCII if plain else GLYPHS_UNICODE)
    return rows_of(subject, look, unfolded=unfolded)


def text_of(shown: tuple[Row, ...], width: int = 60) -> str:
    return "\n".join(line.plain.rstrip() for row in shown for line in lay_out(row, width))


def test_every_field_and_link_is_there() -> None:
    text = text_of(rows())
    for line in (
        "Tokens [/] [red]x [link=http://a]b",
        "Status      ✗ blocked",
        "Blocked by  no answer yet",
        "Assignee    @ana",
        "✓ BE-001 User table",
        "◇ BE-999  not in this file",
        "Short and code",
        "[ ] One",
        "  [x] Inner",
        "Implementation time  4 hours",
        "• src/a.ts",
        "○ FE-001 Form" if "○ FE-001 Form" in text else "FE-001 Form",
        "▸ Source  lines 5-18",
        "↻ updated by 1 later section, lines 24-25",
        "Review needed  yes",
    ):
        assert line in text


def test_keys_tell_equal_criteria_apart_and_are_unique() -> None:
    keys = [row.key for row in rows()]
    assert len(keys) == len(set(keys))
    assert ("criterion", "One", "0") in keys
    assert ("criterion", "One", "1") in keys


def test_source_shows_each_section_with_its_line_numbers() -> None:
    text = text_of(rows(unfolded=True))
    assert " 5  ### BE-010 | Backend | High | @ana" in text
    assert "24  ### BE-010 | Backend | High | @ana" in text
    assert "19  " not in text.partition("Source")[2]


def test_ascii_look_shows_ascii_only() -> None:
    assert text_of(rows(plain=True, unfolded=True)).isascii()


def test_a_bare_task_offers_a_place_for_what_it_lacks() -> None:
    shown = {row.key: row for row in rows("BE-1", "### BE-1 | Backend\n")}
    for key in ("title", "status", "priority", "assignee", "effort", "dependencies", "description"):
        assert shown["field", key].kind is Kind.FIELD
    assert ("criteria",) in shown


@pytest.mark.parametrize("width", [8, 20, 36, 56, 100])
def test_no_line_is_wider_than_the_pane(width: int) -> None:
    for row in rows(unfolded=True):
        for line in lay_out(row, width):
            assert line.cell_length <= width, (row.key, line.plain)


@given(st.text(max_size=200))
def test_markdown_of_any_text_is_harmless(text: str) -> None:
    for block in markdown.blocks(text, LOOK):
        shown = block.content.plain
        assert not any(ord(c) < 32 and c != "\n" for c in shown)
        assert "\u202e" not in shown


def test_markdown_keeps_html_images_and_markup_as_text() -> None:
    shown = markdown.blocks("<b>x</b> ![pic](http://p) [bold]y[/] [a](http://b)", LOOK)[
        0
    ].content.plain
    for piece in ("<b>x</b>", "http://p", "[bold]y[/]", "a (http://b)"):
        assert piece in shown


def test_markdown_that_is_too_deep_or_too_long_is_shown_as_it_is() -> None:
    marks = "*a" * (markdown.MOST_MARKS + 1)
    lines = "- x\n" * (markdown.MOST_LINES + 1) + "- y"
    for text in (">" * 40 + " deep", marks, lines, "- " * 30 + "deep"):
        assert text in "\n".join(b.content.plain for b in markdown.blocks(text, LOOK))


def test_no_more_is_shown_of_a_huge_text_than_a_reader_reads() -> None:
    shown = markdown.blocks("word " * 100_000, LOOK)
    assert len(shown[0].content.plain) == markdown.LIMIT
    assert "e opens it" in shown[1].content.plain


def test_markdown_lists_tables_and_code() -> None:
    text = "1. a\n2. b\n   - c\n\n| x | yy |\n|---|---|\n| 1 | 2 |\n\n```\n[x]\n  y\n```\n# Head"
    row = Row(("field", "notes"), Kind.FIELD, markdown.blocks(text, LOOK))
    lines = [line.plain.rstrip() for line in lay_out(row, 40)]
    assert lines == [
        "1. a",
        "2. b",
        "   • c",
        "",
        "x  yy",
        "1  2",
        "",
        "  [x]",
        "    y",
        "",
        "Head",
    ]


def test_nothing_imports_the_markdown_parser_before_it_is_needed() -> None:
    code = (
        "import sys, archie_board.tui.widgets.detail.pane, archie_board.tui.screens.new_task;"
        "assert 'markdown_it' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_what_is_too_large_is_begun_and_said_so() -> None:
    boxes = "".join(f"  - [{'x' if n % 2 else ' '}] number {n}\n" for n in range(30_000))
    title = "y" * 100_000
    shown = rows("BE-1", f"### BE-1 | A\n- **Title**: {title}\n- **Acceptance Criteria**:\n{boxes}")
    text = text_of(shown)
    assert "15000/30000" in text
    assert "too large to show: 30,000 criteria, the first" in " ".join(text.split())
    assert sum(row.kind is Kind.CRITERION for row in shown) == 2_000
    assert "too large to show: 100,000 characters" in text
    assert len(text) < 200_000
    assert next(row for row in shown if row.key == ("field", "title")).text == title
