"""Asks whether the commands of a project may run; `trust` has to be typed.

It shows them whole, where they run, and what changed since the last decision. Leaving is no.
"""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from ...model.checks.subject import Subject
from ...model.checks.trust import Answer, Standing, difference
from ...model.visible import visible_line
from ..widgets.detail.entry import Line
from .dialog import Dialog, problem_line

_HEADS = {
    "unknown": "This project brings commands that you have not seen yet.",
    "changed": "The project's commands changed since you decided about them.",
    "denied": "You denied these commands.",
    "trusted": "You trust these commands.",
}
_SCRIPTS = {
    "file": "",
    "absent": "nothing has that name yet",
    "folder": "a folder",
    "other": "no ordinary file",
    "outside": "leads out of the project",
}


_ANSWERS: dict[str, Answer] = {"trust": "trust", "deny": "deny"}


class Trust(Dialog[Answer]):
    """A question; dismissed with `trust` or `deny`, or None for neither."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown,down", "scroll(1)", "Down", show=False, priority=True),
        Binding("pageup,up", "scroll(-1)", "Up", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    Trust {
        & > #box { width: 96; border: round $error; }
        VerticalScroll { height: auto; max-height: 70vh; scrollbar-size-vertical: 1; }
        VerticalScroll > Static { height: auto; }
        Line { background: $panel; margin: 1 0 0 0; }
    }
    """
    title_text = "Run commands of this project?"
    keys = "enter decide   ↑↓ scroll   esc not now"

    def __init__(self, subject: Subject, standing: Standing) -> None:
        super().__init__()
        self.subject = subject
        self.standing = standing
        self.line = Line(placeholder="type trust, or deny; anything else is no")

    def content(self) -> list[Widget]:
        """The commands, what changed, and the line for the answer."""
        text = Content("\n").join(self._lines())
        return [VerticalScroll(Static(text), can_focus=False), self.line, problem_line()]

    def on_mount(self) -> None:
        """The keys go to the answer."""
        self.line.focus()

    def _lines(self) -> list[Content]:
        muted = "$text-muted"
        lines = [
            Content.styled(_HEADS[self.standing.state], "bold"),
            Content.styled(f"From {visible_line(self.subject.path)}", muted),
            Content.styled(f"They run in {visible_line(self.subject.root)}:", muted),
        ]
        for check in self.subject.checks:
            step = visible_line(check.step)
            lines.append(Content.assemble("  ", (check.line, "bold $text-warning")))
            lines.append(Content.assemble((f"    for {step}, {check.timeout} s at most", muted)))
        for part in self.subject.parts[1:]:
            said = _SCRIPTS[part.state]
            if part.state != "absent" or "/" in part.name:
                name = visible_line(part.name)
                told = said or f"sha256 {part.digest[:16]}"
                lines.append(Content.assemble((f"  {name}: {told}", muted)))
        lines += [
            Content.styled(visible_line(one), "$text-warning") for one in self.subject.problems
        ]
        if self.standing.state == "changed":
            lines.append(Content.styled("What changed:", "bold"))
            lines += map(_coloured, difference(self.subject, self.standing))
        lines.append(
            Content.styled("What they read and run beyond what they name is not covered.", muted)
        )
        return lines

    def action_scroll(self, step: int) -> None:
        """Move the text above the answer."""
        self.query_one(VerticalScroll).scroll_relative(y=step * 3, animate=False)

    @on(Input.Changed)
    def _typed(self) -> None:
        self.complain("")

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        answer = event.value.strip()
        if answer in _ANSWERS:
            self.dismiss(_ANSWERS[answer])
        elif answer in ("", "no", "n"):
            self.dismiss(None)
        else:
            self.complain("only the word trust lets them run")


def _coloured(line: str) -> Content:
    style = {"+": "$text-success", "-": "$text-error"}.get(line[:1], "$text-muted")
    return Content.assemble((line, style))
