"""`convert`: a copy of the task file in the protocol's own form; the original stays."""

from __future__ import annotations

from pathlib import Path

from ...model.cards.inforce import roles_at
from ...model.dialects.convert import convert
from .output import NO, OK, UNUSABLE, Stop, say_done, warn
from .parser import Arguments
from .reading import read_document


def run_convert(arguments: Arguments) -> int:
    """Write the copy next to the file, or to `--output`; say on stderr what had no place."""
    document, path = read_document(arguments.path or arguments.file)
    if not document.tasks:
        raise Stop(NO, f"{path}: there are no tasks to convert")
    target = Path(arguments.output) if arguments.output else _beside(Path(path))
    converted = convert(document, roles_at(path))
    try:
        with target.open("xb") as file:
            file.write(converted.raw)
    except FileExistsError:
        raise Stop(UNUSABLE, f"{target}: exists already: name another with --output") from None
    except OSError as problem:
        why = problem.strerror or str(problem)
        raise Stop(UNUSABLE, f"{target}: cannot be written: {why}") from None
    for line in converted.left_out:
        warn(f"{Path(path).name}: {line}")
    count = len(document.tasks)
    say_done(f"{target}: {count} task{'s' if count != 1 else ''} in the protocol's form")
    return OK


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.stem}.native{path.suffix or '.md'}")
