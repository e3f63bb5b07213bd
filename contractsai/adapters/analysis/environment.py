"""What the analysis process has of the worker's environment: what is named here, and nothing else.

It reads documents of strangers, so it is given no secret to lose: neither ours, nor the database
client's (``PGPASSWORD``), nor a cloud's, nor any that nobody has thought of.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

NAMES: Final = frozenset(
    {
        "PATH",  # where Tesseract is looked for
        "HOME",
        "LANG",
        "LANGUAGE",
        "TZ",
        "LD_LIBRARY_PATH",
        "DYLD_LIBRARY_PATH",
        "TESSDATA_PREFIX",
        # Windows starts no process without them
        "SYSTEMROOT",
        "SYSTEMDRIVE",
        "WINDIR",
        "COMSPEC",
        "PATHEXT",
        "NUMBER_OF_PROCESSORS",
        "PROCESSOR_ARCHITECTURE",
    }
)
PREFIXES: Final = (
    "LC_",
    "PYTHON",
    "COVERAGE_",  # how coverage follows processes
    "MALLOC_",
    # How many threads the libraries of numbers start
    "OMP_",
    "OPENBLAS_",
    "GOTO_",
    "MKL_",
    "BLIS_",
    "VECLIB_",
    "NUMEXPR_",
)
TEMPORARY: Final = ("TMPDIR", "TEMP", "TMP")


def environment_for(folder: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """Return what may pass of *environ*, with *folder* as the place of temporary files."""
    kept = {
        name: value
        for name, value in environ.items()
        if name.upper() in NAMES or name.upper().startswith(PREFIXES)
    }
    return kept | dict.fromkeys(TEMPORARY, str(folder))
