"""Screenshots that look the same wherever they are shown.

Textual draws a run of cells as one `<text>` with the blanks around the words in it, held by
`textLength`. Browsers keep such blanks; several other programs that show SVG drop those at
the beginning, and the words slide to the left. Here each text begins at its first letter.
"""

from __future__ import annotations

import re

CELL = 12.2
"""Width of a cell in a picture, in its own units."""

_TEXT = re.compile(
    r'<text class="(?P<look>[^"]*)" x="(?P<x>[^"]*)" y="(?P<y>[^"]*)" '
    r'textLength="(?P<length>[^"]*)" '
    r"(?P<rest>[^>]*)>(?P<blanks>(?:&#160;)+)(?P<words>[^<]*)</text>"
)
_BLANK = "&#160;"


def begin_at_letters(svg: str) -> str:
    """The same picture; no text in it begins with a blank."""
    return _TEXT.sub(_begin_at_letter, svg)


def _begin_at_letter(found: re.Match[str]) -> str:
    words = found["words"]
    if not words:
        return ""
    shift = found["blanks"].count(_BLANK) * CELL
    return (
        f'<text class="{found["look"]}" x="{_number(float(found["x"]) + shift)}" y="{found["y"]}" '
        f'textLength="{_number(float(found["length"]) - shift)}" {found["rest"]}>{words}</text>'
    )


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
