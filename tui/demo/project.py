"""The demo's project: a temporary folder, the sample in it, and agents at work on it."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from importlib import resources
from pathlib import Path
from types import TracebackType

_PATIENCE = 1.0
"""Seconds that an agent gets to end by itself."""


class Project:
    """A sample project; leaving it ends its agents and removes its folder."""

    def __init__(self, *, keep: bool = False) -> None:
        self._keep = keep
        self._agents: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Project:
        self.folder = Path(tempfile.mkdtemp(prefix="archie-board-demo-"))
        self.path = self.folder / "task.md"
        """The task file."""
        self.path.write_bytes(sample())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end_agents()
        if not self._keep:
            shutil.rmtree(self.folder, ignore_errors=True)

    def start_agents(self, seed: str | None = None) -> None:
        """Start one process per role. Each ends with this process, whatever ends it."""
        from .agents import ROLES

        for role in ROLES:
            command = [sys.executable, "-m", "archie_board.tui.demo.agents", role, str(self.path)]
            if seed is not None:
                command += ["--seed", seed]
            agent = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,  # its end is what an agent waits for
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=self.folder,
                start_new_session=True,  # Ctrl+C in the terminal is the board's
            )
            self._agents.append(agent)

    def end_agents(self) -> None:
        """End every agent, kindly first."""
        for agent in self._agents:
            if agent.stdin is not None:
                agent.stdin.close()
        for agent in self._agents:
            try:
                agent.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(agent.pid, signal.SIGKILL)
                agent.wait()
        self._agents.clear()


def sample() -> bytes:
    """The text of the sample project."""
    return resources.files(__package__).joinpath("sample.md").read_bytes()
