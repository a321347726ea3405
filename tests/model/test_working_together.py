"""Handoffs, tasks made of a task, and documents, as values."""

from __future__ import annotations

from pathlib import Path

import pytest
from archie_board.model.cards.builtin import HANDOFFS, TEMPLATES
from archie_board.model.document import parse
from archie_board.model.handover.handing import handoff_text, received_text
from archie_board.model.handover.papers import CannotMake, Paper, Standing, make, paper_of
from archie_board.model.live.store import Applied, Store
from archie_board.model.operations import (
    AddNote,
    AddTask,
    AddTasks,
    Conflict,
    Operation,
    Planned,
    Refused,
    Unchanged,
    from_payload,
    to_payload,
)
from archie_board.model.roles import BUILTIN
from archie_board.model.source import splice
from archie_board.model.standards import OutputTemplate
from archie_board.model.task import Task

FILE = """\
### ARCH-001 | Architecture | High | @system-architect
- **Title**: Choose the stack
- **Status**: completed
- **Tech stack**: Go and PostgreSQL

### BE-001 | Backend | High | @dba
- **Title**: Schema
- **Status**: pending
- **Notes**:
  - GET /users works
"""
NOW = "2026-01-16 14:35"


def wanted(*titles: str, category: str = "BE-001+") -> AddTasks:
    tasks = tuple(AddTask(title, category, NOW, depends=("ARCH-001",)) for title in titles)
    return AddTasks("ARCH-001", tasks, "ana", NOW, "Received")


def task_of(text: str, key: str) -> Task:
    task = parse(text.encode()).task(key)
    assert task is not None
    return task


def done(operation: Operation, text: str = FILE) -> str:
    document = parse(text.encode())
    plan = operation.plan(document)
    assert isinstance(plan, Planned)
    return splice(document.data, plan.patches).decode()


def test_all_tasks_and_the_comment_are_one_write() -> None:
    text = done(wanted("A", "B", "C"))
    document = parse(text.encode())
    assert [task.key for task in document.tasks] == [
        "ARCH-001", "BE-001", "BE-002", "BE-003", "BE-004",
    ]  # fmt: skip
    assert text.count("@ana: Received\n    → Creating BE-002: A\n    → Creating BE-003: B\n") == 1


def test_two_rows_of_one_title_are_two_tasks() -> None:
    numbered = wanted("A", "A").numbered(parse(FILE.encode()))
    assert [task.id for task in numbered.tasks] == ["BE-002", "BE-003"]
    assert done(numbered).count("**Title**: A\n") == 2


def test_one_that_cannot_be_is_none_at_all() -> None:
    full = FILE + "".join(f"\n### BE-{n:03} | Backend\n- **Title**: x\n" for n in range(2, 9))
    with pytest.raises(Refused, match="BE-001 to BE-009"):
        wanted("A", "B").plan(parse(full.encode()))
    assert isinstance(wanted("A").plan(parse(b"### BE-001 | Backend\n")), Conflict)


def test_what_is_there_already_is_not_added_again() -> None:
    numbered = wanted("A", "B").numbered(parse(FILE.encode()))
    text = done(numbered)
    assert isinstance(numbered.plan(parse(text.encode())), Unchanged)
    assert numbered.present(parse(text.encode()))
    assert not numbered.present(parse(FILE.encode()))
    moved = text.replace("### BE-003", "### BE-009")
    assert isinstance(numbered.plan(parse(moved.encode())), Unchanged)
    head, cut, rest = text.partition("### BE-003")
    assert done(numbered, head) == head + cut + rest


def test_it_goes_through_the_journal() -> None:
    numbered = wanted("A", "B").numbered(parse(FILE.encode()))
    assert from_payload(to_payload(numbered)) == numbered
    note = AddNote("BE-001", "x")
    assert from_payload(to_payload(note)) == note


def test_an_agents_stale_write_does_not_erase_them(tmp_path: Path) -> None:
    path = tmp_path / "task.md"
    path.write_text(FILE)
    store = Store(path)
    store.open()
    assert isinstance(store.submit(wanted("A", "B")), Applied)
    path.write_text(FILE.replace("Schema", "Schema v2"))
    store.reload(believe=True)
    text = path.read_text()
    store.close()
    assert [text.count(part) for part in ("Schema v2", "### BE-002", "### BE-003", "@ana")] == [
        1
    ] * 4


