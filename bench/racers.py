"""The programs that race for one task.md: those who know nothing of us, and the boards.

Run by `bench/races.py` as processes of their own. The writers read the file, make one unique
edit, and write the whole file in the manner of their kind:

rename    a file beside it, renamed over it; an editor that saves atomically
trunc     open for writing, which empties it, and write: most agents' tools
chunks    as `trunc`, in five pieces 1, 30 or 250 ms apart
reopen    as a shell does with `> f` and then `>> f`: closed in between, 2 or 30 ms
append    one line at the end
think     reads, thinks 20 to 150 ms, writes what it read with its edit; then rests 60 ms, for
          one that never rests counts as an edit war, which the board ends by asking
mtime     as `think`, but looks at the file's time before it writes, and refuses if it moved
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

KINDS = ("rename", "trunc", "chunks1", "chunks30", "chunks250", "reopen2", "reopen30")
KINDS += ("append", "think", "mtime")
TASKS = 12
PIECES = 5
COMMANDED = TASKS - 1
"""The task whose status only commands change."""


def sample() -> bytes:
    """A board of about six kilobytes."""
    parts = ["# Tasks\n\n"]
    for number in range(TASKS):
        parts.append(f"### BE-{number:03} | Backend | High | @backend-specialist\n")
        parts.append(f"- **Title**: Task number {number}\n- **Status**: pending\n")
        parts.append("- **Acceptance Criteria**:\n")
        parts += [f"  - [ ] Criterion {number}.{i} with some words to it\n" for i in range(7)]
        parts.append("\n")
    return "".join(parts).encode()


def insert(data: bytes, task: int, token: str) -> bytes | None:
    """`data` with a line at the end of a task; None if the task is not there."""
    start = data.find(b"### BE-%03d " % task)
    if start < 0:
        return None
    end = data.find(b"\n\n", start)
    end = len(data) if end < 0 else end + 1
    lead = b"" if data[:end].endswith(b"\n") else b"\n"
    return data[:end] + lead + f"  - [ ] {token}\n".encode() + data[end:]


# The other program -----------------------------------------------------------------------


class Writer:
    """Edits the file in one manner until told to stop."""

    def __init__(self, kind: str, path: str, seed: int) -> None:
        self.kind = kind.rstrip("0123456789")
        self.gap = int(kind[len(self.kind) :] or 0) / 1000
        self.path = path
        self.rng = random.Random(seed)
        self.done: list[str] = []
        self.refused = 0
        self.waits: list[float] = []
        """Seconds that `open` took."""

    def run(self, stop: str) -> None:
        """Go on until `stop` is there, or whoever started this has gone."""
        parent, number = os.getppid(), 0
        while not os.path.exists(stop) and os.getppid() == parent:
            token = f"foreign-{self.kind}-{number}"
            number += 1
            if self.edit(token):
                self.done.append(token)
            rest = 0.06 if self.kind in ("think", "mtime") else self.rng.uniform(0.003, 0.012)
            time.sleep(self.rng.uniform(0.1, 0.2) if self.kind == "reopen" else max(rest, self.gap))

    def edit(self, token: str) -> bool:
        """One edit by a program that knows nothing of us; False if it came to nothing."""
        if self.kind == "append":
            self._write(f"- {token}\n".encode(), "ab")
            return True
        time_read = os.stat(self.path).st_mtime_ns
        data = Path(self.path).read_bytes()
        if self.kind in ("think", "mtime"):
            time.sleep(self.rng.uniform(0.02, 0.15))
        task = 3 if self.rng.random() < 0.5 else self.rng.randrange(TASKS - 1)
        new = insert(data, task, token)
        if new is None:
            return False
        if self.kind == "mtime" and os.stat(self.path).st_mtime_ns != time_read:
            self.refused += 1
            return False
        if self.kind == "rename" or (self.kind == "think" and self.rng.random() < 0.5):
            beside = f"{self.path}.{os.getpid()}.tmp"
            Path(beside).write_bytes(new)
            os.replace(beside, self.path)
        elif self.kind == "reopen":
            half = len(new) // 2
            self._write(new[:half], "wb")
            time.sleep(self.gap)
            self._write(new[half:], "ab")
        else:
            self._write(new, "wb")
        return True

    def _write(self, data: bytes, mode: str) -> None:
        started = time.perf_counter()
        with open(self.path, mode, buffering=0) as stream:
            self.waits.append(time.perf_counter() - started)
            pieces = PIECES if self.kind == "chunks" else 1
            size = -(-len(data) // pieces)
            for index in range(pieces):
                stream.write(data[index * size : (index + 1) * size])
                if index + 1 < pieces:
                    time.sleep(self.gap)


# The boards ------------------------------------------------------------------------------


class Plain:
    """What most programs do: read, modify, os.replace."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.outcomes: list[str] = []
        self.asked: list[str] = []

    def edit(self, task: int, token: str) -> bool:
        """Whether it says that it was done."""
        new = insert(self.path.read_bytes(), task, token)
        if new is None:
            return False
        beside = self.path.with_name(f"task.md.plain-{os.getpid()}")
        with open(beside, "wb") as stream:
            stream.write(new)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(beside, self.path)
        return True

    def follow(self) -> None:
        """It does not look back."""

    def finish(self) -> None:
        """It has nothing to finish."""


