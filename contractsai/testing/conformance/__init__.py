"""Suites that every adapter of a port must pass: subclass one and give it a fixture."""
