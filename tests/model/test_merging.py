"""Merging by meaning, case by case."""

from __future__ import annotations

import pytest
from archie_board.model.document import parse
from archie_board.model.merging import Markers, MergedFile, merge_files

BASE = """\
# Board

Some words.

### BE-010 | Backend | High | @ana
- **Title**: Implement JWT authentication
- **Status**: pending
- **Description**: Access and refresh tokens
- **Acceptance Criteria**:
  - [ ] Login returns both tokens
  - [ ] Refresh rotates the refresh token
- **Review**: begun
  - [ ] Code review
  - [ ] Performance check
- **Comments**:
  - 2024-01-16 14:35 @ana: begun

---

### BE-035 | Backend | Low
- **Title**: Webhooks
- **Status**: pending
- **Dependencies**: BE-010
"""

MINE = "\n### BE-036 | Backend | Low\n- **Title**: Mine\n- **Status**: pending\n"
YOURS = MINE.replace("Mine", "Yours")


def merged(ours: str, theirs: str, base: str = BASE) -> MergedFile:
    return merge_files(base.encode(), ours.encode(), theirs.encode())


def edited(*pairs: tuple[str, str], base: str = BASE) -> str:
    for old, new in pairs:
        assert base.count(old) == 1, old
        base = base.replace(old, new)
    return base


STATUS = ("**Title**: Webhooks\n- **Status**: pending", "**Title**: Webhooks\n- **Status**: done")
PRIORITY = ("| High |", "| Low |")
ASSIGNEE = ("| @ana", "| @bob")
TICK = ("[ ] Login", "[x] Login")
OTHER_TICK = ("[ ] Refresh", "[x] Refresh")
REWORD = ("Access and refresh", "Short-lived access and refresh")
WORDS = ("Some words.", "Some other words.")
RULE = ("\n---\n", "\n")
MORE = ("@ana: begun\n", "@ana: begun\n  - 2024-01-17 09:00 @bob: more\n")
MORE_YET = ("@ana: begun\n", "@ana: begun\n  - 2024-01-17 10:00 @eve: more yet\n")
REVIEW = ("[ ] Code review", "[x] Code review")
NOTE = ("[ ] Performance check", "[!] Performance check: 240 ms")
CRITERION = ("refresh token\n", "refresh token\n  - [ ] Logout revokes\n")
BADGE = ("| Backend | Low\n", "| Backend | Low | 🚫 BLOCKED\n")
TITLE = ("Webhooks", "Signed webhooks")


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (STATUS, PRIORITY),
        (PRIORITY, ASSIGNEE),
        (TICK, OTHER_TICK),
        (TICK, REWORD),
        (WORDS, RULE),
        (MORE, TICK),
        (REVIEW, NOTE),
        (CRITERION, TICK),
        (BADGE, TITLE),
        (("**Dependencies**: BE-010", "**Dependencies**: none"), STATUS),
    ],
)
def test_edits_of_different_things_come_together(
    ours: tuple[str, str], theirs: tuple[str, str]
) -> None:
    for one, other in ((ours, theirs), (theirs, ours)):
        found = merged(edited(one), edited(other))
        assert found == MergedFile(edited(one, other).encode(), 0)


def test_a_heading_merges_cell_by_cell() -> None:
    raised = edited(("| Backend | Low\n", "| Backend | High\n"))
    found = merged(raised, edited(BADGE))
    assert found == MergedFile(edited(BADGE).replace("| Low | 🚫", "| High | 🚫").encode(), 0)
    assert merged(raised, edited(("| Backend | Low\n", "| Backend | Medium\n"))).conflicts == 1


def test_comments_of_both_sides_stay_ours_first() -> None:
    found = merged(edited(MORE), edited(MORE_YET))
    both = "@ana: begun\n" + MORE[1].partition("\n")[2] + MORE_YET[1].partition("\n")[2]
    assert found == MergedFile(edited(("@ana: begun\n", both)).encode(), 0)


def test_the_same_comment_on_both_sides_stands_once() -> None:
    assert merged(edited(MORE, TICK), edited(MORE)).data == edited(MORE, TICK).encode()


def test_one_field_changed_twice_is_a_conflict_around_that_field() -> None:
    ours = edited(
        ("JWT authentication\n- **Status**: pending", "JWT authentication\n- **Status**: done"),
        TICK,
    )
    theirs = edited(
        ("JWT authentication\n- **Status**: pending", "JWT authentication\n- **Status**: blocked"),
        PRIORITY,
    )
    found = merged(ours, theirs)
    region = "<<<<<<< ours\n- **Status**: done\n=======\n- **Status**: blocked\n>>>>>>> theirs\n"
    assert found.conflicts == 1
    assert found.data.decode() == edited(
        TICK,
        PRIORITY,
        ("JWT authentication\n- **Status**: pending\n", f"JWT authentication\n{region}"),
    )
    assert [task.id for task in parse(found.data).tasks] == ["BE-010", "BE-035"]


