"""Clauses of a contract: what the model sees, what headings say, and the surer of the two."""
