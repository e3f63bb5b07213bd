"""How the numbers that the pipeline ships are made from labelled contracts; no analysis runs it."""
