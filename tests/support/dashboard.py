"""The dashboard as a browser meets it, without the browser: pages, links, forms."""

import hashlib
import re
from typing import Any, Final

from fastapi.testclient import TestClient
from httpx2 import Response

from contractsai.domain.findings import (
    Analysis,
    Band,
    Evidence,
    Finding,
    JsonValue,
    Kind,
    Outcome,
    Versions,
)
from contractsai.domain.ids import JobId
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.testing.fakes import ScriptedHost
from support.api_world import Api

TEXT: Final = (
    "This Agreement is made between Elm Press Ltd and Oak Mills plc. "
    "It is governed by the laws of the State of New York. <script>alert(1)</script>"
)
OURS: Final = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}


class Dashboard:
    """A client that sends forms as our own pages do."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.client: TestClient = api.client

    def get(self, path: str = "", **query: Any) -> Response:
        return self.client.get(f"/dashboard{path}", params=query, headers=OURS)

    def send(self, path: str, form: dict[str, Any], **headers: str) -> Response:
        """Send a form, and do not follow where the answer leads."""
        return self.client.post(
            f"/dashboard{path}", data=form, headers=OURS | headers, follow_redirects=False
        )

    def reviewed_job(self) -> tuple[str, str]:
        """Return a job with a completed document that holds findings, and the document's id."""
        job_id = self.api.submit("nda.txt")
        [document] = self.api.services.read_documents(JobId(job_id), limit=2)
        content = (self.api.folder / "contracts" / "nda.txt").read_bytes()
        self.api.services.scripted.endings["nda.txt"].append(an_analysis(content))
        self.api.services.deliver_document(document.id)
        return job_id, document.id


def an_analysis(content: bytes) -> StoredAnalysis:
    """Return an analysis with a sure fact, an unsure one, a clause and a gap."""
    analysis = Analysis(
        member=None,
        sha256=None,
        media_type="text/plain",
        outcome=Outcome.ANALYSED,
        reason=None,
        versions=Versions(pipeline="scripted 1", model="none", playbook="none"),
        text=TEXT,
        findings=(
            _fact("f1", "party", {"name": "Elm Press Ltd", "role": None}, words="Elm Press Ltd"),
            _fact("f2", "effective_date", "2024-01-05", words="Agreement", sure=0.6),
            Finding(
                id="f3",
                kind=Kind.MISSING,
                name="missing.cap",
                value="No cap on liability",
                normal={"severity": "high"},
                confidence=0.7,
                band=Band.LOOK_HERE,
                method="rule:cap",
            ),
        ),
    )
    digest = hashlib.sha256(content).hexdigest()
    return StoredAnalysis.of([analysis], sha256=digest, pipeline=ScriptedHost.pipeline)


def _fact(id_: str, name: str, normal: JsonValue, *, words: str, sure: float = 0.97) -> Finding:
    start = TEXT.index(words)
    return Finding(
        id=id_,
        kind=Kind.FACT,
        name=name,
        value=normal if isinstance(normal, str) else words,
        normal=normal,
        confidence=sure,
        band=Band.SURE if sure > 0.9 else Band.LOOK_HERE,
        method="rule:test",
        evidence=(Evidence(None, start, start + len(words), words),),
    )


def links_of(page: str) -> set[str]:
    """Return every address that a page leads to or loads."""
    return set(re.findall(r'(?:href|src|action|hx-get|hx-post)="([^"]*)"', page))
