"""Projects to run workflows in: those that the verbs are tried in."""

from tests.cli.conftest import desk, finished, plain_surroundings

__all__ = ["desk", "finished", "plain_surroundings"]
