"""What the line at the bottom says: the last event, helpful keys, the storage's promise."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import ClassVar, Literal, NamedTuple

from .words import Part, Variant, Words

Tone = Literal["change", "done", "warning", "error"]


class Event(NamedTuple):
    """Something that happened."""

    at: str
    """The time of day, `14:03:07`."""
    text: str
    """`BE-010 pending → in_progress`"""
    tone: Tone = "change"
    """`change`: someone else's; `done`: the user's own; `warning` and `error` want attention."""

    @classmethod
    def now(cls, text: str, tone: Tone = "change") -> Event:
        """It happened just now."""
        return cls(time.strftime("%H:%M:%S"), text, tone)


class StatusWords(Words):
    """The last event, key hints, and the health of the file."""

    INKS: ClassVar[Mapping[str, str]] = {
        "time": "$text-muted",
        "change": "$text",
        "done": "$text-success",
        "warning": "bold $text-warning",
        "error": "bold $text-error",
        "key": "bold $text-primary",
        "hint": "$text-muted",
        "health": "$text-muted",
        "health-poor": "bold $text-warning",
    }
    INKS_ANSI: ClassVar[Mapping[str, str]] = {
        "time": "dim $text-muted",
        "hint": "dim $text-muted",
        "health": "dim $text-muted",
    }

    event: Event | None = None
    health: str = ""
    healthy: bool = True
    hints: tuple[tuple[str, str], ...] = ()
    working: bool = False

    @property
    def _good(self) -> bool:
        return self.healthy and not self.working

    def variants(self) -> Iterator[Variant]:
        """Without good news, then fewer and fewer hints, without the health, without the time."""
        if self._good:
            right = [*self._hints(len(self.hints)), *self._health(bool(self.hints))]
            yield Variant(self._event(True), right)
        for count in range(len(self.hints), -1, -1):
            health = [] if self._good else self._health(count > 0)
            yield Variant(self._event(True), [*self._hints(count), *health])
        bad = [] if self._good else self._health(False)
        for count in range(min(2, len(self.hints)), -1, -1):
            yield Variant(self._event(True), [*self._hints(count), *bad])
        if self.event is None or self.event.tone == "change":
            yield Variant(self._event(False), bad)
            if bad:
                yield Variant(bad)
        yield Variant(self._event(False))

    def _event(self, time: bool) -> list[Part]:
        event = self.event
        if event is None:
            return []
        text = Part(self.safe(event.text), event.tone)
        return [Part(f"{event.at} ", "time"), text] if time and event.at else [text]

    def _hints(self, count: int) -> list[Part]:
        parts: list[Part] = []
        for key, title in self.hints[:count]:
            gap = "  " if parts else ""
            parts += [Part(f"{gap}{key}", "key"), Part(f" {title}", "hint")]
        return parts

    def _health(self, gap: bool) -> list[Part]:
        if self.working and self.healthy:
            return [Part("   " if gap else ""), Part(f"working {self.glyphs.ellipsis}", "health")]
        if not self.health:
            return []
        name = "health" if self.healthy else "health-poor"
        return [Part("   " if gap else ""), Part(self.safe(self.health), name)]
