"""Every user action, declared once.

From a `Command` come the key binding, the footer, the help screen, the command palette and
the table of keys in the README. A screen or widget binds a group with `bindings(GROUP)` and
has an `action_...` method for each; that a command is unavailable, and why, is for that
owner to say.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from textual.binding import Binding


class Command(NamedTuple):
    """Something that a user can do."""

    id: str
    """Stable name, for key maps: `task.status`."""
    keys: str
    """Comma separated Textual key names; the first is the one that the footer shows."""
    action: str
    """The action string that the binding runs."""
    title: str
    """A word or two for the footer and the palette."""
    help: str
    """One sentence for the help screen and the tooltip."""
    group: str
    """The help screen's heading that it stands under."""
    footer: bool = False
    """Whether the footer shows it."""
    priority: bool = False
    """Whether it goes before what the focused widget does with the key."""
    needs_task: bool = False
    """Whether a flow is about the task under the cursor; without one it is greyed out."""
    edits: bool = False
    """Whether a flow is of no use where nothing can be written."""


def bindings(commands: Iterable[Command]) -> list[Binding]:
    """The Textual bindings of `commands`."""
    return [
        Binding(
            command.keys,
            command.action,
            command.title,
            show=command.footer,
            priority=command.priority,
            tooltip=command.help,
            id=command.id,
        )
        for command in commands
    ]


BOARD: tuple[Command, ...] = (
    Command("card.down", "j,down", "cursor('down')", "Down", "Next card.", "Move"),
    Command("card.up", "k,up", "cursor('up')", "Up", "Previous card.", "Move"),
    Command("card.left", "h,left", "cursor('left')", "Left", "Column to the left.", "Move"),
    Command("card.right", "l,right", "cursor('right')", "Right", "Column to the right.", "Move"),
    Command("card.first", "g,home", "cursor('first')", "Top", "First card of the column.", "Move"),
    Command("card.last", "G,end", "cursor('last')", "Bottom", "Last card of the column.", "Move"),
    Command("card.page_down", "ctrl+d,pagedown,ctrl+f", "cursor('page_down')", "Page down", "A page down.", "Move"),
    Command("card.page_up", "ctrl+u,pageup,ctrl+b", "cursor('page_up')", "Page up", "A page up.", "Move"),
    Command("lane.next", "right_curly_bracket", "cursor('next_lane')", "Next lane", "First card of the next lane.", "Move"),
    Command("lane.previous", "left_curly_bracket", "cursor('previous_lane')", "Previous lane", "First card of the previous lane.", "Move"),
)  # fmt: skip
"""Moving about on the board; bound by the board widget."""

SCREEN: tuple[Command, ...] = (
    Command("task.open", "o", "open_task", "Open", "Open the card; so does Enter.", "Task on the board"),
    Command("task.status", "s", "set_status", "Status", "Give the card another status.", "Task on the board", footer=True),
    Command("task.next_status", "L,greater_than_sign,shift+right", "move_card(1)", "Move right", "Move the card to the next column.", "Task on the board"),
    Command("task.previous_status", "H,less_than_sign,shift+left", "move_card(-1)", "Move left", "Move the card to the column before.", "Task on the board"),
    Command("task.priority", "p", "set_priority", "Priority", "Give the card another priority.", "Task on the board"),
    Command("task.assignee", "a", "set_assignee", "Assignee", "Give the card to somebody.", "Task on the board"),
    Command("task.effort", "E", "set_effort", "Effort", "Give the card another estimate.", "Task on the board"),
    Command("task.edit", "e", "edit_task", "$EDITOR", "Open the task's text in your editor.", "Task on the board"),
    Command("task.new", "n", "new_task", "New", "Write a new task in a category.", "Task on the board", footer=True),
    Command("task.delete", "D,delete", "delete_task", "Delete", "Delete the task, after a question.", "Task on the board"),
    Command("task.copy", "y", "copy_id", "Copy ID", "Copy the card's ID to the clipboard.", "Task on the board"),
    Command("edit.undo", "u", "undo", "Undo", "Take back your last edit.", "Everywhere", footer=True),
    Command("edit.redo", "ctrl+r,U", "redo", "Redo", "Do again what undo took back.", "Everywhere"),
    Command("find.filter", "slash", "filter", "Filter", "Filter the board as you type.", "Find", footer=True),
    Command("find.jump", "colon,f", "jump", "Go to", "Go to a task by its ID or words of its title.", "Find"),
    Command("find.clear", "escape", "clear", "Clear", "Close the task, then clear the filter.", "Find"),
    Command("view.columns", "v", "group('columns')", "Columns by", "Choose what the columns stand for.", "View"),
    Command("view.lanes", "V", "group('lanes')", "Lanes by", "Choose what the lanes stand for.", "View"),
    Command("view.sort", "S", "sort", "Sort", "Choose the order of cards in a lane.", "View"),
    Command("view.prefix", "b", "backend_only", "BE only", "Show the BE tasks alone, or all.", "View"),
    Command("view.fold", "z", "fold_lane", "Fold lane", "Fold or unfold the lane of the cursor.", "View"),
    Command("view.fold_all", "Z", "fold_all", "Fold all", "Fold or unfold all lanes.", "View"),
    Command("view.pane", "tab", "switch_pane", "Switch", "Go between the board and the open task.", "View"),
    Command("view.theme", "t", "app.next_theme", "Theme", "Dark, light, the terminal's own colours.", "View"),
    Command("view.redraw", "ctrl+l", "redraw", "Redraw", "Draw the screen again and read the file again.", "View"),
    Command("help.keys", "question_mark,f1", "help", "Keys", "Show all keys.", "Everywhere", footer=True),
    Command("app.quit", "q,ctrl+c", "app.quit", "Quit", "Leave the board.", "Everywhere"),
)  # fmt: skip
"""What the board's screen does."""

