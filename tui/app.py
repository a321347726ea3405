"""The application: edits on their way to the store, themes, palette; small on purpose.

It alone talks to the store. Screens and widgets ask by messages, and are given documents.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.screen import Screen

from ..model.cards.inforce import roles_at
from ..model.live.store import Applied, Failed, Result, Store
from . import themes
from .disk import Disk
from .flowing import FlowApp
from .glyphs import glyphs_for
from .leaving import leave_when_told
from .messages import FIRST, EditorRequested, EditRequested, StepRequested
from .pending import Pending
from .screens.board import BoardScreen
from .wire.driver import install

if TYPE_CHECKING:
    from ..model.operations import Operation
    from .widgets.detail.pane import DetailPane
    from .widgets.status_line import Tone
    from .wire.early import Early

_THEMES = (themes.DARK, themes.LIGHT, themes.ANSI_DARK, themes.ANSI_LIGHT)


_COUNT_SECONDS = 0.1
"""How long after the first picture what waits for the person is counted."""
_SWITCH_SECONDS = 0.001
"""How long a key waits at most, each time, for a thread that computes; Python's own is 5 ms."""
_REST_SECONDS = 1.0
"""How long after the first picture the rest of the program is imported, and memory tidied."""


def _task_provider() -> type[Provider]:
    from .palette import TaskProvider

    return TaskProvider


