"""One task file as it lives: read again when it changes, edited, undone.

`watcher` says when to look, `following` what the file says by then and whether to believe it;
`store` is both and takes the edits, and `results` are its answers. `planning` hands an operation
to the storage, `undoing` finds what can be taken back, `vanishing` notices that tasks are gone,
`notices` words what the storage did of its own accord.
"""
