"""Commands of a project: what trust covers, and that nothing outlives a run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

import pytest
from archie_board.model.checks.running import CAP, Outcome, run
from archie_board.model.checks.subject import Subject, Unfit, subject_of
from archie_board.model.checks.trust import Decisions, difference

from ..patience import PATIENCE


class Project:
    """A repository with commands, and what its user decided."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "repo"
        (self.root / ".git").mkdir(parents=True)
        self.settings = self.root / ".archie-board.toml"
        self.decisions = Decisions(folder / "state")
        self.output: list[str] = []
        self.stop = Event()

    def states(self, *command: str, timeout: int = 20, step: str = "API testing") -> Subject:
        words = ", ".join(repr(word) for word in command)
        self.settings.write_text(
            f"[[checks]]\nstep = '{step}'\ncommand = [{words}]\ntimeout = {timeout}\n"
        )
        return self.now

    @property
    def now(self) -> Subject:
        return subject_of(str(self.settings), str(self.root))

    @property
    def standing(self) -> str:
        return self.decisions.standing(self.now).state

    def script(self, text: str, name: str = "check.py") -> Subject:
        """A trusted command that runs a Python script of the project."""
        (self.root / name).write_text(textwrap.dedent(text))
        subject = self.states(sys.executable, name)
        self.decisions.decide(subject, "trust")
        return subject

    def run(self, subject: Subject) -> Outcome:
        check = subject.checks[0]
        return run(check, subject, self.decisions, self.output.append, self.stop)

    @property
    def said(self) -> str:
        return "".join(self.output)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def running_with(mark: str) -> list[int]:
    """The processes whose command line holds a mark."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and int(entry.name) != os.getpid():
            try:
                words = (entry / "cmdline").read_bytes()
                state = (entry / "stat").read_bytes().rpartition(b")")[2].split()[0]
            except OSError:
                continue
            if mark.encode() in words and state not in (b"Z", b"X"):
                found.append(int(entry.name))
    return found


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "never came true"
        Event().wait(0.01)


# ---- trust


def test_nothing_is_trusted_until_the_user_says_so(project: Project) -> None:
    subject = project.states("true")
    assert project.standing == "unknown"
    assert project.run(subject).ended == "blocked"
    project.decisions.decide(subject, "trust")
    assert project.standing == "trusted"
    assert project.run(subject) == project.run(subject)._replace(seconds=pytest.approx(0, abs=10))


def test_a_denial_is_remembered(project: Project) -> None:
    subject = project.states("true")
    project.decisions.decide(subject, "deny")
    assert project.standing == "denied"
    assert project.run(subject).ended == "blocked"
    project.states("false")
    assert project.standing == "changed"


def edit_settings(project: Project) -> None:
    project.settings.write_text(project.settings.read_text() + "# a remark\n")


def edit_script(project: Project) -> None:
    (project.root / "run.sh").write_text("echo evil\n")


def swap_for_a_link(project: Project) -> None:
    (project.root / "run.sh").rename(project.root / "same.sh")
    (project.root / "run.sh").symlink_to("same.sh")


def make_a_link_lead_elsewhere(project: Project) -> None:
    (project.root / "link").unlink()
    (project.root / "link").symlink_to("other.sh")


def create_what_was_absent(project: Project) -> None:
    (project.root / "late.py").write_text("print('late')\n")


def create_what_shadows_the_program(project: Project) -> None:
    (project.root / "sh").write_text("#!/bin/sh\n")


def take_a_script_away(project: Project) -> None:
    (project.root / "run.sh").unlink()


@pytest.mark.parametrize(
    "change",
    [
        edit_settings, edit_script, swap_for_a_link, make_a_link_lead_elsewhere,
        create_what_was_absent, create_what_shadows_the_program, take_a_script_away,
    ],
)  # fmt: skip
def test_any_change_blocks_until_it_is_looked_at(
    project: Project, change: Callable[[Project], None]
) -> None:
    for name in ("run.sh", "other.sh"):
        (project.root / name).write_text("echo fine\n")
    (project.root / "link").symlink_to("run.sh")
    subject = project.states("sh", "run.sh", "link", "late.py", "--config=run.sh")
    project.decisions.decide(subject, "trust")
    assert project.standing == "trusted"
    change(project)
    assert project.standing == "changed"
    outcome = project.run(subject)
    assert outcome.ended == "blocked"
    assert outcome.proposed is None
    assert not project.output
    assert difference(project.now, project.decisions.standing(project.now))


def test_what_changed_is_shown_safely(project: Project) -> None:
    (project.root / "run.sh").write_text("echo fine\n")
    project.decisions.decide(project.states("sh", "run.sh"), "trust")
    (project.root / "run.sh").write_text("curl evil\x1b[2K | sh\n")
    lines = difference(project.now, project.decisions.standing(project.now))
    assert "-echo fine" in lines
    assert "+curl evil␛[2K | sh" in lines
    assert all(line.isprintable() for line in lines)


def test_a_change_in_the_moment_of_starting_is_seen(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the first look and the start, which the warden's own start parts."""
    from archie_board.model.checks import running

    subject = project.script("print('fine')")
    ready = running._Follower.ready

    def swapped(self: running._Follower) -> bool:
        (project.root / "check.py").write_text("open('evil', 'w')")
        return ready(self)

    monkeypatch.setattr(running._Follower, "ready", swapped)
    assert project.run(subject).ended == "blocked"
    assert not (project.root / "evil").exists()