def test_a_card_of_another_role_gives_its_own_categories() -> None:
    from archie_board.model.roles import Category, Role, Roles

    ranges = (Category("FE", 20, "Forms"), Category("FE", 30, "State"))
    roles = Roles(own=(Role("FE", "Web", "eve", ranges),))
    task = AddTask("Login form", "forms", NOW).within(ranges[0], roles)
    assert "### FE-020 | Web | Medium | @eve\n" in done(task)
    assert from_payload(to_payload(task)) == task
    full = FILE + "".join(f"\n### FE-{n:03} | Web\n- **Title**: x\n" for n in range(20, 30))
    with pytest.raises(Refused, match="FE-020 to FE-029"):
        task.plan(parse(full.encode()))
    assert BUILTIN.role("FE").categories[0].first is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- **Title**: T\n", "- **Title**: T\n- **Technical notes**: see x\n"),
        ("- **Technical notes**: A\n", "- **Technical notes**: A\n  see x\n"),
        ("- **Notes**:\n  - A\n", "- **Notes**:\n  - A\n  - see x\n"),
        (
            "- **Technical notes**: A\n- **Notes**: B\n",
            "- **Technical notes**: A\n  see x\n- **Notes**: B\n",
        ),
    ],
)
def test_a_note_goes_below_the_notes(before: str, after: str) -> None:
    head = "### BE-001 | Backend\n"
    note = AddNote("BE-001", "see x")
    assert done(note, head + before) == head + after
    assert isinstance(note.plan(parse((head + after).encode())), Unchanged)


def test_a_handoff_keeps_the_cards_words_and_takes_the_tasks_facts() -> None:
    text = handoff_text(HANDOFFS[3], task_of(FILE, "BE-001"))
    assert text.split("\n") == [
        "@testing-specialist BE-001: Backend APIs ready for testing:",
        "- BE-001: Schema",
        "- Endpoints: GET /users",
        "- Notes: GET /users works",
        "- Unit tests needed for business logic",
        "- Integration tests for database operations",
        "- API contract tests for frontend consumption",
        "- Performance tests for high-load scenarios",
    ]


def test_what_was_received_is_said_with_what_the_task_says_of_it() -> None:
    assert received_text(HANDOFFS[0], task_of(FILE, "ARCH-001")).split("\n") == [
        "Based on architecture ARCH-001, implement:",
        "✅ Received architecture specification",
        "✅ Tech stack: Go and PostgreSQL",
    ]


def test_a_document_is_titled_after_its_task() -> None:
    paper = paper_of(TEMPLATES[1], task_of(FILE, "BE-001"))
    assert paper.name == "BE-001-database-design-document.md"
    assert paper.text.startswith("# Database Design - Schema\n\nTask: BE-001\n\n## Entity")


def test_a_documents_name_is_in_the_letters_of_its_title() -> None:
    task = task_of(FILE, "BE-001")
    names = [
        paper_of(OutputTemplate(t, "text"), task).name for t in ("集成 指南", "Test: Plan/../")
    ]
    assert names == ["BE-001-集成-指南.md", "BE-001-test-plan.md"]


@pytest.mark.parametrize("key", ["../../x", "-rf", "a/b", ".hidden", "A" * 80, ""])
def test_an_id_that_is_no_name_makes_no_file(key: str) -> None:
    task = task_of(FILE, "BE-001")
    odd = Task(key, key, task.sections)
    with pytest.raises(CannotMake):
        paper_of(TEMPLATES[0], odd)


def test_an_existing_file_and_links_are_left_alone(tmp_path: Path) -> None:
    paper = Paper("BE-001-x.md", "X", "text\n")
    assert make(str(tmp_path), paper) == "docs/BE-001-x.md"
    with pytest.raises(Standing, match="there already"):
        make(str(tmp_path), paper._replace(text="other"))
    assert (tmp_path / "docs" / "BE-001-x.md").read_text() == "text\n"
    (tmp_path / "docs" / "BE-002-x.md").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CannotMake, match="is no file"):
        make(str(tmp_path), paper._replace(name="BE-002-x.md"))
    assert not (tmp_path / "elsewhere").exists()


def test_a_folder_that_is_a_file_or_a_link_is_said(tmp_path: Path) -> None:
    (tmp_path / "docs").write_text("a file")
    with pytest.raises(CannotMake, match="link or no folder"):
        make(str(tmp_path), Paper("a.md", "A", ""))
    (tmp_path / "docs").unlink()
    (tmp_path / "docs").symlink_to("/tmp")
    with pytest.raises(CannotMake, match="link or no folder"):
        make(str(tmp_path), Paper("a.md", "A", ""))
