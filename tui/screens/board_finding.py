"""What of the file the board shows, and how: filter, grouping, order, folding, jumping."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import on, work

from ...model.board.grouping import AXES, Axis
from ...model.board.projection import SORTS, Sort
from .. import commands
from ..messages import FIRST, LookRequested
from ..widgets.board_mouse import LaneToggled
from .board_drafts import BoardWithDrafts

if TYPE_CHECKING:
    from ..widgets.filter_bar import FilterBar


class BoardFinding(BoardWithDrafts):
    """A board that can be filtered, grouped and searched."""

    filter_bar: FilterBar | None = None
    """The line that a filter is typed in, made when it is needed first."""

    def hints_here(self, hints: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        """While a filter is typed, its keys."""
        if self.filter_bar is not None and self.filter_bar.has_focus_within:
            return ("enter", "keep"), ("esc", "drop")
        return super().hints_here(hints)

    async def action_filter(self) -> None:
        """Open the filter's line."""
        bar = self.filter_bar or await self._make_filter_bar()
        bar.open(self.view.query)
        self._count_matches(bar)

    async def _make_filter_bar(self) -> FilterBar:
        from .later import FilterBar

        self.filter_bar = FilterBar(self.glyphs)
        await self.mount(self.filter_bar, before=self.status_line)
        return self.filter_bar

    def on_filter_bar_changed(self, event: FilterBar.Changed) -> None:
        """Show what matches so far."""
        from ...model.board.query import QueryError, parse_query

        try:
            parse_query(event.text)
        except QueryError as problem:
            event.bar.error = str(problem)
            return
        event.bar.error = ""
        self.change_view(self.view._replace(query=event.text))
        self._count_matches(event.bar)

    def _count_matches(self, bar: FilterBar) -> None:
        if self.board is not None:
            bar.note = f"{self.board.shown} of {self.board.total}"

    def on_filter_bar_accepted(self, event: FilterBar.Accepted) -> None:
        """Keep the filter."""
        self._close_filter(event.bar)

    def on_filter_bar_cancelled(self, event: FilterBar.Cancelled) -> None:
        """Go back to the filter as it was."""
        self.change_view(self.view._replace(query=event.before))
        self._close_filter(event.bar)

    def _close_filter(self, bar: FilterBar) -> None:
        bar.error = ""
        bar.close()
        self.board_view.focus()

    def action_clear(self) -> None:
        """Close the strip of changes, else the task beside the board, else clear the filter."""
        if self.strip is not None and self.strip.key is not None:
            self.strip.hide()
        elif self.pane_open:
            self.close_task()
        elif self.view.query:
            self.change_view(self.view._replace(query=""))

    def action_jump(self) -> None:
        """Ask for a task and put the cursor on it.

        The dialog is on top when this returns, before the next key: in a worker it would come
        behind keys that were typed on the heels of this one, and those would move cards.
        """
        from .later import Jump

        here = self.board_view.cursor_key
        self.app.push_screen(Jump(self.document.tasks, self.glyphs, here), self.go_to)

    def go_to(self, key: str | None) -> None:
        """Put the cursor on a task, if one is named; what hides it (filter, fold) gives way."""
        if key is None:
            return
        if not self.board_view.select(key):
            self.change_view(self.view._replace(query="", only_prefix=None, folded=frozenset()))
            self.board_view.select(key)
        if self.board_view.cursor_key != key and self.board_view.cursor_lane is not None:
            # Its lane is folded, and the cursor on the lane's heading.
            self._toggle(self.board_view.cursor_lane)
            self.board_view.select(key)
        self.board_view.focus()

    @work(name=FIRST)
    async def action_group(self, side: str) -> None:
        """Choose what columns or lanes stand for."""
        from .later import Choice, Choose

        now = self.view.columns if side == "columns" else self.view.lanes
        choices = [Choice(axis) for axis in AXES]
        chosen = await self.app.push_screen_wait(
            Choose(f"{side.capitalize()} by", choices, current=now)
        )
        if chosen is None:
            return
        axis = cast(Axis, chosen)
        if side == "columns":
            self.change_view(self.view._replace(columns=axis))
        else:
            self.change_view(self.view._replace(lanes=axis, folded=frozenset()))

    @work(name=FIRST)
    async def action_sort(self) -> None:
        """Choose the order of the cards."""
        from .later import Choice, Choose

        choices = [Choice(sort) for sort in SORTS]
        chosen = await self.app.push_screen_wait(
            Choose("Order of cards", choices, current=self.view.sort)
        )
        if chosen is not None:
            self.change_view(self.view._replace(sort=cast(Sort, chosen)))

    def action_backend_only(self) -> None:
        """Show the BE tasks alone, or all."""
        only = None if self.view.only_prefix else "BE"
        self.change_view(self.view._replace(only_prefix=only))

    @on(LaneToggled)
    def _lane_toggled(self, event: LaneToggled) -> None:
        self._toggle(event.lane_key)

    def action_fold_lane(self) -> None:
        """Fold or unfold the lane of the cursor."""
        if self.board_view.cursor_lane is not None:
            self._toggle(self.board_view.cursor_lane)

    def _toggle(self, lane: str) -> None:
        self.change_view(self.view._replace(folded=self.view.folded ^ {lane}))

    def action_fold_all(self) -> None:
        """Fold all lanes, or unfold them."""
        lanes = {lane.key for column in self.board_columns for lane in column.lanes}
        folded = frozenset() if self.view.folded else frozenset(lanes)
        self.change_view(self.view._replace(folded=folded))

    def action_redraw(self) -> None:
        """Draw and read everything again."""
        self.post_message(LookRequested())

    @work(name=FIRST)
    async def action_help(self) -> None:
        """Show all keys."""
        from .later import Help

        here = (*commands.SCREEN, *commands.FLOWS, *commands.VANISHED)
        every = (*here, *commands.BOARD, *commands.DETAIL)
        await self.app.push_screen_wait(Help(every, plain=self.glyphs.plain))
