"""Agent cards as the configuration of roles (protocol, section 5).

`forming.roles_for` finds a project's cards and says which roles are in force. A card is read
line by line without a Markdown library: every command that asks for a category pays for it.
"""
