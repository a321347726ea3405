"""`lint`: what is wrong with the task file, with line numbers and a rule each.

`--fix` repairs what has one right answer, each repair an operation like any other edit, so it
is planned on the fresh file and merges with what others write.
"""

from __future__ import annotations

from ...model.cards.inforce import roles_at
from ...model.linting.rules import findings
from ...model.task import Diagnostic
from .output import CONFLICT, NO, OK, Stop, json_lines, say, say_done, say_raw, warn
from .parser import Arguments
from .reading import read_document


def run_lint(arguments: Arguments) -> int:
    """Print the findings; errors and warnings are problems, info is not."""
    named = arguments.path or arguments.file
    if arguments.fix:
        _fix(named, arguments)
    document, path = read_document(named)
    found = findings(document, roles_at(path))
    if arguments.json:
        say_raw(json_lines([_shape(finding) for finding in found]) + "\n")
    else:
        for finding in found:
            say(f"{path}:{finding.line}: {finding.severity} {finding.rule}: {finding.message}")
    problems = sum(finding.severity != "info" for finding in found)
    if problems:
        warn(f"{path}: {problems} problem{'s' if problems != 1 else ''}, listed on stdout")
    return NO if problems else OK


def _shape(finding: Diagnostic) -> dict[str, object]:
    return {
        "line": finding.line,
        "severity": finding.severity,
        "rule": finding.rule,
        "task": finding.task,
        "message": finding.message,
    }


def _fix(named: str | None, arguments: Arguments) -> None:
    """Make the repairs, and say each one: on stdout, or on stderr where that holds JSON."""
    from ...model.live.store import Applied, Failed
    from ...model.operations import Conflict
    from ...model.operations.repairs import repairs
    from .changing import Session

    document, path = read_document(named)
    operations = repairs(document)
    if not operations:
        return
    arguments.file = path
    with Session(arguments) as session:
        for operation in operations:
            result = session.store.submit(operation)
            if isinstance(result, Conflict):
                raise Stop(CONFLICT, f"{path}: {result.reason}: run `archie-board lint` again")
            if isinstance(result, Failed):
                raise session.not_done(result, operation.task)
            if isinstance(result, Applied):
                told = f"{path}: fixed: {result.summary}"
                warn(told) if arguments.json else say_done(told)