def test_markers_are_as_git_wants_them() -> None:
    data = [edited(("words", text)).encode() for text in ("words", "ours", "theirs")]
    found = merge_files(*data, Markers("HEAD", "topic", 11))
    assert f"{'<' * 11} HEAD\nSome ours.\n{'=' * 11}\nSome theirs.\n{'>' * 11} topic\n" in (
        found.data.decode()
    )


def test_a_number_taken_twice_is_given_anew_with_what_refers_to_it() -> None:
    depends = ("**Dependencies**: BE-010", "**Dependencies**: BE-010, BE-036")
    theirs = edited(depends) + YOURS + "- **Notes**: BE-036 is not be-0361 or BE-036.1\n"
    found = merged(edited(WORDS) + MINE, theirs)
    assert found.renumbered == (("BE-036", "BE-030"),)
    assert found.conflicts == 0
    document = parse(found.data)
    assert [(task.id, task.title) for task in document.tasks][2:] == [
        ("BE-036", "Mine"),
        ("BE-030", "Yours"),
    ]
    changed = document.task("BE-035")
    assert changed is not None
    assert changed.dependencies == ("BE-010", "BE-030")
    assert "BE-030 is not be-0361 or BE-036.1" in found.data.decode()


def test_a_full_category_numbers_on_behind_all_others() -> None:
    full = "".join(f"### BE-0{n} | B\n- **Title**: t{n}\n\n" for n in range(10, 19))
    mine, yours = (f"{full}### BE-019 | B\n- **Title**: {who}\n" for who in ("mine", "yours"))
    assert merged(mine, yours, full).renumbered == (("BE-019", "BE-020"),)


def test_the_same_task_on_both_sides_is_one_task() -> None:
    assert merged(edited(TICK) + MINE, BASE + MINE).data == (edited(TICK) + MINE).encode()


def test_a_task_deleted_and_edited_is_kept_whole_between_markers() -> None:
    gone = BASE[: BASE.index("### BE-035")].rstrip("-\n") + "\n"
    found = merged(gone, edited(STATUS))
    assert found.conflicts == 1
    text = found.data.decode()
    assert "<<<<<<< ours\n=======\n### BE-035 | Backend | Low\n" in text
    assert text.endswith("- **Dependencies**: BE-010\n>>>>>>> theirs\n")
    assert merged(gone, BASE).data == gone.encode()


def test_a_section_that_moved_keeps_the_other_sides_edits() -> None:
    head, task = BASE[: BASE.index("### BE-035")], BASE[BASE.index("### BE-035") :]
    moved = head.replace("### BE-010", task + "\n### BE-010")
    found = merged(moved, edited(STATUS))
    assert found == MergedFile(edited(STATUS, base=moved).encode(), 0)


def test_updates_of_one_task_by_both_sides_both_stay() -> None:
    mine = "\n### BE-035 | Backend | ✅ COMPLETED\n- **Executed by**: ana\n"
    yours = "\n### BE-035 | Backend | ✅ COMPLETED\n- **Tests added**: 15\n"
    found = merged(BASE + mine, BASE + yours)
    assert found == MergedFile((BASE + mine + yours).encode(), 0)
    (task,) = [task for task in parse(found.data).tasks if task.id == "BE-035"]
    assert len(task.sections) == 3


def test_a_task_given_another_id_is_the_same_task() -> None:
    found = merged(edited(("### BE-035", "### BE-036")), edited(STATUS))
    assert found == MergedFile(edited(STATUS, ("### BE-035", "### BE-036")).encode(), 0)


def test_a_criterion_reworded_here_and_ticked_there_is_asked_about() -> None:
    found = merged(edited(("[ ] Login returns", "[ ] Sign-in returns")), edited(TICK))
    text = found.data.decode()
    assert found.conflicts == 1
    assert "[ ] Sign-in returns both" in text
    assert "[x] Login returns both" in text


def test_line_ends_follow_the_side_that_changed_them() -> None:
    windows = edited(TICK).replace("\n", "\r\n")
    found = merged(windows, edited(STATUS))
    assert found.data.decode() == edited(TICK, STATUS).replace("\n", "\r\n")
    mixed = BASE.replace("Some words.\n", "Some words.\r\n")
    found = merged(edited(TICK, base=mixed), edited(STATUS, base=mixed), mixed)
    assert found.data.decode() == edited(TICK, STATUS, base=mixed)


