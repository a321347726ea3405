"""The signs of the board: one set in Unicode, one in ASCII.

Every sign is one cell wide in every terminal: no emoji, nothing with an emoji form. Each
state has a sign of its own shape, so that no state is told by colour alone.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


def _table(**signs: str) -> Mapping[str, str]:
    return MappingProxyType(signs)


class Glyphs(NamedTuple):
    """One set of signs."""

    plain: bool
    """Whether only ASCII is to be shown."""
    statuses: Mapping[str, str]
    """By status; `other` stands for a word of the file's own."""
    priorities: Mapping[str, str]
    """By priority; `none` where the file gives none."""
    standings: Mapping[str, str]
    """By `Standing.kind`, `ready`, `waiting`, `blocked`; `stale` for an approval."""
    cursor: str
    """The bar at the left of the card under the cursor."""
    changed: str
    """The bar at the left of a card that was just changed."""
    pending: str
    """The bar at the left of a card whose change is not kept yet."""
    alarm: str
    """At the left of a card that wants a person's eye."""
    open: str
    """An unfolded lane."""
    folded: str
    updated: str
    """Later sections update the task."""
    duplicate: str
    """The ID is used for another task too."""
    track: str
    thumb: str
    """The scrollbar's empty and filled part."""
    more_left: str
    more_right: str
    ellipsis: str
    separator: str
    """Between two facts on a line."""
    arrow: str
    rule: str

    def __hash__(self) -> int:
        return hash(self.plain)  # mappings have no hash, and there are two sets of signs

    def status(self, key: str | None) -> str:
        """The sign of a status, a column's key."""
        return self.statuses.get(key or "", self.statuses["other"])

    def priority(self, key: str | None) -> str:
        """The sign of a priority."""
        return self.priorities.get(key or "none", self.priorities["none"])

    def standing(self, kind: str) -> str:
        """The sign of a standing; empty for `none`."""
        return self.standings.get(kind, "")


GLYPHS_UNICODE = Glyphs(
    plain=False,
    statuses=_table(
        pending="○", in_progress="◐", blocked="✗", completed="✓", approved="★", other="◇"
    ),
    priorities=_table(critical="▲", high="△", medium="·", low="▽", none=" "),
    standings=_table(ready="●", waiting="◌", blocked="✗", stale="≠"),
    cursor="▌",
    changed="┃",
    pending="┊",
    alarm="!",
    open="▾",
    folded="▸",
    updated="↻",
    duplicate="#",
    track=" ",
    thumb="▐",
    more_left="‹",
    more_right="›",
    ellipsis="…",
    separator="·",
    arrow="→",
    rule="─",
)

GLYPHS_ASCII = Glyphs(
    plain=True,
    statuses=_table(
        pending="o", in_progress=">", blocked="x", completed="+", approved="*", other="?"
    ),
    priorities=_table(critical="!", high="^", medium="-", low="v", none=" "),
    standings=_table(ready="@", waiting=":", blocked="x", stale="~"),
    cursor=">",
    changed="*",
    pending=":",
    alarm="!",
    open="-",
    folded="+",
    updated="~",
    duplicate="#",
    track=" ",
    thumb="|",
    more_left="<",
    more_right=">",
    ellipsis="~",
    separator="|",
    arrow=">",
    rule="-",
)


def glyphs_for(ascii_only: bool) -> Glyphs:
    """The signs that the user asked for, or that the terminal is likely to show."""
    return GLYPHS_ASCII if ascii_only or _wants_ascii() else GLYPHS_UNICODE


def _wants_ascii() -> bool:
    """Whether the terminal is unlikely to show more than ASCII."""
    said = os.environ.get
    characters = "" if _is_pythons_own(said("LC_CTYPE", "")) else said("LC_CTYPE")
    spoken = said("LC_ALL") or characters or said("LANG") or ""
    return said("TERM") == "linux" or spoken in ("C", "POSIX")


def _is_pythons_own(characters: str) -> bool:
    """Whether Python set `LC_CTYPE` itself, as it does at its start in the C locale (PEP 538)."""
    if not characters.upper().endswith(("UTF-8", "UTF8")):
        return False
    if os.environ.get("LANG") not in ("C", "POSIX") or os.environ.get("LC_ALL"):
        return False
    try:
        with open("/proc/self/environ", "rb") as file:  # noqa: PTH123 - at every start
            return b"\0LC_CTYPE=" not in b"\0" + file.read()
    except OSError:
        return True
