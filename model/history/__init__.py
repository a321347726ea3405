"""What the file said, version by version, and what happened between.

Every content that a board saw is kept in the user's state folder, uncommitted ones included,
within bounds: `versions` is the log of them, `contents` their bytes, `recorder` what a store
hands over to be kept. From them, and from the journal's edits, `activity` tells what happened,
by task and field, with who and when; `writers` says who; `past` shows a task as of any moment.
Nothing here is needed to write the file safely: where there is no state folder, or it is
damaged, everything else works, and there is less to look back on.
"""

from __future__ import annotations
