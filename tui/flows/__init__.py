"""User flows: what a key starts that takes several steps, dialogs, or a screen of its own.

One module each, imported when it is first asked for, with a coroutine `run(host, key)`: `host`
is the application as far as a flow may know it, `key` the task under the cursor, if any.
"""
