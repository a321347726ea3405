"""Work that goes from one role to the next: what was done, and what the next one is told.

`executor` reads who did a task and what they report. `facts` are a task in lines; a card's
message to a colleague (`handing`) and its documents (`papers`) are filled in with them.
"""
