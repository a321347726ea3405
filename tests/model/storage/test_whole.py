"""Files that are put in place whole: over another, or only where there is none."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from archie_board.model.storage.whole import write_new, write_whole


@pytest.fixture(params=["links", "no links"])
def folder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder, on a file system that knows hard links and on one that refuses them."""

    def refused(*_: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    if request.param == "no links":
        monkeypatch.setattr(os, "link", refused)
    return tmp_path


def test_a_new_file_is_as_any_program_makes_one(folder: Path) -> None:
    usual, ours = folder / "usual.md", folder / "task.md"
    usual.touch()
    write_new(ours, b"# Ferry\n")
    assert ours.read_bytes() == b"# Ferry\n"
    assert ours.stat().st_mode == usual.stat().st_mode
    assert ours.stat().st_nlink == 1
    assert sorted(path.name for path in folder.iterdir()) == ["task.md", "usual.md"]


@pytest.mark.parametrize("kind", ["file", "folder", "link to nothing"])
def test_what_came_meanwhile_stays(folder: Path, kind: str) -> None:
    path = folder / "task.md"
    if kind == "file":
        path.write_bytes(b"theirs")
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(folder / "nothing.md")
    before = path.lstat()
    with pytest.raises(FileExistsError):
        write_new(path, b"ours")
    assert os.path.samestat(path.lstat(), before)
    assert kind != "file" or path.read_bytes() == b"theirs"
    assert [one.name for one in folder.iterdir()] == ["task.md"]


def test_one_that_is_put_over_another_has_the_wanted_permissions(tmp_path: Path) -> None:
    path = tmp_path / "results.md"
    path.write_bytes(b"before")
    write_whole(path, b"after", 0o640)
    assert path.read_bytes() == b"after"
    assert path.stat().st_mode & 0o777 == 0o640
    write_whole(path, b"mine")
    assert path.stat().st_mode & 0o777 == 0o600
