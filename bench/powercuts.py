"""Simulated power cuts: what of the edits that were said to be saved is there afterwards.

    python -m bench.powercuts [--cycles 100] [--fs ext4] [--seed 1]

Needs root, loop devices and the `mkfs` of the file system. A board makes edits on a small
file system of its own, with its state folder there too, while another program syncs now and
then, so that the file system's own journal moves on. At a random moment the file system is
shut down without a last flush (`FS_IOC_GOINGDOWN`, no log flush): what was not on the disk is
gone. It is mounted again, looked at, recovered as a start of the program does, and looked at
again. Prints, for each way of writing and beside a plain `os.replace` without a sync: how
often the file was torn or empty before and after recovery, and how many edits that had been
reported as saved were missing.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import uuid
from collections import Counter
from pathlib import Path

from . import racers
from .races import TOKEN

_GOING_DOWN = 0x8004587D
_NO_LOG_FLUSH = 2
_MEGABYTES = {"ext4": 24, "xfs": 320, "btrfs": 160}
WAYS = ("swap", "in place", "os.replace")


class Disk:
    """A file system in a file."""

    def __init__(self, folder: Path, kind: str) -> None:
        self.image, self.place = folder / "image", folder / "mounted"
        self.place.mkdir()
        with open(self.image, "wb") as stream:
            stream.truncate(_MEGABYTES[kind] << 20)
        force = "-F" if kind == "ext4" else "-f"
        subprocess.run([f"mkfs.{kind}", "-q", force, self.image], check=True)

    def mount(self) -> None:
        """Put it in its place; its own journal is replayed."""
        subprocess.run(["mount", "-o", "loop", self.image, self.place], check=True)

    def cut(self) -> None:
        """The power fails."""
        descriptor = os.open(self.place, os.O_RDONLY)
        try:
            fcntl.ioctl(descriptor, _GOING_DOWN, struct.pack("I", _NO_LOG_FLUSH))
        finally:
            os.close(descriptor)

    def unmount(self) -> None:
        """Take it away."""
        for _ in range(100):
            if subprocess.run(["umount", self.place], capture_output=True).returncode == 0:
                return
            time.sleep(0.02)
        raise RuntimeError("the file system stays busy")


def be_board(way: str, path: Path) -> None:
    """Make edits and tell of each one that is saved, until killed."""
    from archie_board.model.storage import Committed, Intent, Storage

    storage = Storage(path, path.parent / "state")
    number, rng = 0, random.Random(os.getpid())
    print("ready", flush=True)
    while True:
        token, task = f"own-0-{number}", rng.randrange(racers.TASKS)
        number += 1
        if way == "os.replace":
            beside = path.with_name("beside")
            beside.write_bytes(racers.insert(path.read_bytes(), task, token) or b"")
            os.replace(beside, path)
        else:
            intent = Intent(str(uuid.uuid4()), {"task": task, "token": token}, token, time.time())
            if not isinstance(storage.commit(intent, racers.plan_for(intent)), Committed):
                continue
        print(token, flush=True)


def be_neighbour(folder: Path) -> None:
    """Write and sync a file now and then, until killed."""
    while True:
        with open(folder / "neighbour", "wb") as stream:
            stream.write(os.urandom(512))
            stream.flush()
            os.fsync(stream.fileno())
        time.sleep(0.01)


def cycle(disk: Disk, way: str, rng: random.Random) -> tuple[str, str, int, int]:
    """One cut: how the file was before and after recovery, edits lost, edits saved."""
    disk.mount()
    project = disk.place / "project"
    shutil.rmtree(project, ignore_errors=True)
    project.mkdir()
    path = project / "task.md"
    path.write_bytes(racers.sample())
    if way == "in place":
        os.link(path, project / "alias")
    os.sync()
    board, neighbour = (
        subprocess.Popen(
            [sys.executable, "-m", "bench.powercuts", "--be", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        for arguments in (["board", way, path], ["neighbour", disk.place])
    )
    assert board.stdout is not None
    assert board.stdout.readline() == b"ready\n"
    time.sleep(rng.uniform(0.05, 0.4))
    disk.cut()
    for process in (board, neighbour):
        process.kill()
    saved = board.communicate()[0].decode().split()
    neighbour.communicate()
    disk.unmount()
    disk.mount()
    try:
        before = judge(path)
        if way != "os.replace":
            recover(path)
        after = judge(path)
        found = {token.decode() for token in TOKEN.findall(path.read_bytes())}
        return before, after, len(set(saved) - found), len(saved)
    finally:
        disk.unmount()


def recover(path: Path) -> None:
    """What a start of the program does."""
    from archie_board.model.storage import Storage

    storage = Storage(path, path.parent / "state")
    storage.recover(racers.plan_for)
    storage.close()


def judge(path: Path) -> str:
    """`whole`, `empty`, `torn`, or `missing`."""
    try:
        data = path.read_bytes()
    except OSError:
        return "missing"
    if not data:
        return "empty"
    tokens = TOKEN.findall(data)
    whole = TOKEN.sub(b"", data) == racers.sample() and len(tokens) == len(set(tokens))
    return "whole" if whole else "torn"


def main() -> int:
    """Run what the arguments ask for; 1 if the storage tore a file or lost an edit."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cycles", type=int, default=100, help="power cuts for each way")
    parser.add_argument("--fs", default="ext4", choices=_MEGABYTES)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--ways", default=",".join(WAYS))
    parser.add_argument("--be", nargs="+", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.be:
        role, *rest = arguments.be
        be_board(rest[0], Path(rest[1])) if role == "board" else be_neighbour(Path(rest[0]))
    bad = 0
    for way in arguments.ways.split(","):
        rng, befores, afters, lost, saved = random.Random(arguments.seed), [], [], 0, 0
        with tempfile.TemporaryDirectory(prefix="powercuts-") as name:
            disk = Disk(Path(name), arguments.fs)
            for _ in range(arguments.cycles):
                before, after, missing, told = cycle(disk, way, rng)
                befores.append(before)
                afters.append(after)
                lost, saved = lost + missing, saved + told
        print(
            f"{arguments.fs} {way:10} {arguments.cycles} cuts: before recovery "
            f"{dict(Counter(befores))}, after {dict(Counter(afters))}, "
            f"saved edits lost {lost} of {saved}",
            flush=True,
        )
        if way != "os.replace":
            bad += lost + sum(after != "whole" for after in afters)
    return int(bad > 0)


if __name__ == "__main__":
    raise SystemExit(main())
