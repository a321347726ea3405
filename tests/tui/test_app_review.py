"""Reviews by keys, with others who write meanwhile; the queue, comments, stale approvals."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from archie_board.model.document import parse
from archie_board.model.reviews.review import Review, review_of
from archie_board.tui.screens.compose import Compose
from archie_board.tui.screens.queue import QueueScreen
from archie_board.tui.screens.review import ReviewScreen
from textual.widgets import Input

from ..cli.conftest import PROGRAM
from ..patience import PATIENCE
from .test_app_task import open_task
from .whole import Board, another_writes, opened

pytestmark = pytest.mark.anyio

FILE = """\
# Ferry

### ARCH-001 | Architecture | Critical | @system-architect
- **Title**: Choose the stack
- **Status**: approved

### BE-010 | Backend | High | ✅ COMPLETED
- **Title**: Sign in [/] with tokens
- **Status**: completed
- **Assigned**: developer
- **Completed**: 2026-01-16 14:30
- **Executed by**: developer
- **Dependencies**: ARCH-001
- **Description**: Access tokens live for ten minutes.
- **Acceptance Criteria**:
  - [x] Login returns both tokens
  - [x] Logout revokes
- **Files changed**:
  - src/auth/tokens.ts (new)
- **Tests added**: 15 unit tests

### BE-011 | Backend | Low | @bert
- **Title**: Log out everywhere
- **Status**: pending
- **Dependencies**: BE-010

### BE-012 | Backend | Low | @bert
- **Title**: Keys
- **Status**: completed
- **Completed**: 2026-01-10 09:00

