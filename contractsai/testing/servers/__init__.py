"""Real servers for tests, each gone when its owner is, however the owner ends."""
