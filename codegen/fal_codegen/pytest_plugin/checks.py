"""The project's checks, as tests: import `TestFal` into a test module, and pytest finds them.

They are what `fal-codegen check` does, one test for each endpoint and what it is held to; their
number grows with the harness.
"""

__all__ = ["TestFal"]


class TestFal:
    """Every check of the project; the plugin makes the tests."""
