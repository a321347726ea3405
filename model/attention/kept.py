"""What is kept until somebody answers or dismisses it: on the disk, or else with the program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from .shelf import Shelf

if TYPE_CHECKING:
    from typing import Protocol

    class _Dated(Protocol):
        @property
        def id(self) -> str: ...

        @property
        def at(self) -> float: ...


T = TypeVar("T", bound="_Dated")


class Kept(Generic[T]):
    """Records of one kind. One that the disk does not take lives as long as the program."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._unsaved: dict[str, T] = {}

    def _read(self, record: dict[str, Any]) -> T | None:
        """What a record of the shelf says; None for one that cannot be believed."""
        raise NotImplementedError

    def _put(self, kept: T, record: dict[str, Any]) -> bool:
        """Keep it as `record`; False if the disk did not take it."""
        try:
            self._shelf.put(kept.id, record)
        except OSError:
            self._unsaved[kept.id] = kept
            return False
        self._unsaved.pop(kept.id, None)
        return True

    def all(self) -> tuple[T, ...]:
        """All that is kept, the oldest first. A record that cannot be believed is left alone."""
        found = list(self._unsaved.values())
        for name in self._shelf.names():
            record = self._shelf.get(name)
            kept = self._read(record) if record else None
            if kept is not None and kept.id == name:
                found.append(kept)
        return tuple(sorted(found, key=lambda kept: kept.at))

    def count(self) -> int:
        """How many there are; reads none."""
        return len(self._shelf.names()) + len(self._unsaved)

    def stamp(self) -> int:
        """A number that changes when one comes or goes."""
        return self._shelf.stamp() + len(self._unsaved)
