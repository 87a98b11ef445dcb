"""What developers run: the environment, the checks, the pins. Nothing here is part of the registry."""
