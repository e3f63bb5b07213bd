"""A job with one contract that ends on a day."""

import hashlib

from contractsai.domain.findings import Analysis, Band, Evidence, Finding, Kind, Outcome, Versions
from contractsai.domain.ids import JobId
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.testing.fakes import ScriptedHost
from support.api_world import Api

TEXT = "It ends on 1 June 2026."


def dated(content: bytes) -> StoredAnalysis:
    """Return the analysis of such a contract, whatever its file holds."""
    place = Evidence(None, 11, 22, TEXT[11:22])
    day = Finding(
        *(
            "f1",
            Kind.FACT,
            "expiration_date",
            "1 June 2026",
            "2026-06-01",
            0.9,
            Band.SURE,
            "rule:x",
        ),
        evidence=(place,),
    )
    analysis = Analysis(
        *(None, None, "text/plain", Outcome.ANALYSED, None, Versions("1", "none", "none")),
        text=TEXT,
        findings=(day,),
    )
    sha256 = hashlib.sha256(content).hexdigest()
    return StoredAnalysis.of([analysis], sha256=sha256, pipeline=ScriptedHost.pipeline)


def dated_job(api: Api) -> str:
    """Return a job whose contract, nda.txt, ends on 1 June 2026."""
    job_id = api.submit("nda.txt")
    [document] = api.services.read_documents(JobId(job_id), limit=1)
    content = (api.folder / "contracts" / "nda.txt").read_bytes()
    api.services.scripted.endings["nda.txt"].append(dated(content))
    api.services.deliver_document(document.id)
    return job_id
