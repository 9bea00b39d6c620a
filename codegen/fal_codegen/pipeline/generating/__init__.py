"""The generated package: what it should hold, rendered, tried out and written."""
