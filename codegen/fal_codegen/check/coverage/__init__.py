"""Which limits were exercised, by whom and on which side, and why others cannot be."""
