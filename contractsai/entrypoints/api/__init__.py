"""The HTTP API: FastAPI routes that translate in, call one use case, and translate out."""
