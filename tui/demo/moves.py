"""What the simulated agents do to a page: the moves of real ones, one at a time.

A move is a function of the page and a source of chance that changes the page and says so,
or finds nothing to do. Together they go round: work is started, ticked, blocked, reported,
approved, and after a while reopened, so the demo can run all day in a file that does not
grow.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from random import Random

from .page import Entry, Page

Move = Callable[[Page, Random], bool]
"""Changes the page and returns True, or returns False and leaves it alone."""

_DONE = ("completed", "approved")
_REPORT = ["Started", "Completed", "Executed by", "Implementation time", "Files changed"]
_REPORT += ["Tests added", "Review needed", "Blocked since", "Blocker", "Impact"]
_REPORT += ["Required action", "ETA after unblock"]

_BLOCKERS = (
    ("Staging database is being restored", "@system-architect please say when it is back"),
    ("Two sources disagree about the fare rules", "@backend-architect please decide"),
    ("The test account ran out of quota", "@integration-specialist please raise it"),
    ("A migration of another task holds the table", "@developer-executor please merge it first"),
)
_COMMENTS = (
    "Measured again on staging, within the budget.",
    "Please mention the new error code in the documentation.",
    "The scanners need this before the season opens.",
    "Agreed with the lines on Tuesday.",
)
_NOTES = (
    "Rehearsed with the real load of last August",
    "A feature flag guards it until Monday",
    "Found while reading the pier's logs",
)
_IDEAS = (
    ("BE", 4, "Store the exchange rate that a fare was sold at", "BE-001"),
    ("BE", 14, "Sign scanner tickets with a key that can be replaced", "BE-010"),
    ("BE", 25, "Waiting list for sold-out sailings", "BE-020"),
    ("BE", 43, "Serve harbour pictures in three sizes", "none"),
    ("BE", 63, "Expire holds of closed browser tabs sooner", "BE-002"),
    ("BE", 73, "Count searches that end without a sailing", "BE-070"),
    ("BUG", 3, "A bicycle takes a metre of the car deck", "BE-002"),
)
_IDEAS_AT_ONCE = 4
_UPDATES_AT_ONCE = 4


def start(page: Page, chance: Random) -> bool:
    """Take a task whose dependencies are done."""
    done = {e.id for e in page.tasks() if page.status(e) in _DONE}
    ready = [e for e in _in(page, "pending") if _needs(page, e) <= done]
    if not ready or len(_in(page, "in_progress")) > 10:
        return False
    task = chance.choice(ready)
    page.put(task, "Status", "in_progress")
    page.put(task, "Started", _now(), after="Created")
    return True


def tick(page: Page, chance: Random) -> bool:
    """Tick the next criterion of something that is being worked on."""
    open_boxes = [boxes for e in _in(page, "in_progress") if (boxes := page.boxes(e, " "))]
    if not open_boxes:
        return False
    page.tick(chance.choice(open_boxes)[0])
    return True


def complete(page: Page, chance: Random) -> bool:
    """Report a task whose criteria are all met, in the form of the executor's card."""
    met = [e for e in _in(page, "in_progress") if page.boxes(e, "x") and not page.boxes(e, " ")]
    if not met:
        return False
    task = chance.choice(met)
    page.head(task, "✅ COMPLETED")
    page.put(task, "Status", "completed")
    tests = f"{chance.randint(3, 30)} unit tests, {chance.randint(1, 6)} integration tests"
    for name, value in (
        ("Completed", _now()),
        ("Executed by", page.value(task, "Assigned")),
        ("Implementation time", f"{chance.randint(2, 9)} hours"),
        ("Tests added", tests),
    ):
        page.put(_same(page, task), name, value)
    return True


def block(page: Page, chance: Random) -> bool:
    """Get stuck: name the blocker and who could help."""
    working = _in(page, "in_progress")
    if len(working) < 4 or len(_in(page, "blocked")) > 5:
        return False
    task = chance.choice(working)
    blocker, action = chance.choice(_BLOCKERS)
    page.head(task, "🚫 BLOCKED")
    page.put(task, "Status", "blocked")
    for name, value in (
        ("Blocked since", _now()),
        ("Blocker", blocker),
        ("Required action", action),
        ("ETA after unblock", f"{chance.randint(1, 6)} hours"),
    ):
        page.put(_same(page, task), name, value)
    return True


def unblock(page: Page, chance: Random) -> bool:
    """Go on with something that was stuck."""
    stuck = _in(page, "blocked")
    if len(stuck) < 4:
        return False
    task = chance.choice(stuck)
    _back_to(page, task, "in_progress", _REPORT[-6:])
    return True


