"""A project by somebody who means harm: every payload in every place that gets shown.

And the judge: what of a program's output would act on the terminal, other than what the
program needs itself.
"""

from __future__ import annotations

import base64
import re
from pathlib import Path

PAYLOADS: dict[str, str] = {
    "clipboard": "\x1b]52;c;T1dORUQ=\x07",
    "title": "\x1b]0;OWNED\x07",
    "title-st": "\x1b]2;OWNED\x1b\\",
    "link": "\x1b]8;;http://owned.example\x1b\\x\x1b]8;;\x1b\\",
    "palette": "\x1b]4;1;rgb:00/00/00\x07\x1b]1337;File=:AAAA\x07",
    "dcs": "\x1bP$qm\x1b\\\x1bP+q544e\x1b\\",
    "apc": "\x1b_OWNED\x1b\\\x1b^OWNED\x1b\\\x1bXOWNED\x1b\\",
    "report": "\x1b[7777n\x1b[7777c\x1b[7777x",
    "paint": "\x1b[7777;7777H\x1b[7777J\x1b[7777;7777m",
    "reset": "\x1bc\x1b(0\x1b#8\x1b=\x0e\x0f",
    "c1": "\x9b7777m\x9d0;OWNED\x9c\x90$qm\x9c\x85\x8d",
    "c0": "\x00\x01\x05\x07\x08\x0b\x0c\x1a\x1c\x7f",
    "returns": "shown\rOWNED",
    "bidi": "\u202egnp\u202c \u2066z\u2069 \u200e\u200f\u061c \u202a\u202b\u202d",
    "zero-width": "a\u200bb\u2060c\ufeffd\u180ee\u2063f",
    "tags": "".join(chr(0xE0000 + ord(letter)) for letter in "owned"),
    "separators": "a\u2028b\u2029c",
    "annotations": "\ufff9a\ufffab\ufffb",
    "surrogate": "\udced\udca0\udc80 \udcff\udcfe",
    "raw-c1": "\udc9b7777m \udc90q\udc9c",
    "markup": "[ [/ [/] [0] [] [red]x[/red] [/bold] [b",
    "action": "[@click=app.quit]x[/] [@click='app.bell']y[/]",
    "link-markup": "[link=http://owned.example]x[/link] [link='x'",
    "style": "[on $error]x [bold not] [#zzzzzz]y [$nothing]z {'a':[True]} {0} %s %(x)s",
    "escape": "\\[ \\[/ \\\\[red]x \\",
    "html": "<script>x</script> &lt;b&gt; <!-- x",
    "combining": "e" + "\u0301" * 60,
    "wide": "\U0001f468\u200d\U0001f469\u200d\U0001f467 \u65e5\u672c\u8a9e \uff21",
    "shell": "$(touch OWNED) `touch OWNED` ; touch OWNED | cat & ' \" #{pane_id} #(touch x)",
    "path": "../../../../etc/passwd file:///etc/passwd -rf --help",
}
"""Text as a file holds it; a lone surrogate stands for a byte that is not UTF-8."""

FOLDER = "re\x1b]0;OWNED\x07\u202epo [red] \x9b7777m"

