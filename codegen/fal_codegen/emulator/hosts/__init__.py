"""The hosts that the emulator stands for, each with the routes it answers."""
