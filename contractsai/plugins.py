"""What others may bring along: pipelines, found by entry point or by dotted name."""

import functools
import importlib
import importlib.metadata
from typing import Final, cast

from contractsai.application.ports import GoesByPlaybook, Pipeline, ReadsPictures
from contractsai.domain.errors import UnsafeConfiguration

PIPELINES: Final = "contractsai.pipelines"


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
    made = factory() if callable(factory) else None
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


def _load(group: str, name: str) -> object:
    """Return what *name* stands for in *group*."""
    if ":" in name:
        return _attribute(name)
    found = {point.name: point for point in importlib.metadata.entry_points(group=group)}
    if name not in found:
        known = ", ".join(sorted(found)) or "none"
        raise UnsafeConfiguration(
            f"{group} has no plug-in {name!r}; it has: {known}; "
            "any other can be named as module:attribute"
        )
    return _attribute(found[name].value)


def _attribute(dotted: str) -> object:
    module, _, attribute = dotted.partition(":")
    try:
        loaded: object = importlib.import_module(module)
        return functools.reduce(getattr, attribute.split("."), loaded)
    except (ImportError, AttributeError, ValueError) as error:
        raise UnsafeConfiguration(f"the plug-in {dotted!r} cannot be loaded: {error}") from error
