"""How good cases are: each limit of a document made wrong, by itself, must be noticed by some."""
