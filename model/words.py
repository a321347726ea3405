"""The words of task files: statuses, priorities, field names, "none", as data.

Everything that depends on a language or a mark stands here and nowhere else; the code
compares folded words only. Protocol, sections 1 and 2.
"""
