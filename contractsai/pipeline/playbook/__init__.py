"""Playbooks: which risks and gaps matter to somebody, as data."""
