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

if TYPE_CHECKING:
    from ..document import Document


_TELLING = 8
"""Characters of a line that nobody writes by chance."""


def dropped(origin: bytes, before: Document, now: Document, written: bytes) -> RestoreLines | None:
    """What `now`, which grew from `origin`, lacks of what others had made of it by `before`.

    None where `written`, the save, has of what came in by then: its writer knew it, and what is
    gone was taken out. A task that is sent back and completed again looks so.
    """
    if _knew(origin, before.raw, written):
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


def _knew(origin: bytes, before: bytes, written: bytes) -> bool:
    """Whether a save has a line that came in between `origin` and `before`."""
    old = frozenset(origin.splitlines())
    made = {line for line in before.splitlines() if line not in old}
    telling = {line for line in made if len(line.strip()) >= _TELLING}
    return bool(telling) and not telling.isdisjoint(written.splitlines())