### BE-020 | Backend | Medium | 🚫 BLOCKED
- **Title**: Hold a seat
- **Status**: blocked
- **Blocked since**: 2026-01-12 11:30
- **Required action**: @Rita please decide
"""
BEGUN = "- **Tests added**: 15 unit tests\n"
STEPS = ["Code review", "API testing", "Performance check", "Security review",
         "Documentation review", "Integration check", "Next tasks"]  # fmt: skip


def reviewed(*lines: str, head: str = "") -> str:
    """The file with a review of BE-010."""
    field = "\n".join([f"- **Review**:{head}", *(f"  {line}" for line in lines)])
    return FILE.replace(BEGUN, f"{BEGUN}{field}\n")


def review(board: Board) -> Review:
    task = parse(board.raw).task("BE-010")
    assert task is not None
    found = review_of(task)
    assert found is not None
    return found


def also(board: Board, *arguments: str) -> None:
    """A reviewer elsewhere uses the command line."""
    command = [str(PROGRAM), *arguments, "--file", str(board.path)]
    signed = ["--author", "otto"] if arguments[0] in ("review", "comment") else []
    subprocess.run([*command, *signed], check=True, timeout=PATIENCE, stdout=subprocess.DEVNULL)


def state(board: Board, step: str) -> str:
    task = parse(board.raw).task("BE-010")
    found = review_of(task) if task else None
    return found.state(step) if found else "open"


async def begin(board: Board, key: str = "BE-010") -> None:
    await board.go(key)
    await board.press("r")
    await board.until(lambda: isinstance(board.app.screen, ReviewScreen))
    await board.shows("Review ", key)


async def test_a_review_is_run_by_keys_from_the_first_step_to_the_next_task(
    task_file: Path,
) -> None:
    async with opened(task_file, FILE) as board:
        await begin(board)
        await board.shows("0/7", "Sign in [/] with tokens", "Verify implementation quality")
        await board.shows("src/auth/tokens.ts (new)", "15 unit tests", "Logout revokes")
        await board.press("p")
        await board.says(reviewed("- [x] Code review"))
        await board.shows("Test endpoints with Postman/curl", "1/7")
        await board.press("s", "f")
        await board.shows("simple GET", "100 ms", "10 MB upload", "95th percentile")
        await board.ask("n", "BE-010, Performance check")
        await board.type("p95 [b]240[/b] ms")
        await board.press("enter")
        steps = ["- [x] Code review", "- [-] API testing"]
        failed = "- [!] Performance check: p95 [b]240[/b] ms"
        await board.says(reviewed(*steps, failed))
        await board.shows("3/7, 1 failed", "p95 [b]240[/b] ms")
        await board.press("j", "enter")
        await board.shows("XSS prevention measures", "0/5")
        await board.press("j", "p", "f")
        below = [
            "- [ ] Security review",
            "  - [x] Input validation and sanitization",
            "  - [!] Authentication and authorization checks",
        ]
        await board.says(reviewed(*steps, failed, *below))
        await board.press("o")
        await board.shows("1/5")
        await board.press("enter", "p", "p", "j")
        await board.shows("Create dependent tasks", "Ready with this", "BE-011 Log out everywhere")
        await board.ask("a", "Approve BE-010?")
        await board.shows("Failed: Performance check.", "Open: Integration check, Next tasks")
        await board.press("n")
        await board.hides("Approve BE-010?")
        assert review(board).verdict is None
        await board.press("k", "p", "p", "g", "j", "j", "p")
        await board.until(lambda: state(board, "Performance check") == "passed")
        await board.ask("a", "Open: Authentication and authorization checks.")
        await board.press("y")
        await board.shows("BE-010 approved; ready: BE-011", "approved by @rita")
        assert (review(board).verdict, review(board).by) == ("approved", "rita")
        assert b"| \xe2\x9c\x85 APPROVED\n" in board.raw
        await board.ask("N", "New task")
        await board.shows("BE-010")
        await board.press(*"Rotate keys", "enter")
        await board.shows("BE-013 added" if board.sees("BE-013 added") else "BE-013")
        added = parse(board.raw).task("BE-013")
        assert added is not None
        assert (added.title, added.dependencies) == ("Rotate keys", ("BE-010",))
        await board.press("escape")
        await board.until(lambda: board.app.screen is board.app.board)


async def test_two_reviewers_see_each_other_and_lose_nothing(task_file: Path) -> None:
    async with opened(task_file, FILE) as board:
        await begin(board)
        also(board, "review", "BE-010", "--pass", "code", "--fail", "perf", "--note", "perf=slow")
        await board.shows("[x] 1 Code review", "[!] 3 Performance check", "slow", "2/7")
        await board.press("p")
        await board.until(lambda: board.sees("Code review: passed already"))
        await board.press("p")
        await board.until(lambda: state(board, "API testing") == "passed")
        await board.ask("n", "BE-010, Performance check")
        await board.type("er")
        also(board, "review", "BE-010", "--note", "perf=fast enough", "--pass", "perf")
        await board.press("enter")
        await board.shows("BE-010 review says “[x] Performance check: fast enough” now", "slower")
        await board.shows("│ you chose “[x] Performance check: slower”", "note  fast enough")
        await board.press("enter")
        await board.until(lambda: "Performance check: slower" in board.raw.decode())
        assert [(i.step, i.state) for i in review(board).items] == [
            ("Code review", "passed"),
            ("API testing", "passed"),
            ("Performance check", "passed"),
        ]


async def test_changes_are_requested_and_the_task_comes_back(task_file: Path) -> None:
    async with opened(task_file, FILE) as board:
        await begin(board)
        await board.ask("r", "What has to change in BE-010?")
        await board.press("enter")
        await board.shows("say what has to change")
        await board.press("escape")
        await board.hides("What has to change")
        await board.press("f")
        await board.until(lambda: state(board, "Code review") == "failed")
        await board.ask("r", "Failed: Code review. Say more, or nothing.")
        await board.press(*"Name things", "enter")
        await board.shows("changes requested by @rita", ": Name things")
        at = review(board).at
        head = f" changes requested by @rita, {at}: Name things"
        sent_back = reviewed("- [!] Code review", head=head)
        sent_back = sent_back.replace("✅ COMPLETED", "🔄 IN PROGRESS").replace(
            "- **Status**: completed\n- **Assigned**", "- **Status**: in_progress\n- **Assigned**"
        )
        await board.says(sent_back)
        await board.press("a")
        await board.shows("BE-010 is in progress, and a verdict is given to a completed task")
        await board.press("escape", "u")
        await board.says(reviewed("- [!] Code review"))
        await board.press("u")
        await board.says(FILE)


async def test_ones_own_words_are_changed_from_the_open_task(task_file: Path) -> None:
    lines = ("- [!] Code review: names", "- [x] API testing")
    head = " changes requested by @Rita, 2026-01-17 09:00: Names"
    thread = (
        "- **Comments**:\n  - 2026-01-17 09:05 @otto: On it\n  - 2026-01-17 09:06 @rita: Thnaks\n"
    )
    text = reviewed(*lines, head=head).replace("- **Review**:", f"{thread}- **Review**:")
    async with opened(task_file, text) as board:
        await board.go("BE-010")
        await open_task(board)
        await board.row("comment", "1", "2026-01-17 09:06 rita Thnaks")
        await board.ask("i", "Your comment on BE-010, 2026-01-17 09:06")
        await board.press("ctrl+a", "ctrl+k", *"Thanks", "ctrl+s")
        text = text.replace("Thnaks", "Thanks")
        await board.says(text)
        await board.row("comment", "0", "2026-01-17 09:05 otto On it")
        await board.press("i")
        await board.shows("@otto wrote this: enter answers it")
        await board.row("review")
        await board.ask("i", "What you said with the verdict on BE-010")
        await board.press("end", *" and tests", "enter")
        text = text.replace(": Names", ": Names and tests")
        await board.says(text)
        await board.row("review", "", "Code review")
        await board.ask("i", "BE-010, Code review")
        await board.press("ctrl+a", "ctrl+k", *"plain names", "enter")
        await board.says(text.replace("review: names", "review: plain names"))


async def test_marks_of_before_the_rework_are_told_from_new_ones(task_file: Path) -> None:
    async with opened(task_file, FILE) as board:
        await begin(board)
        await board.press("p", "p", "f")
        await board.until(lambda: state(board, "Performance check") == "failed")
        await board.ask("r", "What has to change in BE-010?")
        await board.press(*"Faster", "enter")
        await board.shows("changes requested by @rita", ": Faster")
        assert not re.search(r"\bold\b", board.text)
        also(board, "status", "BE-010", "completed")
        await board.shows("what is marked “old” was judged before the rework")
        await board.until(lambda: len(re.findall(r"\bold\b", board.text)) == 4)
        await board.press("g", "j", "j", "p")
        await board.until(lambda: state(board, "Performance check") == "passed")
        await board.until(lambda: len(re.findall(r"\bold\b", board.text)) == 3)
        await board.press("O")
        await board.until(lambda: not re.search(r"\bold\b", board.text))
        states = [(item.step, item.state) for item in review(board).items]
        assert states == [
            ("Code review", "open"),
            ("API testing", "open"),
            ("Performance check", "passed"),
        ]
        assert review(board).note == "Faster"
        await board.press("u")
        await board.until(lambda: len(re.findall(r"\bold\b", board.text)) == 3)
        await board.press("escape")
        await board.until(lambda: board.app.screen is board.app.board)
        await open_task(board)
        await board.shows("completed again since; marks may be of")
        assert not board.sees("question")


async def test_what_is_approved_is_what_was_seen(task_file: Path) -> None:
    async with opened(task_file, FILE) as board:
        await begin(board)
        await board.ask("a", "Approve BE-010?")
        another_writes(board.path, "ten minutes", "ten years")
        await board.until(lambda: "ten years" in board.app.board.document.data.decode())
        await board.press("y")
        await board.shows("BE-010 changed while it was reviewed (description)")
        assert "approved by" not in board.raw.decode()
        await board.ask("a", "Approve BE-010?")
        await board.press("y")
        await board.shows("approved by @rita")


async def test_a_task_that_vanishes_is_told_and_nothing_is_lost(task_file: Path) -> None:
    gone = FILE[FILE.index("### BE-010") : FILE.index("### BE-011")]
    async with opened(task_file, FILE) as board:
        await begin(board)
        await board.press("p")
        await board.until(lambda: state(board, "Code review") == "passed")
        marked = board.raw.decode()
        whole = marked[marked.index("### BE-010") : marked.index("### BE-011")]
        await board.ask("n", "BE-010, API testing")
        await board.type("half a note")
        another_writes(board.path, whole, "")
        await board.until(lambda: board.app.board.document.task("BE-010") is None)
        await board.press("enter")
        await board.shows("there is no task BE-010 in the file (any more)", "half a note")
        another_writes(board.path, "### BE-011", f"{whole}### BE-011")
        await board.until(lambda: board.app.board.document.task("BE-010") is not None)
        await board.press("enter")
        await board.until(lambda: "[ ] API testing: half a note" in board.raw.decode())
        board.path.write_text(FILE.replace(gone, ""))
        await board.shows("BE-010 is not in the file any more")
        await board.press("p", "a")
        await board.shows("BE-010 is not in the file any more", "Sign in [/] with tokens")
        await board.press("q")
        await board.until(lambda: board.app.screen is board.app.board)


async def test_what_waits_is_listed_the_oldest_first_and_leads_to_its_review(
    task_file: Path,
) -> None:
    async with opened(task_file, FILE) as board:
        await board.shows("R 3 for you")
        await board.go("BE-011")
        await board.press("R")
        await board.until(lambda: isinstance(board.app.screen, QueueScreen))
        await board.shows("3 waiting for @rita", "To review", "Questions to you")
        order = [match[1] for match in re.finditer(r"(BE-0\d\d) \w", board.text)]
        assert order == ["BE-012", "BE-010", "BE-020"]
        also(board, "review", "BE-012", "--pass", "code")
        await board.shows("Reviews begun", "review begun: 1 step looked at")
        await board.press("g", "enter")
        await board.until(lambda: isinstance(board.app.screen, ReviewScreen))
        await board.shows("Review BE-010")
        await board.press("p", "escape")
        await board.until(lambda: isinstance(board.app.screen, QueueScreen))
        await board.press("G", "enter")
        await board.until(lambda: board.app.screen is board.app.board)
        await board.until(lambda: board.pane.task_key == "BE-020")
        await board.shows("Hold a seat", "@Rita please decide")
        also(board, "status", "BE-020", "approved")
        await board.shows("R 2 for you")


async def test_a_comment_is_written_and_stands_in_the_thread(task_file: Path) -> None:
    async with opened(task_file, FILE) as board:
        await board.go("BE-010")
        await board.ask("c", "Comment on BE-010 as @rita")
        await board.until(lambda: isinstance(board.app.screen, Compose))
        await board.press("ctrl+s")
        await board.shows("there is no text")
        await board.press(*"First [/] @dev", "enter", *"- more", "ctrl+s")
        await board.until(lambda: b"@rita: First [/] @dev\n    - more\n" in board.raw)
        also(board, "comment", "BE-010", "Second")
        await open_task(board)
        await board.press("G")
        await board.shows("Comments", "@otto", "Second", "@rita", "First [/] @dev", "• more")
        assert board.text.index("@otto") < board.text.index("First")
        await board.ask("c", "Comment on BE-010")
        await board.press(*"dropped", "escape")
        await board.shows("esc again drops this text")
        await board.press("escape")
        await board.hides("Comment on BE-010")
        assert b"dropped" not in board.raw


async def test_a_stale_approval_is_told_on_the_card_in_the_task_and_in_its_review(
    task_file: Path,
) -> None:
    async with opened(task_file, FILE) as board:
        await begin(board, "BE-010")
        await board.press(*"ppppppp")
        await board.until(lambda: state(board, "Next tasks") == "passed")
        await board.press("a")
        await board.until(lambda: review(board).verdict == "approved")
        await board.press("escape")
        await board.until(lambda: not board.sees("stale"))
        also(board, "criteria", "BE-010", "edit", "2", "Logout revokes all tokens")
        also(board, "comment", "BE-010", "Nice")
        await board.shows("stale: crit")
        await open_task(board)
        await board.shows("stale approval: criteria changed since", "approved by @rita")
        assert board.sees("★ approved  ≠ stale")
        await board.shows("- [x] Logout revokes", "+ [x] Logout revokes all tokens")
        await board.row("review")
        await board.press("enter")
        await board.until(lambda: isinstance(board.app.screen, ReviewScreen))
        await board.shows("stale approval: criteria changed since")
        await board.shows("- [x] Logout revokes", "+ [x] Logout revokes all tokens")
        await board.press("a")
        await board.hides("stale")
        await board.press("escape", "escape")
        await board.until(lambda: board.sees("BE-010") and not board.sees("stale"))


async def test_an_approval_by_hand_is_stale_once_the_text_is_another(task_file: Path) -> None:
    by_hand = reviewed(head=" approved by @otto, 2026-01-17 09:00").replace("completed", "approved")
    async with opened(task_file, by_hand) as board:
        await board.go("BE-010")
        await open_task(board)
        await board.shows("approved by @otto")
        assert not board.sees("stale")
        also(board, "set", "BE-010", "description", "Sessions")
        await board.shows("stale approval: description changed", "★ approved  ≠ stale")
        await board.shows("- Access tokens live", "+ Sessions")
        await board.row("review")
        await board.press("enter")
        await board.until(lambda: isinstance(board.app.screen, ReviewScreen))
        await board.shows("stale approval: description changed since", "+ Sessions")


async def test_who_did_the_work_is_told_and_asked(
    task_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Developer")
    lines = [f"- [x] {step}" for step in STEPS]
    async with opened(task_file, reviewed(*lines)) as board:
        await begin(board)
        await board.shows("@Developer did this work: somebody else should review it")
        await board.ask("a", "You, @Developer, did this work.")
        await board.press("escape")
        await board.hides("Approve BE-010?")
        assert review(board).verdict is None


async def test_a_whole_review_fits_a_small_pane(task_file: Path) -> None:
    async with opened(task_file, FILE, (40, 12), ascii_only=True) as board:
        await begin(board)
        await board.press("f", "tab")
        await board.shows("Report", "src/auth/tokens.ts (new)")
        assert board.text.isascii()
        await board.press("J", "J", "escape")
        await board.shows("[!] 1 Code review", "7 Next tasks")
        await board.ask("r", "What has to change")
        await board.press(*"a", "enter")
        await board.until(lambda: review(board).verdict == "changes_requested")
        await board.press("c")
        await board.until(lambda: isinstance(board.app.screen, Compose))
        await board.press(*"hm", "ctrl+s")
        await board.until(lambda: b"@rita: hm\n" in board.raw)
        await board.press("escape")
        await board.until(lambda: board.app.screen is board.app.board)


async def test_what_cannot_be_reviewed_says_why(task_file: Path) -> None:
    async with opened(task_file, FILE, read_only=True) as board:
        await board.go("BE-011")
        await board.press("r")
        await board.shows("BE-011 is pending: a review is of a completed task")
        await board.press("c")
        assert not isinstance(board.app.focused, Input)
        await begin(board)
        await board.press("p", "a", "n")
        await board.shows("0/7")
        assert board.raw == FILE.encode()
        await board.press("escape")
        await board.until(lambda: board.app.screen is board.app.board)
