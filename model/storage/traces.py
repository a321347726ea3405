"""What the contents of a file tell of an edit that was in it: erased, carried on, replaced."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from ..source import common
from .history import History
from .journal import Done
from .snapshots import Snapshots
from .values import Declined, Plan

_TELLING = 8
"""Characters of a line that nobody writes by chance."""


def knew(origin: bytes, before: bytes, written: bytes) -> bool:
    """Whether who wrote `written` had read `before`: it has a line that only came in since
    `origin`, the older content that it is closest to.

    What such a save lacks was taken out. A task that is sent back and completed again is closer
    to what it was before, and keeps the verdict.
    """
    old = frozenset(origin.splitlines())
    made = {line for line in before.splitlines() if line not in old}
    telling = {line for line in made if len(line.strip()) >= _TELLING}
    return bool(telling) and not telling.isdisjoint(written.splitlines())


def is_carried_on(plan: Plan, now: bytes, history: History) -> bool:
    """Whether what an edit made was changed further, and not to what had been there before it.

    `history` goes up to the content that had the edit.
    """
    contents, again = history.all(), plan(now)
    if now in contents:
        return False
    if isinstance(again, Declined):
        return True
    for content in reversed(contents):
        made = plan(content)
        if made != content and isinstance(made, bytes):
            was, stands = _lines_of(made, content), _lines_of(again, now)
            return content[slice(*was)] != now[slice(*stands)]
    return False


def erased_between(
    plans: Mapping[str, Plan], chain: Sequence[Done], snapshots: Snapshots
) -> list[tuple[str, bytes | None, bytes]]:
    """What others erased between two edits, the second of which did not know the first.

    Each as its key in `plans`, with the content that had it last, or None where one of the edits
    in the `chain`, by whatever session, changed it further; and with what the next edit was
    planned on.
    """
    chain = sorted(chain, key=lambda done: done.at)
    if all(later.base in (done.new, "") for done, later in pairwise(chain)):
        return []  # nobody else wrote in between
    found: list[tuple[str, bytes | None, bytes]] = []
    last = snapshots.get(chain[-1].new)
    for place, done in enumerate(chain):
        plan, had = plans.get(done.intent.id), snapshots.get(done.new)
        if plan is None or last is None or had is None or plan(last) == last:
            continue
        for later in chain[place + 1 :]:
            base, data = snapshots.get(later.base), snapshots.get(later.new)
            if base is None or data is None:
                break
            if plan(base) != base or plan(data) != data:
                found.append((done.intent.id, had if plan(base) != base else None, base))
                break
            had = data
    return found


def same_lines(base: bytes, data: bytes, again: bytes) -> bool:
    """Whether what made `data` of `base`, and what would make `again` of it, touch one line."""
    first, last = _lines_of(base, data)
    start, end = _lines_of(again, data)
    return start < last and first < end


def _lines_of(other: bytes, data: bytes) -> tuple[int, int]:
    """The whole lines of `data` in which it differs from `other`; none where it lacks some."""
    before, after = common(other, data)
    start, end = before, len(data) - after
    if start == end and data[start - 1 : start] in (b"", b"\n", b"\r"):
        return start, end
    start = max(data.rfind(b"\n", 0, start), data.rfind(b"\r", 0, start)) + 1
    if end == start or data[end - 1 : end] not in (b"\n", b"\r"):
        ends = [at for at in (data.find(b"\n", end), data.find(b"\r", end)) if at >= 0]
        end = min(ends, default=len(data) - 1) + 1
    return start, end
