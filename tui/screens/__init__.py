"""What fills the terminal: the board, a task, and the dialogs that ask something."""
