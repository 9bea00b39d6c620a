"""A page for people: what the emulator is asked, what it does, and what may go wrong with it."""
