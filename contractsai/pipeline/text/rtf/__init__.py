"""Rich Text Format: tokens, the groups and their state, and the text that they give."""

from contractsai.pipeline.text.rtf.read import read_rtf, rtf_text

__all__ = ["read_rtf", "rtf_text"]
