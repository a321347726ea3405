"""`comment` and `review`: a whole review headless, as the file and the exit codes tell it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from ..patience import PATIENCE
from .conftest import PROGRAM, TASKS, Run

DONE = TASKS.replace(
    "- **Title**: Schema\n- **Status**: in_progress",
    "- **Title**: Schema\n- **Status**: completed\n- **Executed by**: developer-executor",
)


@pytest.fixture
def done_file(task_file: Path) -> Path:
    """The project with BE-001 completed."""
    task_file.write_text(DONE)
    return task_file


def added(path: Path) -> list[str]:
    """The lines that the file has and had not."""
    before = DONE.splitlines()
    return [line for line in path.read_text().splitlines() if line not in before]


def test_a_comment_is_signed_by_whoever_is_known(run: Run, task_file: Path) -> None:
    git = task_file.parent / ".git" / "config"
    git.write_text('[core]\n\tbare = false\n[user]\n\tname = "Ada Lovelace"\n')
    names = {"GIT_AUTHOR_NAME": "", "USER": "sys"}
    assert run("comment", "BE-011", "One\n- two", "--author", "@bob", **names).returncode == 0
    assert run("comment", "BE-011", "Second", **names).returncode == 0
    git.unlink()
    done = run("comment", "be-011", "Third", "--json", HOME=str(task_file.parent), **names)
    told = json.loads(done.stdout)["comments"]
    assert [(c["author"], c["text"]) for c in told] == [
        ("bob", "One\n- two"),
        ("Ada-Lovelace", "Second"),
        ("sys", "Third"),
    ]
    assert f"  - {told[0]['at']} @bob: One\n    - two\n" in task_file.read_text()


def test_a_whole_review_is_run_headless(run: Run, done_file: Path) -> None:
    me = ("--author", "reviewer")
    assert run("review", "BE-001", "--pass", "code", "--pass", "2", "--skip", "docu").stderr == ""
    failed = run("review", "BE-001", "--fail", "perf", "--note", "perf=p95: 240 ms", "--json")
    review = json.loads(failed.stdout)["review"]
    assert review["verdict"] is None
    assert [(i["step"], i["state"], i["note"]) for i in review["items"]] == [
        ("Code review", "passed", None),
        ("API testing", "passed", None),
        ("Performance check", "failed", "p95: 240 ms"),
        ("Documentation review", "skipped", None),
    ]
    assert run("review", "BE-001", "--pass", "Input validation").returncode == 0
    back = run("review", "BE-001", "--request-changes", "Login is slow", *me)
    assert back.stdout == "BE-001 changes requested by @reviewer: Login is slow\n"
    told = json.loads(run("show", "BE-001", "--json").stdout)
    at = told["review"]["at"]
    assert told["status"] == "in_progress"
    assert list(told["review"]) == ["verdict", "by", "at", "items"]
    assert told["fields"]["Review"] == "Login is slow"
    assert added(done_file) == [
        "- **Status**: in_progress",
        f"- **Review**: changes requested by @reviewer, {at}: Login is slow",
        "  - [x] Code review",
        "  - [x] API testing",
        "  - [!] Performance check: p95: 240 ms",
        "  - [ ] Security review",
        "    - [x] Input validation and sanitization",
        "  - [-] Documentation review",
    ]
    run("status", "BE-001", "completed")
    steps = [word for n in range(1, 8) for word in ("--pass", str(n))]
    approved = run("review", "BE-001", *steps, "--note", "3=", "--approve", *me)
    assert (approved.returncode, approved.stderr) == (0, "")
    told = json.loads(run("show", "BE-001", "--json").stdout)
    assert (told["status"], told["review"]["verdict"]) == ("approved", "approved")
    assert told["review"]["by"] == "reviewer"
    assert told["comments"][0]["text"] == "Changes requested: Login is slow"
    run("set", "BE-001", "description", "More tables")
    told = json.loads(run("show", "BE-001", "--json").stdout)
    assert list(told["review"]) == ["verdict", "by", "at", "items"]
    assert "Review" not in told["fields"]
    assert "stale: description changed since" in run("show", "BE-001").stdout


def test_an_approval_by_hand_is_stale_when_the_text_changed_since_it_was_seen(
    run: Run, done_file: Path
) -> None:
    by_hand = "- **Review**: approved by @ana, 2024-01-17 09:00\n- **Executed by**"
    text = DONE.replace("**Status**: completed\n- **Executed", "**Status**: approved\n- **Executed")
    done_file.write_text(text.replace("- **Executed by**", by_hand), "utf-8")
    run("comment", "BE-001", "Seen")
    assert "stale" not in run("show", "BE-001").stdout
    run("set", "BE-001", "description", "More tables")
    assert "stale: description changed since" in run("show", "BE-001").stdout


def test_a_review_is_listed_with_the_numbers_that_it_takes(run: Run, done_file: Path) -> None:
    before = done_file.read_bytes()
    listed = run("review", "BE-001").stdout
    assert "  review: 0 of 7 steps\n  1    [ ] Code review\n" in listed
    assert "      Security\n        1.5  [ ] Input validation and sanitization\n" in listed
    assert "  7    [ ] Next tasks\n" in listed
    assert done_file.read_bytes() == before
    run("review", "BE-001", "--fail", "1.5", "--note", "1.5=none at all")
    assert (
        "1.5  [!] Input validation and sanitization: none at all" in run("review", "BE-001").stdout
    )


def test_an_approval_says_on_stderr_what_the_board_would_ask(run: Run, done_file: Path) -> None:
    assert "developer-executor" in done_file.read_text()
    run("review", "BE-001", "--fail", "code")
    done = run("review", "BE-001", "--skip", "next", "--approve", "--author", "Developer Executor")
    assert done.returncode == 0
    assert done.stdout == "BE-001 approved by @Developer-Executor\n"
    assert "approved with failed items: Code review\n" in done.stderr
    assert "with open items: API testing, Performance check, Security review" in done.stderr
    assert "Next tasks" not in done.stderr
    assert "@Developer-Executor approves BE-001 and is its executor too" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (
            ["BE-001", "--pass", "quality"],
            1,
            "no step 'quality' in the review of BE-001: there are 1",
        ),
        (["BE-001", "--pass", "review"], 2, "'review' can be 1 Code review, 4 Security review"),
        (["BE-001", "--pass", "1", "--fail", "code"], 2, "--pass and --fail for “Code review”"),
        (["BE-001", "--note", "code"], 2, "write --note STEP=TEXT"),
        (["BE-001", "--request-changes", " "], 2, "--request-changes needs a text"),
        (["BE-001", "--approve", "--request-changes", "x"], 2, "choose one"),
        (["BE-001", "--approve", "--author", "@"], 2, "is no name"),
        (["BE-011", "--approve"], 1, "`archie-board status BE-011 completed` goes first"),
        (["BE-999", "--approve"], 1, "no task BE-999"),
    ],
)
def test_what_cannot_be_done_says_how_to_do_it_right(
    run: Run, done_file: Path, arguments: list[str], code: int, told: str
) -> None:
    before = done_file.read_bytes()
    done = run("review", *arguments)
    assert done.returncode == code
    assert told in done.stderr
    assert done_file.read_bytes() == before


CARD = """You design interfaces.

