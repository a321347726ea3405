"""Tasks in other forms than the protocol's: what is read, what is written, and the way back."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from archie_board.model import ids
from archie_board.model import operations as ops
from archie_board.model.dialects.convert import convert
from archie_board.model.document import Document, parse, reparse
from archie_board.model.source import splice
from archie_board.model.task import Task
from hypothesis import assume, given
from hypothesis import strategies as st

from ..draws import draws
from .foreign import files


def read(text: str) -> Document:
    return parse(text.encode())


def only(text: str) -> Task:
    (task,) = read(text).tasks
    return task


@pytest.mark.parametrize(
    ("line", "id_", "title", "status"),
    [
        ("### BE-001: Login", "BE-001", "Login", None),
        ("## T001 — Login", "T001", "Login", None),
        ("#### ✅ Task T-00.1 - Login", "T-00.1", "Login", "completed"),
        ("### **TICKET-SEC-001: Login**", "TICKET-SEC-001", "Login", None),
        ("### `BE-V3-001` Login [x]", "BE-V3-001", "Login", "completed"),
        ("### BE-008b: [OPEN] Login", "BE-008b", "Login", "pending"),
        ("### [P6.1.1] Login (done)", "P6.1.1", "Login", "completed"),
        ("### ~~BE-001: Login~~ ✅", "BE-001", "Login", "completed"),
        ("### T001 · P1 · Login", "T001", "Login", None),
        ("- [x] BE-001 Login", "BE-001", "Login", "completed"),
        ("* [ ] **BE-001**: Login", "BE-001", "Login", "pending"),
        ("+ [ ] T001 [P] [US1] Login", "T001", "Login", "pending"),
        ("- [~] **T001 — Login.** With tokens", "T001", "Login", "in_progress"),
    ],
)
def test_a_line_states_a_task(line: str, id_: str, title: str, status: str | None) -> None:
    task = only(f"# Plan\n\n{line}\n")
    assert (task.id, task.title, task.status) == (id_, title, status)


@pytest.mark.parametrize(
    "text",
    [
        "### P0 - Critical\n",
        "## GPT-4.1 upgrade\n",
        "### UTF-8 everywhere\n",
        "Mentions US-3 and BE-001 in running text.\n",
        "- [ ] BE-001, BE-002 are merged\n",
        "## BE-001 - BE-009: Database\n",
        "```\n- [ ] BE-001 sample\n```\n",
        "<!--\n- [ ] BE-001 sample\n-->\n",
        "| Risk | Impact |\n|---|---|\n| R-001 | High |\n",
        "- BE-001 → `ana` (2h)\n",
    ],
)
def test_what_looks_like_a_task_and_is_none(text: str) -> None:
    document = read(text)
    assert document.tasks == ()
    assert [d.rule for d in document.diagnostics] == ["no-tasks"]


@pytest.mark.parametrize(
    "body",
    [
        "- **Status**: ✅ 完了\n- **担当**: ana\n- **依存**: BE-002～004\n",
        "**状态**：✅ 已完成\n\n**负责人**：ana\n\n**依赖**：BE-002, BE-003, BE-004\n",
        "Status: Done\nAssigned: ana\nDepends on: BE-002 - BE-004\n",
        "**Statut**: terminé | **Responsable**: ana | **Dépendances**: BE-002,003,004\n",
        "| Feld | Wert |\n|---|---|\n| **Status** | erledigt |\n| Verantwortlich | ana |\n"
        "| Abhängigkeiten | BE-002 bis BE-004 |\n",
        "> **Статус:** готово · **Исполнитель:** ana · **Зависимости:** BE-002..004\n",
    ],
)
def test_fields_in_their_several_forms(body: str) -> None:
    task = only(f"### BE-001: Login\n\n{body}\nProse.\n")
    assert task.status == "completed"
    assert task.assignee == "ana"
    assert task.dependencies == ("BE-002", "BE-003", "BE-004")


def test_a_table_is_known_by_its_header_and_read_though_ragged() -> None:
    rows = "| ID | Mô tả | P | Dep | Trạng thái |\n|---|---|---|\n"
    document = read(
        rows + "| BE-001 | Một | P0 | — | ✅ xong 5/6 |\n| BE-002 | Hai | 2024-01-02 |\n"
    )
    first, second = document.tasks
    assert (first.title, first.priority, first.status) == ("Một", "critical", "completed")
    assert (second.title, second.priority) == ("Hai", None)
    assert [d.rule for d in document.diagnostics] == ["doubtful"]
    assert first.sections[0].why.startswith("a table row, columns ID, Mô tả")


def test_a_legend_decides_and_the_section_is_the_last_resort() -> None:
    legend = "Legend: ⏳ blocked | [-] skipped\n\n"
    text = f"{legend}## Done\n\n### BE-001: A\n\n### BE-002: B ⏳\n\n- [-] BE-003 C\n"
    assert [task.status for task in read(text).tasks] == ["completed", "blocked", "skipped"]


def test_an_index_a_checklist_and_a_section_are_one_task() -> None:
    text = (
        "| ID | Task | Priority |\n|---|---|---|\n| T001 | Login page | P1 |\n\n"
        "- [x] T001 Login page with tokens\n- [ ] T002 Other\n\n"
        "### T001: Login page\n**Owner**: ana\n"
    )
    first, second = read(text).tasks
    assert (first.status, first.priority, first.assignee) == ("completed", "high", "ana")
    assert len(first.sections) == 3
    assert first.home.data.startswith(b"### T001")
    after = read(changed(read(text), ops.SetField("T001", "title", "Sign in")))
    assert [t.title for t in after.tasks] == ["Sign in", "Other"]
    assert second.id == "T002"


def changed(document: Document, operation: ops.Operation) -> str:
    planned = operation.plan(document)
    assert isinstance(planned, ops.Planned), planned
    return splice(document.data, planned.patches).decode()


@pytest.mark.parametrize(
    ("before", "operation", "after"),
    [
        (
            "| ID | Task | Status  |\n|---|---|---|\n"
            "| T001 | A | Done    |\n| T002 | B | Todo    |\n",
            ops.SetStatus("T001", "pending"),
            "| T001 | A | Todo    |\n",
        ),
        ("- [ ] T001 A\n", ops.SetStatus("T001", "done"), "- [x] T001 A\n"),
        (
            "- [ ] T001 A\n",
            ops.SetField("T001", "assignee", "ana"),
            "- [ ] T001 A\n  - **Assigned**: ana\n",
        ),
        (
            "### T-1: A\n**状态**：✅ 已完成\n",
            ops.SetStatus("T-1", "pending"),
            "**状态**：⏳ 待办\n",
        ),
        ("### T-1: [OPEN] A\n", ops.SetStatus("T-1", "completed"), "### T-1: [COMPLETED] A\n"),
        (
            "### T-1: A\n**Prio**: P0 | **Est**: 2h\n",
            ops.SetField("T-1", "dependencies", "T-2"),
            "**Prio**: P0 | **Est**: 2h | **Dependencies**: T-2\n",
        ),
        (
            "## Todo\n\n| ID | Task |\n|--|--|\n| T001 | A |\n\n"
            "## Done\n\n| ID | Task |\n|--|--|\n| T002 | B |\n",
            ops.SetStatus("T001", "completed"),
            "| T002 | B |\n| T001 | A |\n",
        ),
    ],
)
def test_a_value_is_written_in_the_form_and_words_of_its_place(
    before: str, operation: ops.Operation, after: str
) -> None:
    assert after in changed(read(before), operation)


def test_what_has_no_place_is_refused_with_the_reason() -> None:
    table = read("| ID | Task | Status |\n|---|---|---|\n| T001 | A | Done |\n")
    with pytest.raises(ops.Refused, match="no column"):
        ops.SetField("T001", "priority", "High").plan(table)
    with pytest.raises(ops.Refused, match="criteria"):
        ops.AddCriterion("T001", "x").plan(table)


@st.composite
def edits(draw: st.DrawFn, document: Document) -> ops.Operation:
    """Any operation on a task of the document."""
    task = draw(st.sampled_from(document.tasks))
    text = draw(st.sampled_from(["New text", "日本", "a|b", "x: y"]))
    found: list[ops.Operation] = [
        ops.SetStatus(
            task.key, draw(st.sampled_from(["pending", "done", "blocked", "in progress"]))
        ),
        ops.SetField(task.key, draw(st.sampled_from(["title", "assignee", "effort"])), text),
        ops.SetField(task.key, "priority", draw(st.sampled_from(["High", "P0", ""]))),
        ops.SetField(task.key, "dependencies", draw(st.sampled_from(["", "BE-900"]))),
        ops.SetField(
            task.key, draw(st.sampled_from(["description", "My own"])), f"{text}\n\n- more"
        ),
        ops.AddCriterion(task.key, text),
        ops.AddTask(text, task.prefix, "2024-01-15", criteria=("c",)),
        ops.DeleteTask(task.key),
    ]
    for criterion in task.criteria:
        ref = ops.CriterionRef.to(task, criterion)
        found += [
            ops.CheckCriterion(task.key, ref, not criterion.done),
            ops.EditCriterion(task.key, ref, text),
            ops.RemoveCriterion(task.key, ref),
            ops.MoveCriterion(task.key, ref, 1),
        ]
    return draw(st.sampled_from(found))


@given(files(), st.data())
@draws(250)
def test_an_edit_changes_its_task_alone_and_is_taken_back(raw: bytes, data: st.DataObject) -> None:
    document = parse(raw)
    assert document.tasks
    assert b"".join(part.data for part in document.sections) == raw
    operation = data.draw(edits(document))
    try:
        planned = operation.plan(document)
    except ops.Refused:
        return
    if not isinstance(planned, ops.Planned):
        return
    after = reparse(document, splice(raw, planned.patches))
    assert [p.data for p in after.sections] == [p.data for p in parse(after.raw).sections]
    for task in document.tasks:
        other = after.task(task.key)
        if task.key == planned.task or other is None:
            assert task.key == planned.task
            continue
        assert (other.title, other.status, other.priority, other.dependencies) == (
            (task.title, task.status, task.priority, task.dependencies)
        )
    back = ops.Revert.of(document, planned).plan(after)
    assert isinstance(back, ops.Planned), back
    assert splice(after.data, back.patches) == raw


@given(files())
@draws(100)
def test_the_native_copy_says_the_same(raw: bytes) -> None:
    document = parse(raw)
    copy = parse(convert(document).raw)
    assume(all(task.title for task in document.tasks))
    told = {
        t.key: (t.title, t.status, t.priority, t.assignee, t.dependencies) for t in document.tasks
    }
    again = {t.key: (t.title, t.status, t.priority, t.assignee, t.dependencies) for t in copy.tasks}
    assert again == told


def test_ranges_lists_and_look_alikes_among_dependencies() -> None:
    assert ids.ids_in("BE-001~003, T1-T3; `P6.1.1`") == (
        "BE-001", "BE-002", "BE-003", "T1", "T2", "T3", "P6.1.1",
    )  # fmt: skip
    assert ids.ids_in("react-18, UTF-8, GPT-4.1, P0, all tasks") == ()


def test_a_sample_with_a_sample_in_it_hides_no_heading() -> None:
    sample = "```markdown\n# sample\n```ts\ncode\n```\nmore\n```\n"
    text = f"### T-001: A\n\n{sample}\n### T-002: B\n\n```\ncode\n```\n\n### T-003: C\n"
    assert [task.id for task in read(text).tasks] == ["T-001", "T-002", "T-003"]


@pytest.mark.parametrize(
    ("line", "title", "status"),
    [
        ("### BE-001: Login - DONE", "Login", "completed"),
        ("### BE-001: Login — ✅ Completed (2024-01-02)", "Login", "completed"),
        ("### BE-001: Search - open source", "Search - open source", None),
        ("### BE-001: Login (P1)", "Login", None),
        ("- [ ] BE-001: Login @ana", "Login", "pending"),
    ],
)
def test_what_stands_behind_a_title(line: str, title: str, status: str | None) -> None:
    task = only(f"# Plan\n\n{line}\n")
    assert (task.title, task.status) == (title, status)


FOUND = os.environ.get("ARCHIE_BOARD_TASK_FILES", "")

if FOUND:

    @pytest.mark.parametrize("path", sorted(Path(FOUND).glob("*.md")), ids=lambda p: p.name)
    def test_files_as_they_are_found(path: Path) -> None:
        """Each opens without loss, and an edit of its first task is taken back to the byte."""
        raw = path.read_bytes()
        document = parse(raw)
        assert b"".join(part.data for part in document.sections) == document.data
        for task in document.tasks[:2]:
            planned = ops.SetField(task.key, "title", "Another title").plan(document)
            assert isinstance(planned, ops.Planned)
            after = reparse(document, splice(document.data, planned.patches))
            back = ops.Revert.of(document, planned).plan(after)
            assert isinstance(back, ops.Planned)
            assert splice(after.data, back.patches) == document.data


def test_names_that_english_shares_make_no_file_german_or_french() -> None:
    text = "### TASK-1: Login\n\nStatus: Pending\nDescription: Tokens\n"
    document = read(text)
    given = changed(document, ops.SetField("TASK-1", "assignee", "ana"))
    assert "Assigned: ana\n" in given
    moved = changed(document, ops.SetStatus("TASK-1", "in_progress"))
    assert moved == text.replace("Pending", "In progress")
    german = read(text.replace("Pending", "Offen"))
    assert "Verantwortlich: ana\n" in changed(german, ops.SetField("TASK-1", "assignee", "ana"))