def test_files_that_lack_their_last_newline_can_both_be_added_to() -> None:
    base = BASE.rstrip("\n")
    found = merged(f"{base}\n{MINE}".rstrip("\n"), f"{base}\n{YOURS}".rstrip("\n"), base)
    assert found.conflicts == 0
    text = found.data.decode()
    assert text.count("\n### ") == 4
    assert "BE-010\n\n### BE-036" in text
    assert not text.endswith("\n")


def test_encodings_stay() -> None:
    ours, theirs = edited(TICK), edited(STATUS)
    both = edited(TICK, STATUS)
    mark = "\N{ZERO WIDTH NO-BREAK SPACE}"
    assert merged(mark + ours, theirs).data.decode() == mark + both
    wide = [text.encode("utf-16") for text in (BASE, ours, theirs)]
    assert merge_files(*wide).data == both.encode("utf-16")
    odd = [text.encode().replace(b"words", b"w\xffrds") for text in (BASE, ours, theirs)]
    assert merge_files(*odd).data == both.encode().replace(b"words", b"w\xffrds")
    with pytest.raises(ValueError, match="not text"):
        merge_files(b"a", b"b", b"\0" * 100)


def test_a_table_of_tasks_merges_cell_by_cell() -> None:
    base = (
        "| ID | Task | Status | Owner |\n|---|---|---|---|\n"
        "| BE-001 | Schema | todo | ana |\n| BE-002 | Login | todo | bob |\n"
    )
    ours = base.replace("Schema | todo", "Schema | done")
    theirs = base.replace("todo | ana", "todo | eve")
    assert merged(ours, theirs, base) == MergedFile(
        base.replace("todo | ana", "done | eve").encode(), 0
    )
    base, ours, theirs = (
        one.replace("ana", found)
        for one, found in ((base, "BE-3"), (ours, "BE-3, BE-4"), (base, "BE-5, BE-3"))
    )
    both = ours.replace("BE-3, BE-4", "BE-5, BE-3, BE-4")
    assert merged(ours, theirs, base) == MergedFile(both.encode(), 0)
    base = base.replace("BE-3", "ana")
    ours = base.replace("Schema | todo", "Schema | done")
    theirs = base.replace("Schema | todo", "Schema | blocked")
    assert merged(ours, theirs, base).conflicts == 1


def test_a_checklist_merges_box_by_box() -> None:
    base = "# Tasks\n\n- [ ] BE-001 Schema\n- [ ] BE-002 Login\n"
    ours = base.replace("[ ] BE-001", "[x] BE-001")
    theirs = base.replace("[ ] BE-002", "[x] BE-002").replace("Schema", "The schema")
    both = ours.replace("[ ] BE-002", "[x] BE-002").replace("Schema", "The schema")
    assert merged(ours, theirs, base) == MergedFile(both.encode(), 0)


def test_without_a_common_file_what_both_have_stands_once() -> None:
    found = merged(BASE + MINE, BASE + YOURS, "")
    assert found.conflicts == 0
    titles = [task.title for task in parse(found.data).tasks]
    assert titles == ["Implement JWT authentication", "Webhooks", "Mine", "Yours"]
    assert found.data.decode().count("# Board") == 1


def test_what_one_side_hides_is_not_lost() -> None:
    hidden = BASE.replace("### BE-035", "<!--\n### BE-035") + "-->\n"
    found = merged(hidden, edited(STATUS))
    assert found.conflicts
    assert "- **Status**: done" in found.data.decode()


def test_a_deleted_task_that_the_other_side_edited_is_marked_where_it_stood() -> None:
    head = "# Plan\n\nIntro.\n\n"
    first = "### BE-010 | Backend\n- **Title**: Login\n- **Status**: pending\n"
    second = "\n### BE-001 | Backend\n- **Title**: Schema\n- **Status**: pending\n"
    edited = first.replace("pending", "blocked")
    base, without = head + first + second, head + second.removeprefix("\n")
    found = merge_files(base.encode(), without.encode(), (head + edited + second).encode())
    marked = f"<<<<<<< ours\n=======\n{edited}>>>>>>> theirs\n"
    assert found.data.decode() == head + marked + second
    other = merge_files(base.encode(), (head + edited + second).encode(), without.encode())
    marked = f"<<<<<<< ours\n{edited}=======\n>>>>>>> theirs\n"
    assert other.data.decode() == head + marked + second


