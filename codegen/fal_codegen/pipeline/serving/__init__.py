"""A project served by the emulator."""
