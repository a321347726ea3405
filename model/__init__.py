"""Everything about a task file that is true without a screen: reading, planning, writing."""
