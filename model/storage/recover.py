"""What earlier sessions left: kept edits, half-done writes, files under temporary names.

The same code serves a start after a crash and an edit that had to wait in this session. It
can be stopped anywhere and run again: an intent stays in the journal until it is in the
file, and whether it is there is judged by its plan, never by a mark.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from ..merge import distance
from . import temporary
from .commit import Commit
from .desk import Desk
from .errors import Busy, StorageError
from .inplace import is_mixture
from .journal import is_alive
from .leases import Occupied
from .reading import look
from .snapshots import digest
from .values import Committed, Declined, Entry, Intent, Kept, Outcome, PlanFor, Strand, careful_plan


def pending(desk: Desk) -> tuple[Entry, ...]:
    """The intents that are not in the file: ours, and those of sessions that are gone."""
    if not desk.ledger.exists:
        return ()
    entries, owners = desk.ledger.journal.entries()
    mine = desk.ledger.owner
    return tuple(
        entry
        for entry, owner in zip(entries, owners, strict=True)
        if owner == mine or not is_alive(owner)
    )


def settle(desk: Desk, plan_for: PlanFor) -> Iterator[Outcome]:
    """Bring every pending intent into the file, in the order the user acted."""
    last: Outcome | None = None
    for entry in pending(desk):
        if last is not None and last.kind == "waiting":
            yield Outcome("waiting", last.reason, entry.intent)
            continue
        for last in _settle(desk, entry, plan_for):
            yield last


def _settle(desk: Desk, entry: Entry, plan_for: PlanFor) -> list[Outcome]:
    intent = entry.intent
    try:
        found = look(desk.system, desk.path, leases=desk.way().leases).data
        if entry.in_place:
            found = _mend(desk, entry, found)
    except (StorageError, Occupied, OSError) as problem:
        return [Outcome("waiting", f"{intent.summary}: {problem}", intent)]
    if entry.new and digest(found) == entry.new:
        desk.ledger.done(intent, found)
        return []
    result = Commit(desk, intent, careful_plan(plan_for, intent), kept=True).run()
    if isinstance(result, Committed):
        if not result.changed:
            return []
        return [Outcome("applied", f"{intent.summary}: saved now", intent, result.data)]
    if isinstance(result, Declined):
        reason = f"{intent.summary}: {result.reason}"
        return [Outcome("asked", reason, intent, declined=result)]
    return [Outcome("waiting", f"{intent.summary}: {result.reason}", intent)]


def mend(desk: Desk) -> None:
    """Restore what a crash left half written, before anybody reads an edit's absence from it."""
    for entry in pending(desk):
        if entry.in_place:
            try:
                found = look(desk.system, desk.path, leases=desk.way().leases).data
                _mend(desk, entry, found)
            except (StorageError, Occupied, OSError):
                continue  # it is tried again when the edit is


def _mend(desk: Desk, entry: Entry, found: bytes) -> bytes:
    """Restore the new image where a crash left a mixture of both. Compares whole images."""
    base, new = (desk.ledger.snapshots.get(name) for name in (entry.base, entry.new))
    if base is None or new is None or found in (base, new) or not is_mixture(found, base, new):
        return found
    way = desk.way()
    with desk.ledger.lock():
        put = way.put(desk.system, desk.path, found, new, desk.timing, way.leases)
    desk.custody.take(put, new, lambda _: new)
    return new if put.done else found


def sweep(desk: Desk) -> list[Outcome]:
    """Remove temporary files of dead sessions; keep, and join, what others wrote into one."""
    if not desk.ledger.exists:
        return []
    folder, start = os.path.dirname(desk.path), temporary.prefix(desk.path)
    outcomes = []
    for name in sorted(desk.system.names(folder)):
        if name.startswith(start) and temporary.is_abandoned(name[len(start) :]):
            outcomes += _sweep(desk, os.path.join(folder, name), name[len(start) :])
    return outcomes


def sweep_if_news(desk: Desk) -> list[Outcome]:
    """`sweep`, if the file's folder changed since the last time, and what was left joined."""
    if not desk.ledger.exists:
        return []
    desk.custody.strands += desk.ledger.left_strands()
    try:
        changed = desk.system.stat(os.path.dirname(desk.path)).st_mtime_ns
    except OSError:
        return []
    if changed == desk.swept:
        return []
    desk.swept = changed
    return sweep(desk)


def _sweep(desk: Desk, path: str, tail: str) -> list[Outcome]:
    try:
        data = look(desk.system, path).data
        current = look(desk.system, desk.path).data
    except (StorageError, Busy):
        return []
    known = [*desk.ledger.snapshots.newest(200), current]
    if temporary.is_own(tail, data) or any(content.startswith(data) for content in known):
        temporary.discard(desk.system, path)
        return []
    base = min(known, key=lambda content: distance(content, data))
    if len(data) * 2 < len(base):
        reason = f"{os.path.basename(path)} holds part of a text that another program wrote"
        return [Outcome("found", reason, path=path)]
    try:
        desk.ledger.snapshots.put(data, durable=True)
    except OSError as problem:
        desk.note(problem)
        return []
    desk.custody.strands.append(Strand(base, data))
    if leave(desk):
        temporary.discard(desk.system, path)
    return []


def join(desk: Desk, *, may_lack: bool = False) -> list[Outcome]:
    """Bring late writes to displaced content into the file.

    `may_lack`: the file as it is lacks foreign work through our doing.
    """
    custody = desk.custody
    custody.look()
    outcomes = []
    if custody.aliased:
        desk.refused |= {"exchange"}
    if custody.strands or may_lack:
        for strand in custody.strands:
            _shelve(desk, strand.theirs)
        now = desk.system.now()
        intent = Intent("joined", {}, "a late write by another program", now)
        result = Commit(desk, intent, lambda data: data, joining=True).run()
        if isinstance(result, Committed) and result.changed:
            reason = "a late write by another program was joined in"
            outcomes.append(Outcome("joined", reason, data=result.data))
        if isinstance(result, Kept):
            leave(desk)
    for strand in custody.conflicts:
        path = _shelve(desk, strand.theirs)
        reason = "a late write by another program does not fit; it is kept aside"
        outcomes.append(Outcome("found", reason, path=path))
    custody.conflicts.clear()
    return outcomes


def leave(desk: Desk) -> bool:
    """Write down the foreign work that is not joined yet: others do it if we end before.

    False if the state folder does not allow it.
    """
    custody = desk.custody
    try:
        custody.strands = [desk.ledger.keep_strand(strand) for strand in custody.strands]
    except OSError as problem:
        desk.note(problem)
        return False
    return True


def _shelve(desk: Desk, data: bytes) -> str:
    """Keep foreign content in the snapshots; returns where, "" if it could not be."""
    try:
        name = desk.ledger.snapshots.put(data, durable=True)
    except OSError as problem:
        desk.note(problem)
        return ""
    return os.path.join(desk.ledger.folder, "snap", name)
