"""Asks for a text of several lines, with a draft to begin from."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static, TextArea

from .dialog import Dialog, problem_line


class Compose(Dialog[str]):
    """An editor in a box; dismissed with the text, stripped.

    A text that was changed is left by Escape only when it is pressed twice.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "send", "Send", show=False, priority=True),
        Binding("escape", "cancel", "Cancel", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    Compose {
        & > #box { width: 86; }
        #about { color: $text-muted; height: auto; margin: 0 0 1 0; }
        TextArea { height: 16; max-height: 60vh; border: none; padding: 0; background: $panel; }
        TextArea:focus { border: none; }
    }
    """
    keys = "ctrl+s add   esc leave"

    def __init__(
        self,
        title: str,
        draft: str = "",
        *,
        about: str = "",
        check: Callable[[str], str | None] | None = None,
    ) -> None:
        """`about` says above the text what it is for; `check` what is wrong with it, or None."""
        super().__init__()
        self.title_text = title
        self.draft = draft
        self.about = about
        self.check = check
        self.area = TextArea(draft, soft_wrap=True, tab_behavior="focus")
        self.area.cursor_blink = False
        self.area.highlight_cursor_line = False
        self._warned = False

    def content(self) -> list[Widget]:
        """What it is for, the editor, and what is wrong with the text."""
        about = [Static(Content(self.about), id="about")] if self.about else []
        return [*about, self.area, problem_line()]

    def on_mount(self) -> None:
        """The keys go to the editor, behind what it holds."""
        self.area.focus()
        self.area.move_cursor(self.area.document.end)

    def on_text_area_changed(self) -> None:
        """A text that is typed on is not about to be left."""
        self._warned = False
        self.complain("")

    def action_send(self) -> None:
        """Answer with the text, or say what is wrong with it."""
        text = self.area.text.strip()
        problem = "there is no text" if not text else self.check(text) if self.check else None
        if problem:
            self.complain(problem)
        else:
            self.dismiss(text)

    def action_cancel(self) -> None:
        """Leave; what was typed is asked for once."""
        if self.area.text.strip() in ("", self.draft.strip()) or self._warned:
            self.dismiss(None)
            return
        self._warned = True
        self.complain("esc again drops this text, ctrl+s adds it")
