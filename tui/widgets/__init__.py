"""The parts of the screens: the board with its columns, the detail pane, lines and lists.

A widget is given what it shows by attributes and posts messages about what the user wants;
it knows neither the application nor the file.
"""
