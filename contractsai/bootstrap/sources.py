"""Where documents come from: a source for each scheme that an allowed root has, and uploads."""

from contractsai.adapters.sources.by_scheme import FILE, SourceByScheme, scheme_of
from contractsai.adapters.sources.uploads import UploadSource
from contractsai.application.ports import Source
from contractsai.domain.upload import SCHEME
from contractsai.plugins import load_source
from contractsai.settings import Settings


def build_source(settings: Settings) -> Source:
    """Return the source of all folders below the allowed roots.

    Raises:
        UnsafeConfiguration: no plug-in reads a root's scheme, or it cannot be loaded.
    """
    roots: dict[str, list[str]] = {FILE: []}  # a path is always understood, if only to refuse it
    for root in map(str, settings.allowed_roots):
        roots.setdefault(scheme_of(root), []).append(root)
    sources = {scheme: load_source(scheme)(found) for scheme, found in roots.items()}
    return SourceByScheme({**sources, SCHEME: UploadSource(settings.upload_folder)})
