"""What can go wrong with the file, each with one clear line for the user.

Every message is ready to be shown: it names the file by its last name only and says what is
the matter, never how the program is built.
"""

from __future__ import annotations


class StorageError(Exception):
    """The file could not be read or written; `str()` is one clear line."""


class Missing(StorageError):
    """There is no file at the path, or its link points to nothing."""


class NotAFile(StorageError):
    """Something else stands at the path: a folder, a pipe, a device, a socket."""


class NoPermission(StorageError):
    """The user may not read the file, or not reach it."""


class TooLarge(StorageError):
    """The file is larger than what is opened."""


WRITTEN_BY_OTHERS = "is being written by another program"
"""What the message of a `Busy` says of the file."""


class Busy(StorageError):
    """Another program is writing the file and did not stop in time."""


class ReadOnly(StorageError):
    """The file can be read but must not be written; the message says why."""


class NotWritten(StorageError):
    """An edit is neither in the file nor in the journal; the message says what failed."""
