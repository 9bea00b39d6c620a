"""Generated documents through every stage: what must never happen, counted."""
