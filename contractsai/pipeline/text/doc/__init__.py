"""Word's binary format (.doc), as versions 97 to 2003 wrote it, and the plain form of 6 and 95."""

from contractsai.pipeline.text.doc.read import read_doc

__all__ = ["read_doc"]
