"""Someone else's edit that a whole-file save from an older copy dropped, as an offer.

Our own edits are done again by the storage. Those of others are not ours to decide: a save may
have meant to take them out. What was dropped is offered, with the lines shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..document import reparse
from ..history.changes import changes, summarise
from ..merge import merge
from ..operations import RestoreLines
from ..operations.revert import hunks_of
from ..operations.sequence import difference
from ..storage.traces import knew

if TYPE_CHECKING:
    from ..document import Document


def dropped(origin: bytes, before: Document, now: Document, written: bytes) -> RestoreLines | None:
    """What `now`, which grew from `origin`, lacks of what others had made of it by `before`.

    None where the writer of `written`, the save, knew what others had made: what is gone was
    taken out.
    """
    if knew(origin, before.raw, written):
        return None
    merged = merge(origin, now.raw, before.raw).data
    if merged == now.raw:
        return None
    try:
        wanted = reparse(now, merged)
    except ValueError:
        return None
    found = changes(now, wanted)
    if not found:
        return None
    patches = difference(wanted.data, now.data)
    what = summarise(found)
    return RestoreLines(found[0].task, f"put back: {what}", hunks_of(wanted.data, patches))
