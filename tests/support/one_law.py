"""An analysis that found one fact, in a file and in a document inside it."""

import hashlib

from contractsai.domain.findings import Analysis, Band, Evidence, Finding, Kind, Outcome, Versions
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.testing.fakes import ScriptedHost

TEXT = "The law of New York governs this Agreement."


def analysis_of(content: bytes) -> StoredAnalysis:
    law = Finding(
        id="f1",
        kind=Kind.FACT,
        name="governing_law",
        value="New York",
        normal={"code": "US-NY", "name": "New York"},
        confidence=0.6,
        band=Band.LOOK_HERE,
        method="rule:x",
        evidence=(Evidence(None, 11, 19, "New York"),),
    )
    documents = [
        Analysis(
            *(member, None, "text/plain", Outcome.ANALYSED, None, Versions("1", "none", "none")),
            text=TEXT,
            findings=(law,),
        )
        for member in (None, "deal & more.pdf")
    ]
    digest = hashlib.sha256(content).hexdigest()
    return StoredAnalysis.of(documents, sha256=digest, pipeline=ScriptedHost.pipeline)
