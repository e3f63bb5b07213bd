"""`--label`: what a job is found by."""

import click


def checked_labels(
    _context: click.Context, _option: click.Parameter, given: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the labels, each once.

    Raises:
        BadParameter: one of them is none, or there are too many.
    """
    from contractsai.domain.labels import labels_of

    try:
        return labels_of(given)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def checked_label(
    context: click.Context,
    option: click.Parameter,
    given: str | None,
) -> str | None:
    """Return the label, if one was given.

    Raises:
        BadParameter: it is none.
    """
    return None if given is None else checked_labels(context, option, (given,))[0]
