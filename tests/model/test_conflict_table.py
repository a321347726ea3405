"""The table of conflicts, row by row: what the file shows since the user acted, and what then.

Each test is named after its row. The user's store has read the file; another writer changes
it; the user's operation, which says what the user saw, comes after it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from archie_board.model.attention.answers import as_of_now, edited, ways
from archie_board.model.attention.questions import Question
from archie_board.model.live.store import Applied, Failed, Reloaded, Store
from archie_board.model.operations import (
    AddCriterion,
    AddTask,
    CheckCriterion,
    Conflict,
    CriterionRef,
    DeleteTask,
    EditCriterion,
    GiveVerdict,
    Operation,
    RemoveCriterion,
    RenumberTask,
    ReplaceSection,
    SetField,
    SetStatus,
    Unchanged,
    digest_of,
    section_text,
)

FILE = """\
# Ferry

### BE-010 | Backend | High | @ana
- **Title**: Sign in
- **Status**: pending
- **Description**: Access tokens live
  for ten minutes.
- **Acceptance Criteria**:
  - [ ] Login returns both tokens
  - [ ] Refresh rotates
  - [ ] Logout revokes

### BE-011 | Backend | Low | @bert
- **Title**: Log out
- **Status**: pending
- **Acceptance Criteria**:
  - [ ] Tests are green
  - [ ] Docs are written
  - [ ] Tests are green

### BE-012 | Backend | Low | @bert
- **Title**: Passkeys
- **Status**: pending
"""

KANBAN = """\
# Work

## Todo

### T1: Sign in
### T2: Log out

## In progress

### T3: Passkeys

## Done

### T4: Form
"""


def _written(path: Path) -> tuple[int, int, int]:
    """What differs when the file was written; the time of reading differs for other reasons."""
    stat = path.stat()
    return stat.st_ino, stat.st_mtime_ns, stat.st_ctime_ns


class Scene:
    """The user's store on a file, and the others who write it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.store = Store(path)
        self.store.open()

    def ref(self, task: str, text: str, ordinal: int = 0) -> CriterionRef:
        """A criterion as the user sees it now."""
        found = self.store.document.task(task)
        assert found is not None
        same = [one for one in found.criteria if one.text == text]
        return CriterionRef.to(found, same[ordinal])

    def others(self, old: str, new: str) -> None:
        """Another writer changes a text of the file."""
        raw = self.path.read_text("utf-8")
        assert old in raw
        self.path.write_text(raw.replace(old, new, 1), "utf-8")

    def does(self, operation: Operation) -> None:
        """The user's operation goes into the file."""
        result = self.store.submit(operation)
        assert isinstance(result, Applied), result

    def asks(self, operation: Operation, kind: str) -> Conflict:
        """The user's operation becomes a question; the file stays as it is."""
        before = self.path.read_bytes()
        result = self.store.submit(operation)
        assert isinstance(result, Conflict), result
        assert result.kind == kind
        assert result.reason
        assert self.path.read_bytes() == before
        return result

    @property
    def text(self) -> str:
        return self.path.read_text("utf-8")


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    folder = tmp_path / "project"
    folder.mkdir()
    path = folder / "task.md"
    path.write_text(FILE, "utf-8")
    made = Scene(path)
    yield made
    made.store.close()


def test_target_unchanged_anything_else_changed_is_applied_at_the_new_place(scene: Scene) -> None:
    tick = CheckCriterion("BE-010", scene.ref("BE-010", "Refresh rotates"))
    head, _, rest = FILE.partition("### BE-010")
    ten, _, rest = rest.partition("### BE-011")
    moved = f"{head}A line.\n\n### BE-011{rest}\n### BE-010{ten.replace('High', 'Low')}"
    scene.path.write_text(moved, "utf-8")
    scene.does(tick)
    assert scene.text == moved.replace("[ ] Refresh", "[x] Refresh")


