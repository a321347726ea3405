"""The values that cross the door of the storage: what is read, asked, and answered.

Named tuples, since every command imports them, and dataclasses take ten times as long to make.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple


class Fingerprint(NamedTuple):
    """What a stat says about a content. Equal ones hint at equal bytes, never prove it."""

    device: int
    inode: int
    size: int
    modified_ns: int
    changed_ns: int

    @classmethod
    def of(cls, stat: os.stat_result) -> Fingerprint:
        """The fingerprint in a stat result."""
        return cls(stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)

    @property
    def identity(self) -> tuple[int, int]:
        """Which inode it is, whatever it holds."""
        return self.device, self.inode


class Snapshot(NamedTuple):
    """The file's bytes at one moment."""

    data: bytes
    fingerprint: Fingerprint
    settled: bool
    """False while another program keeps writing: the bytes may be half of what it means."""


class Intent(NamedTuple):
    """What the user wants, in words that outlive this process."""

    id: str
    """A UUID; the same intent is never done twice."""
    payload: Mapping[str, Any]
    """JSON-able; whoever planned the edit can plan it again from this."""
    summary: str
    """One line for people."""
    at: float
    """When the user acted, in seconds since the epoch."""
    by_command: bool = False
    """Whether a command made it and not a board: agents call commands too, and what they do is
    watched like any other program's writing."""


class Declined(NamedTuple):
    """The plan does not fit what the file says now. Nothing was written."""

    reason: str
    payload: object = None
    """Whatever the planner wants to hand to its caller."""


Plan = Callable[[bytes], "bytes | Declined"]
"""Fresh bytes to new bytes. Pure, and may be called many times; equal bytes mean that what
is wanted is already there."""


PlanFor = Callable[[Intent], Plan]
"""Makes the plan of an intent that was read back; raises `ValueError` for an unknown one."""


class Committed(NamedTuple):
    """The edit is in the file."""

    data: bytes
    """The file's content right after the edit."""
    base: bytes
    """What the edit was planned on; equal to `data` if there was nothing to do."""

    @property
    def changed(self) -> bool:
        """Whether anything was written."""
        return self.data is not self.base and self.data != self.base


class Strand(NamedTuple):
    """Foreign work that grew from `base` and is not in the file."""

    base: bytes
    theirs: bytes
    id: str = ""
    """Its name in the journal, if it stands there."""


class Kept(NamedTuple):
    """The edit is in the journal and not yet in the file; `Storage.recover` tries again."""

    reason: str


class Entry(NamedTuple):
    """An intent of the journal that is not in the file yet."""

    intent: Intent
    base: str
    """SHA-256 of the content it was planned on, in hex; empty if the file could not be read."""
    new: str
    """SHA-256 of what it would have made of it, in hex; may be empty likewise."""
    in_place: bool = False
    """Whether writing into the very file had begun."""


CARRIED_ON = "carried on"
"""Why an edit is let go that somebody else changed further: nothing was lost."""


class Outcome(NamedTuple):
    """What `recover` or `check` did or found.

    `applied`: a kept intent is in the file now. `reapplied`: an older copy had erased it.
    `reverted`: somebody took it back on purpose; it is let go. `replaced`: somebody went on from
    it, and it is let go too; nobody needs to be told. `asked`: the user must decide.
    `waiting`: still kept. `joined`: a late write to displaced content was merged in.
    `found`: content without a home lies at `path`.
    """

    kind: Literal[
        "applied", "reapplied", "reverted", "replaced", "asked", "waiting", "joined", "found"
    ]
    reason: str
    """One line for people."""
    intent: Intent | None = None
    data: bytes | None = None
    """The file's content after it, where it was written."""
    declined: Declined | None = None
    """The planner's answer, where it was asked and said no."""
    path: str = ""
    row: Literal["", "branch", "war"] = ""
    """Why the user is asked, where it is not for the planner's answer: the branch was switched,
    or a program keeps undoing the edit.
    """
    edit: tuple[bytes, bytes] | None = None
    """For `reapplied`: a content without this one edit, and the same with it."""


Level = Literal["full", "reduced", "none"]


class Promise(NamedTuple):
    """What can be promised about edits on this file, for the status line."""

    level: Level
    """`full`: nothing is lost. `reduced`: a gap remains. `none`: the file is not written."""
    text: str
    """One short sentence."""


class Timing(NamedTuple):
    """How long to wait for others, in seconds."""

    quiet: float = 0.05
    """A file that did not change for so long, since we first saw it, is settled."""
    opened: float = 0.3
    """How long a file that stays open for writing must not change before it is believed."""
    surprising: float = 1.0
    """The same for one that also lost the end that it had."""
    patience: float = 2.0
    """How long a writer, or a peer's lock, is waited for."""
    settling: float = 0.3
    """How long a reader waits for a file that keeps changing to come to rest."""
    rounds: int = 20
    """How often an edit is planned again because the file changed meanwhile."""
    limit: float = 5.0
    """How long one commit may take before the edit is kept for later."""
    shrunk: float = 2.0
    """How long a file that lost over half its bytes must stay so before it is written to."""
    alias: float = 1.0
    """Who writes to displaced content so much later has another way to it: a container that
    mounted the single file, a link by descriptor. From then on the inode stays."""
    first_wait: float = 0.0003
    longest_wait: float = 0.02


class Backoff:
    """Waits that double from the first to the longest."""

    def __init__(self, timing: Timing) -> None:
        self.timing = timing
        self.wait = timing.first_wait

    def next(self) -> float:
        """How long to sleep now, in seconds."""
        now = self.wait
        self.wait = min(now * 2, self.timing.longest_wait)
        return now


def careful_plan(plan_for: PlanFor, intent: Intent) -> Plan:
    """The plan of an intent; one that nobody understands any more declines."""
    try:
        return plan_for(intent)
    except ValueError as problem:
        declined = Declined(str(problem) or "unknown kind of edit")
        return lambda _: declined
