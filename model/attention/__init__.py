"""What wants a person's eye: questions that conflicts left, alarms, and what is new to the user.

All of it outlives the program, in the state folder of the task file, where all boards of one
user find it: a question that is answered in one board is gone in the others. Records come back
from the disk through `records`, which believes nothing that it has not checked.
"""
