"""Two sets of documents compared: where each is from, what differs, and whom it concerns."""
