"""The API against its own OpenAPI document: Schemathesis asks whatever the document allows."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from api_server import Server
from contract_data import FINDING, Filled, fill

KEY = "a-key-for-the-tests-of-the-contract"
EXAMPLES = "60"
RUN_SECONDS = 300
ACCEPTED = ["2xx", "304", "401", "403", "404", "409", "5xx"]

_FINDING = r"/jobs/\w+/documents/\w+/findings/f1/reviews\S*"
REACHED = (
    r'"POST /analyze HTTP/1.1" 202',
    r'"POST /jobs/\w+/cancel HTTP/1.1" 200',
    r'"POST /jobs/\w+/cancel HTTP/1.1" 409',
    r'"POST /jobs/\w+/retry HTTP/1.1" 202',
    r'"GET /jobs/\w+/documents\S* HTTP/1.1" 200',
    r'"GET /jobs/\w+/deadlines\S* HTTP/1.1" 200',
    r'"GET /jobs/\w+/calendar\.ics\S* HTTP/1.1" 200',
    r'"GET /jobs/\w+/report\S* HTTP/1.1" 200',
    r'"GET /jobs/\w+/register\S* HTTP/1.1" 200',
    r'"POST /jobs/\w+/documents/\w+/annotation\S* HTTP/1.1" 200',
    r'"GET /jobs/\w+/near-duplicates\S* HTTP/1.1" 200',
    r'"GET /search\S* HTTP/1.1" 200',
    r'"GET /audit\S* HTTP/1.1" 200',
    r'"POST /uploads HTTP/1.1" 20[01]',
    r'"POST /uploads HTTP/1.1" 422',
    rf'"GET {_FINDING} HTTP/1.1" 200',
    rf'"POST {_FINDING} HTTP/1.1" 201',
)
"""What a run that only met errors would not have in its log."""

CONFIG = """\
[dictionaries]
jobs = {{ values = {jobs} }}
documents = {{ values = {documents} }}
findings = {{ values = ["{finding}"] }}
folders = {{ values = ["{folder}"] }}
completed = {{ values = ["{completed}"] }}
read = {{ values = {read} }}
words = {{ values = ["law", "\\"new york\\"", "govern*"] }}

[parameters]
"path.job_id" = {{ dictionary = "jobs", probability = 0.8 }}
"path.document_id" = {{ dictionary = "documents", probability = 0.8 }}
"path.finding_id" = {{ dictionary = "findings", probability = 0.8 }}
"body.folder_path" = {{ dictionary = "folders", probability = 0.5 }}

# What is left out, and why: a schema cannot say which texts are tokens of ours ...
[[operations]]
include-name = [
    "GET /jobs", "GET /audit",
    "GET /jobs/{{job_id}}/documents", "GET /jobs/{{job_id}}/near-duplicates"
]
checks.positive_data_acceptance.expected-statuses = {with_tokens}

# ... nor that a key of one request is none for another.
[[operations]]
include-name = [
    "POST /analyze", "POST /jobs/{{job_id}}/cancel", "POST /jobs/{{job_id}}/retry",
    "POST /jobs/{{job_id}}/documents/{{document_id}}/retry", "POST /workers/{{worker}}/drain"
]
checks.positive_data_acceptance.expected-statuses = {of_verdicts}

# ... nor which texts hold a word, and which words are laws.
[[operations]]
include-name = "GET /search"
checks.positive_data_acceptance.expected-statuses = {of_searches}
[operations.parameters]
"query.text" = {{ dictionary = "words", probability = 0.8 }}

# A finding is met when job and document belong together: rare by chance.
[[operations]]
include-name = "GET /jobs/{{job_id}}/documents/{{document_id}}/findings/{{finding_id}}/reviews"
[operations.parameters]
"path.job_id" = {{ dictionary = "completed", probability = 0.8 }}
"path.document_id" = {{ dictionary = "read", probability = 0.8 }}
"path.finding_id" = {{ dictionary = "findings", probability = 0.8 }}

# ... nor which verdicts suit which finding, and how many reviews there are.
[[operations]]
include-name = "POST /jobs/{{job_id}}/documents/{{document_id}}/findings/{{finding_id}}/reviews"
checks.positive_data_acceptance.expected-statuses = {of_verdicts}
[operations.parameters]
"path.job_id" = {{ dictionary = "completed", probability = 0.8 }}
"path.document_id" = {{ dictionary = "read", probability = 0.8 }}
"path.finding_id" = {{ dictionary = "findings", probability = 0.8 }}

# ... nor what can be kept beside what, and which version is there.
[[operations]]
include-name = "POST /jobs/{{job_id}}/documents/{{document_id}}/annotation"
checks.positive_data_acceptance.expected-statuses = {of_verdicts}
[operations.parameters]
"path.job_id" = {{ dictionary = "completed", probability = 0.8 }}
"path.document_id" = {{ dictionary = "read", probability = 0.8 }}
"""


def config_of(filled: Filled) -> str:
    return CONFIG.format(
        jobs=json.dumps(filled.jobs),
        documents=json.dumps(filled.documents),
        folder=filled.folder,
        completed=filled.completed,
        read=json.dumps(filled.read),
        finding=FINDING,
        with_tokens=json.dumps([*ACCEPTED, "400"]),
        of_searches=json.dumps([*ACCEPTED, "400", "422"]),
        of_verdicts=json.dumps([*ACCEPTED, "412", "422"]),
    )


@pytest.mark.timeout(RUN_SECONDS + 60)
def test_the_api_is_what_its_document_says(
    serve: Callable[..., Server], refusing: str, tmp_path: Path
) -> None:
    """Every check and every phase, on ids that lead somewhere and on those that do not."""
    contracts = tmp_path / "filled"
    contracts.mkdir()
    filled = fill(tmp_path / "data", contracts)
    server = serve(refusing, CONTRACTSAI_API_KEYS=KEY)
    config = tmp_path / "schemathesis.toml"
    config.write_text(config_of(filled))

    done = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", f"--config-file={config}", "run"),
            f"http://localhost:{server.address[1]}/openapi.json",
            f"--header=Authorization: Bearer {KEY}",
            "--checks=all",
            "--phases=examples,coverage,fuzzing,stateful",
            f"--max-examples={EXAMPLES}",
            "--exclude-method=DELETE",  # would take away what the others are asked about
            "--exclude-path-regex=/events$",  # they never end; see test_api_events.py
            "--generation-deterministic",
            "--no-color",
            "--continue-on-failure",
            "--warnings=off",
        ],
        cwd=tmp_path,
        env=os.environ | {"PYTHONWARNINGS": "default"},
        capture_output=True,
        text=True,
        timeout=RUN_SECONDS,
        check=False,
    )

    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    log = server.log.read_text()
    assert "Traceback" not in log
    assert "request.failed" not in log
    assert [pattern for pattern in REACHED if not re.search(pattern, log)] == []