def test_target_already_has_the_wished_state_is_done_silently(scene: Scene) -> None:
    scene.others("**Status**: pending", "**Status**: completed")
    before = _written(scene.path)
    result = scene.store.submit(SetStatus("BE-010", "completed", expect="pending"))
    assert isinstance(result, Unchanged)
    assert _written(scene.path) == before


def test_same_criterion_ticked_by_both_is_one_tick(scene: Scene) -> None:
    tick = CheckCriterion("BE-010", scene.ref("BE-010", "Refresh rotates"))
    scene.others("[ ] Refresh", "[x] Refresh")
    assert isinstance(scene.store.submit(tick), Unchanged)
    assert scene.text == FILE.replace("[ ] Refresh", "[x] Refresh")


def test_both_set_the_same_field_theirs_stays_ours_is_asked(scene: Scene) -> None:
    scene.others("**Status**: pending", "**Status**: blocked")
    asked = scene.asks(SetStatus("BE-010", "completed", expect="pending"), "field")
    assert "now “blocked” (was “pending”); you chose “completed”" in asked.reason
    assert (asked.base, asked.theirs, asked.mine) == ("pending", "blocked", "completed")
    assert asked.answers == ("mine", "theirs")
    scene.others("Sign in", "Sign up")
    asked = scene.asks(SetField("BE-010", "title", "Log in", expect="Sign in"), "field")
    assert (asked.base, asked.theirs, asked.mine) == ("Sign in", "Sign up", "Log in")


def test_both_edited_the_same_prose_keeps_theirs_and_asks_with_three_texts(scene: Scene) -> None:
    base = "Access tokens live\nfor ten minutes."
    edit = SetField("BE-010", "description", "Tokens live long.", expect=base)
    scene.others("ten minutes", "an hour")
    asked = scene.asks(edit, "prose")
    assert asked.base == base
    assert asked.theirs == "Access tokens live\nfor an hour."
    assert asked.mine == "Tokens live long."
    assert asked.answers == ("mine", "theirs", "edit")
    assert "<<<<" not in scene.text


def test_an_editor_in_the_same_lines_asks_and_in_others_merges(scene: Scene) -> None:
    task = scene.store.document.task("BE-010")
    assert task is not None
    base = section_text(task)
    clean = ReplaceSection("BE-010", base, base.replace("High", "Low"))
    clash = ReplaceSection("BE-010", base, base.replace("ten minutes", "a day"))
    scene.others("ten minutes", "an hour")
    scene.does(clean)
    asked = scene.asks(clash, "prose")
    assert asked.base == base
    assert asked.mine == base.replace("ten minutes", "a day")
    assert asked.theirs == base.replace("ten minutes", "an hour").replace("High", "Low")


@pytest.mark.parametrize("at", ["end", "middle"])
def test_both_inserted_at_the_same_spot_keeps_both_theirs_first(scene: Scene, at: str) -> None:
    if at == "end":
        mine = AddCriterion("BE-010", "Mine", 3, before="")
        scene.others("Logout revokes\n", "Logout revokes\n  - [ ] Theirs\n")
        expected = "Logout revokes\n  - [ ] Theirs\n  - [ ] Mine\n"
    else:
        mine = AddCriterion("BE-010", "Mine", 1, before="Refresh rotates")
        scene.others("both tokens\n", "both tokens\n  - [ ] Theirs\n")
        expected = "both tokens\n  - [ ] Theirs\n  - [ ] Mine\n  - [ ] Refresh"
    scene.does(mine)
    assert expected in scene.text


def test_both_added_a_task_keeps_both_theirs_first(scene: Scene) -> None:
    mine = AddTask("Mine", "BE-010+", "2026-01-15 10:30")
    theirs = "\n### BE-013 | Backend | Low\n- **Title**: Theirs\n- **Status**: pending\n"
    scene.path.write_text(FILE + theirs, "utf-8")
    scene.does(mine)
    assert scene.text.startswith(FILE + theirs)
    titles = [task.title for task in scene.store.document.tasks][-2:]
    assert titles == ["Theirs", "Mine"]
    assert len({task.id for task in scene.store.document.tasks}) == 5


