"""What is worked out at first use: values of an object, and compiled patterns.

A command that prints one task runs for some fifty milliseconds, and a board shows forty of
ten thousand tasks. Neither should pay for what it never looks at.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from functools import cached_property

    lazy_property = cached_property
else:

    class lazy_property:  # noqa: N801 - as `property`
        """A property that is worked out once, by the object's own method.

        As `functools.cached_property`, which takes a lock each time (up to Python 3.11):
        two threads may both work a value out, and one of two equal values is kept.
        """

        def __init__(self, method):
            self.func = method
            self.__doc__ = method.__doc__

        def __set_name__(self, owner, name):
            self._name = name

        def __get__(self, instance, owner=None):
            if instance is None:
                return self
            value = self.func(instance)
            # Found on the object before this is asked again. Not by `setattr`, which frozen
            # classes refuse, nor by `__dict__`, which would cost every object a dictionary.
            object.__setattr__(instance, self._name, value)
            return value


_C = TypeVar("_C", bound=type)


def slotted(cls: _C) -> _C:
    """The class with a slot for each of its lazy properties, and no dictionary for its objects.

    There are as many of them as tasks in a file: a dictionary each would take twice the memory
    of all else. `cls` has slots for the rest. A slot that is empty leads to `__getattr__`.
    """
    own: dict[str, Any] = dict(vars(cls))
    methods = {name: of.func for name, of in own.items() if isinstance(of, lazy_property)}

    def __getattr__(self: object, name: str) -> object:  # noqa: N807
        if name not in methods:
            raise AttributeError(f"{cls.__name__} has no {name!r}", name=name, obj=self)
        value = methods[name](self)
        setattr(self, name, value)
        return value

    named = {name: getattr(cls, name) for name in ("__module__", "__qualname__", "__doc__")}
    body = {**named, "__slots__": tuple(methods), "__getattr__": __getattr__}
    return type(cls.__name__, (cls,), body)  # type: ignore[return-value]


class _Late:
    """Stands for a pattern, and takes over its methods when the first one is asked for."""

    def __init__(self, text: bytes | str, flags: int) -> None:
        self._text = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        compiled: re.Pattern[Any] = re.compile(self._text, self._flags)
        for method in ("match", "fullmatch", "search", "finditer", "findall", "sub"):
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def pattern(text: bytes, flags: int = 0) -> re.Pattern[bytes]:
    """The compiled `text`, which is compiled when it is first used."""
    return cast("re.Pattern[bytes]", _Late(text, flags))


def text_pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """As `pattern`, for patterns of text."""
    return cast("re.Pattern[str]", _Late(text, flags))
