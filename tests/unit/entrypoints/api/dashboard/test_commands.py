"""What a button does, as a command."""

import re
import shlex

import pytest
from support.api_world import Api
from support.dashboard import Dashboard

from contractsai.domain.ids import JobId
from contractsai.entrypoints.api.dashboard.commands import FINDING, Command, of_findings, posting
from contractsai.testing.builders import a_worker

BUTTON = re.compile(r"<button([^>]*)>(.*?)</button>", re.DOTALL)
OF_THE_PAGE = ("/theme", "/sign-out", "/sign-in")
"""Forms that change nothing but what this browser shows."""


def buttons(page: str) -> set[str]:
    """Return the first word of each button of a form that changes something."""
    forms = re.findall(r'<form[^>]*method="post"[^>]*>.*?</form>', page, re.DOTALL)
    return {
        re.sub(r"<[^>]*>", "", text).split()[0]
        for form in forms
        if not any(f'action="/dashboard{path}"' in form for path in OF_THE_PAGE)
        for _, text in BUTTON.findall(form)
    }


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/jobs", {"Retry", "Cancel", "Delete"}),
        ("/jobs/{job}", {"Delete"}),
        ("/jobs/{waiting}", {"Cancel"}),
        ("/jobs/{cancelled}", {"Retry", "Delete"}),
        ("/jobs/{job}/documents/{document}", {"Accept", "Reject", "Keep"}),
        ("/jobs/{job}/review", {"Accept", "Reject", "Keep", "Delete"}),
        ("/jobs/{job}/register", {"Keep", "Delete"}),
        ("/new?folder={folder}", {"Analyse", "Send"}),
        ("/workers", {"Drain"}),
    ],
)
def test_every_button_is_told_as_a_command(
    dashboard: Dashboard, api: Api, path: str, expected: set[str]
) -> None:
    """For curl and for our own command line: what was found by hand is soon done in a script."""
    job, document = dashboard.reviewed_job()
    cancelled = api.submit("lease.txt")
    api.services.cancel_job(JobId(cancelled))
    with api.services.store.begin() as work:
        work.workers.save(a_worker(lease_expires_at=api.services.clock.now().replace(year=2999)))
        work.commit()
    ids = {
        "job": job,
        "document": document,
        "cancelled": cancelled,
        "waiting": api.submit("rent.txt"),
        "folder": str(api.folder),
    }

    page = dashboard.client.get(f"/dashboard{path.format(**ids)}").text

    told = set(re.findall(r"<dt>([^<]*)</dt><dd><pre>curl .*</pre><pre>contractsai ", page))
    assert buttons(page) == expected
    missing = expected - told
    assert missing <= {"Keep"}  # the button of a correction
    assert not missing or "Correct" in told


def test_a_name_cannot_break_out_of_a_command() -> None:
    """Neither out of the shell's quotes, nor out of the page."""
    name = "a'; rm -rf ~; <script>.pdf"

    [accept, *_] = of_findings("http://h", "j", "d", shlex.quote(name), "in'side")

    assert "<script>" not in accept.cli
    assert "member=in%27side" in accept.curl
    assert accept.cli.count("<var") == 1


def test_a_body_is_quoted_for_the_shell() -> None:
    line = posting("http://h/x", {"fields": {"owner": "O'Hara"}})

    assert shlex.split(line) == ["curl", "--json", '{"fields": {"owner": "O\'Hara"}}', "http://h/x"]
    assert posting("http://h/x") == "curl -X POST http://h/x"


def test_what_differs_from_row_to_row_is_marked() -> None:
    command = Command.of("Accept", f"curl {FINDING}", "contractsai FINDING")

    assert command.curl == 'curl <var data-say="FINDING">FINDING</var>'
    assert command.cli == "contractsai FINDING"