class Board:
    """The storage, used as the store uses it."""

    def __init__(self, path: Path, state: Path) -> None:
        from archie_board.model.storage import Storage

        self.storage = Storage(path, state)
        self.known = self.storage.read().data
        self.storage.recover(plan_for)
        self.outcomes: list[str] = []
        self.asked: list[str] = []
        """What the user is asked about: kept, but not in the file."""

    def edit(self, task: int, token: str) -> bool:
        """Whether it is in the file, or kept."""
        from archie_board.model.storage import Committed, Intent, Kept

        payload = {"task": task, "token": token}
        intent = Intent(str(uuid.uuid4()), payload, token, time.time())
        result = self.storage.commit(intent, plan_for(intent))
        if isinstance(result, Committed):
            before, self.known = self.known, result.data
            if result.base != before:
                self._take(self.storage.check(before, result.data, plan_for))
        return isinstance(result, (Committed, Kept))

    def follow(self) -> None:
        """Look at the file, as the watcher makes the store do."""
        from archie_board.model.storage import StorageError

        try:
            found = self.storage.read()
        except StorageError:
            return
        now = found.data
        if now == self.known or not found.settled:
            return
        before, self.known = self.known, now
        self._take(self.storage.check(before, now, plan_for))

    def _take(self, outcomes: Any) -> None:
        for outcome in outcomes:
            self.outcomes.append(outcome.kind)
            self.known = outcome.data if outcome.data is not None else self.known
            if outcome.kind == "asked" and outcome.intent is not None:
                self.asked.append(outcome.intent.summary)

    def finish(self) -> None:
        """Let what waits come in."""
        quiet = 0
        for _ in range(400):
            before = self.known
            self.follow()
            self._take(self.storage.tend())
            self._take(self.storage.recover(plan_for))
            calm = self.known == before and not self.storage.pending()
            quiet = quiet + 1 if calm else 0
            if quiet > 15:
                break
            time.sleep(0.01)
        self.storage.close()


def plan_for(intent: Any) -> Callable[[bytes], Any]:
    """An edit that is there already is not made again."""
    from archie_board.model.storage import Declined

    if "token" not in intent.payload:  # a command's; the program itself knows how
        from archie_board.model.document import parse
        from archie_board.model.live.planning import planner_of

        return planner_of(intent, lambda: parse(b""))
    token = str(intent.payload["token"])
    line = f"  - [ ] {token}\n".encode()

    def plan(data: bytes) -> Any:
        if line in data:
            return data
        new = insert(data, intent.payload["task"], token)
        return Declined("the task is gone") if new is None else new

    return plan


def be_board(name: str, path: Path, edits: int, seed: int, state: str) -> dict[str, Any]:
    """Make edits, tell so, and finish when told to."""
    rng = random.Random(seed)
    board = Board(path, Path(state)) if state else Plain(path)
    tokens, latency = [], []
    for number in range(edits):
        token = f"own-{name}-{number}"
        started = time.perf_counter()
        if board.edit(3 if rng.random() < 0.5 else rng.randrange(TASKS - 1), token):
            tokens.append(token)
            latency.append(time.perf_counter() - started)
        board.follow()
        time.sleep(rng.uniform(0.0, 0.004))
    print("edited", flush=True)
    following = True
    while following:  # as a board does, until the writer has gone
        board.follow()
        import select

        following = not select.select([sys.stdin], [], [], 0.02)[0]
    board.finish()
    return {
        "tokens": tokens,
        "latency": latency,
        "outcomes": board.outcomes,
        "asked": board.asked,
    }


if __name__ == "__main__":
    role, *rest = sys.argv[1:]
    if role == "writer":
        kind, where, seed, log, stop = rest
        writer = Writer(kind, where, int(seed))
        writer.run(stop)
        told = {"tokens": writer.done, "waits": writer.waits, "refused": writer.refused}
        Path(log).write_text(json.dumps(told))
    else:
        name, where, edits, seed, state = rest
        print(json.dumps(be_board(name, Path(where), int(edits), int(seed), state)))