VANISHED: tuple[Command, ...] = (
    Command("vanished.keep", "1", "vanished('keep')", "Keep showing", "Go on with the tasks of before, and decide later.", "A file that shrank"),
    Command("vanished.compare", "2", "vanished('compare')", "Compare", "The tasks before and now.", "A file that shrank"),
    Command("vanished.put_back", "3", "vanished('put_back')", "Restore", "Put back what is gone, as an ordinary edit.", "A file that shrank"),
    Command("vanished.take", "4", "vanished('take')", "Take as it is", "Show what the file says; so does Ctrl+L.", "A file that shrank"),
)  # fmt: skip
"""The answers while most tasks are gone from the file; bound by the board's screen."""

FLOWS: tuple[Command, ...] = (
    Command("flow.activity", "A", "flow('activity')", "Activity", "What happened to the file, newest first, and who did it.", "History"),
    Command("flow.tray", "x", "flow('tray')", "Questions", "What your edits and others' left to decide, and the answers.", "What waits"),
    Command("flow.alarms", "exclamation_mark", "flow('alarms')", "Alarms", "What others did that deserves your eye; put it back, or dismiss it.", "What waits"),
    Command("flow.away", "w", "flow('away')", "News", "What changed while you were away.", "What waits"),
    Command("flow.next_changed", "right_square_bracket", "flow('next_changed')", "Next changed", "The next card that changed since you looked, before and after.", "What waits"),
    Command("flow.previous_changed", "left_square_bracket", "flow('previous_changed')", "Previous changed", "The changed card before.", "What waits"),
    Command("flow.timeline", "T", "flow('timeline')", "History", "The history of the task: every state that it had.", "History", needs_task=True),
    Command("task.handoff", "at", "flow('handoff')", "Hand off", "Tell a colleague what is ready, from the card's template.", "Working together", needs_task=True, edits=True),
    Command("task.implement", "I", "flow('implement')", "Implement", "Make backend tasks of an architecture task.", "Working together", needs_task=True, edits=True),
    Command("task.check", "X", "flow('check')", "Run a check", "Run a command of the project for a step of the review.", "Working together", needs_task=True, edits=True),
    Command("task.document", "m", "flow('document')", "Document", "Make a document from the card's template, linked from the task.", "Working together", needs_task=True, edits=True),
    Command("task.review", "r", "flow('review')", "Review", "Review the completed task, step by step.", "Review", needs_task=True),
    Command("review.queue", "R", "flow('queue')", "To review", "Show what waits for you: reviews and questions.", "Review"),
    Command("task.comment", "c", "flow('comment')", "Comment", "Say something about the task.", "Review", needs_task=True, edits=True),
)  # fmt: skip
"""What has dialogs or screens of its own: the action is `flow('NAME')`, and `tui/flows/NAME.py`
runs it. Bound by the application, so that the board, the open task and a task's own screen share
them; what one of those binds itself goes before."""

