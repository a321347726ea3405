"""The layout that puts a plan of columns into effect."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.widget import Widget

Place = Callable[[Size], Sequence[tuple[Widget, Region]]]


class Placed(Layout):
    """A layout that asks its owner where each child stands; the others are not shown."""

    name = "placed"

    def __init__(self, place: Place) -> None:
        self.place = place

    def arrange(
        self,
        parent: Widget,
        children: list[Widget],
        size: Size,
        greedy: bool = True,  # noqa: ARG002
    ) -> ArrangeResult:
        """The placements of the children that the owner shows."""
        parent.pre_layout(self)
        shown = set(children)
        return [
            WidgetPlacement(region, NULL_OFFSET, NULL_SPACING, widget)
            for widget, region in self.place(size)
            if widget in shown
        ]
