"""Documents that are nearly the same, as a service has read them."""

import hashlib
from datetime import timedelta
from typing import Final

from contractsai.domain.ids import JobId
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.testing.builders import a_contract
from contractsai.testing.fakes import ScriptedHost
from support.api_world import Api

FILL: Final = " ".join(f"word{number} and" for number in range(400))


def read_alike(api: Api, *names: str) -> str:
    """Have each document read as a lease whose length is the number in its name."""
    job_id = api.submit(*names)
    for document in api.services.read_documents(JobId(job_id), limit=100):
        kind, months = document.path.split(".")[0].split("-")
        content = (api.folder / "contracts" / document.path).read_bytes()
        text = f"A {kind} for {months} months. {FILL.replace('word', kind)}"
        contract = a_contract(text, ("term", {"n": int(months), "unit": "month"}))
        digest = hashlib.sha256(content).hexdigest()
        stored = StoredAnalysis.of([contract], sha256=digest, pipeline=ScriptedHost.pipeline)
        api.services.scripted.endings[document.path].append(stored)
        api.services.deliver_document(document.id, quantum=timedelta(0))
    return job_id
