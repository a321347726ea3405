"""From one changed card to the next, each with what it said before and says now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from ..screens.host import Host

if TYPE_CHECKING:
    from ...model.document import Document
    from ...model.history.changes import Change


async def step(host: Host, key: str | None, way: int) -> None:
    """Go to the changed card behind the one with `key`, or with -1 before it, around the end.

    The first step may end where it begins: that card is shown before the one behind it.
    """
    if host.attendance is None:
        host.tell("this board only watches")
        return
    news = await host.disk.run(host.attendance.news)
    document = host.store.document
    changed = {change.task for change in news}
    keys = [task.key for task in document.tasks]
    stops = [task for task in keys if task in changed]
    if not stops:
        host.tell("no card changed since you looked last")
        return
    strip = host.board.strip
    first = strip is None or strip.key is None
    chosen = key if first and key in stops and key else _next(stops, keys, key, way)
    host.board.go_to(chosen)
    about = [change for change in news if change.task == chosen]
    await _show(host, document, chosen, about, f"{stops.index(chosen) + 1} of {len(stops)}")


def _next(stops: list[str], keys: list[str], key: str | None, way: int) -> str:
    """The stop after `key` in the order of the file, the first one after the last."""
    order = {each: place for place, each in enumerate(keys)}
    here = order.get(key or "", -1 if way > 0 else len(keys))
    ahead = [stop for stop in stops[::way] if (order[stop] - here) * way > 0]
    return ahead[0] if ahead else stops[::way][0]


async def _show(host: Host, document: Document, key: str, about: list[Change], place: str) -> None:
    from ...model.history.compare import compare, text_of
    from ..content import visible_line
    from ..widgets.past_lines import clock, comparison

    assert host.attendance is not None
    glyphs = host.board.glyphs
    more = f" and {len(about) - 1} more" if len(about) > 1 else ""
    said = visible_line(about[0].describe(), glyphs.plain)
    what = Content.assemble(
        (f"{place}  ", "$text-muted"),
        (said + more, "bold"),
        (f"  since {clock(host.attendance.since)}  ] [ esc", "$text-muted"),
    )
    whole = compare(text_of(host.attendance.baseline, key), text_of(document, key))
    difference = [line for line in whole if line.kind in ("gone", "come")]
    strip = host.board.strip
    if strip is None:
        from ..widgets.change_strip import ChangeStrip

        strip = host.board.strip = ChangeStrip()
        await host.board.mount(strip, before=host.board.status_line)
    strip.show(key, what, comparison(difference, glyphs))