class ArchieApp(FlowApp):
    """The board of one task file."""

    TITLE = "archie-board"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS: ClassVar = FlowApp.COMMANDS | {_task_provider}
    CSS = """
    Input > .input--placeholder, Input > .input--suggestion { color: $text-muted; }
    TextArea > .text-area--placeholder { color: $text-muted; }
    .-ascii {
        Dialog > #box { border: ascii $border; }
        Dialog.-danger > #box { border: ascii $error; }
        #pane, ReviewLayout #side { border-left: ascii $panel; }
        #beside { border-top: ascii $panel; }
        ListScreen.-wide #beside { border-top: none; border-left: ascii $panel; }
        TaskView > #head, ReviewLayout > .line, QueueScreen > #head { text-overflow: clip; }
        VerticalScroll { scrollbar-size-vertical: 0; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", show=False, priority=True),
    ]

    def __init__(
        self,
        path: Path,
        *,
        read_only: bool = False,
        dashboard: bool = False,
        bell: bool = False,
        still: bool = False,
        theme: str | None = None,
        ascii_only: bool = False,
        store: Store | None = None,
        early: Early | None = None,
    ) -> None:
        """Make the board of `path`, or a `dashboard` that watches it and may ring the `bell`.

        A `still` one draws its first picture and no other, and touches nothing. A `store` that
        is given is open already; `early` is the picture that the terminal shows, if there is one.

        Raises what `Store.open` raises, and `ValueError` for a theme that does not exist, both
        before the terminal changes.
        """
        colourless = bool(os.environ.get("NO_COLOR"))
        super().__init__(ansi_color=True if colourless else None)
        self.wire = install(self, early=early)
        for each in themes.PALETTES:
            self.register_theme(each.theme())
        wanted = themes.named(theme, colourless)
        if wanted not in self.available_themes:
            known = ", ".join([*themes.SHORT, *sorted(self.available_themes)])
            raise ValueError(f"there is no theme {theme!r}: take one of {known}")
        self.theme = wanted
        self.still = still
        if store is None:
            store = Store(path, read_only=read_only or dashboard or still)
            store.open()
        self.store = store
        store.attentive = True
        self.dashboard = dashboard
        self.disk = Disk(self.store)
        self.pending = Pending()
        self.path = path
        glyphs = glyphs_for(ascii_only)
        self.set_class(glyphs.plain, "-ascii")
        shown = (self.store.document, roles_at(path), glyphs, path.name)
        self.board = _dashboard(*shown, bell=bell) if dashboard else BoardScreen(*shown)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Every command of the board, for the palette."""
        from .palette import system_commands

        return system_commands(self.board if screen is self.board else screen)

    def get_default_screen(self) -> Screen[Any]:
        """The board at once: a default screen below it would be laid out first."""
        return self.board

    def on_mount(self) -> None:
        """Everything that can wait follows the first picture, what the disk promises too."""
        leave_when_told(self)
        sys.setswitchinterval(_SWITCH_SECONDS)
        self.show_hints()
        self.call_after_refresh(self._settle)

    def _settle(self) -> None:
        """What a first picture does not need: follow the file, finish old work, tidy memory."""
        if self.still:
            self.follow_waiting()
            return
        self.show_state()
        self.set_timer(_REST_SECONDS, self._import_rest)
        self.set_timer(_COUNT_SECONDS, self.follow_waiting)
        self.start_attending(present=not self.dashboard)
        self.recover_edits()
        self.bring_back_typed()
        self.follow_file()
        self.follow_settings()

    @work(thread=True, exit_on_error=False)
    def _import_rest(self) -> None:
        """Have at hand what keys open, before one asks for it."""
        from . import palette  # noqa: F401
        from .screens import later  # noqa: F401

        self.call_later(self.when_idle, _tidy)

    def on_unmount(self) -> None:
        """Leave the file."""
        self.stop_attending()
        self.disk.close()

    @on(EditRequested)
    def _edit_requested(self, event: EditRequested) -> None:
        self._submit(event.operation)

    def on_detail_pane_operation_requested(self, event: DetailPane.OperationRequested) -> None:
        """Write an edit of the open task."""
        self._submit(event.operation)

    def _submit(self, operation: Operation) -> None:
        """Write an edit; what it makes of the board comes before the next key."""
        name = "submit" if self.pending.shows(operation) else FIRST
        self.run_worker(self.submit(operation), name=name, exit_on_error=False)

    async def submit(self, operation: Operation) -> Result:
        """Write an edit, and show what came of it."""
        from ..model.operations import Conflict

        with self.on_its_way(operation), self.at_work():
            result = await self.disk.run(self.store.submit, operation)
        if isinstance(result, Conflict):
            await self.look()  # what it is about is on the screen before it is asked
        self._done(result, operation)
        return result

    @on(StepRequested)
    @work(name=FIRST, exit_on_error=False)
    async def _step(self, event: StepRequested) -> None:
        call = self.store.redo if event.forward else self.store.undo
        with self.at_work():
            result = await self.disk.run(call)
        self._done(result, None)

    def show_result(self, result: Result) -> None:
        """As `LiveApp.show_result`."""
        self._done(result, None)

    def _done(self, result: Result, operation: Operation | None) -> None:
        """Show what came of an edit; a refused one goes back to where it was typed."""
        from ..model.operations import Unchanged

        if isinstance(result, Applied):
            self.tend_file()
            self.take([*result.others, *result.changes])
            self.board.tell(result.summary, "done")
            if operation is not None and result.task:
                self.board.follow_edit(result.task, operation)
            self.tell_notices(result.notices)
            if result.others:
                self.look_at_changes()
            self.count_what_waits()
            return
        self.take()
        if isinstance(result, Unchanged):
            self.board.tell(result.summary)
            return
        tone: Tone = "error" if isinstance(result, Failed) else "warning"
        self.board.tell(_asked(result, operation) + result.reason, tone)
        self.count_what_waits()
        if operation is not None:
            self.board.edit_failed(result.reason, operation)

    def on_detail_pane_refused(self, event: DetailPane.Refused) -> None:
        """Say why something cannot be done."""
        self.board.tell(event.reason, "warning")

    def on_detail_pane_task_followed(self, event: DetailPane.TaskFollowed) -> None:
        """Go where a task's own screen went."""
        self.board.follow_task(event)

    def on_detail_pane_editor_requested(self, event: DetailPane.EditorRequested) -> None:
        """Take the open task to the user's editor."""
        self._edit_section(event.key)

    @on(EditorRequested)
    def _editor_requested(self, event: EditorRequested) -> None:
        self._edit_section(event.key)

    def _edit_section(self, key: str) -> None:
        """Take a task's last section to the user's editor, and merge what comes back."""
        from ..model.operations import ReplaceSection, section_text
        from .editor import NoEditor, edit_text

        task = self.store.document.task(key)
        if task is None or self.board.read_only:
            self.board.tell(self.board.read_only or f"{key} is gone", "warning")
            return
        part = len(task.sections) - 1
        base = section_text(task, part)
        try:
            text = edit_text(self, base)
        except NoEditor as problem:
            self.board.tell(str(problem), "error")
            return
        self.forget_typed()  # it was meant for the editor, which could not read it
        self.wire.redraw()
        if text is not None:
            self._submit(ReplaceSection(task.key, base, text, part))

    def action_next_theme(self) -> None:
        """The next of the board's themes."""
        place = _THEMES.index(self.theme) if self.theme in _THEMES else -1
        self.theme = _THEMES[(place + 1) % len(_THEMES)]


def _asked(result: Result, operation: Operation | None) -> str:
    """The key to the question that an edit left, if it did."""
    from ..model.operations import Conflict, ReplaceSection, Revert

    kept = isinstance(result, Conflict) and not isinstance(operation, Revert | None)
    refused = isinstance(result, Failed) and result.kind != "kept"
    text = refused and isinstance(operation, ReplaceSection)
    return "x has your text: " if text else "x asks: " if kept else ""


def _tidy() -> None:
    """Collect what the start left, and let later collections skip what stays."""
    gc.collect()
    gc.freeze()
    gc.enable()


def _dashboard(*shown: Any, bell: bool) -> BoardScreen:
    from .screens.dashboard import Dashboard

    return Dashboard(*shown, bell=bell)