def approve(page: Page, chance: Random) -> bool:
    """Approve a report."""
    reported = _in(page, "completed")
    if len(reported) < 4:
        return False
    task = chance.choice(reported)
    page.head(task, "✅ APPROVED")
    page.put(task, "Status", "approved")
    return True


def reopen(page: Page, chance: Random) -> bool:
    """Plan approved work again, so that the demo never ends; or drop it if agents began it."""
    approved = _in(page, "approved")
    if len(approved) < 9:
        return False
    needed = {one for e in page.tasks() if page.status(e) in _DONE for one in _needs(page, e)}
    task = chance.choice([e for e in approved if e.id not in needed] or approved)
    if page.value(task, "Title") in {title for _, _, title, _ in _IDEAS}:
        while any(e.id == task.id for e in page.entries):
            page.remove(next(e for e in page.entries if e.id == task.id))
        return True
    _back_to(page, task, "pending", _REPORT)
    for box in page.boxes(_same(page, task), "x"):
        page.tick(box, " ")
    return True


def comment(page: Page, chance: Random) -> bool:
    """Say something below a task that nobody has commented on."""
    quiet = [e for e in page.tasks() if "- **Comments**:" not in page.body(e)]
    working = [e for e in quiet if page.status(e) == "in_progress"]
    if not working or len(quiet) < len(page.tasks()) - 8:
        return False
    said = f"{_now()} @backend-specialist: {chance.choice(_COMMENTS)}"
    page.put_list(chance.choice(working), "Comments", [said])
    return True


def propose(page: Page, chance: Random) -> bool:
    """Append a new task to the end of the file."""
    ids = {e.id for e in page.entries}
    titles = {page.value(e, "Title") for e in page.tasks()}
    new = [idea for idea in _IDEAS if idea[2] not in titles]
    if len(_IDEAS) - len(new) >= _IDEAS_AT_ONCE:
        return False
    prefix, number, title, needs = chance.choice(new)
    while f"{prefix}-{number:03}" in ids:
        number += 1
    area, who = (
        ("Backend", "backend-specialist") if prefix == "BE" else ("Defects", "developer-executor")
    )
    _append(
        page,
        f"### {prefix}-{number:03} | {area} | {chance.choice(('High', 'Medium', 'Low'))} | @{who}",
        f"- **Title**: {title}",
        "- **Status**: pending",
        f"- **Assigned**: {who}",
        f"- **Created**: {_now()}",
        f"- **Dependencies**: {needs}",
        f"- **Estimated effort**: {chance.choice('SML')}",
        "- **Acceptance Criteria**:",
        "  - [ ] Failing test first",
        "  - [ ] API documentation updated",
    )
    return True


def report_below(page: Page, chance: Random) -> bool:
    """Append a section that updates a task further up."""
    if sum(e.update for e in page.entries) >= _UPDATES_AT_ONCE:
        return False
    twice = {e.id for e in page.entries if e.update}
    working = [e for e in _in(page, "in_progress") if e.id not in twice]
    if not working:
        return False
    task = chance.choice(working)
    cells = " | ".join([task.id, *task.cells[:2]])
    _append(page, f"### {cells}", f"- **Notes**: {chance.choice(_NOTES)}")
    return True


def tidy(page: Page, chance: Random) -> bool:
    """Remove an update that an agent appended and nobody has touched since."""
    bodies = [[f"- **Notes**: {note}"] for note in _NOTES]
    ours = [e for e in page.entries if e.update and page.body(e) in bodies]
    if len(ours) < 2:
        return False
    page.remove(chance.choice(ours))
    return True


def _in(page: Page, status: str) -> list[Entry]:
    return [e for e in page.tasks() if page.status(e) == status]


def _needs(page: Page, entry: Entry) -> set[str]:
    return set(re.findall(r"[A-Z]+-\d+", page.value(entry, "Dependencies")))


def _same(page: Page, entry: Entry) -> Entry:
    """`entry` as it stands after a change of the page."""
    return next(e for e in page.tasks() if e.id == entry.id)


def _back_to(page: Page, task: Entry, status: str, without: list[str]) -> None:
    page.head(task, f"@{page.value(task, 'Assigned') or 'developer-executor'}")
    page.put(task, "Status", status)
    page.drop(task, without)


def _append(page: Page, *rows: str) -> None:
    while page.lines and not page.lines[-1].strip():
        page.lines.pop()
    page.lines += ["", *rows, ""]
    page.entries = Page(page.text).entries


def _now() -> str:
    return f"{datetime.now():%Y-%m-%d %H:%M}"
