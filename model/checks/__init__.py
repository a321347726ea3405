"""Commands that a review can run: from the project's settings, when the user trusted them.

They come with the repository, written by anybody, so nothing runs at start, on watch or on
display. `commands` reads them, `subject` says exactly what a decision is about, `trust` keeps
the user's decisions outside of the repository, `running` runs one and ends all that it began.
Text from a task file is never part of a command.
"""
