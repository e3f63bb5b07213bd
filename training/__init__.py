"""Training of the models that the pipeline ships; no analysis runs it."""
