"""What goes wrong on demand: the words for it, a schedule, and where it happens on the wire."""
