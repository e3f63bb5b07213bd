"""PDF through PDFium: what its pages say, what they show beside that, and what lies inside."""

from contractsai.pipeline.text.pdf.reader import read_pdf

__all__ = ["read_pdf"]