```markdown
### FE-XXX | Frontend | [Priority] | @frontend-specialist
- **Title**: [Title]
```

### Review of Completed Tasks
1. **Visual Check**: Compare with the design
2. **Accessibility: keyboard**: Walk through it
"""


def test_the_steps_are_those_of_the_roles_own_card(run: Run, task_file: Path) -> None:
    folder = task_file.parent / ".claude" / "agents"
    folder.mkdir(parents=True)
    (folder / "frontend.md").write_text(CARD)
    task_file.write_text("### FE-001 | Frontend | High | ✅ COMPLETED\n- **Title**: Form\n")
    done = run("review", "FE-001", "--pass", "vis", "--fail", "2", "--note", "2=no: tab", "--json")
    wanted = [
        {"step": "Visual check", "state": "passed", "note": None},
        {"step": "Accessibility: keyboard", "state": "failed", "note": "no: tab"},
    ]
    assert json.loads(done.stdout)["review"]["items"] == wanted
    assert json.loads(run("show", "FE-001", "--json").stdout)["review"]["items"] == wanted
    assert json.loads(run("list", "--json").stdout)[0]["review"]["items"] == wanted
    assert "  - [!] Accessibility: keyboard: no: tab\n" in task_file.read_text()
    assert "review: 2 of 2 steps" in run("review", "FE-001").stdout


def test_reviewers_and_an_executor_at_once_lose_nothing(run: Run, done_file: Path) -> None:
    calls = [["review", "BE-001", "--pass", str(n)] for n in range(1, 8)]
    calls += [["review", "BE-001", "--pass", "code"], ["review", "BE-001", "--fail", "1.6"]]
    calls += [["comment", "BE-001", f"said {n}", "--author", f"w{n}"] for n in range(4)]
    calls += [["set", "BE-001", "Files changed", "src/a.ts"], ["criteria", "BE-001", "add", "New"]]
    writers = [
        subprocess.Popen([PROGRAM, *call], cwd=done_file.parent, stdout=subprocess.DEVNULL)
        for call in calls
    ]
    assert [writer.wait(PATIENCE) for writer in writers] == [0] * len(calls)
    told = json.loads(run("show", "BE-001", "--json").stdout)
    states = {i["step"]: i["state"] for i in told["review"]["items"]}
    assert [i["step"] for i in told["review"]["items"] if i["state"] == "passed"] == [
        "Code review", "API testing", "Performance check", "Security review",
        "Documentation review", "Integration check", "Next tasks",
    ]  # fmt: skip
    assert states["Authentication and authorization checks"] == "failed"
    assert sorted(c["text"] for c in told["comments"]) == [f"said {n}" for n in range(4)]
    assert told["fields"]["Files changed"] == "src/a.ts"
    assert [c["text"] for c in told["criteria"]] == ["New"]
