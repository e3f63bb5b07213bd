"""Stores: where the rows are kept."""
