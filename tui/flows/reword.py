"""Saying one's own words otherwise: a comment, a verdict's note, or what is noted on a step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...model.live.store import Failed
from ...model.operations import Conflict, EditComment, EditVerdictNote
from ...model.reviews.comments import Comment, comments_of
from ...model.reviews.review import review_of
from ...model.standards import same
from ..widgets.detail.look import look_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...model.operations import Operation
    from ...model.task import Task
    from ..screens.host import Host
    from ..widgets.detail.blocks import RowKey


async def run(host: Host, key: str | None, about: RowKey = ()) -> None:
    """Ask for the words of what a row of the open task shows, and write them."""
    task = host.board.document.task(key or "")
    if task is None or not about:
        return
    if about[0] == "comment":
        await _comment(host, task, about)
    elif len(about) == 1:
        await _verdict(host, task)
    else:
        await _step(host, task, about[-1])


async def _comment(host: Host, task: Task, about: RowKey) -> None:
    from ..screens.compose import Compose

    comment = _shown(task, about)
    if comment is None:
        host.tell("the comment is not there any more", "warning")
        return
    author = comment.author or ""
    if not (author and host.person.is_named(author)):
        by = f"@{author}" if author else "somebody else"
        host.tell(f"{by} wrote this: enter answers it", "warning")
        return
    said, text, problem = comment.text, comment.text, ""
    while True:
        title = f"Your comment on {task.key}, {comment.at or 'without a time'}"
        dialog = Compose(_line(host, title), text, about=_line(host, problem))
        words = await host.push_screen_wait(dialog)
        if not words or words == said:
            return
        result = await host.submit(EditComment(task.key, author, comment.at or "", said, words))
        if not isinstance(result, Conflict | Failed):
            return
        text, problem = words, result.reason
        if isinstance(result, Conflict) and result.theirs is not None:
            said = result.theirs


def _shown(task: Task, about: RowKey) -> Comment | None:
    """The comment that a row shows."""
    thread = comments_of(task)
    number = int(about[1])
    if number < len(thread) and about[2] == _said(thread[number]):
        return thread[number]
    return next((one for one in thread if _said(one) == about[2]), None)


def _said(comment: Comment) -> str:
    return f"{comment.at} {comment.author} {comment.text}"


def _of_another(host: Host, task: Task) -> str:
    """Who decided, where that was not the user; empty for nobody."""
    review = review_of(task)
    by = (review.by or "") if review and review.verdict else ""
    return "" if not by or host.person.is_named(by) else by


async def _verdict(host: Host, task: Task) -> None:
    review = review_of(task)
    if review is None or review.verdict is None:
        host.tell(f"{task.key} has no verdict yet: enter goes on with its review", "warning")
    elif by := _of_another(host, task):
        host.tell(f"@{by} said this: a comment answers it", "warning")
    else:
        title = f"What you said with the verdict on {task.key}"
        await _asked(
            host, title, review.note or "", lambda old, new: EditVerdictNote(task.key, old, new)
        )


async def _step(host: Host, task: Task, title: str) -> None:
    from ...model.reviews.sheet import sheet_of

    role = host.board.roles.reviewer(task.prefix)
    item = next((i for i in sheet_of(task, role).every if same(i.title, title)), None)
    if item is None:
        return
    if by := _of_another(host, task):
        host.tell(f"@{by} noted this: enter goes on with the review", "warning")
        return
    await _asked(
        host,
        f"{task.key}, {item.title}",
        item.note,
        lambda old, new: item._replace(note=old).mark(task, None, new),
    )


async def _asked(host: Host, title: str, said: str, make: Callable[[str, str], Operation]) -> None:
    """Ask for one line, and write it; one that could not be written comes back."""
    from ..screens.later import Prompt

    text, problem = said, ""
    while True:
        prompt = Prompt(_line(host, title), text, question=_line(host, problem))
        words = await host.push_screen_wait(prompt)
        if words is None or words == said:
            return
        result = await host.submit(make(said, words))
        if not isinstance(result, Conflict | Failed):
            return
        text, problem = words, result.reason


def _line(host: Host, text: str) -> str:
    return look_of(host.board.glyphs).line(text)
