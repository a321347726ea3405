"""The figures that the design promises, measured on the installed program.

`python -m bench` starts `archie-board` in a real pseudo-terminal, beside a bare Textual
program in the same interleaved run, and prints each figure beside its target. Nothing here
is a test: clocks differ between machines, and ratios are what to compare.
"""