def test_another_place_with_the_same_bytes_is_not_trusted(project: Project, tmp_path: Path) -> None:
    project.decisions.decide(project.states("true"), "trust")
    copy = tmp_path / "copy"
    copy.mkdir()
    (copy / ".archie-board.toml").write_bytes(project.settings.read_bytes())
    other = subject_of(str(copy / ".archie-board.toml"), str(copy))
    assert project.decisions.standing(other).state == "unknown"


def test_decisions_are_the_users_alone(project: Project, tmp_path: Path) -> None:
    subject = project.states("true")
    project.decisions.decide(subject, "trust")
    (kept,) = (tmp_path / "state" / "trust").iterdir()
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o777 == 0o700
    kept.write_text(kept.read_text().replace(subject.digest, "0" * 64))
    assert project.standing == "changed"
    for garbage in ("", "[]", "{", '{"path": 1}', "\0" * 100):
        kept.write_text(garbage)
        assert project.standing == "unknown"


def test_a_state_folder_inside_the_project_decides_nothing(project: Project) -> None:
    inside = Decisions(project.root / "state")
    with pytest.raises(Unfit, match="inside the project"):
        inside.decide(project.states("true"), "trust")


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("env = { A = 'b' }", "env"),
        ("cwd = '/'", "cwd"),
        ("timeout = 0", "timeout"),
        ("timeout = '9'", "timeout"),
        ("command = 'rm -rf /'", "command"),
        ("command = []", "command"),
        ("step = 3", "step"),
        ("trust = true", "trust"),
    ],
)
def test_a_table_that_is_no_command_is_said_and_left_out(
    project: Project, table: str, said: str
) -> None:
    whole = {"step": "step = 'A'", "command": "command = ['true']"}
    whole[table.partition(" ")[0]] = table
    project.settings.write_text("[[checks]]\n" + "\n".join(whole.values()) + "\n")
    assert not project.now.checks
    assert said in project.now.problems[0]
    assert project.now.problems[0].isprintable()


def test_what_cannot_be_read_is_no_subject(project: Project) -> None:
    os.mkfifo(project.settings)
    with pytest.raises(Unfit, match="no ordinary file"):
        _ = project.now


# ---- running


def test_a_command_finds_a_clean_place(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "hunter2")
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    subject = project.script(
        """
        import os, signal, sys
        print(sorted(set(os.environ) - {"LC_CTYPE"}), os.getcwd())
        print(repr(sys.stdin.read()), os.getsid(0) != os.getsid(os.getppid()) or "own group",
              os.getpgid(0) == os.getpid(), signal.getsignal(signal.SIGURG),
              os.listdir("/proc/self/fd"))
        """
    )
    assert project.run(subject).proposed == "passed"
    first, second = project.said.splitlines()
    assert first == f"['HOME', 'LANG', 'PATH', 'TERM'] {project.root}"
    assert second.startswith("'' own group True")
    assert "['0', '1', '2', '3']" in second  # and the listing itself


@pytest.mark.parametrize(
    ("body", "proposed", "ended"),
    [
        ("print('12 passed')", "passed", "exit"),
        ("print('1 failed'); raise SystemExit(3)", "failed", "exit"),
        ("import os; os.kill(os.getpid(), 11)", "failed", "signal"),
    ],
)
def test_the_end_proposes_a_mark(project: Project, body: str, proposed: str, ended: str) -> None:
    outcome = project.run(project.script(body))
    assert (outcome.proposed, outcome.ended) == (proposed, ended)
    if ended == "exit":
        assert outcome.note == project.said.strip()


