"""Reading and writing the one file: all that knows of leases, swaps, journals and custody.

`Storage` is the door. An edit goes this way: the intent is written to the journal and
synced; the plan is made on fresh bytes; the result is written and synced to a temporary
file beside the target; under a read lease the target is compared and swapped with it; what
came out is looked at, and put back if it is a surprise; the folder is synced; the journal is
marked. What a swap displaced stays watched. Where a file or a system does not allow this,
another way is chosen, and `Storage.promise` says what it can give.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .errors import (
        Busy,
        Missing,
        NoPermission,
        NotAFile,
        NotWritten,
        ReadOnly,
        StorageError,
        TooLarge,
    )
    from .storage import Storage
    from .values import (
        Committed,
        Declined,
        Entry,
        Fingerprint,
        Intent,
        Kept,
        Outcome,
        Plan,
        PlanFor,
        Promise,
        Snapshot,
        Timing,
    )

__all__ = [
    "Busy",
    "Committed",
    "Declined",
    "Entry",
    "Fingerprint",
    "Intent",
    "Kept",
    "Missing",
    "NoPermission",
    "NotAFile",
    "NotWritten",
    "Outcome",
    "Plan",
    "PlanFor",
    "Promise",
    "ReadOnly",
    "Snapshot",
    "Storage",
    "StorageError",
    "Timing",
    "TooLarge",
]

_MODULES = ("errors", "values", "storage")
"""Where the names above stand, what is quick to import first."""


def __getattr__(name: str) -> Any:
    """The name from its module, imported now: who only reads a file needs no writer."""
    from importlib import import_module

    if name in __all__:
        for module in _MODULES:
            found = getattr(import_module(f"{__name__}.{module}"), name, None)
            if found is not None:
                globals()[name] = found
                return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
