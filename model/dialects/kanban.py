"""Sections that are kanban columns: a heading that is a status and nothing else.

Taken for a column: a heading whose whole text, without marks, counts, remarks in brackets and
a noun (`## ✅ Done (3)`, `## Open Tickets`), is a status word of any language; or another
usual column (`Ready`, `QA`), where the file has a heading of the first kind too. Not taken:
a heading with more words (`## Done this week by us`), and areas of work (`## Testing`) in a
file that has no columns.
"""

from __future__ import annotations

import re

from .. import vocabulary, words
from .marks import Legend, leading_mark

_REMARK = re.compile(r"[(（\[][^)）\]]*[)）\]]|\d+\s*/\s*\d+|\b\d+\b|\d+%")
_NOUNS = frozenset(vocabulary.COLUMN_NOUNS.split("|"))


def column_status(heading: str, legend: Legend) -> str | None:
    """The status that a heading's text is the column of, or None."""
    text = heading.strip("# \t*_`")
    folded = words.fold(_REMARK.sub(" ", text))
    if not folded:
        return None
    for candidate in (folded, _without_noun(folded)):
        if found := words.known_status(candidate) if candidate else None:
            return dict(legend).get(leading_mark(text)) or found
    return None


def usual_column(heading: str) -> str | None:
    """The status of a heading that is a column only in a file that has columns."""
    folded = words.fold(_REMARK.sub(" ", heading.strip("# \t*_`")))
    for candidate in (folded, _without_noun(folded)):
        if candidate in vocabulary.COLUMNS:
            return vocabulary.COLUMN_STATUS.get(candidate) or candidate.replace(" ", "_")
    return None


def _without_noun(folded: str) -> str:
    kept = [word for word in folded.split() if word not in _NOUNS]
    return " ".join(kept)
