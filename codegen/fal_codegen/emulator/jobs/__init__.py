"""Requests in the queue: what they are, when they move, and who is told."""
