"""Lost edits under simultaneous writers: the storage beside a plain read, modify, os.replace.

    python bench/races.py [--edits 200] [--seed 1] [--kinds rename,trunc,...] [--no-baseline]

A second process makes unique edits to one task.md in one of five manners while the board
makes its own. At the end every edit of both sides must be in the file once, and every line
that was there at the start. "think" is the agent that reads, thinks 20 to 150 ms, writes the
whole file, and rests 60 ms before it reads again: one that never rests counts as an edit
war, which the board ends by asking after five times. Prints lost of made, commit latency,
how long `open` made a writer wait, and what the board did about it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

KINDS = ("rename", "trunc", "chunks", "append", "think")
TASKS = 12


def sample() -> bytes:
    """A board of about six kilobytes."""
    parts = ["# Tasks\n\n"]
    for number in range(TASKS):
        parts.append(f"### BE-{number:03} | Backend | High | @backend-specialist\n")
        parts.append(f"- **Title**: Task number {number}\n- **Status**: pending\n")
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


def be_writer(kind: str, path: str, seed: int, log: str, stop: str) -> None:
    """Edit the file in one manner until told to stop; log what was done."""
    rng, number, waits = random.Random(seed), 0, []
    done: list[str] = []
    parent = os.getppid()
    while not os.path.exists(stop) and os.getppid() == parent:
        token = f"foreign-{kind}-{number}"
        number += 1
        if foreign_edit(kind, path, token, rng, waits):
            done.append(token)
        time.sleep(0.06 if kind == "think" else rng.uniform(0.003, 0.012))
    Path(log).write_text(json.dumps({"tokens": done, "waits": waits}))


def foreign_edit(kind: str, path: str, token: str, rng: random.Random, waits: list[float]) -> bool:
    """One edit by a program that knows nothing of us."""
    if kind == "append":
        started = time.perf_counter()
        with open(path, "ab") as stream:
            waits.append(time.perf_counter() - started)
            stream.write(f"- {token}\n".encode())
        return True
    data = Path(path).read_bytes()
    if kind == "think":
        time.sleep(rng.uniform(0.02, 0.15))
    task = 3 if rng.random() < 0.5 else rng.randrange(TASKS)
    new = insert(data, task, token)
    if new is None:
        return False
    if kind == "rename" or (kind == "think" and rng.random() < 0.5):
        beside = f"{path}.{os.getpid()}.tmp"
        Path(beside).write_bytes(new)
        os.replace(beside, path)
        return True
    started = time.perf_counter()
    with open(path, "wb", buffering=0) as stream:
        waits.append(time.perf_counter() - started)
        pieces = 5 if kind == "chunks" else 1
        size = -(-len(new) // pieces)
        for index in range(pieces):
            stream.write(new[index * size : (index + 1) * size])
            if pieces > 1:
                time.sleep(0.001)
    return True


# The board -------------------------------------------------------------------------------


class Plain:
    """What most programs do: read, modify, os.replace."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def edit(self, task: int, token: str) -> bool:
        new = insert(self.path.read_bytes(), task, token)
        if new is None:
            return False
        beside = self.path.with_name("task.md.plain")
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
        from archie_board.model.storage import Storage, Timing

        self.storage = Storage(path, state, timing=Timing(settling=0.002))
        self.known = self.storage.read().data
        self.outcomes: list[str] = []

    def edit(self, task: int, token: str) -> bool:
        from archie_board.model.storage import Committed, Intent, Kept

        intent = Intent(str(uuid.uuid4()), {"task": task, "token": token}, token, time.time())
        result = self.storage.commit(intent, plan_for(intent))
        if isinstance(result, Committed):
            self.known = result.data
        return isinstance(result, (Committed, Kept))

    def follow(self) -> None:
        """Look at the file, as the watcher makes the store do."""
        from archie_board.model.storage import StorageError

        try:
            self._seen(self.storage.read().data)
        except StorageError:
            return

    def _seen(self, now: bytes) -> None:
        if now == self.known:
            return
        before, self.known = self.known, now
        for outcome in self.storage.check(before, now, plan_for):
            self.outcomes.append(outcome.kind)
            self.known = outcome.data if outcome.data is not None else self.known

    def finish(self) -> None:
        """Let what waits come in."""
        for _ in range(200):
            self.follow()
            self.outcomes += [outcome.kind for outcome in self.storage.tend()]
            self.outcomes += [outcome.kind for outcome in self.storage.recover(plan_for)]
            if not self.storage.pending() and self.storage.read().data == self.known:
                break
            time.sleep(0.01)
        time.sleep(0.07)
        self.outcomes += [outcome.kind for outcome in self.storage.tend()]
        self.follow()
        self.storage.close()


def plan_for(intent: object) -> Callable[[bytes], object]:
    """An edit that is there already is not made again."""
    from archie_board.model.storage import Declined

    payload = intent.payload  # type: ignore[attr-defined]
    token = str(payload["token"])
    line = f"  - [ ] {token}\n".encode()

    def plan(data: bytes) -> object:
        if line in data:
            return data
        new = insert(data, payload["task"], token)
        return Declined("the task is gone") if new is None else new

    return plan