REVIEW: tuple[Command, ...] = (
    Command("item.pass", "p", "mark('passed')", "Passed", "In a review: it is good; on to the next.", "Review", footer=True),
    Command("item.fail", "f", "mark('failed')", "Failed", "In a review: it is not good.", "Review", footer=True),
    Command("item.skip", "s", "mark('skipped')", "Skip", "In a review: it does not apply; on to the next.", "Review", footer=True),
    Command("item.open", "o", "mark('open')", "Open", "In a review: nobody judged it, after all.", "Review"),
    Command("review.afresh", "O", "afresh", "Afresh", "In a review: open again what was ticked before the rework.", "Review"),
    Command("item.note", "n", "note", "Note", "In a review: say something about the step or item.", "Review", footer=True),
    Command("item.fold", "enter,space", "fold", "Checklist", "In a review: open or close the step's checklist.", "Review"),
    Command("item.check", "x", "check", "Check", "In a review: run the step's command; a second time, stop it.", "Review"),
    Command("item.take", "y", "take_check", "Take", "In a review: mark it as the command's end proposes.", "Review"),
    Command("review.approve", "a", "approve", "Approve", "Approve the task; asks where steps failed or are open.", "Review", footer=True),
    Command("review.changes", "r", "request_changes", "Changes", "Send the task back, and say what has to change.", "Review", footer=True),
    Command("review.new", "N", "new_task", "Follow-up", "Write a new task that depends on this one.", "Review"),
    Command("review.comment", "c", "comment", "Comment", "Say something about the task.", "Review"),
    Command("review.evidence", "tab", "switch", "Other side", "Go between the steps and what belongs to them.", "Review"),
    Command("review.down", "J,shift+down", "look(1)", "Scroll", "Scroll what belongs to the step.", "Review"),
    Command("review.up", "K,shift+up", "look(-1)", "Scroll back", "Scroll it back.", "Review"),
    Command("review.undo", "u", "undo", "Undo", "Take back your last edit.", "Review"),
    Command("review.keys", "question_mark,f1", "help", "Keys", "Show the keys of a review.", "Review"),
    Command("review.leave", "escape,q", "leave", "Leave", "Leave the review; it stands in the file.", "Review", footer=True),
)  # fmt: skip
"""What the review screen does."""

QUEUE: tuple[Command, ...] = (
    Command("queue.open", "enter,r,o", "open", "Open", "Review the task, or open it where it is a question.", "Review", footer=True),
    Command("queue.leave", "escape,q,R", "leave", "Leave", "Back to the board.", "Review", footer=True),
)  # fmt: skip
"""What the list of what waits does."""

DETAIL: tuple[Command, ...] = (
    Command("row.down", "j,down", "cursor('down')", "Down", "Next row.", "Task"),
    Command("row.up", "k,up", "cursor('up')", "Up", "Previous row.", "Task"),
    Command("row.first", "g,home", "cursor('first')", "Top", "First row.", "Task"),
    Command("row.last", "G,end", "cursor('last')", "Bottom", "Last row.", "Task"),
    Command("row.page_down", "ctrl+d,pagedown,ctrl+f", "cursor('page_down')", "Page down", "A page down.", "Task"),
    Command("row.page_up", "ctrl+u,pageup,ctrl+b", "cursor('page_up')", "Page up", "A page up.", "Task"),
    Command("row.act", "enter", "act", "Edit", "Edit what the cursor is on; follow a dependency.", "Task", footer=True),
    Command("row.edit", "i", "edit", "Edit", "Edit a field, criterion, dependencies, or words of yours.", "Task"),
    Command("criterion.tick", "space", "tick", "Tick", "Tick or clear the criterion.", "Task", footer=True),
    Command("criterion.add", "a", "add_criterion", "Add", "Add a criterion below the cursor.", "Task", footer=True),
    Command("field.add", "A", "add_field", "Add field", "Add a field: its name, then its text.", "Task"),
    Command("row.remove", "d,delete", "remove", "Remove", "Remove the criterion or field, after a question.", "Task"),
    Command("criterion.down", "J,shift+down", "move_criterion(1)", "Move down", "Move the criterion down.", "Task"),
    Command("criterion.up", "K,shift+up", "move_criterion(-1)", "Move up", "Move the criterion up.", "Task"),
    Command("draft.drop", "x", "drop_draft", "Drop draft", "Forget the half-typed text of this row.", "Task"),
    Command("task.source", "v", "source", "Source", "Show or hide the task's text in the file.", "Task"),
    Command("task.editor", "e", "editor", "$EDITOR", "Open the task's text in your editor.", "Task", footer=True),
    Command("task.back", "backspace,left_square_bracket", "back", "Back", "Back to the task that you came from.", "Task"),
    Command("task.forward", "right_square_bracket", "forward", "Forward", "Forward again.", "Task"),
    Command("task.close", "escape,q", "close", "Close", "Close the task.", "Task", footer=True),
)  # fmt: skip
"""What the detail pane does; bound by the detail pane."""