def test_a_program_that_is_not_there_is_said(project: Project) -> None:
    subject = project.states("no-such-program\x1b[2J".replace("\x1b", "\\u001b"))
    project.decisions.decide(subject, "trust")
    outcome = project.run(subject)
    assert (outcome.ended, outcome.proposed) == ("unable", None)
    assert outcome.note.endswith("No such file or directory")


def test_output_acts_on_nothing(project: Project) -> None:
    subject = project.script(
        r"""
        import sys
        sys.stdout.buffer.write(b"\x1b[31mred\x1b[0m \x1b]52;c;QUJD\x07 \x9b2J \xff \xe2\x80\xae")
        sys.stdout.buffer.write(b"\r\nlast\rline\n")
        """
    )
    outcome = project.run(subject)
    assert project.said.splitlines()[0].startswith("red ␛]52;c;QUJD␇")
    assert all(line.isprintable() for line in project.said.splitlines())
    assert outcome.note == "line"


def test_a_flood_is_bounded(project: Project) -> None:
    outcome = project.run(
        project.script(
            "import sys\nfor _ in range(300): sys.stdout.write('x' * 100_000 + '\\n')\nprint('end')"
        )
    )
    assert outcome.proposed == "passed"
    assert outcome.note == "end"
    assert CAP <= len(project.said) < CAP + 200


HIDES = {
    "hangs": "",
    "ignores the request to end": "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n",
    "leaves a child": "subprocess.Popen(sleeper)\n",
    "leaves a child in a session of its own": (
        "subprocess.Popen(sleeper, start_new_session=True)\n"
    ),
    "forks away twice": (
        "if os.fork() == 0:\n    os.setsid()\n"
        "    if os.fork() == 0: os.execv(sleeper[0], sleeper)\n    os._exit(0)\n"
    ),
    "forks on and on": ("for _ in range(30): subprocess.Popen(sleeper, start_new_session=True)\n"),
}


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("way", HIDES)
@pytest.mark.parametrize("ends", ["by itself", "by its time", "by the user", "with the board"])
def test_nothing_outlives_a_run(project: Project, way: str, ends: str) -> None:
    mark = f"mark-{os.getpid()}-{time.monotonic_ns()}"
    stays = "" if ends == "by itself" else "time.sleep(600)\n"
    ignore = (
        "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " if "ignores" in way else ""
    )
    subject = project.script(
        "import os, signal, subprocess, sys, time\n"
        f"sleeper = [sys.executable, '-c', {ignore + 'import time; time.sleep(600)'!r}, {mark!r}]\n"
        + HIDES[way]
        + "time.sleep(0.2)\nprint('ready', flush=True)\n"
        + stays
    )
    if ends == "by its time":
        project.settings.write_text(project.settings.read_text().replace("= 20", "= 1"))
        subject = project.now
        project.decisions.decide(subject, "trust")
    if ends == "with the board":
        _kill_the_board(project, subject)
    else:
        outcomes: list[Outcome] = []
        runner = Thread(target=lambda: outcomes.append(project.run(subject)))
        runner.start()
        until(lambda: "ready" in project.said or not runner.is_alive())
        if ends == "by the user":
            project.stop.set()
        runner.join(PATIENCE)
        assert not runner.is_alive()
        wanted = {"by itself": "exit", "by its time": "timeout", "by the user": "stopped"}
        assert [one.ended for one in outcomes] == [wanted[ends]]
    until(lambda: not running_with(mark) and not running_with(str(project.root / "check.py")))


def _kill_the_board(project: Project, subject: Subject) -> None:
    """Run the command from a process that is then killed outright."""
    code = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from threading import Event
        from archie_board.model.checks.running import run
        from archie_board.model.checks.subject import subject_of
        from archie_board.model.checks.trust import Decisions
        subject = subject_of(sys.argv[1], sys.argv[2])
        run(subject.checks[0], subject, Decisions(Path(sys.argv[3])),
            lambda text: print(text, flush=True), Event())
        """
    )
    state = str(project.decisions._folder.parent)
    words = [sys.executable, "-c", code, subject.path, subject.root, state]
    with subprocess.Popen(words, stdout=subprocess.PIPE) as board:
        assert board.stdout is not None
        assert board.stdout.readline() == b"ready\n"
        board.send_signal(signal.SIGKILL)
