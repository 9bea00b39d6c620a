"""What must be true of a release before anybody can install it."""
