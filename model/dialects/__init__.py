"""The ways to write a task down, one module each.

A dialect says whether a stretch of text states a task (`recognise`), and is a `Dialect` for
the sections that it recognised. `native` is the protocol's own form.
"""
