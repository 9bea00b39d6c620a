"""Foreign suites and clients from the registries, each in an environment of its own."""
