"""The parts of screens. They are given values, and send messages; none writes or reads a file."""
