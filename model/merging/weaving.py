"""Weaving two sequences that grew from a third into one.

What only one side changed is taken. Where both added at one place, both additions stay, ours
first. Where both changed the same stretch, what they agree on divides it, and each gap is
looked at for itself; what remains is a `Strife` of few tokens.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from typing import NamedTuple

from ..merge import Cluster, clusters
from .aligning import Change, changes, pairs
from .lines import Line
from .tokens import Token


class Strife(NamedTuple):
    """What stands in one place on either side, and cannot both be."""

    ours: tuple[Token, ...]
    theirs: tuple[Token, ...]


def weave(
    base: Sequence[Token], ours: Sequence[Token], theirs: Sequence[Token]
) -> Iterator[Token | Strife]:
    """The tokens of both sides in one order, each named one perhaps twice where both moved it."""
    old = _keys(base)
    found = clusters(changes(old, _keys(ours)), changes(old, _keys(theirs)))
    at = left = right = 0
    for start, end, mine, other in [*found, Cluster[Change](len(base), len(base), [], [])]:
        same = start - at
        yield from map(_follow, base[at:start], ours[left:], theirs[right:])
        left, right = left + same, right + same
        to = left + end - start + sum(map(_growth, mine))
        until = right + end - start + sum(map(_growth, other))
        if not other:
            yield from ours[left:to]
        elif not mine:
            yield from theirs[right:until]
        else:
            apart = right > 0 and theirs[right - 1].blank
            stretch = _Stretch(base[start:end], ours[left:to], theirs[right:until], apart)
            yield from stretch.settled()
        at, left, right = end, to, until


def _keys(tokens: Sequence[Token]) -> list[Hashable]:
    return [token.key for token in tokens]


def _growth(change: Change) -> int:
    return (change.high - change.low) - (change.end - change.start)


def _follow(base: Token, ours: Token, theirs: Token) -> Token:
    """A token that all have; a line's ending is that of the side that changed it."""
    if ours.named or len(ours.lines) > 1:
        return ours
    (old,), (line,), (other,) = base.lines, ours.lines, theirs.lines
    return ours._replace(lines=(Line(line.text, other.end if line.end == old.end else line.end),))


class _Stretch(NamedTuple):
    """A stretch that both sides changed."""

    base: Sequence[Token]
    ours: Sequence[Token]
    theirs: Sequence[Token]
    apart: bool
    """Whether a blank line stands before it on their side."""

    def settled(self) -> Iterator[Token | Strife]:
        """What the two sides come to, gap by gap between what they agree on."""
        if _keys(self.ours) == _keys(self.theirs):
            yield from self.ours
            return
        old, agrees = _keys(self.base), self._agreed()
        open_ones = self._unexplained([self.ours[one].key for one, _ in agrees])
        at = to = low = 0
        for one, other in [*agrees, (len(self.ours), len(self.theirs))]:
            agreed = self.ours[one] if one < len(self.ours) else None
            high = len(old)
            if agreed is not None and agreed.key in old[low:]:
                high = old.index(agreed.key, low)
            changed = any(low <= place < high for place in open_ones)
            yield from self._gap(changed, self.ours[at:one], self.theirs[to:other])
            if agreed is not None:
                yield agreed
                if high < len(old):
                    low = high + 1
            at, to = one + 1, other + 1

    def _agreed(self) -> list[tuple[int, int]]:
        """Positions of what both have, blank lines left aside: they agree with everything."""
        left = [at for at, token in enumerate(self.ours) if not token.blank]
        right = [at for at, token in enumerate(self.theirs) if not token.blank]
        found = pairs([self.ours[at].key for at in left], [self.theirs[at].key for at in right])
        return [(left[one], right[other]) for one, other in found]

    def _unexplained(self, agreed: Sequence[Hashable]) -> list[int]:
        """Where the base has what neither side has, each new thing that both have instead of
        one of them left aside.
        """
        old = set(_keys(self.base))
        kept = {token.key for token in (*self.ours, *self.theirs)}
        gone = [
            place
            for place, token in enumerate(self.base)
            if not (token.blank or token.large or token.key in kept)
        ]
        return gone[sum(key not in old for key in agreed) :]

    def _gap(
        self, changed: bool, ours: Sequence[Token], theirs: Sequence[Token]
    ) -> Iterator[Token | Strife]:
        """What stands between two things that both have; `changed` where it was another in the
        base.
        """
        if _keys(ours) == _keys(theirs):
            yield from ours
            return
        if changed:
            yield from self._strife(ours, theirs)
            return
        mine, other = self._own(ours, self.ours), self._own(theirs, self.theirs)
        if all(token.blank for token in mine) or all(token.blank for token in other):
            yield from max(mine, other, key=lambda run: (_says(run), len(run)))
            return
        yield from self._one_behind_the_other(mine, other)

    def _one_behind_the_other(self, mine: list[Token], other: list[Token]) -> Iterator[Token]:
        """Both additions, ours first; but text that a task would swallow goes before the task."""
        left, right = _small(mine), _small(other)
        if left < len(mine) and _is_swallowed(other[:right]):
            yield from (*mine[:left], *other[:right], *mine[left:], *other[right:])
            return
        yield from mine
        if self.apart and not mine[-1].blank and not other[0].blank:
            yield Token(("line", b""), (Line(b"", b""),))
        yield from other

    def _own(self, run: Sequence[Token], side: Sequence[Token]) -> list[Token]:
        """A side's tokens without those that it has from the base and the other side removed."""
        old, now = Counter(_keys(self.base)), Counter(_keys(side))
        return [
            token
            for token in run
            if token.named or token.blank or not 0 < now[token.key] <= old[token.key]
        ]

    def _strife(self, ours: Sequence[Token], theirs: Sequence[Token]) -> Iterator[Token | Strife]:
        left, right = _small(ours), _small(theirs)
        if _says(ours[:left]) or _says(theirs[:right]):
            yield Strife(tuple(ours[:left]), tuple(theirs[:right]))
        yield from ours[left:]
        yield from theirs[right:]


def _small(run: Sequence[Token]) -> int:
    """How many tokens stand before the first that is a thing of its own."""
    return next((at for at, token in enumerate(run) if token.large), len(run))


def _says(run: Sequence[Token]) -> bool:
    return not all(token.blank for token in run)


def _is_swallowed(run: Sequence[Token]) -> bool:
    """Whether Markdown would count the run's first lines to a list before them."""
    first = next((token for token in run if not token.blank), None)
    return first is not None and not first.lines[0].text.startswith(b"#")
