"""Merging two task files that grew from a third, by what they say.

Edits of different tasks, fields and criteria, and what both sides added, come together; the
same field changed twice is a conflict around that field; text between tasks is merged line by
line. Nothing of either side is dropped.
"""

from .files import MergedFile, merge_files
from .settling import Markers

__all__ = ["Markers", "MergedFile", "merge_files"]
