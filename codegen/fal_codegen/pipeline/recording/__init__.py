"""Recordings: made by the client, taken from HAR files, and read back."""
