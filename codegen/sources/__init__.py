"""The only door to the network and to foreign documents, and their readers."""
