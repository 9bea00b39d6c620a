"""What came back held to what was asked for: a table of relations, and facts read from bytes."""
