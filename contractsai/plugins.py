"""What others may bring along: pipelines and their facts, sources and stores, by entry point.

What comes with this package is found in the same way: nothing here knows which there are.
"""

import functools
import importlib
import importlib.metadata
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final, cast

from contractsai import entry_points
from contractsai.application.ports import (
    GoesByPlaybook,
    Pipeline,
    ReadsPictures,
    Source,
    StoreKind,
)
from contractsai.domain.errors import UnsafeConfiguration
from contractsai.domain.facts import FactRow

PIPELINES: Final = "contractsai.pipelines"
FACTS: Final = "contractsai.facts"
SOURCES: Final = "contractsai.sources"
STORES: Final = "contractsai.stores"
_KIND_OF_STORE: Final = ("open", "upgrade", "prepare", "check")
_SCHEME: Final = re.compile(r"([a-z][a-z0-9.-]*)(?:\+[a-z0-9_]+)?:", re.ASCII)
_URLS: Final = (
    "write it like sqlite:////var/lib/contractsai/contractsai.db or "
    "postgresql://user:password@host/name"
)


def load_pipeline(name: str, *, playbook: str | None = None) -> Pipeline:
    """Return a new pipeline.

    Args:
        name: of an entry point (``contracts``), or ``module:attribute``; either way it names a
            class or another callable without arguments.
        playbook: the text of one for the pipeline to go by; it then needs a method
            ``with_playbook(text)`` that returns such a pipeline, or raises a `ValueError`.

    Raises:
        UnsafeConfiguration: there is none of this name, its module cannot be imported, what it
            makes is no pipeline, or it does not take this playbook.
    """
    factory = _load(PIPELINES, name)
    made = _made(factory, name)
    if isinstance(getattr(made, "version", None), str) and callable(getattr(made, "analyse", None)):
        pipeline = cast("Pipeline", made)
        return pipeline if playbook is None else _with_playbook(pipeline, name, playbook)
    raise UnsafeConfiguration(
        f"{name} does not make a valid pipeline: that is an object with a version (a string) and "
        "analyse()"
    )


def _with_playbook(pipeline: Pipeline, name: str, playbook: str) -> Pipeline:
    if not isinstance(pipeline, GoesByPlaybook):
        raise UnsafeConfiguration(
            f"the pipeline {name} goes by no playbook: leave CONTRACTSAI_PLAYBOOK unset"
        )
    try:
        return pipeline.with_playbook(playbook)
    except ValueError as error:
        raise UnsafeConfiguration(
            f"the pipeline {name} does not take the playbook: {error}"
        ) from error


def with_ocr(pipeline: Pipeline, program: str, *, languages: str) -> Pipeline:
    """Return *pipeline* with OCR, if it has a method ``with_ocr(program, languages)`` for that.

    Args:
        pipeline: any; one that reads no pictures stays as it is.
        program: a path, or a name to look for.
        languages: as the program names them.

    Raises:
        UnsafeConfiguration: the program cannot do what is asked of it.
    """
    return (
        pipeline.with_ocr(program, languages) if isinstance(pipeline, ReadsPictures) else pipeline
    )


def load_facts() -> list[FactRow]:
    """Return the facts of every pipeline that is installed, but for our own.

    All of them, whichever pipeline is configured: reports are made of what was stored earlier, too.
    They are no part of a pipeline's module, since whoever makes a report loads no pipeline.

    Raises:
        UnsafeConfiguration: a plug-in cannot be loaded, or names no facts.
    """
    found: list[FactRow] = []
    for name in installed(FACTS):
        rows = _load(FACTS, name)
        if not isinstance(rows, Sequence) or not all(isinstance(row, FactRow) for row in rows):
            raise UnsafeConfiguration(
                f"the plug-in {name!r} of {FACTS} names no facts: that is a tuple of "
                f"contractsai.domain.facts.FactRow; {_way_out(FACTS, name)}"
            )
        found += rows
    return found


def load_source(scheme: str) -> Callable[[Sequence[str]], Source]:
    """Return what makes the source of folders with *scheme*, out of the allowed roots with it.

    Raises:
        UnsafeConfiguration: no plug-in has that name, it cannot be loaded, or it makes nothing.
    """
    factory = _load(SOURCES, scheme)
    if not callable(factory):
        raise UnsafeConfiguration(
            f"the plug-in {scheme!r} of {SOURCES} makes no source: that is a callable that takes "
            f"the allowed roots; {_way_out(SOURCES, scheme)}"
        )
    return cast("Callable[[Sequence[str]], Source]", factory)


def load_store_kind(url: str) -> StoreKind:
    """Return the kind of database that *url* names by its scheme.

    Raises:
        UnsafeConfiguration: it is no URL, no plug-in has that name, or it cannot be loaded.
    """
    scheme = _SCHEME.match(url)
    if scheme is None:
        raise UnsafeConfiguration(f"CONTRACTSAI_DATABASE_URL is not a valid database URL; {_URLS}")
    if scheme[1] not in installed(STORES):
        raise UnsafeConfiguration(
            f"CONTRACTSAI_DATABASE_URL: no store for {scheme[1]}; {STORES} has: "
            f"{_known(STORES)}; {_URLS}"
        )
    factory = _load(STORES, scheme[1])
    kind = _made(factory, scheme[1])
    if not all(callable(getattr(kind, name, None)) for name in _KIND_OF_STORE):
        raise UnsafeConfiguration(
            f"the plug-in {scheme[1]!r} of {STORES} makes no kind of store: that is an object with "
            f"{', '.join(_KIND_OF_STORE)}; {_way_out(STORES, scheme[1])}"
        )
    return cast("StoreKind", kind)


def installed(group: str) -> Mapping[str, importlib.metadata.EntryPoint]:
    """Return the plug-ins of *group* by name, in the order of their names."""
    return entry_points.in_group(group)


def _known(group: str) -> str:
    return ", ".join(installed(group)) or "none"


def _load(group: str, name: str) -> object:
    """Return what *name* stands for in *group*."""
    if ":" in name:
        return _attribute(name)
    found = installed(group)
    if name not in found:
        raise UnsafeConfiguration(
            f"{group} has no plug-in {name!r}; it has: {_known(group)}; {_next_step(group, found)}"
        )
    try:
        return _attribute(found[name].value)
    except UnsafeConfiguration as error:
        raise UnsafeConfiguration(
            f"{name!r} of {group}: {error}; {_way_out(group, name)}"
        ) from error


def _made(factory: object, name: str) -> object:
    """Return what *factory* makes, None if it makes nothing."""
    try:
        return factory() if callable(factory) else None
    except Exception as error:
        raise UnsafeConfiguration(f"the plug-in {name!r} cannot be made: {error!r}") from error


def _next_step(group: str, found: object) -> str:
    if group == PIPELINES and found:
        return "any other can be named as module:attribute"
    if not found:  # how a checkout looks that was installed before it had any
        return "this installation is older than its code; run: pip install -e ."
    return "install the package that has it: pip install PACKAGE"


def _way_out(group: str, name: str) -> str:
    """Return what to type next: the package of a plug-in is known by its entry point."""
    point = installed(group).get(name)
    package = point.dist.name if point is not None and point.dist is not None else "ITS-PACKAGE"
    return f"mend that package or remove it: pip uninstall {package}"


def _attribute(dotted: str) -> object:
    module, _, attribute = dotted.partition(":")
    try:
        loaded: object = importlib.import_module(module)
        return functools.reduce(getattr, attribute.split("."), loaded)
    except Exception as error:
        raise UnsafeConfiguration(f"the plug-in {dotted!r} cannot be loaded: {error}") from error
