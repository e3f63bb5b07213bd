"""Identifiers: drawn here, and handed to the use cases that need one."""

import uuid


def new_id() -> str:
    """Return an identifier that nobody else has drawn."""
    return uuid.uuid4().hex
