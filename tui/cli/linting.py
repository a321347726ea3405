"""`lint`: what a reader of the task file should know, with line numbers and a rule each."""

from __future__ import annotations

from ...model.task import Diagnostic
from .output import NO, OK, json_lines, say, say_raw, warn
from .parser import Arguments
from .reading import read_document


def run_lint(arguments: Arguments) -> int:
    """Print the findings; errors and warnings are problems, info is not."""
    document, path = read_document(arguments.path or arguments.file)
    found = document.diagnostics
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
