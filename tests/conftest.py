"""Shared fixtures: the async backend, and a home of the test's own."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A run says the same each time, and how busy the machine is changes nothing. What a new random
# draw brings to light is for every day: `pytest --hypothesis-profile=search`.
UNMEASURED = [HealthCheck.too_slow, HealthCheck.filter_too_much]
settings.register_profile("search", deadline=None, suppress_health_check=UNMEASURED)
settings.register_profile("same", settings.get_profile("search"), derandomize=True)
settings.load_profile("same")

HEARD = ("ARCHIE_BOARD_", "GIT_", "LC_", "SSH_", "TEXTUAL_", "TMUX", "XDG_")
HEARD += ("COLORTERM", "COLUMNS", "EDITOR", "FORCE_COLOR", "LINES", "NO_COLOR", "VISUAL")
"""How the names of variables begin to which the program, or one that a test starts, listens."""


def pytest_collection_finish() -> None:
    """What was imported stays: nobody needs to look through it for garbage again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def anyio_backend() -> str:
    """Async tests run on asyncio, as Textual does."""
    return "asyncio"


@pytest.fixture(scope="session", autouse=True)
def usual(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What is the same on every machine: the time zone, who may read new files, no variable that
    programs listen to; and programs keep their byte code, as an installed program does.
    """
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(HEARD):
                patch.delenv(name)
        patch.setenv("PYTHONDONTWRITEBYTECODE", "")
        patch.setenv("PYTHONPYCACHEPREFIX", str(tmp_path_factory.mktemp("compiled")))
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        patch.setenv("LANG", "C.UTF-8")
        patch.setenv("TZ", "UTC")
        time.tzset()
        mask = os.umask(0o022)
        yield
        os.umask(mask)
    time.tzset()


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state and configuration folder per test: the developer's own is never touched."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(home / name.lower()))
    return home
