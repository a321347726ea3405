"""The history: what keeping a version costs, what looking back costs, what an edit waits for it.

Edits are made in pairs, with the history on and off in turn, so that a machine that is busy
with something else is as busy for both. What is measured is processor time.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from time import process_time

from .figures import Figure, median

VERSIONS = 200


def measure(path: Path, size: int, versions: int = VERSIONS) -> list[Figure]:
    """Keep `versions` versions, each with one more task changed, and look back over them."""
    return [*_kept(path, size, versions), *_edits(path, size)]


def _kept(path: Path, size: int, count: int) -> Iterator[Figure]:
    from archie_board.model.history.past import Past
    from archie_board.model.history.versions import Versions

    with tempfile.TemporaryDirectory(prefix="archie-bench-") as folder:
        versions = Versions(str(Path(folder, "versions")))
        taken, begun = [], time.time() - count
        for number, state in enumerate(_states(path.read_bytes(), count)):
            start = process_time()
            versions.add([(begun + number, state)], "bench")
            taken.append(process_time() - start)
        yield Figure("keep a version", size, median(taken) * 1000, "ms")
        yield Figure("kept on disk", size, versions.size() / 1e6, "MB", f"{count} versions")
        start = process_time()
        moments = Past(versions).moments()
        next(moments)
        yield Figure("newest change", size, (process_time() - start) * 1000, "ms")
        rest = sum(1 for _ in moments)
        text = f"{rest + 1} versions"
        yield Figure("all changes", size, (process_time() - start) * 1000, "ms", text)


def _states(raw: bytes, count: int) -> Iterator[bytes]:
    """The file over and over, each time with the title of another task changed."""
    at = 0
    for _ in range(count):
        at = raw.find(b"**Title**: ", at + 1)
        if at < 0:
            at = raw.find(b"**Title**: ")
        end = at + len(b"**Title**: ")
        raw = raw[:end] + b"New " + raw[end:]
        yield raw


def _edits(path: Path, size: int, pairs: int = 15) -> Iterator[Figure]:
    """An edit as a board makes it; the history is written down behind it, and not counted."""
    from archie_board.model.live.store import Store
    from archie_board.model.operations import SetField

    with tempfile.TemporaryDirectory(prefix="archie-bench-") as folder:
        copy = Path(folder, "task.md")
        copy.write_bytes(path.read_bytes())
        times: dict[bool, list[float]] = {True: [], False: []}
        stores = {on: Store(copy) for on in (True, False)}
        for store in stores.values():
            store.open()
        stores[False].recorder.saw = lambda _: None  # type: ignore[method-assign]
        key = stores[True].document.tasks[0].key
        for number in range(2 * pairs):
            on = number % 2 == 0
            operation = SetField(key, "title", f"Title {number:02}")
            start = process_time()
            stores[on].submit(operation)
            times[on].append(process_time() - start)
            stores[not on].reload()
            stores[True].recorder.flush()
        yield Figure("edit", size, median(times[False]) * 1000, "ms", "without history")
        yield Figure("edit, history on", size, median(times[True]) * 1000, "ms")
        for store in stores.values():
            store.close()
