"""Faults on demand: their words, the schedule, and the middleware that injects them."""
