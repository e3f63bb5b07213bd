"""Sample contracts, written for this project: every company and person in them is made up."""

from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "contracts"
"""The folder to analyse; it also holds a duplicate, a scan and a picture, to show outcomes."""
