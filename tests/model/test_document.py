"""The document: lossless for every file, and quick ways that agree with the thorough ones."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

import pytest
from archie_board.model import words
from archie_board.model.dialects import native
from archie_board.model.document import Document, parse, patched, reparse
from archie_board.model.markdown import outline as outlines
from archie_board.model.markdown import syntax
from archie_board.model.source import Patch
from hypothesis import example, given
from hypothesis import strategies as st

from ..draws import draws
from .strategies import files


def shape(document: Document) -> list[object]:
    """Everything that a document states, without object identities."""
    return [
        [(part.data, part.id) for part in document.sections],
        [(task.key, task.title, task.status, len(task.sections)) for task in document.tasks],
    ]


@given(st.one_of(st.binary(max_size=300), files()))
@draws(400)
def test_the_sections_of_any_file_join_to_its_bytes(raw: bytes) -> None:
    try:
        document = parse(raw)
    except ValueError:
        return
    assert b"".join(part.data for part in document.sections) == document.data
    assert document.source.write(document.data) == raw
    said = document.source, document.diagnostics
    document.put_away()
    assert (document.source, document.diagnostics) == said


@given(files())
@draws(400)
@example(b"### BE-001\nSetext\n-")
@example(b"### BE-001\nSetext\n  ===\n")
def test_the_quick_cut_finds_the_headings_that_the_scan_finds(raw: bytes) -> None:
    outline = outlines.split(raw)
    start = outlines.front_matter(raw) or (3 if raw.startswith(b"\xef\xbb\xbf") else 0)
    ignored = frozenset(outline.unclosed)
    lines = list(syntax.scan(raw, start, ignored))
    expected, paragraph, before = [], 0, "blank"
    for line in lines:
        if line.kind == "text" and before != "text":
            paragraph = line.start
        if line.kind == "heading" and not line.depth:
            expected.append(line.start)
        if line.kind == "underline":
            expected.append(paragraph)
        before = line.kind
    cuts, at = [], 0
    for piece in outline.pieces[:-1]:
        at += len(piece)
        cuts.append(at)
    assert cuts == expected


@given(files())
@draws(500)
@example(b"### BE-001\n  ### BE-997 | x\n- **Title**: t\n- **Dependencies**: t\xe2\x80\xa8\n")
@example(b"### BE-001 | B\n- **Dependencies**: - BE-002\n")
def test_the_quick_look_at_a_section_says_what_the_reading_says(raw: bytes) -> None:
    for part in parse(raw).sections:
        if part.id is None:
            continue
        reading = part.reading
        thorough = native._summary_of(reading)
        assert {k: v for k, v in part.summary.items() if k in thorough} == thorough
        quick = native.status_text(part.data)
        if quick is not None:
            assert quick == thorough.get("status")
        progress = native.progress(part.data)
        if progress is not None:
            boxes = reading.criteria
            assert progress == (sum(c.done for c in boxes), len(boxes))


@given(files(), files(), st.integers(0, 400), st.integers(0, 60))
@draws(500)
def test_reading_again_after_a_change_is_reading_afresh(
    raw: bytes, other: bytes, at: int, size: int
) -> None:
    at = min(at, len(raw))
    changed = raw[:at] + other[:size] + raw[at + size // 2 :]
    old = parse(raw)
    assert shape(reparse(old, changed)) == shape(parse(changed))
    assert reparse(old, raw) is old


@given(files())
@example(b"\xef\xbb\xbf### BE-001\n- **Title**: t\xffken\xe2\x80\xa8\n\nSetext\n---\n## BE-002\n\n")
@draws(200)
def test_tasks_that_did_not_change_stay_the_same_objects(raw: bytes) -> None:
    old = parse(raw)
    if not old.tasks:
        return
    new = reparse(old, raw + b"\n\n### NEW-001 | Backend\n- **Title**: new\n")
    if old.unclosed or new.unclosed or raw.endswith(b"\r"):  # which the new text makes a CR LF
        return
    if old.foreign != new.foreign:  # one task in the protocol's form can tell what others are
        return
    untouched = [task for task in old.tasks if old.sections[-1] not in task.sections]
    assert all(new.task(task.key) is task for task in untouched)


EXAMPLE = """# Board

### BE-010 | Backend | High | @backend-specialist
- **Title**: Implement JWT authentication
- **Status**: pending
- **Assigned**: backend-specialist
- **Dependencies**: ARCH-001, BE-001
- **Estimated effort**: M
- **Description**: Access and refresh tokens,
  rotation.
- **Acceptance Criteria**: 
  - [ ] Login returns both tokens
  - [x] Refresh rotates
    the refresh token
- **Technical notes**: Argon2id

## Later

### BE-010 | Backend | High | ✅ COMPLETED
- **Completed**: 2024-01-16 14:30
- **Files changed**: 
  - src/auth/tokens.ts (new)
