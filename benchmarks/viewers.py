"""Milliseconds from a commit to the page that shows it, with many people looking at it.

``python -m benchmarks.viewers`` starts an API on a file, opens the stream of a job as often as
there are viewers, each of which then asks for the page, as `dashboard.js` does, and has a
worker do the job's documents one by one. The viewers are a process of their own. Told is the time
from the beginning of a document's two transactions until a viewer has the page with the new count
in its hands: what a browser draws then is not in it.
"""

import argparse
import json
import multiprocessing
import statistics
import tempfile
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Final

import httpx2 as httpx
import uvicorn

from contractsai.bootstrap.services import build_services
from contractsai.entrypoints.api.app import create_app
from contractsai.settings import Settings
from contractsai.testing.eventually import eventually
from contractsai.testing.fakes import FakeQueue, ScriptedHost

P95: Final = 0.95
GAP_SECONDS: Final = 0.25  # between two times that a page asks, as in dashboard.js


def view(address: str, job_id: str, started: threading.Barrier) -> list[tuple[int, float]]:
    """Look at a job until it has ended; return each count of its page, and when that was there."""
    seen = []
    page = f"{address}/dashboard/jobs/{job_id}"
    with httpx.Client(timeout=60) as client:
        asked_at, is_first = 0.0, True
        with client.stream("GET", f"{address}/jobs/{job_id}/events") as stream:
            for line in stream.iter_lines():
                if not line.startswith("event:"):
                    continue
                time.sleep(max(asked_at + GAP_SECONDS - time.perf_counter(), 0))
                asked_at = time.perf_counter()
                text = client.get(page, headers={"HX-Request": "true"}).text
                before, _, _ = text.partition(" completed</span>")
                seen.append((int(before.rpartition(">")[2] or 0), time.perf_counter()))
                if is_first:
                    started.wait()
                    is_first = False
                if line == "event: end":
                    break
    return seen


def look(address: str, job_id: str, viewers: int, ready: str) -> list[list[tuple[int, float]]]:
    """Return what so many viewers have seen; *ready* is made once all of them look."""
    started = threading.Barrier(viewers, action=Path(ready).touch)
    with ThreadPoolExecutor(viewers) as threads:
        return list(threads.map(lambda _: view(address, job_id, started), range(viewers)))


def measure(viewers: int, documents: int, home: Path) -> list[float]:
    """Return how long each viewer waited for each document, in seconds."""
    folder = home / "contracts"
    folder.mkdir()
    for number in range(documents):
        (folder / f"{number}.txt").write_text(f"Contract {number}.")
    settings = Settings(data_dir=home, allowed_roots=(folder,), port=0)
    services, worker = (build_services(settings, queue=FakeQueue()) for _ in range(2))
    services.prepare_database()
    worker.host = ScriptedHost()
    server = uvicorn.Server(uvicorn.Config(create_app(services=services), port=0, log_config=None))
    api = threading.Thread(target=server.run)
    api.start()
    eventually(lambda: server.started, what="the server's start")
    address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    job_id = services.submit_job(str(folder)).job.id
    rows = worker.read_documents(job_id, limit=1000)
    begun, ready = [], home / "ready"
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        looking = process.submit(look, address, job_id, viewers, str(ready))
        eventually(ready.exists, what="all viewers")
        for row in rows:
            time.sleep(GAP_SECONDS * 4)  # so that each commit is told of alone
            begun.append(time.perf_counter())
            worker.deliver_document(row.id, quantum=timedelta(0))
        found = looking.result()
    server.should_exit = True
    api.join()
    services.close()
    worker.close()
    waited = []
    for seen in found:
        known = 0
        for count, at in seen:
            waited += [at - begun[number] for number in range(known, count)]
            known = max(known, count)
    return waited


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--viewers", type=int, default=50)
    parser.add_argument("--documents", type=int, default=10, help="each is a commit to be seen")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        waited = sorted(measure(options.viewers, options.documents, Path(place)))
    told = {
        "seen": len(waited),
        "median": round(1000 * statistics.median(waited)),
        "p95": round(1000 * waited[min(int(P95 * len(waited)), len(waited) - 1)]),
        "longest": round(1000 * waited[-1]),
    }
    if options.json:
        print(json.dumps(told))
        return
    print("  ".join(f"{name} {number}" for name, number in told.items()))


if __name__ == "__main__":
    main()
