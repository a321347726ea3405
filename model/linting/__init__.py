"""What is wrong with a task file: `rules` judge what the tasks say, `text` the lines as such."""
