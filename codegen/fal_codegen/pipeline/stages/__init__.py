"""The stages, one module each, in the order of their use."""
