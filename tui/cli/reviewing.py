"""`comment` and `review`: a whole review without a screen, which the board shows as it goes.

What one call marks and decides is one edit: all of it is written, or nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ...model import stamp
from ...model.author import Person, person
from ...model.cards.inforce import author_at, roles_at
from ...model.operations import AddComment, GiveVerdict, MarkReviewItem, Operation
from ...model.reviews.review import BOXES
from ...model.reviews.rounds import is_again
from ...model.reviews.sheet import Sheet, SheetItem, sheet_of
from .changing import Session
from .output import NO, OK, USAGE, Stop, say, say_raw, warn
from .parser import Arguments
from .showing import task_json
from .usage import synopsis

if TYPE_CHECKING:
    from ...model.task import Task


def run_comment(arguments: Arguments) -> int:
    """Add a comment."""
    with Session(arguments) as session:
        task = session.task(arguments.id)
        author = _author(arguments, session).name
        return session.submit(AddComment(task.key, author, stamp.now(), arguments.text))


def run_review(arguments: Arguments) -> int:
    """Mark steps and items, give a verdict; without either, print how the review stands."""
    if arguments.approve and arguments.request_changes is not None:
        raise Stop(USAGE, "--approve and --request-changes: choose one")
    with Session(arguments) as session:
        task = session.task(arguments.id)
        sheet = sheet_of(task, roles_at(session.path, whole=True).reviewer(task.prefix))
        marks = _marks(arguments, task, sheet)
        if arguments.approve or arguments.request_changes is not None:
            verdict = _verdict(arguments, session, task, sheet, marks)
            code = session.submit(verdict)
            if arguments.approve:
                _warn(task, sheet, marks, _author(arguments, session))
            return code
        if marks:
            return session.submit(_together(task, marks))
        if arguments.json:
            say_raw(task_json(task, session.store.document, session.path))
        else:
            say("\n".join(_as_text(task, sheet)))
        return OK


def _author(arguments: Arguments, session: Session) -> Person:
    from ...model.author import handle

    if arguments.author is not None and not handle(arguments.author):
        raise Stop(USAGE, f"--author '{arguments.author}' is no name: use letters or digits")
    return person(arguments.author, author_at(session.path), Path(session.path))


def _together(task: Task, marks: tuple[MarkReviewItem, ...]) -> Operation:
    from ...model.operations.together import Together

    if len(marks) == 1:
        return marks[0]
    told = ", ".join(f"{mark.step} {mark.state or 'noted'}" for mark in marks)
    return Together(f"{task.key} review: {told}", marks)


def _marks(arguments: Arguments, task: Task, sheet: Sheet) -> tuple[MarkReviewItem, ...]:
    """What the options say of steps and items, each once, in the order of the sheet."""
    wishes: dict[str, tuple[str, str]] = {}
    for option, state in (("pass", "passed"), ("fail", "failed"), ("skip", "skipped")):
        for said in getattr(arguments, option):
            item = _found(task, sheet, said)
            other = wishes.setdefault(item.number, (state, option))
            if other[0] != state:
                raise Stop(USAGE, f"--{other[1]} and --{option} for “{item.title}”: choose one")
    notes: dict[str, str] = {}
    for said in arguments.note:
        step, equals, text = said.partition("=")
        if not equals:
            raise Stop(USAGE, f"--note '{said}' has no text: write --note STEP=TEXT")
        notes[_found(task, sheet, step).number] = text
    return tuple(
        item.mark(task, wishes.get(item.number, (None,))[0], notes.get(item.number))
        for item in sheet.every
        if item.number in wishes or item.number in notes
    )


def _found(task: Task, sheet: Sheet, said: str) -> SheetItem:
    """The one step or item that `said` means. Raises `Stop` where none or several are."""
    found = sheet.matching(said)
    if len(found) == 1:
        return found[0]
    if found:
        titles = ", ".join(f"{item.number} {item.title}" for item in found[:6])
        raise Stop(USAGE, f"'{said}' can be {titles}: write more of it, or the number")
    titles = ", ".join(f"{item.number} {item.title}" for item in sheet.steps)
    raise Stop(
        NO,
        f"no step '{said}' in the review of {task.key}: there are {titles};"
        f" `archie-board review {task.key}` lists the checklist too",
    )


def _verdict(
    arguments: Arguments,
    session: Session,
    task: Task,
    sheet: Sheet,
    marks: tuple[MarkReviewItem, ...],
) -> GiveVerdict:
    from ...model.reviews.approval import digest_of

    reviewer = _author(arguments, session)
    if not arguments.approve and not arguments.request_changes.strip():
        raise Stop(USAGE, f"--request-changes needs a text; usage: {synopsis('review')}")
    return GiveVerdict(
        task.key,
        "approved" if arguments.approve else "changes_requested",
        reviewer.name,
        stamp.now(),
        arguments.request_changes or "",
        marks,
        seen=digest_of(task),
        expect=sheet.review.head if sheet.review else "",
        expect_status=task.status,
    )


def _warn(task: Task, sheet: Sheet, marks: tuple[MarkReviewItem, ...], reviewer: Person) -> None:
    """Say on stderr what a person at the board would be asked about."""
    from ...model.handover.executor import is_executor

    after = {mark.step: mark.state for mark in marks if mark.state}
    for state, items in (("failed", sheet.every), ("open", sheet.still_open)):
        told = [i.title for i in items if after.get(i.title, i.state) == state]
        if told:
            warn(f"note: {task.key} is approved with {state} items: {', '.join(told)}")
    if is_executor(task, reviewer):
        warn(f"note: @{reviewer.name} approves {task.key} and is its executor too")


def _as_text(task: Task, sheet: Sheet) -> list[str]:
    """The steps with their checklist items, each by the number that the options take."""
    review = sheet.review
    said = review.head.partition("\n")[0] if review and review.verdict else ""
    status = f", {said}" if said else ""
    lines = [f"{task.key}  {task.title}".rstrip()]
    lines.append(f"  review: {sheet.done} of {len(sheet.steps)} steps{status}")
    if is_again(task, review) and any(item.state != "open" for item in sheet.every):
        lines.append("  completed again since: what is marked may be of before the rework")
    for index, step in enumerate(sheet.steps):
        lines.append(_line(step, "  "))
        items = sheet.checklist if index == sheet.code else ()
        section = None
        for item in items:
            if item.section != section:
                section = item.section
                lines.append(f"      {section}")
            lines.append(_line(item, "        "))
    return lines


def _line(item: SheetItem, indent: str) -> str:
    note = f": {item.note}" if item.note else ""
    return f"{indent}{item.number:<4} [{BOXES[item.state]}] {item.title}{note}"
