"""Merging two versions of a file, as git asks for it, beside git's own merge of the same three.

Of ten tasks each side edits one, and both edit a third one: another field each, on lines that
stand together, where git leaves a conflict. What is compared is processor time of the whole
process, in turns.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from .commands import cost_of
from .figures import Figure, median
from .terminal import PROGRAM

_TITLE = b"**Title**: "
_STATUS = b"**Status**: "
_STATUS_LINE = re.compile(rb"\*\*Status\*\*: [a-z_]+")
_MARKER = b"\n=======\n"
_CONFLICTS = range(128)
"""Exit codes of both: how many conflicts are left, or that some are."""


def measure(path: Path, size: int, rounds: int) -> list[Figure]:
    """The program's `merge`, `git merge-file`, and the ratio of each pair of runs."""
    git = shutil.which("git") or ""
    folder = path.parent / "merging"
    folder.mkdir(exist_ok=True)
    texts = sides(path.read_bytes())
    names = [str(folder / name) for name in ("base.md", "ours.md", "theirs.md")]
    base, ours, theirs = names
    merged: dict[str, bytes] = {}
    runs: dict[str, list[float]] = {"merge": [], "git merge-file": []}
    for _ in range(rounds):
        for name, argv in (
            ("merge", [PROGRAM, "merge", base, ours, theirs]),
            ("git merge-file", [git, "merge-file", "-q", ours, base, theirs]),
        ):
            if argv[0]:
                for written, text in zip(names, texts, strict=True):
                    Path(written).write_bytes(text)
                runs[name].append(cost_of(argv, _CONFLICTS).processor)
                merged[name] = Path(ours).read_bytes()
    figures = [Figure(n, size, median(v) * 1000, "ms", "processor") for n, v in runs.items() if v]
    if runs["git merge-file"]:
        pairs = zip(runs["merge"], runs["git merge-file"], strict=True)
        ratio = median(one / max(other, 0.001) for one, other in pairs)
        figures.append(Figure("merge / git merge-file", size, ratio, "x", _left(merged)))
    return figures


def sides(raw: bytes) -> tuple[bytes, bytes, bytes]:
    """The file, and what two writers made of it."""
    parts = raw.split(b"\n### ")
    ours, theirs = list(parts), list(parts)
    for place in range(1, len(parts)):
        if place % 10 in (1, 4):
            ours[place] = parts[place].replace(_TITLE, _TITLE + b"Ours: ")
        if place % 10 in (4, 7):
            theirs[place] = _STATUS_LINE.sub(_STATUS + b"qa", parts[place])
    return raw, b"\n### ".join(ours), b"\n### ".join(theirs)


def _left(written: dict[str, bytes]) -> str:
    """How many conflicts each leaves."""
    left = (f"{name} leaves {data.count(_MARKER)}" for name, data in written.items())
    return ", ".join(left) + " conflicts"
