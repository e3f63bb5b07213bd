"""``contractsai search``: find documents of all jobs by their words and facts."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from datetime import datetime

MOST = 100


@click.command()
@click.argument("text")
@click.option("--law", metavar="CODE", help="A governing law: US-NY, or US for all its states.")
@click.option(
    "--ends-before",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    help="It says that it ends before that day, YYYY-MM-DD; renewals do not count.",
)
@click.option("--party", metavar="NAME", help="Words of a party's name.")
@click.option("--type", "kind", metavar="TYPE", help="Its type, or the group of types.")
@click.option("--limit", type=click.IntRange(1, MOST), default=20, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the public form as JSON.")
@click.option("--url", envvar="CONTRACTSAI_URL", help="Ask the service at this address.")
def search(
    text: str,
    *,
    law: str | None,
    ends_before: "datetime | None",
    party: str | None,
    kind: str | None,
    limit: int,
    as_json: bool,
    url: str | None,
) -> None:
    """Find the documents of all jobs that hold every word of TEXT, the latest first.

    In it, a phrase between quotes has to stand as it is, and a star ends the beginning of a word:
    indemn*. Case and accents do not count.
    """
    from contractsai.entrypoints.cli.backends import opened_jobs
    from contractsai.entrypoints.cli.output import print_hits, print_json, say

    asked = {
        "text": text,
        "law": law,
        "ends_before": f"{ends_before:%Y-%m-%d}" if ends_before else None,
        "party": party,
        "type": kind,
    }
    with opened_jobs(url) as jobs:
        found = jobs.search({name: it for name, it in asked.items() if it is not None}, limit)
    if as_json:
        print_json(found["hits"])
    elif found["hits"]:
        print_hits(found["hits"])
    else:
        say("Nothing was found. Look with fewer words, or at what there is: contractsai jobs list")
    if not found["is_whole"]:
        more = f"contractsai search --limit {MOST} ..."
        say(f"There is more than {limit}. Give more words, or: {more}")
