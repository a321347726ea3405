"""The detail pane: everything about one task, to be read and edited in place."""
