"""``contractsai doctor``: what is wrong with this installation, and the line that mends it."""

from pathlib import Path

import click


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
@click.option(
    "--bundle",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Also write a ZIP for whoever helps: findings, settings, versions, workers and logs, "
    "without secrets and without documents.",
)
def doctor(*, as_json: bool, bundle: Path | None) -> int:
    """Look for what is wrong, and name the line that mends each; nothing is changed.

    Run it where the API or a worker runs, with the same environment. Exits with 1 if there is a
    problem, with 0 if there are warnings at the most.
    """
    import os
    from dataclasses import asdict

    from contractsai.bootstrap.doctor.bundle import write_bundle
    from contractsai.bootstrap.doctor.diagnosis import Grade
    from contractsai.bootstrap.doctor.examine import examine
    from contractsai.entrypoints.cli.exit_codes import Exit
    from contractsai.entrypoints.cli.output import print_json, say

    found = examine()
    if bundle is not None:
        write_bundle(bundle, found, dict(os.environ))
        say(f"Wrote {bundle}.")
    if as_json:
        print_json([asdict(each) for each in found])
    else:
        for each in found:
            click.echo(f"{each.grade.value} ({each.check}): {each.says}\n    {each.mend}")
        if not found:
            say("Nothing is wrong. See who works: contractsai workers list")
    has_problem = any(each.grade is Grade.PROBLEM for each in found)
    return Exit.FAILED if has_problem else Exit.DONE
