"""Runs one command and ends everything that it began; a program of its own, not imported.

Started by `running` as `python -I -S warden.py TELLING SECONDS WORDS...`, in a session of its
own, in the folder and with the environment that the command gets. Descriptor 0 is a pipe from
the board: `go` on it starts the command, its end stops it, whether the board closed it or died.
The descriptor TELLING tells the board how it went. On Linux, processes whose parents end
become the warden's own children, so that none gets away by forking twice or by a session of
its own.
"""

import os
import select
import signal
import sys
import time

GRACE_SECONDS = 2.0
"""Between the request to end and the end."""
_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER


def main() -> None:
    """Wait for the word, run, tell, clean up."""
    telling, seconds, words = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3:]
    os.set_inheritable(telling, False)
    _adopt()
    _tell(telling, "ready")
    if os.read(0, 16) != b"go\n":
        os._exit(0)
    child = _start(words, telling)
    _tell(telling, _watch(child, time.monotonic() + seconds))
    _end_all(child)


def _tell(telling: int, text: str) -> None:
    try:
        os.write(telling, text.encode() + b"\n")
    except OSError:
        pass  # nobody is left to be told


def _adopt() -> None:
    """Become the parent of those whose parents end."""
    try:
        import ctypes

        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    except (ImportError, OSError, AttributeError):
        pass  # elsewhere the process group has to do


def _start(words: list[str], telling: int) -> int:
    """Start the command in a group of its own; reports a program that cannot be run."""
    reader, writer = os.pipe()
    child = os.fork()
    if child:
        os.close(writer)
        problem = os.read(reader, 200)
        os.close(reader)
        if problem:
            os.waitpid(child, 0)
            _tell(telling, f"unable {problem.decode()}")
            os._exit(0)
        return child
    try:
        os.setpgid(0, 0)
        for number in signal.valid_signals():
            if number not in (signal.SIGKILL, signal.SIGSTOP):
                signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.execvp(words[0], words)
    except OSError as problem:
        os.write(writer, (problem.strerror or "cannot be run").encode()[:200])
    os._exit(127)


def _watch(child: int, deadline: float) -> str:
    """How the command ended: by itself, by its time, or because the board wants it ended."""
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return _ended(status)
        left = deadline - time.monotonic()
        if left <= 0:
            return "timeout"
        if select.select([0], [], [], min(left, 0.02))[0] and not os.read(0, 16):
            return "stopped"


def _ended(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    return f"exit {code}" if code >= 0 else f"signal {-code}"


def _end_all(child: int) -> None:
    """Ask everything that is left to end, wait a moment, then end it."""
    if not _left(child):
        return
    _send(child, signal.SIGTERM)
    until = time.monotonic() + GRACE_SECONDS
    while _left(child) and time.monotonic() < until:
        time.sleep(0.02)
    for _ in range(200):
        if not _left(child):
            return
        _send(child, signal.SIGSTOP)  # nothing that stands still forks on
        _send(child, signal.SIGKILL)
        time.sleep(0.01)


def _left(child: int) -> bool:
    """Whether anything that was begun still runs; takes in what has ended."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return False
    return bool(_descendants()) or _group_runs(child)


def _group_runs(child: int) -> bool:
    if os.path.isdir("/proc/self"):
        return False  # those are among the descendants
    try:
        os.killpg(child, 0)
    except OSError:
        return False
    return True


def _send(child: int, number: int) -> None:
    try:
        os.killpg(child, number)
    except OSError:
        pass  # the group is empty already
    for process in _descendants():
        try:
            os.kill(process, number)  # seen below this one a moment ago
        except OSError:
            pass


def _descendants() -> list[int]:
    """Every process below this one."""
    children: dict[int, list[int]] = {}
    try:
        names = [int(name) for name in os.listdir("/proc") if name.isdecimal()]
    except OSError:
        return []
    for process in names:
        try:
            with open(f"/proc/{process}/stat", "rb") as file:
                rest = file.read().rpartition(b")")[2].split()
        except OSError:
            continue
        if rest[0] not in (b"Z", b"X"):
            children.setdefault(int(rest[1]), []).append(process)
    found: list[int] = []
    below = list(children.get(os.getpid(), ()))
    while below:
        process = below.pop()
        found.append(process)
        below += children.get(process, ())
    return found


if __name__ == "__main__":
    main()