_FORBIDDEN = re.compile(
    r"\x1b\](?!22;)[^\x07\x1b]*"  # an OSC; Textual sets the pointer's shape by number 22
    r"|\x1b[PX^_c=#(]"  # DCS, SOS, PM, APC, reset, character sets
    r"|\x1b\[[\d;?<>=]*7777[\d;]*[A-Za-z]"  # any CSI of ours: all have 7777 in them
    "|[\x00-\x07\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f]"
    "|[\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2064\u2066-\u2069]"
    "|[\u180e\ufeff\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]"
)
_POINTER = re.compile(r"\x1b\]22;[a-z-]*\x07")
_COPIED = re.compile(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07")


def forbidden(output: bytes) -> list[str]:
    """What must not be there, with some text around it, escaped."""
    text = _POINTER.sub("", output.decode("utf-8", "surrogateescape"))
    for copied in _COPIED.findall(text):
        plain = base64.b64decode(copied).decode("utf-8", "surrogateescape")
        assert plain != "OWNED"
        assert not _FORBIDDEN.search(plain), ascii(plain)
    text = _COPIED.sub("", text)
    return [
        ascii(text[max(match.start() - 40, 0) : match.end() + 20])
        for match in _FORBIDDEN.finditer(text)
    ]


def tasks() -> str:
    """A task file with every payload in every place."""
    parts = ["---\nboard: \x1b]0;OWNED\x07\n---\n# Tasks \x1b[7777m [/]\n"]
    for number, (name, text) in enumerate(PAYLOADS.items()):
        parts.append(
            f"""
## Phase {text}

### BE-{100 + number} | {text} | High {text} | @{text}
- **Title**: {name} {text}
- **Status**: {("pending", "in_progress", "completed", text)[number % 4]}
- **Assigned**: {text}
- **Priority**: {("high", text)[number % 2]}
- **Estimated effort**: {text}
- **Created**: {text}
- **Completed**: 2026-01-01 {text}
- **Dependencies**: ARCH-001, {text}, BE-{100 + (number + 1) % len(PAYLOADS)}
- **Blocker**: {text}
- **Required action**: {text}
- **{text}**: {text}
- **Description**: {text}
  - nested {text}
  ```{text}
  fenced {text}
  ```
- **Acceptance Criteria**:
  - [ ] {text}
  - [x] done {text}
- **Files changed**:
  - {text}
- **Technical notes**: {text}
- **Comments**:
  - 2026-01-02 10:00 @{text}: {text} @me
- **Comment** (@{text}, 2026-01-02 10:00): {text}
- **Review**: approved by {text}
{text}
| {text} | {text} |
|---|---|

### BE-{300 + number}{text}: no cells {text}

- [ ] BE-{400 + number} {text}
"""
        )
    parts.append("\n### ARCH-001 | Architecture | High\n- **Title**: a\n- **Status**: pending\n")
    return "".join(parts)


def repository(place: Path) -> Path:
    """A git repository with such a task file, configuration, cards and branch; its task.md."""
    folder = place / FOLDER
    folder.mkdir()
    (folder / ".git" / "hooks").mkdir(parents=True)
    (folder / ".git" / "HEAD").write_text("ref: refs/heads/\x1b]0;OWNED\x07\u202e[/]\n")
    (folder / ".git" / "config").write_text(
        '[core]\n\tfsmonitor = "touch OWNED"\n\tpager = "touch OWNED"\n\teditor = "touch OWNED"\n'
        '[user]\n\tname = "\x1b]0;OWNED\x07 [/]"\n'
    )
    for hook in ("post-checkout", "pre-commit", "fsmonitor-watchman", "post-index-change"):
        path = folder / ".git" / "hooks" / hook
        path.write_text("#!/bin/sh\ntouch OWNED\n")
        path.chmod(0o755)
    text = "".join(PAYLOADS.values()).encode("utf-8", "surrogateescape")
    board = folder / "task.md"
    board.write_bytes(tasks().encode("utf-8", "surrogateescape"))
    (folder / ".archie-board.toml").write_bytes(
        b'author = "\\u001b]0;OWNED\\u0007"\n[[checks]]\nstep = "[/]\\u001b[7777m"\n'
        b'command = ["touch", "OWNED"]\nrun = "touch OWNED"\n'
    )
    cards = folder / ".claude" / "agents"
    cards.mkdir(parents=True)
    (cards / "evil.md").write_bytes(
        b"---\nname: evil-" + text.replace(b"\n", b"") + b"\ndescription: [/] \x1b[7777m\n---\n"
        b"# Evil "
        + text
        + b"\n\nTask IDs `EV-001`\n\n## Categories\n\n- **"
        + text
        + b"** (EV-001-099): "
        + text
        + b"\n\n## Review process\n\n1. "
        + text
        + b"\n2. **Run** `touch OWNED`\n"
    )
    (folder / "docs").mkdir()
    (folder / "docs" / "evil.md").write_bytes(text)
    return board
