"""A tmux of the test's own: its server, its configuration, and what its panes show."""

from __future__ import annotations

import itertools
import os
import shlex
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from ..patience import PATIENCE
from .terminal import PROGRAM, Terminal

MISSING = shutil.which("tmux") is None
_NUMBERS = itertools.count()


def until(
    condition: Callable[[], object], what: str, shown: Callable[[], str] = lambda: ""
) -> None:
    """Wait for a condition; fail with what there is to see."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"never came true: {what}\n{shown()}"
        time.sleep(0.05)


class Tmux:
    """A server with one session; leaving it ends the server and all that runs in it."""

    def __init__(self, folder: Path, conf: str = "", columns: int = 100, lines: int = 30) -> None:
        self.folder = folder
        self.name = f"archie-{os.getpid()}-{next(_NUMBERS)}"
        self.size = columns, lines
        self._conf = folder / "tmux.conf"
        self._conf.write_text(f"set -g exit-empty off\n{conf}")
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith("TMUX")
        } | {
            "PATH": f"{PROGRAM.parent}{os.pathsep}{os.environ['PATH']}",
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "SHELL": "/bin/sh",
            "PS1": "$ ",
        }

    def __enter__(self) -> Self:
        columns, lines = map(str, self.size)
        self("new-session", "-d", "-x", columns, "-y", lines, "-c", str(self.folder), "-n", "first")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        subprocess.run([*self._client, "kill-server"], env=self.environment, check=False)
        sockets = Path(os.environ.get("TMUX_TMPDIR", "/tmp")) / f"tmux-{os.getuid()}"
        (sockets / self.name).unlink(missing_ok=True)

    @property
    def _client(self) -> list[str]:
        return ["tmux", "-L", self.name, "-f", str(self._conf)]

    def __call__(self, *arguments: str) -> str:
        """What a tmux command prints."""
        done = subprocess.run(
            [*self._client, *arguments], env=self.environment, capture_output=True, text=True,
            cwd=self.folder, check=False, timeout=PATIENCE,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def attached(self, **environment: str) -> Terminal:
        """A terminal in which somebody has attached to the session."""
        columns, lines = self.size
        command = shlex.join([*self._client, "attach"])
        return Terminal(
            "/bin/sh", "-c", f"unset TMUX TMUX_PANE; exec {command}", cwd=self.folder,
            columns=columns, lines=lines, **(self.environment | environment),
        )  # fmt: skip

    def run(self, *command: str | Path, target: str = ":", **environment: str) -> None:
        """Run a command in a pane instead of what ran there."""
        options = [part for item in environment.items() for part in ("-e", "=".join(item))]
        self("respawn-pane", "-k", "-t", target, *options, shlex.join(map(str, command)))

    def shown(self, target: str = ":") -> str:
        """What a pane shows, as `capture-pane -p` tells it."""
        return self("capture-pane", "-p", "-t", target)

    def until(self, condition: Callable[[], object], what: str = "", target: str = ":") -> None:
        """Wait for a condition; fail with what the pane shows."""
        until(condition, what, lambda: self.shown(target))

    def shows(self, *texts: str, target: str = ":") -> None:
        self.until(lambda: all(t in self.shown(target) for t in texts), f"{texts}", target)
