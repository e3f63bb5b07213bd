"""Word documents: container and parts, styles, numbering, tables, forms, what is struck."""

from contractsai.pipeline.text.docx.read import read_docx

__all__ = ["read_docx"]
