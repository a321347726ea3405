"""Reading and writing the one file: all that knows of leases, swaps, journals and custody.

`Storage` is the door. An edit goes this way: the intent is written to the journal and
synced; the plan is made on fresh bytes; the result is written and synced to a temporary
file beside the target; under a read lease the target is compared and swapped with it; what
came out is looked at, and put back if it is a surprise; the folder is synced; the journal is
marked. What a swap displaced stays watched. Where a file or a system does not allow this,
another way is chosen, and `Storage.promise` says what it can give.
"""

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
