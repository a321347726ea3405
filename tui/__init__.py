"""The board on a terminal, and the command line. Importing this package imports no Textual."""
