"""Git's branches, as far as they matter here: a switch changes the file at once, and is meant."""

from __future__ import annotations

import os
from pathlib import Path


def head_moved_at(path: str) -> float:
    """When the branch that the file's repository is on was last switched; 0 if there is none."""
    for folder in Path(path).parents:
        git = folder / ".git"
        try:
            if git.is_file():
                git = folder / git.read_text("utf-8", "replace").partition(":")[2].strip()
            return os.stat(git / "HEAD").st_mtime
        except OSError:
            continue
    return 0.0