"""  # noqa: W291


def test_a_task_and_its_update_are_one_task_and_the_last_word_wins() -> None:
    document = parse(EXAMPLE.encode())
    (task,) = document.tasks
    assert (task.key, task.title, task.area) == (
        "BE-010",
        "Implement JWT authentication",
        "Backend",
    )
    assert (task.status, task.status_text) == ("completed", "✅ COMPLETED")
    assert (task.priority, task.assignee, task.effort) == ("high", "backend-specialist", "M")
    assert task.dependencies == ("ARCH-001", "BE-001")
    assert [(c.text, c.done) for c in task.criteria] == [
        ("Login returns both tokens", False),
        ("Refresh rotates the refresh token", True),
    ]
    assert task.progress == (1, 2)
    assert task.text("description") == "Access and refresh tokens,\nrotation."
    assert task.text("files changed") == "- src/auth/tokens.ts (new)"
    assert document.lines_of(task) == ((3, 15), (19, 22))


def test_an_id_with_another_title_is_another_task_and_is_reported() -> None:
    text = "### BE-001 | B\n- **Title**: One\n\n### BE-001 | B\n- **Title**: Two\n"
    document = parse(text.encode())
    assert [task.key for task in document.tasks] == ["BE-001", "BE-001#2"]
    assert {d.rule for d in document.diagnostics} == {"duplicate-id"}


def test_what_stands_in_fences_comments_and_front_matter_is_no_task() -> None:
    hidden = "### BE-001 | Backend\n- **Title**: no\n"
    text = f"---\n{hidden}---\n```\n{hidden}```\n<!--\n{hidden}-->\n- item\n\n  {hidden}"
    assert parse(text.encode()).tasks == ()


def test_a_fence_that_is_never_closed_hides_no_task() -> None:
    text = "### BE-001 | B\n- **Title**: a\n\n```\n\n### BE-002 | B\n- **Title**: b\n"
    document = parse(text.encode())
    assert [task.key for task in document.tasks] == ["BE-001", "BE-002"]
    assert [(d.line, d.rule) for d in document.diagnostics if d.rule == "unclosed-block"] == [
        (4, "unclosed-block")
    ]


def test_a_utf_16_file_is_read_and_written_back_as_it_was() -> None:
    raw = "\ufeff### BE-001 | B\r\n- **Title**: Grün\r\n".encode("utf-16-le")
    document = parse(raw)
    assert document.tasks[0].title == "Grün"
    assert document.source.write(document.data) == raw
    document.put_away()
    assert document.raw == raw


def test_the_words_stand_in_the_tables_as_they_are_compared() -> None:
    for word in [*words._STATUS_BY_WORD, *words._PRIORITY_BY_WORD, *words._FIELD_BY_NAME]:
        assert words.fold(word) == word


@given(files())
@draws(200)
def test_what_is_said_of_one_task_is_what_is_said_of_it_among_all(raw: bytes) -> None:
    document = parse(raw)
    for task in document.tasks:
        about = tuple(found for found in document.diagnostics if found.task == task.key)
        assert document.diagnostics_of(task) == about


@given(files())
@draws(200)
def test_lines_are_counted_as_markdown_counts_them(raw: bytes) -> None:
    document = parse(raw)
    begins = [0, *(match.end() for match in re.finditer(rb"\r\n|\r|\n", document.data))]
    for part in document.sections:
        for offset in range(len(part.data)):
            at = document.start(part) + offset
            assert document.line_at(part, offset) == bisect_right(begins, at)


@given(files(), st.lists(st.tuples(st.integers(0, 400), st.integers(0, 60), files()), max_size=4))
@example(b"# Tasks\n\n### BE-1 | API\n\n### BE-1 | Back\xc3\xa9nd\n", [(9, 2, b"x")])
@draws(300)
def test_reading_again_and_again_is_reading_afresh(
    raw: bytes, edits: list[tuple[int, int, bytes]]
) -> None:
    document, edited = parse(raw), parse(raw)
    for at, size, other in edits:
        at = min(at, len(raw))
        end = min(at + size // 2, len(raw))
        raw = raw[:at] + other[:size] + raw[end:]
        old, document = document, reparse(document, raw)
        edited = patched(edited, (Patch(at, end, other[:size]),))
        if document is not old:
            old.put_away()
        assert shape(document) == shape(edited) == shape(parse(raw))
        for one in (document, edited):
            assert all(one.task(task.key) is task for task in one.tasks)
            assert one.task("ZZ-999") is None
            starts = accumulate([len(part.data) for part in one.sections], initial=0)
            assert [*map(one.start, one.sections)] == [*starts][:-1]


@pytest.mark.parametrize("heading", ["### BE-009 | B", "### BE-009: Sign in"])
def test_a_nested_list_of_dependencies_is_no_range(heading: str) -> None:
    text = f"{heading}\n- **Dependencies**:\n  - BE-001\n  - BE-004\n"
    assert parse(text.encode()).tasks[0].dependencies == ("BE-001", "BE-004")


def test_of_very_many_tasks_only_some_summaries_are_kept() -> None:
    one = "### BE-{0} | Backend\n- **Title**: Number {0}\n- **Status**: pending\n"
    parts = parse("".join(one.format(number) for number in range(25_000)).encode()).sections
    first, last = parts[0].summary, None
    for part in parts[1:]:
        last = part.summary
    assert parts[-1].summary is last
    assert parts[0].summary is not first
    assert parts[0].summary == first