PAST: tuple[Command, ...] = (
    Command("past.down", "j,down", "walk(1)", "Down", "Next row.", "History"),
    Command("past.up", "k,up", "walk(-1)", "Up", "Previous row.", "History"),
    Command("past.first", "g,home", "end(False)", "Newest", "The newest.", "History"),
    Command("past.last", "G,end", "end(True)", "Oldest", "The oldest.", "History"),
    Command("past.page_down", "ctrl+d,pagedown,ctrl+f", "page(1)", "Page down", "A page down.", "History"),
    Command("past.page_up", "ctrl+u,pageup,ctrl+b", "page(-1)", "Page up", "A page up.", "History"),
    Command("past.text_down", "J,shift+down", "scroll_beside(3)", "Text down", "Scroll the text beside the list.", "History"),
    Command("past.text_up", "K,shift+up", "scroll_beside(-3)", "Text up", "Scroll it back.", "History"),
    Command("past.beside", "space", "beside", "Before/after", "In a small terminal: the text before and after, or the list.", "History"),
    Command("past.filter", "slash", "filter", "Filter", "Narrow the list: words of a change, `you`, `another`.", "History", footer=True),
    Command("past.help", "question_mark,f1", "help", "Keys", "Show these keys.", "History"),
    Command("past.leave", "escape,q", "leave", "Leave", "Back to the board.", "History", footer=True),
)  # fmt: skip
"""What the activity view and a task's history do alike."""

TRAY: tuple[Command, ...] = (
    Command("tray.answer", "1", "answer(1)", "to 9 answer", "Give the answer with that number, 1 to 9.", "Questions", footer=True),
    Command("tray.open", "enter,o", "open", "Open", "Open the task.", "Questions", footer=True),
)  # fmt: skip
"""What the tray of questions does."""

ALARMS: tuple[Command, ...] = (
    Command("alarm.restore", "r", "restore", "Restore", "Put back just what the alarm is about.", "Alarms", footer=True),
    Command("alarm.dismiss", "d,x", "dismiss_alarm", "Dismiss", "Take the alarm off the list.", "Alarms", footer=True),
    Command("alarm.dismiss_all", "D", "dismiss_all", "All", "Take all alarms off the list.", "Alarms", footer=True),
    Command("alarm.open", "enter,o", "open", "Open", "Open the task.", "Alarms", footer=True),
)  # fmt: skip
"""What the list of alarms does."""

NEWS: tuple[Command, ...] = (
    Command("news.open", "enter,o", "open", "Open", "Open the task.", "News", footer=True),
)  # fmt: skip
"""What the list of news does."""

ACTIVITY: tuple[Command, ...] = (
    Command("activity.open", "enter,o", "open", "Open", "Open the task.", "History", footer=True),
    Command("activity.back", "r", "bring_back", "Bring back", "Bring back what the change took, after a question.", "History", footer=True),
    Command("activity.timeline", "T", "timeline", "Its history", "The history of the task.", "History", footer=True),
)  # fmt: skip
"""What the activity view does."""

TIMELINE: tuple[Command, ...] = (
    Command("timeline.open", "enter,o", "open", "Open", "Open the task.", "History", footer=True),
    Command("timeline.back", "r", "bring_back", "Bring back", "Make the task what it was then, after a question.", "History", footer=True),
    Command("timeline.back_one", "f", "bring_back_one", "One field", "Bring back one field or criterion of then.", "History", footer=True),
    Command("timeline.compare", "c", "compare", "Compare", "Compare with now, or with the state before.", "History", footer=True),
)  # fmt: skip
"""What a task's history does."""

EVERY: tuple[Command, ...] = (
    *BOARD, *SCREEN, *VANISHED, *FLOWS, *REVIEW, *QUEUE, *DETAIL, *PAST, *TRAY, *ALARMS, *NEWS,
    *ACTIVITY, *TIMELINE,
)  # fmt: skip
"""All of them."""


def moves() -> frozenset[str]:
    """The keys that move a cursor, or scroll, wherever they are bound, and do nothing else."""
    steps = ("cursor(", "walk(", "page(", "end(")
    keys: dict[bool, set[str]] = {True: set(), False: set()}
    for command in EVERY:
        keys[command.action.startswith(steps)].update(command.keys.split(","))
    return frozenset(keys[True] - keys[False])
