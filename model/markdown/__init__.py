"""Markdown's block structure, as far as task files need it, byte by byte and without a library.

`outline` cuts a whole file at its headings, `syntax` says what the lines of a piece are;
`closing` and `fences` settle where a fence or an HTML block ends, and which ones are nested badly.
"""
