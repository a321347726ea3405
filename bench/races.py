"""Lost edits under simultaneous writers: the storage beside a plain read, modify, os.replace.

    python -m bench.races [--edits 200] [--seed 1] [--kinds rename,trunc,...] [--boards 1,4]
                          [--commands 10] [--no-baseline]

A program of one kind (see `bench/racers.py`) makes unique edits to one task.md while boards
make theirs, and, with `--commands`, the installed program is called for further ones. At the
end every edit of every side must be in the file once, and what remains without them must be
the file from the start, byte for byte. Prints lost of made, what the user is asked about
instead, commit latency, how long `open` made a writer wait, and what the boards did about it.
The same runs again with boards that read, modify and `os.replace`.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

if __package__:
    from . import racers
else:  # called by its path
    sys.path.insert(0, str(Path(__file__).parent))
    import racers  # type: ignore[no-redef]

KINDS = racers.KINDS
PROGRAM = Path(sys.executable).with_name("archie-board")
TOKEN = re.compile(rb"(?m)^(?:  - \[ \]|-) ((?:own|foreign|command)-[\w-]+)\n")
_STATUSES = ("in_progress", "blocked", "pending", "completed")


@dataclass
class Result:
    """What one run came to."""

    kind: str
    boards: int = 1
    made: int = 0
    foreign: int = 0
    commanded: int = 0
    ours_lost: list[str] = field(default_factory=list)
    theirs_lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    damage: str = ""
    """How the file without the edits differs from the one at the start."""
    latency: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    outcomes: list[str] = field(default_factory=list)
    litter: list[str] = field(default_factory=list)

    @property
    def failures(self) -> list[str]:
        """What must not be; empty after a good race."""
        lost = [*self.ours_lost, *self.theirs_lost]
        found = [f"lost: {', '.join(lost)}"] if lost else []
        found += [f"twice: {', '.join(self.twice)}"] if self.twice else []
        found += [f"other bytes changed: {self.damage}"] if self.damage else []
        return found + [f"left behind: {name}" for name in self.litter]


def run(
    kind: str,
    edits: int,
    seed: int,
    folder: Path,
    *,
    boards: int = 1,
    commands: int = 0,
    plain: bool = False,
) -> Result:
    """One race: `edits` own edits of each board, and some commands, against one writer."""
    folder.mkdir(parents=True, exist_ok=True)
    path, log, stop = folder / "task.md", folder / "log", folder / "stop"
    path.write_bytes(racers.sample())
    state = folder / "state" / "archie-board"
    result = Result(kind, boards)
    writer = _start("writer", kind, path, seed, log, stop)
    racing = [
        _start("board", n, path, edits, seed + 100 * n + 1, "" if plain else state)
        for n in range(boards)
    ]
    try:
        commanded = _command(path, commands, folder / "state")
        for board in racing:
            assert board.stdout is not None
            assert board.stdout.readline() == "edited\n"
        stop.touch()
        writer.wait(30)
        told = [json.loads(board.communicate("finish\n", 120)[0]) for board in _told(racing)]
    finally:
        stop.touch()
        for process in (writer, *racing):
            process.kill()
            process.wait()
    foreign = json.loads(log.read_text())
    for one in told:
        result.latency += one["latency"]
        result.outcomes += one["outcomes"]
        result.asked += one["asked"]
    ours = [token for one in told for token in one["tokens"]]
    result.waits = foreign["waits"]
    result.made, result.foreign = len(ours) + len(commanded), len(foreign["tokens"])
    result.commanded = len(commanded)
    _judge(path.read_bytes(), [*ours, *commanded], foreign["tokens"], result)
    names = {"task.md", "log", "stop", "state"}
    result.litter = [name for name in os.listdir(folder) if name not in names]
    return result


def _start(*arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, racers.__file__, *map(str, arguments)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _told(boards: list[subprocess.Popen[str]]) -> list[subprocess.Popen[str]]:
    """The boards, all told to finish: they do so at the same time."""
    for board in boards:
        assert board.stdin is not None
        board.stdin.write("finish\n")
        board.stdin.flush()
    return boards


def _command(path: Path, commands: int, home: Path) -> list[str]:
    """Call the installed program so often; what it says it has done."""
    done, status = [], ""
    environment = os.environ | {"XDG_STATE_HOME": str(home)}
    for number in range(commands):
        token, task = f"command-{number}", f"BE-{racers.COMMANDED:03}"
        if number % 3 == 2:
            status = _STATUSES[number // 3 % len(_STATUSES)]
            arguments = ["status", task, status]
        else:
            arguments = ["criteria", f"BE-{number % racers.TASKS:03}", "add", token]
        call = [PROGRAM, *arguments, "--file", path]
        answer = subprocess.run(call, capture_output=True, env=environment, text=True, check=False)
        if answer.returncode == 0 and status != arguments[-1]:
            done.append(token)
        elif answer.returncode:
            print(f"{' '.join(arguments)}: {answer.stderr.strip()}", file=sys.stderr)
    return done


def _judge(data: bytes, ours: list[str], theirs: list[str], result: Result) -> None:
    seen = Counter(token.decode() for token in TOKEN.findall(data))
    asked = set(result.asked)
    result.ours_lost = [token for token in ours if not seen[token] and token not in asked]
    result.theirs_lost = [token for token in theirs if not seen[token]]
    result.twice = [token for token, count in seen.items() if count > 1]
    rest = TOKEN.sub(b"", data)
    for status in _STATUSES:
        word = f"**Status**: {status}\n".encode()
        rest = rest.replace(word, b"**Status**: pending\n")
    if rest != racers.sample():
        lines = Counter(racers.sample().split(b"\n"))
        lines.subtract(rest.split(b"\n"))
        differ = [(count, line.decode(errors="replace")) for line, count in lines.items() if count]
        result.damage = str(differ[:6] or "lines stand in another order")


def share(values: list[float], part: float) -> float:
    """The value below which `part` of them lie, in milliseconds."""
    ranked = sorted(values)
    return 1000 * ranked[min(len(ranked) - 1, int(part * len(ranked)))] if ranked else 0.0


def show(result: Result, name: str) -> None:
    """One line of the table."""
    print(
        f"{result.kind:9} x{result.boards} {name:10} "
        f"ours lost {len(result.ours_lost):4} of {result.made:5}   "
        f"theirs lost {len(result.theirs_lost):4} of {result.foreign:5}   "
        f"asked {len(result.asked):2}  twice {len(result.twice)}  "
        f"damaged {'yes' if result.damage else 'no':3}  "
        f"commit p50 {share(result.latency, 0.5):5.1f} p99 {share(result.latency, 0.99):7.1f} ms   "
        f"writer's open p99 {share(result.waits, 0.99):5.2f} max {share(result.waits, 1):5.2f} ms "
        f"{dict(Counter(result.outcomes))}",
        flush=True,
    )
    if name == "storage":
        for failure in result.failures:
            print(f"    {failure[:2000]}", flush=True)


def quiet_latency(folder: Path, edits: int = 300) -> list[float]:
    """Commits of a 30 KB file that nobody else writes, in seconds."""
    from archie_board.model.storage import Intent, Storage

    folder.mkdir()
    path = folder / "task.md"
    path.write_bytes(racers.sample() * 5)
    storage, times = Storage(path, folder / "state"), []
    for number in range(edits):
        payload = {"task": number % racers.TASKS, "token": f"quiet-{number}"}
        intent = Intent(str(uuid.uuid4()), payload, "quiet", time.time())
        started = time.perf_counter()
        storage.commit(intent, racers.plan_for(intent))
        times.append(time.perf_counter() - started)
    storage.close()
    return times


def main() -> int:
    """Run what the arguments ask for; 1 if anything was lost, doubled or damaged."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--edits", type=int, default=200, help="edits of each board, per kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--boards", default="1,4", help="how many boards at once")
    parser.add_argument("--commands", type=int, default=0, help="calls of the program in each race")
    parser.add_argument("--no-baseline", action="store_true")
    arguments = parser.parse_args()
    bad = False
    with tempfile.TemporaryDirectory(prefix="races-", dir=os.environ.get("RACES_DIR")) as name:
        folder = Path(name)
        print(f"seed {arguments.seed}, {arguments.edits} edits per board, in {folder.parent}")
        for kind in arguments.kinds.split(","):
            for boards in map(int, arguments.boards.split(",")):
                for plain in (False,) if arguments.no_baseline else (True, False):
                    where = folder / f"{kind}-{boards}-{plain}"
                    made = run(
                        kind,
                        arguments.edits,
                        arguments.seed,
                        where,
                        boards=boards,
                        commands=0 if plain else arguments.commands,
                        plain=plain,
                    )
                    show(made, "os.replace" if plain else "storage")
                    bad = bad or (not plain and bool(made.failures))
        times = quiet_latency(folder / "quiet")
        print(f"quiet 30 KB commit: p50 {share(times, 0.5):.1f} p99 {share(times, 0.99):.1f} ms")
    return int(bad)


if __name__ == "__main__":
    raise SystemExit(main())
