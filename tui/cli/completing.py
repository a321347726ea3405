"""`completion`: the script that a shell loads, and the words that it asks for at each Tab.

A script asks `archie-board __complete -- WORDS...`, the words behind the program's name up to
the cursor, the last one being typed, and gets a line for each way to go on: a word, and behind a
tab what it is. No line means a file's name, or nothing. Words come out of a file that anybody
writes: no shell evaluates them, and one that would act on a terminal is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from ...model import words
from . import usage
from .output import OK, USAGE, Stop, say_raw
from .parser import COMMANDS, Arguments

if TYPE_CHECKING:
    from ...model.document import Document
    from ...model.roles import Roles
    from ...model.task import Task

_Found = Iterable[tuple[str, str]]
"""Words, each with what it is."""

BASH = r"""_archie_board() {
    local line=${COMP_LINE:0:COMP_POINT}
    mapfile -t COMPREPLY < <(archie-board __complete --line "$line" 2>/dev/null)
    [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *: ]] && compopt -o nospace
}
complete -o default -F _archie_board archie-board
"""

ZSH = r"""#compdef archie-board
_archie_board() {
    local -a found values told typed
    local line
    typed=("${(@Q)words[2,CURRENT]}")
    typed[-1]=${typed[-1]#[\"\']}
    found=("${(@f)$(archie-board __complete -- "${typed[@]}" 2>/dev/null)}")
    for line in $found; do
        values+=("${line%%$'\t'*}")
        told+=("${line/$'\t'/  }")
    done
    if (( $#values )); then
        compadd -l -d told -a values
    else
        _files
    fi
}
if [[ $funcstack[1] == _archie[-_]board ]]; then
    _archie_board "$@"
else
    compdef _archie_board archie-board
fi
"""

FISH = r"""function __archie_board_complete
    set -l words (commandline -opc) (commandline -ct | string replace -r '^["\']' '')
    set -l found (archie-board __complete -- $words[2..] 2>/dev/null)
    if set -q found[1]
        printf '%s\n' $found
    else
        __fish_complete_path (commandline -ct)
    end
end
complete -c archie-board -f -a '(__archie_board_complete)'
"""

_SHELLS = {"bash": BASH, "zsh": ZSH, "fish": FISH}

_BREAKS = re.compile(r".*[:=@]")
"""Up to where bash takes a word for complete."""
_SPECIAL = re.compile(r"[^\w@%+=:,./-]")
_WORD = re.compile(r"(?:[^\s'\"\\]|\\.|'[^']*(?:'|\Z)|\"(?:[^\"\\]|\\.)*(?:\"|\Z))+")
_QUOTING = re.compile(r"\\(.)|['\"]")


def run_completion(arguments: Arguments) -> int:
    """Print the script for a shell."""
    script = _SHELLS.get(arguments.shell)
    if script is None:
        raise Stop(USAGE, f"no completion for {arguments.shell}: there is {', '.join(_SHELLS)}")
    say_raw(script)
    return OK


def run___complete(arguments: Arguments) -> int:
    """Print how the words can go on. Whatever is wrong, a Tab brings no error."""
    with suppress(Stop):
        if arguments.line is None:
            found = _answers(arguments.word)
            lines = [f"{word}\t{about}" if about else word for word, about in found]
        else:
            lines = _for_bash(arguments.line)
        say_raw("".join(f"{line}\n" for line in lines))
    return OK


def _for_bash(line: str) -> list[str]:
    """What bash puts in place of the end of the line: words quoted as it needs them, without the
    part up to a colon, which it takes for a word before.
    """
    typed = _words_of(line)[1:] or [""]
    broken = _BREAKS.match(typed[-1])
    cut = len(broken[0]) if broken else 0
    return [_SPECIAL.sub(r"\\\g<0>", word[cut:]) for word, _ in _answers(typed)]


def _words_of(line: str) -> list[str]:
    """A command line's words as a shell reads them; the last one may be empty or half quoted."""
    found = [_QUOTING.sub(r"\1", match[0]) for match in _WORD.finditer(line)]
    return found if line and not line[-1].isspace() else [*found, ""]


def _answers(typed: list[str]) -> Iterator[tuple[str, str]]:
    """The words that begin as the last one does, each once, and safe to show."""
    current = typed[-1] if typed else ""
    seen = set()
    for word, about in _Asked(typed[:-1], current).found():
        same = word.casefold().startswith(current.casefold())
        if word and same and word.isprintable() and word not in seen:
            seen.add(word)
            yield word, about if about.isprintable() else ""


class _Asked:
    """What may stand at the cursor, behind the words before it."""

    def __init__(self, before: list[str], current: str) -> None:
        self._before = before
        self._current = current
        self._given: list[str] = []
        self._file: str | None = None
        self._command, self._option = self._read()

    def _read(self) -> tuple[str | None, str | None]:
        """The command, and the option whose value is being typed; collects what was given."""
        command: str | None = None
        waiting: str | None = None
        for word in self._before:
            if waiting is not None:
                self._file = word if waiting == "--file" else self._file
                waiting = None
            elif word.startswith("--"):
                waiting = word if f"{word}=" in self._options(command) else None
            elif command is None:
                command = word
            else:
                self._given.append(word)
        return command, waiting

    def _options(self, command: str | None) -> list[str]:
        known = COMMANDS.get(command or "open", ("", ""))[1]
        return [option.removesuffix("*") for option in f"{known} --file= --help".split()]

    def found(self) -> _Found:
        """Every word that fits there, whatever is typed of it."""
        if self._option is not None:
            return self._values(self._option.lstrip("-"))
        option, equals, _ = self._current.partition("=")
        if equals and f"{option}=" in self._options(self._command):
            return ((f"{option}={word}", about) for word, about in self._values(option[2:]))
        if self._current.startswith("-") and self._command != "list":
            return ((name.rstrip("="), "") for name in self._options(self._command))
        if self._command is None or (self._command == "help" and not self._given):
            shown = (name for name in COMMANDS if not name.startswith("_"))
            return ((name, usage.about(name)) for name in shown)
        if self._current.startswith("--"):
            return ((name.rstrip("="), "") for name in self._options(self._command))
        return self._values(self._position())

    def _position(self) -> str:
        """The name of the value that comes next: `ID`, `STATUS`, `QUERY`."""
        names = COMMANDS.get(self._command or "", ("", ""))[0].split()
        place = min(len(self._given), len(names) - 1)
        if not names or (len(self._given) >= len(names) and not names[-1].endswith("*")):
            return ""
        return names[place].rstrip("?*")

    def _values(self, name: str) -> _Found:
        make = _VALUES.get(name)
        plain = _FIXED.get(name) or _FIXED.get(f"{self._command} {name}")
        if plain is not None:
            return ((word, "") for word in plain)
        return make(self) if make is not None else ()

    @property
    def document(self) -> Document:
        """The task file that the command would take. Raises `Stop` where there is none."""
        from .reading import read_document

        return read_document(self._file)[0]

    def roles(self) -> Roles:
        """The roles in force for that file."""
        from ...model.cards.inforce import roles_at
        from .locate import find_file

        return roles_at(find_file(self._file), whole=True)

    def task(self) -> Task | None:
        """The task that was named."""
        return self.document.task(self._given[0]) if self._given else None

    def ids(self) -> _Found:
        return ((task.key, task.title) for task in self.document.tasks)

    def listed_ids(self) -> _Found:
        """IDs behind a comma."""
        start = self._current[: self._current.rfind(",") + 1]
        return ((start + task.key, task.title) for task in self.document.tasks)

    def statuses(self) -> _Found:
        own = {task.status for task in self.document.tasks} - {None, *words.STATUSES}
        return ((word, "") for word in (*words.STATUSES, *sorted(filter(None, own))))

    def categories(self) -> _Found:
        prefixes = {task.prefix for task in self.document.tasks}
        return ((c.id, c.title) for c in self.roles().categories(prefixes))

    def steps(self) -> _Found:
        """What a review of the task looks at."""
        task = self.task()
        return ((s.title, "") for s in self.roles().role(task.prefix if task else "").review_steps)

    def assignees(self) -> _Found:
        return ((name, "") for name in sorted({task.assignee for task in self.document.tasks}))

    def fields(self) -> _Found:
        task = self.task()
        own = [field.name for field in task.fields] if task else []
        usual = [names[0] for key, names in words.FIELDS.items() if key not in _COMMANDED]
        known = {words.field_key(name) for name in own}
        more = [name for name in usual if words.field_key(name) not in known]
        shown = [name for name in own if words.field_key(name) not in _COMMANDED]
        return ((name, "") for name in (*shown, *more))

    def field_values(self) -> _Found:
        """What the field can be, or what it is, to be changed."""
        key = words.field_key(self._given[1])
        make = {"assignee": _Asked.assignees, "dependencies": _Asked.listed_ids}.get(key)
        if make is not None:
            return make(self)
        fixed = {"priority": _PRIORITIES, "effort": words.EFFORTS}.get(key)
        task = self.task()
        return ((word, "") for word in fixed or ([task.text(key)] if task else []))

    def criteria(self) -> _Found:
        """Numbers of criteria, where an action takes one."""
        task = self.task()
        if task is None or len(self._given) != 2 or self._given[1] == "add":
            return ()
        return ((str(n), f"[{c.mark}] {c.text}") for n, c in enumerate(task.criteria, 1))

    def queries(self) -> _Found:
        from ...model.board.suggestions import suggest

        found = suggest(self._current, self.document, self.roles())
        return ((query, "") for query in found)


_COMMANDED = ("status", "criteria", "comments", "review")
"""Fields that have a command of their own."""
_PRIORITIES = tuple(word.capitalize() for word in words.PRIORITIES)

_FIXED: dict[str, Iterable[str]] = {
    "SHELL": _SHELLS,
    "ACTION": ("add", "edit", "check", "uncheck", "remove", "move"),
    "priority": _PRIORITIES,
    "effort": words.EFFORTS,
    "sort": ("id", "title", "status", "priority", "assignee", "effort", "created"),
    "summary format": ("plain", "tmux", "json"),
    "graph format": ("text", "mermaid", "dot"),
}

_VALUES: dict[str, Callable[[_Asked], _Found]] = {
    "ID": _Asked.ids,
    "STATUS": _Asked.statuses,
    "FIELD": _Asked.fields,
    "VALUE": _Asked.field_values,
    "REST": _Asked.criteria,
    "QUERY": _Asked.queries,
    "category": _Asked.categories,
    "assignee": _Asked.assignees,
    "author": _Asked.assignees,
    "depends": _Asked.listed_ids,
    "pass": _Asked.steps,
    "fail": _Asked.steps,
    "skip": _Asked.steps,
}
