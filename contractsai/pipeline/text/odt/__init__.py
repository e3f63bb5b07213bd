"""OpenDocument texts: as a container (ODT) and as one file of XML (flat)."""

from contractsai.pipeline.text.odt.read import read_flat_odt, read_odt

__all__ = ["read_flat_odt", "read_odt"]
