"""``contractsai report-schema``: what programs may rely on."""

import click


@click.command("report-schema")
def report_schema() -> None:
    """Print the JSON Schema (2020-12) of a line of the report."""
    from contractsai.application import report_schema as published
    from contractsai.bootstrap.facts import learn_facts
    from contractsai.entrypoints.cli.output import print_json

    learn_facts()
    print_json(published.report_schema())