def test_criterion_reworded_asks_and_is_never_ticked_by_position(scene: Scene) -> None:
    tick = CheckCriterion("BE-010", scene.ref("BE-010", "Refresh rotates"))
    scene.others("Refresh rotates", "Refresh rotates and revokes")
    asked = scene.asks(tick, "reworded")
    assert (asked.base, asked.theirs) == ("Refresh rotates", "Refresh rotates and revokes")
    assert "“Refresh rotates”" in asked.reason
    assert "“Refresh rotates and revokes”" in asked.reason
    assert asked.answers == ("pick", "drop")
    assert asked.candidates == ("Refresh rotates and revokes",)


def test_both_reworded_a_criterion_asks_with_three_texts(scene: Scene) -> None:
    edit = EditCriterion("BE-010", scene.ref("BE-010", "Refresh rotates"), "Refresh spins")
    scene.others("Refresh rotates", "Refresh turns")
    asked = scene.asks(edit, "reworded")
    texts = (asked.base, asked.theirs, asked.mine)
    assert texts == ("Refresh rotates", "Refresh turns", "Refresh spins")


def test_criterion_deleted_asks_and_a_tick_never_recreates_it(scene: Scene) -> None:
    tick = CheckCriterion("BE-010", scene.ref("BE-010", "Refresh rotates"))
    gone = RemoveCriterion("BE-010", scene.ref("BE-010", "Refresh rotates"))
    scene.others("  - [ ] Refresh rotates\n", "")
    asked = scene.asks(tick, "criterion gone")
    assert asked.answers == ("recreate", "drop")
    assert isinstance(scene.store.submit(gone), Unchanged)


def test_task_deleted_asks(scene: Scene) -> None:
    operation = SetStatus("BE-012", "completed", expect="pending")
    at = FILE.index("### BE-012")
    scene.path.write_text(FILE[:at], "utf-8")
    asked = scene.asks(operation, "task gone")
    assert asked.answers == ("recreate", "drop")


def test_task_moved_to_another_column_while_we_moved_it(scene: Scene) -> None:
    scene.others("Sign in\n- **Status**: pending", "Sign in\n- **Status**: in_progress")
    scene.asks(SetStatus("BE-010", "blocked", expect="pending"), "field")
    scene.does(SetStatus("BE-010", "blocked", expect="in_progress"))
    assert "- **Status**: blocked" in scene.text


def test_heading_of_the_destination_gone_asks_with_candidates(tmp_path: Path) -> None:
    path = tmp_path / "kanban.md"
    path.write_text(KANBAN, "utf-8")
    scene = Scene(path)
    move = SetStatus("T1", "in_progress", expect=scene.store.document.task("T1").status_text)  # type: ignore[union-attr]
    scene.others("## In progress", "## Somewhere else")
    asked = scene.asks(move, "heading")
    assert asked.candidates == ("pending", "completed")
    assert asked.answers == ("pick", "drop")
    scene.does(SetStatus("T1", "completed", expect=asked.base))
    assert scene.text.index("## Done") < scene.text.index("T1: Sign in")
    assert scene.text.count("\n## ") == 3
    scene.store.close()


def test_duplicate_ids_take_an_edit_only_with_one_strict_anchor(scene: Scene) -> None:
    stranger = "### BE-010 | Backend | Low\n- **Title**: Stranger\n- **Status**: pending\n\n"
    scene.others("### BE-010", stranger + "### BE-010")
    scene.does(SetField("BE-010", "effort", "M"))
    mine, other = (scene.text.index(name) for name in ("Sign in", "Stranger"))
    assert scene.text.index("effort") > mine > other
    keys = [task.key for task in scene.store.document.tasks]
    assert keys[:2] == ["BE-010", "BE-010#2"]


