"""The JSON Schema Test Suite, asked of the generated client."""
