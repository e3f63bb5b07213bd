"""``python -m contractsai.testing.fuzz``: damage documents until the time is up, or one case."""

import sys
from pathlib import Path

import click

from contractsai.testing.fuzz.campaign import Campaign
from contractsai.testing.fuzz.corpus import corpus
from contractsai.testing.fuzz.mutate import case


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--seconds", default=60.0, show_default=True, help="How long to go on.")
@click.option("--cases", type=click.IntRange(1), help="How many at the most.")
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0))
@click.option("--limit", default=30.0, show_default=True, help="Seconds of one document.")
@click.option("--memory", default=512, show_default=True, help="Megabytes of one document.")
@click.option(
    "--corpus",
    "folder",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="More documents to begin with.",
)
@click.option("--keep", type=click.Path(path_type=Path, file_okay=False), help="Where defects go.")
@click.option("--case", "number", type=click.IntRange(0), help="Write one case to --keep.")
def main(
    *,
    seconds: float,
    cases: int | None,
    seed: int,
    limit: float,
    memory: int,
    folder: Path | None,
    keep: Path | None,
    number: int | None,
) -> None:
    """Damage documents and analyse them; exit code 1 if one was more than a bad document."""
    seeds = corpus(folder)
    if number is not None:
        place = (keep or Path()) / f"case-{seed}-{number}"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(case(seeds, seed, number))
        click.echo(f"wrote {place}")
        return
    campaign = Campaign(seeds, seed=seed, seconds=limit, memory_bytes=memory * 1_000_000, keep=keep)
    result = campaign.run(seconds=seconds, cases=cases)
    for defect in result.defects:
        click.echo(f"case {defect.number}: {defect.what}", err=True)
    outcomes = ", ".join(f"{count} {name}" for name, count in sorted(result.outcomes.items()))
    click.echo(
        f"seed {seed}: {result.cases} documents, {len(result.defects)} defects; {outcomes}; "
        f"slowest {result.slowest_seconds:.1f} s (case {result.slowest_case})"
    )
    sys.exit(1 if result.defects else 0)


if __name__ == "__main__":
    main()