def test_duplicate_ids_without_an_anchor_ask_and_the_newer_can_be_renumbered(scene: Scene) -> None:
    edit = SetField("BE-010", "effort", "M")
    both = "### BE-010 | Backend | Low\n- **Title**: {}\n- **Status**: pending\n\n"
    text = FILE.replace("Sign in", "One").replace("### BE-011", both.format("Two") + "### BE-011")
    scene.path.write_text(text, "utf-8")
    asked = scene.asks(edit, "duplicate")
    assert asked.candidates == ("BE-010", "BE-010#2")
    assert "renumber" in asked.answers
    scene.does(RenumberTask("BE-010#2", "BE-013", "Two"))
    assert scene.text == text.replace("### BE-010 | Backend | Low", "### BE-013 | Backend | Low")
    assert isinstance(scene.store.undo(), Applied)
    assert scene.text == text


def test_equal_criteria_go_by_ordinal_with_unchanged_neighbours(scene: Scene) -> None:
    last = CheckCriterion("BE-011", scene.ref("BE-011", "Tests are green", 1))
    scene.others("Passkeys", "Pass keys")
    scene.does(last)
    assert scene.text.count("[x]") == 1
    assert "Docs are written\n  - [x] Tests are green" in scene.text


def test_equal_criteria_with_other_neighbours_ask(scene: Scene) -> None:
    last = CheckCriterion("BE-011", scene.ref("BE-011", "Tests are green", 1))
    scene.others("Docs are written", "Docs exist")
    asked = scene.asks(last, "equal")
    assert asked.candidates == ("Tests are green", "Tests are green")


def test_one_of_equal_criteria_that_moved_is_found_by_its_neighbours(scene: Scene) -> None:
    last = CheckCriterion("BE-011", scene.ref("BE-011", "Tests are green", 1))
    scene.others("  - [ ] Tests are green\n", "  - [ ] Tests are green\n  - [ ] Tests are green\n")
    scene.does(last)
    assert "Docs are written\n  - [x] Tests are green" in scene.text
    assert scene.text.count("[x]") == 1


def test_undo_is_refused_with_a_reason_when_its_lines_are_gone(scene: Scene) -> None:
    scene.does(SetStatus("BE-010", "blocked", expect="pending"))
    scene.others("**Status**: blocked", "**Status**: approved")
    scene.store.reload()
    before = scene.text
    refused = scene.store.undo()
    assert isinstance(refused, Conflict)
    assert refused.kind == "undo"
    assert "changed since" in refused.reason
    assert scene.text == before


def test_deleting_what_was_changed_since_asks(scene: Scene) -> None:
    task = scene.store.document.task("BE-012")
    assert task is not None
    delete = DeleteTask("BE-012", digest_of(scene.store.document, task))
    scene.others("Passkeys", "Pass keys")
    asked = scene.asks(delete, "changed")
    assert asked.answers == ("mine", "theirs")


Damage = Callable[[str], bytes]


def merged(text: str) -> bytes:
    line = "- **Title**: Sign in\n"
    both = f"<<<<<<< ours\n{line}=======\n- **Title**: Sign up\n>>>>>>> theirs\n"
    return text.replace(line, both).encode()


