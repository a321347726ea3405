"""What opens after the first picture: the task, the filter's line, every dialog.

Importing these takes a fifth of what Textual's own import takes, so whoever needs one for an
answer to a key imports this module inside the function that answers. The application imports
it as soon as the board stands (`ArchieApp`), so that no key waits for it either.
"""

from __future__ import annotations

from ..widgets.detail.drafts import Drafts
from ..widgets.detail.entry import Choice
from ..widgets.detail.pane import DetailPane
from ..widgets.filter_bar import FilterBar
from .choose import Choose
from .confirm import Confirm
from .help import Help, hints_of
from .jump import Jump
from .new_task import NewTask
from .prompt import Prompt
from .task import TaskScreen

__all__ = [
    "Choice",
    "Choose",
    "Confirm",
    "DetailPane",
    "Drafts",
    "FilterBar",
    "Help",
    "Jump",
    "NewTask",
    "Prompt",
    "TaskScreen",
    "hints_of",
]
