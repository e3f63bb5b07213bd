"""One reader per medium: bytes in, raw pages out."""