DAMAGES: dict[str, Damage] = {
    "a merge conflict": merged,
    "not UTF-8": lambda text: text.encode().replace(b"Sign in", b"Sign \xff in"),
    "a NUL byte": lambda text: text.encode().replace(b"Sign in", b"Sign \0 in"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_region_is_read_only_and_edits_elsewhere_go_on(scene: Scene, damage: str) -> None:
    raw = DAMAGES[damage](FILE)
    scene.path.write_bytes(raw)
    scene.store.reload()
    scene.does(CheckCriterion("BE-010", scene.ref("BE-010", "Refresh rotates")))
    ticked = raw.replace(b"[ ] Refresh", b"[x] Refresh")
    assert scene.path.read_bytes() == ticked
    result = scene.store.submit(SetField("BE-010", "title", "Log in"))
    assert isinstance(result, Conflict), result
    assert result.kind == "damaged"
    assert damage in result.reason
    assert scene.path.read_bytes() == ticked
    assert not isinstance(scene.store.submit(SetField("BE-012", "effort", "S")), Failed)


# ---- what the storage asks, and answering


def noticed(scene: Scene) -> Reloaded:
    """The store sees what others wrote, and looks at it."""
    while (seen := scene.store.reload()).again is not None:
        time.sleep(0.001)
    scene.store.attention.attend()
    return seen


def question(scene: Scene, kind: str) -> Question:
    """The one question that waits, as another start of the program finds it."""
    again = Store(scene.path)
    found = again.attention.tray.all()
    assert [one.kind for one in found] == [kind]
    return found[0]


def answer(scene: Scene, kind: str, name: str, number: int = 0) -> str:
    """Give an answer to the one question, as the tray does; returns what the file says then."""
    noticed(scene)
    asked = as_of_now(question(scene, kind), scene.store.document)
    assert asked is not None
    chosen = [way for way in ways(asked, scene.store.document) if way.answer == name][number]
    for operation in chosen.operations:
        result = scene.store.submit(operation)
        assert isinstance(result, Applied | Unchanged), result
    scene.store.attention.tray.drop(asked.id)
    return scene.text


@pytest.fixture
def attentive(scene: Scene) -> Scene:
    scene.store.attentive = True
    return scene


def test_our_edit_missing_after_a_stale_overwrite_is_applied_again_and_can_be_taken_back(
    attentive: Scene,
) -> None:
    attentive.does(SetStatus("BE-010", "blocked", expect="pending"))
    stale = FILE.replace("Passkeys", "Pass keys")
    attentive.path.write_text(stale, "utf-8")
    seen = noticed(attentive)
    assert seen.reapplied
    assert "re-applied, a program wrote from an older copy" in seen.notices[0]
    both = stale.replace("Sign in\n- **Status**: pending", "Sign in\n- **Status**: blocked")
    assert attentive.text == both
    assert isinstance(attentive.store.undo(), Applied)
    assert attentive.text == stale
    assert noticed(attentive).notices == ()
    assert attentive.text == stale


def test_five_times_a_minute_and_then_a_question(attentive: Scene) -> None:
    attentive.does(SetStatus("BE-010", "blocked", expect="pending"))
    for number in range(6):
        attentive.path.write_text(FILE.replace("Passkeys", f"Passkeys {number}"), "utf-8")
        noticed(attentive)
    assert "Passkeys 5" in attentive.text
    assert "blocked" not in attentive.text
    assert "keeps undoing" in question(attentive, "war").reason
    assert "Sign in\n- **Status**: blocked" in answer(attentive, "war", "mine")
    assert attentive.store.attention.tray.all() == ()


def test_our_edit_taken_back_on_purpose_stays_away(attentive: Scene) -> None:
    attentive.does(SetStatus("BE-010", "blocked", expect="pending"))
    attentive.path.write_text(FILE, "utf-8")
    assert "taken back" in noticed(attentive).notices[0]
    assert attentive.text == FILE
    assert attentive.store.attention.tray.count() == 0


def test_someone_elses_edit_dropped_by_a_stale_overwrite_is_offered(attentive: Scene) -> None:
    noticed(attentive)
    theirs = FILE.replace("ten minutes", "an hour").replace("Log out", "Log off")
    attentive.path.write_text(theirs, "utf-8")
    noticed(attentive)
    third = FILE.replace("Passkeys", "Pass keys")
    attentive.path.write_text(third, "utf-8")
    noticed(attentive)
    assert attentive.text == third
    asked = question(attentive, "dropped")
    assert "an hour" in (asked.mine or "")
    assert answer(attentive, "dropped", "mine") == theirs.replace("Passkeys", "Pass keys")


def test_someone_elses_honest_removal_is_not_offered(attentive: Scene) -> None:
    more = FILE.replace("Passkeys", "Pass keys").replace("High", "Low").replace("Ferry", "Boat")
    attentive.path.write_text(more, "utf-8")
    noticed(attentive)
    attentive.others("  - [ ] Docs are written\n", "")
    noticed(attentive)
    assert attentive.store.attention.tray.count() == 0


def test_a_task_that_the_user_sent_back_can_be_completed_again(attentive: Scene) -> None:
    attentive.others("pending\n- **Desc", "completed\n- **Desc")
    noticed(attentive)
    at = "2024-01-16 16:00"
    attentive.does(GiveVerdict("BE-010", "changes_requested", "ana", at, "Slow"))
    attentive.others("in_progress\n", "completed\n- **Notes**: Faster\n")
    done = attentive.text
    assert not noticed(attentive).reapplied
    assert attentive.text == done
    assert attentive.store.attention.tray.count() == 0


def test_a_task_that_is_sent_back_and_completed_again_is_not_offered(attentive: Scene) -> None:
    """The last save is closer to the first text than to the one before it."""
    noticed(attentive)
    attentive.others("pending\n- **Desc", "in_progress\n- **Review**: changes requested\n- **Desc")
    noticed(attentive)
    attentive.others("in_progress\n", "pending\n- **Notes**: Faster\n")
    noticed(attentive)
    assert attentive.store.attention.tray.count() == 0


def test_a_switch_of_the_branch_asks_once_for_all_edits(attentive: Scene) -> None:
    attentive.does(SetStatus("BE-010", "blocked", expect="pending"))
    attentive.does(SetField("BE-012", "effort", "M"))
    head = attentive.path.parent / ".git" / "HEAD"
    head.parent.mkdir()
    head.write_text("ref: refs/heads/other\n")
    later = time.time() + 1
    os.utime(head, (later, later))
    other = FILE.replace("Passkeys", "Of the other branch")
    attentive.path.write_text(other, "utf-8")
    noticed(attentive)
    assert attentive.text == other
    assert len(question(attentive, "branch").wishes) == 2
    after = answer(attentive, "branch", "mine")
    assert "blocked" in after
    assert "effort" in after


def refuse(scene: Scene, operation: Operation) -> None:
    assert isinstance(scene.store.submit(operation), Conflict)


def test_answer_set_mine_and_keep_theirs(attentive: Scene) -> None:
    operation = SetStatus("BE-010", "completed", expect="pending")
    attentive.others("**Status**: pending", "**Status**: blocked")
    refuse(attentive, operation)
    theirs = attentive.text
    assert answer(attentive, "field", "theirs") == theirs
    refuse(attentive, operation)
    assert answer(attentive, "field", "mine") == theirs.replace(": blocked", ": completed")


def test_answer_edit_and_apply(attentive: Scene) -> None:
    base = "Access tokens live\nfor ten minutes."
    attentive.others("ten minutes", "an hour")
    refuse(attentive, SetField("BE-010", "description", "Tokens live long.", expect=base))
    noticed(attentive)
    asked = question(attentive, "prose")
    operation = edited(asked, attentive.store.document, "Tokens live\nfor an hour, long.")
    attentive.does(operation)
    assert "Tokens live\n  for an hour, long.\n" in attentive.text


def test_answer_tick_the_reworded_criterion(attentive: Scene) -> None:
    tick = CheckCriterion("BE-010", attentive.ref("BE-010", "Refresh rotates"))
    attentive.others("Refresh rotates", "Refresh turns")
    refuse(attentive, tick)
    assert "[x] Refresh turns" in answer(attentive, "reworded", "pick")


def test_answer_bring_back_a_criterion_with_its_tick(attentive: Scene) -> None:
    tick = CheckCriterion("BE-010", attentive.ref("BE-010", "Refresh rotates"))
    attentive.others("  - [ ] Refresh rotates\n", "")
    refuse(attentive, tick)
    after = answer(attentive, "criterion gone", "recreate")
    assert after == FILE.replace("[ ] Refresh", "[x] Refresh")


def test_answer_bring_back_a_task_from_what_the_user_saw(attentive: Scene) -> None:
    operation = SetStatus("BE-011", "completed", expect="pending")
    gone = FILE[: FILE.index("### BE-011")] + FILE[FILE.index("### BE-012") :]
    attentive.path.write_text(gone, "utf-8")
    noticed(attentive)
    refuse(attentive, operation)
    after = answer(attentive, "task gone", "recreate")
    assert after == FILE.replace(
        "Log out\n- **Status**: pending", "Log out\n- **Status**: completed"
    )


def test_answer_which_of_equal_criteria(attentive: Scene) -> None:
    last = CheckCriterion("BE-011", attentive.ref("BE-011", "Tests are green", 1))
    attentive.others("Docs are written", "Docs exist")
    refuse(attentive, last)
    assert "Docs exist\n  - [x] Tests are green" in answer(attentive, "equal", "pick", 1)


def test_answer_which_of_two_tasks_with_one_id(attentive: Scene) -> None:
    edit = SetField("BE-012", "effort", "M")
    two = "### BE-012 | Backend\n- **Title**: {}\n- **Status**: pending\n"
    text = FILE.replace("Passkeys", "One") + "\n" + two.format("Two")
    attentive.path.write_text(text, "utf-8")
    refuse(attentive, edit)
    attentive.store.reload()
    after = answer(attentive, "duplicate", "pick", 1)
    assert after.index("effort") > after.index("Two")


def test_answer_move_under_another_heading(tmp_path: Path) -> None:
    path = tmp_path / "kanban.md"
    path.write_text(KANBAN, "utf-8")
    scene = Scene(path)
    scene.store.attentive = True
    move = SetStatus("T1", "in_progress", expect="Todo")
    scene.others("## In progress", "## Somewhere else")
    refuse(scene, move)
    scene.store.reload()
    after = answer(scene, "heading", "pick", 1)
    assert after.index("## Done") < after.index("T1: Sign in")
    scene.store.close()


def test_a_text_of_an_editor_that_is_no_task_any_more_waits_too(attentive: Scene) -> None:
    task = attentive.store.document.task("BE-010")
    assert task is not None
    base = section_text(task)
    result = attentive.store.submit(ReplaceSection("BE-010", base, "my notes\n"))
    assert isinstance(result, Failed)
    assert question(attentive, "prose").mine == "my notes\n"


def test_a_later_decision_about_the_same_place_settles_the_question(attentive: Scene) -> None:
    attentive.others("**Status**: pending", "**Status**: blocked")
    refuse(attentive, SetStatus("BE-010", "completed", expect="pending"))
    attentive.does(SetStatus("BE-010", "in_progress", expect="blocked"))
    assert attentive.store.attention.tray.all() == ()
    base = "Access tokens live\nfor ten minutes."
    attentive.others("ten minutes", "an hour")
    refuse(attentive, SetField("BE-010", "description", "A long text.", expect=base))
    attentive.does(SetField("BE-010", "description", "Another text."))
    assert question(attentive, "prose").mine == "A long text."


def test_a_question_that_the_file_answers_itself_goes(attentive: Scene) -> None:
    attentive.others("**Status**: pending", "**Status**: blocked")
    refuse(attentive, SetStatus("BE-010", "completed", expect="pending"))
    attentive.others("**Status**: blocked", "**Status**: completed")
    noticed(attentive)
    assert as_of_now(question(attentive, "field"), attentive.store.document) is None
