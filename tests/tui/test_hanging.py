"""Text that goes on below itself, at every width."""

from __future__ import annotations

import pytest
from archie_board.tui.widgets.hanging import Hanging
from textual.app import App, ComposeResult
from textual.content import Content

pytestmark = pytest.mark.anyio

TEXT = """\
BE-012 lost the criterion of all criteria

-   - [ ] Limits are visible in the metrics
+ - **Title**: \u65e5\u672c\u8a9e\u306e\u30bf\u30a4\u30c8\u30eb and more words
  plain words of a line that stays"""


class Page(App[None]):
    """One text on a screen."""

    def compose(self) -> ComposeResult:
        self.text = Hanging()
        self.text.update(Content(TEXT))
        yield self.text


async def lines(cells: int) -> list[str]:
    app = Page()
    async with app.run_test(size=(cells, 300)):
        strips = app.screen._compositor.render_strips()[: app.text.size.height]
        return [strip.text.rstrip() for strip in strips]


async def test_what_has_no_room_stands_below_the_text_of_its_line() -> None:
    assert await lines(24) == [
        "BE-012 lost the",
        "criterion of all",
        "criteria",
        "",
        "-   - [ ] Limits are",
        "          visible in the",
        "          metrics",
        "+ - **Title**:",
        "    \u65e5\u672c\u8a9e\u306e\u30bf\u30a4\u30c8\u30eb and",
        "    more words",
        "  plain words of a line",
        "  that stays",
    ]
    assert await lines(80) == TEXT.split("\n")


@pytest.mark.parametrize("cells", [3, 7, 13])
async def test_nothing_is_left_out_where_there_is_hardly_room(cells: int) -> None:
    shown = "".join("".join(await lines(cells)).split())
    assert shown == "".join(TEXT.split())