def test_what_both_reworded_alike_is_no_conflict_with_what_one_added_beside_it() -> None:
    reworded = ("[ ] Login returns both", "[ ] Sign-in returns two")
    before = ("  - [ ] Login", "  - [ ] First of all\n  - [ ] Login")
    for more in (CRITERION, before):
        ours = edited(more, base=edited(reworded) if more is CRITERION else BASE)
        ours = ours if more is CRITERION else edited(reworded, base=ours)
        for one, other in ((ours, edited(reworded)), (edited(reworded), ours)):
            assert merged(one, other) == MergedFile(ours.encode(), 0)
    twice = edited(reworded, ("[ ] Refresh rotates", "[ ] Refresh swaps"))
    other = edited(reworded, ("[ ] Refresh rotates", "[ ] Refresh renews"))
    assert merged(twice, other).conflicts == 1


def test_where_lines_merge_and_tasks_do_not_somebody_is_to_look() -> None:
    """A fence that one side forgot to close turns what the other fenced inside out."""
    forgot = edited(("- **Description**", "```\n- **Description**"))
    fenced = edited(("### BE-035", "```\n### BE-035")) + "```\n"
    found = merged(forgot, fenced)
    assert (found.conflicts, found.doubtful) == (1, True)
    both = edited(("- **Description**", "```\n- **Description**"), base=fenced)
    assert found.data.decode() == both


LISTS = [
    # base, ours, theirs, merged
    ("BE-001", "BE-001, BE-002", "BE-001, BE-003", "BE-001, BE-002, BE-003"),
    ("none", "BE-001", "BE-002", "BE-001, BE-002"),
    ("BE-001, BE-002, BE-003", "BE-002, BE-003", "BE-001, BE-002", "BE-002"),
    ("BE-001", "none", "BE-001, BE-002", "BE-002"),
    ("BE-001, BE-002", "BE-001", "BE-002", None),
    ("BE-001, BE-002", "none", "BE-002", "none"),
    ("BE-001 BE-002", "BE-001 BE-002 BE-003", "BE-002 BE-004", "BE-002 BE-003 BE-004"),
    ("[BE-001]", "[BE-001, BE-002]", "[BE-003, BE-001]", "[BE-003, BE-001, BE-002]"),
    ("BE-001; BE-002.", "BE-002.", "BE-001; BE-002; be-003.", "BE-002; be-003."),
    ("BE-001 (a, b)", "BE-001 (a, b), BE-002", "BE-001 (a, c)", "BE-001 (a, c), BE-002"),
    ("BE-001", "BE-001 (a)", "BE-001 (b)", None),
    ("BE-001", "BE-002, when it is done", "BE-003", None),
    ("`BE-001`", "`BE-001`, `BE-002`", "`BE-002`", "`BE-002`"),
]  # fmt: skip


@pytest.mark.parametrize(("base", "ours", "theirs", "both"), LISTS)
@pytest.mark.parametrize(
    "place", ["- **Dependencies**: X\n", "- **依赖**：X\n", "- **Depends on:** X\n"]
)
def test_a_list_of_dependencies_merges_as_a_set(
    place: str, base: str, ours: str, theirs: str, both: str | None
) -> None:
    head = "### BE-009 | Backend\n- **Title**: t\n"
    files = [head + place.replace("X", value) for value in (ours, theirs, base)]
    found = merged(*files)
    if both is None:
        assert found.conflicts == 1
        for value in (ours, theirs):
            assert place.replace("X", value).strip() in found.data.decode()
    else:
        assert found == MergedFile((head + place.replace("X", both)).encode(), 0)


def test_other_lists_merge_so_and_single_values_do_not() -> None:
    base = "### BE-009 | Backend\n- **Title**: t\n- **Assigned**: X\n- **Labels**: Y\n"

    def made(people: str, labels: str) -> str:
        return base.replace("X", people).replace("Y", labels)

    found = merged(made("ana, bob", "api, slow"), made("ana, eve", "API, big"), made("ana", "api"))
    assert found == MergedFile(made("ana, bob, eve", "API, slow, big").encode(), 0)
    assert merged(made("bob", "api"), made("eve", "api"), made("ana", "api")).conflicts == 1


def test_a_list_that_both_sides_added_is_in_the_file_once() -> None:
    depends = "- **Dependencies**: BE-001, BE-002\n"
    base = "### BE-009 | Backend\n- **Title**: t\n- **Status**: pending\n"
    found = merged(base + depends, base + depends.replace("BE-001", "BE-003"), base)
    assert found == MergedFile((base + "- **Dependencies**: BE-001, BE-003, BE-002\n").encode(), 0)
