"""What the file said, version by version, and what happened between.

Every content that a board saw is kept in the user's state folder, uncommitted ones included,
within bounds: `versions` is the log of them, `contents` their bytes, `recorder` what a store
hands over to be kept. `past` tells what happened between them, by task and field, and shows the
file as of any moment; `writers` says who wrote; `restoring` brings back what was. Nothing here is
needed to write the file safely: where there is no state folder, or it is damaged, everything
else works, and there is less to look back on.
"""

from __future__ import annotations