@dataclass
class Result:
    """What one run came to."""

    kind: str
    made: int = 0
    foreign: int = 0
    ours_lost: list[str] = field(default_factory=list)
    theirs_lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    damaged: int = 0
    latency: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    outcomes: list[str] = field(default_factory=list)
    litter: list[str] = field(default_factory=list)


def run(kind: str, edits: int, seed: int, folder: Path, *, plain: bool = False) -> Result:
    """One race of `edits` own edits against one writer of the kind."""
    folder.mkdir(parents=True, exist_ok=True)
    path, log, stop = folder / "task.md", folder / "log", folder / "stop"
    path.write_bytes(sample())
    rng, result = random.Random(seed), Result(kind)
    command = [
        sys.executable,
        __file__,
        "--writer",
        kind,
        str(path),
        str(seed),
        str(log),
        str(stop),
    ]
    board = Plain(path) if plain else Board(path, folder / "state")
    with subprocess.Popen(command) as writer:
        try:
            tokens = _edit_all(board, edits, rng, result)
        finally:
            stop.touch()
            writer.wait(30)
    board.finish()
    told = json.loads(log.read_text())
    result.waits, result.foreign = told["waits"], len(told["tokens"])
    result.outcomes = getattr(board, "outcomes", [])
    _judge(path, tokens, told["tokens"], result)
    names = {"task.md", "log", "stop", "state"}
    result.litter = [n for n in os.listdir(folder) if n not in names]
    return result


def _edit_all(board: Plain | Board, edits: int, rng: random.Random, result: Result) -> list[str]:
    tokens = []
    for number in range(edits):
        token = f"own-{number}"
        started = time.perf_counter()
        if board.edit(3 if rng.random() < 0.5 else rng.randrange(TASKS), token):
            tokens.append(token)
            result.latency.append(time.perf_counter() - started)
        board.follow()
        time.sleep(rng.uniform(0.0, 0.004))
    result.made = len(tokens)
    return tokens


def _judge(path: Path, ours: list[str], theirs: list[str], result: Result) -> None:
    lines = path.read_bytes().decode(errors="replace").splitlines()
    seen: dict[str, int] = {}
    for line in lines:
        seen[line] = seen.get(line, 0) + 1

    def count(token: str) -> int:
        return seen.get(f"  - [ ] {token}", 0) + seen.get(f"- {token}", 0)

    result.ours_lost = [token for token in ours if not count(token)]
    result.theirs_lost = [token for token in theirs if not count(token)]
    result.twice = [token for token in ours + theirs if count(token) > 1]
    original: dict[str, int] = {}
    for line in sample().decode().splitlines():
        original[line] = original.get(line, 0) + 1
    result.damaged = sum(max(0, n - seen.get(line, 0)) for line, n in original.items() if line)


def share(values: list[float], part: float) -> float:
    """The value below which `part` of them lie, in milliseconds."""
    ranked = sorted(values)
    return 1000 * ranked[min(len(ranked) - 1, int(part * len(ranked)))] if ranked else 0.0


def show(result: Result, name: str) -> None:
    """One line of the table."""
    print(
        f"{result.kind:8} {name:10} ours lost {len(result.ours_lost):4} of {result.made:5}   "
        f"theirs lost {len(result.theirs_lost):4} of {result.foreign:5}   "
        f"twice {len(result.twice)}  damaged {result.damaged:4}   "
        f"commit p50 {share(result.latency, 0.5):5.1f} p99 {share(result.latency, 0.99):6.1f} ms   "
        f"writer's open p99 {share(result.waits, 0.99):5.2f} max {share(result.waits, 1):5.2f} ms"
        f" {dict(Counter(result.outcomes))} {result.litter}",
        flush=True,
    )


def quiet_latency(folder: Path, edits: int = 300) -> list[float]:
    """Commits of a 30 KB file that nobody else writes, in seconds."""
    from archie_board.model.storage import Intent, Storage

    folder.mkdir()
    path = folder / "task.md"
    path.write_bytes(sample() * 6)
    storage, times = Storage(path, folder / "state"), []
    for number in range(edits):
        payload = {"task": number % TASKS, "token": f"quiet-{number}"}
        intent = Intent(str(uuid.uuid4()), payload, "quiet", time.time())
        started = time.perf_counter()
        storage.commit(intent, plan_for(intent))  # type: ignore[arg-type]
        times.append(time.perf_counter() - started)
    storage.close()
    return times


def main() -> None:
    """Run what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--edits", type=int, default=200, help="own edits per kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--no-baseline", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="races-", dir=os.environ.get("RACES_DIR")) as name:
        folder = Path(name)
        print(f"seed {arguments.seed}, {arguments.edits} edits per kind, in {folder.parent}")
        for kind in arguments.kinds.split(","):
            if not arguments.no_baseline:
                plain = run(kind, arguments.edits, arguments.seed, folder / f"{kind}-p", plain=True)
                show(plain, "os.replace")
            show(run(kind, arguments.edits, arguments.seed, folder / kind), "storage")
        times = quiet_latency(folder / "quiet")
        print(f"quiet 30 KB commit: p50 {share(times, 0.5):.1f} p99 {share(times, 0.99):.1f} ms")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--writer"]:
        be_writer(sys.argv[2], sys.argv[3], int(sys.argv[4]), sys.argv[5], sys.argv[6])
    else:
        main()
