"""The stages of an analysis, one module each: pure functions of a document's bytes or text."""
