"""The TypeScript client, as Node and its tools see it."""
