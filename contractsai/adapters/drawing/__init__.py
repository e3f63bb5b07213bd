"""A page of a PDF as readers see it, drawn by a process of its own, and where words stand on it."""
