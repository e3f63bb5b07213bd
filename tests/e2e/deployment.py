"""The service as its users run it: the compose files, driven over HTTP and `docker compose`."""

import json
import os
import subprocess
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx2

from contractsai.testing.eventually import eventually

ROOT = Path(__file__).resolve().parents[2]
FILES = ("docker-compose.yml", "docker-compose.test.yml")
APP_SERVICES = ("backend", "celery-worker", "celery-beat", "flower")
FLOWER = ("admin", "let-me-look")
LEASE_SECONDS = 6  # as docker-compose.test.yml says, and the ticks every second
ENDED = {"COMPLETED", "FAILED", "CANCELLED"}

KILL_ALL = "import os; os.kill(-1, 9)"  # everything in the container but its init, which then ends


class Deployment:
    """One compose project under a name of its own; what it publishes is on free ports."""

    def __init__(self, contracts: Path, secrets: Path, *, image: str) -> None:
        self.contracts = contracts
        self.project = f"contractsai-e2e-{uuid.uuid4().hex[:8]}"
        _keep(secrets, postgres_password="@ odd / pass#word", flower_basic_auth=":".join(FLOWER))
        self._env = {
            "CONTRACTS_DIR": str(contracts),
            "CONTRACTSAI_IMAGE": image,
            "SECRETS_DIR": str(secrets),
        }
        self._http = httpx2.Client(timeout=10)
        self._address = ""

    # --- the project -----------------------------------------------------------------------------

    def up(self) -> None:
        """Start every service, and return when all of them are well."""
        self.compose("up", "--detach", "--no-build", "--quiet-pull", "--wait", *APP_SERVICES)

    def down(self) -> None:
        """Leave nothing: no container, network or volume."""
        self._http.close()
        # Of every profile: else a service that was named to be started would stay.
        self.compose("--profile", "*", "down", "--volumes", "--remove-orphans", "--timeout", "2")

    def change(self, service: str, **env: str) -> None:
        """Start *service* anew with other settings; they last until the next change."""
        self._env.update(env)
        self.compose("up", "--detach", "--no-build", "--no-deps", "--wait", service)

    def compose(self, *arguments: str, timeout: float = 180) -> str:
        """Return what ``docker compose ARGUMENTS`` writes to stdout; fail with all it wrote."""
        files = [word for file in FILES for word in ("--file", file)]
        done = run(
            ["docker", "compose", "--project-name", self.project, *files, *arguments],
            env=self._env,
            timeout=timeout,
        )
        if done.returncode:
            raise AssertionError(
                f"docker compose {' '.join(arguments)} ended with {done.returncode}\n"
                f"{done.stdout}\n{done.stderr}\n{self.logs()}"
            )
        return done.stdout

    def execute(self, service: str, *command: str) -> subprocess.CompletedProcess[str]:
        """Run *command* in a container of *service*, and return how it ended."""
        [container, *_] = self.containers(service)
        return run(["docker", "exec", container, *command], timeout=60)

    def logs(self) -> str:
        """Return the last lines of every service."""
        command = ["docker", "compose", "--project-name", self.project, "logs", "--tail", "60"]
        return run([*command, "--no-color"], timeout=30).stdout

    def containers(self, service: str) -> list[str]:
        """Return the ids of the running containers of *service*."""
        return self.compose("ps", "--quiet", "--status", "running", service).split()

    # --- faults ----------------------------------------------------------------------------------

    def kill(self, container: str) -> None:
        """SIGKILL all that runs in *container*, from inside: its restart policy stays in force."""
        run(["docker", "exec", container, "python", "-c", KILL_ALL], timeout=30)

    def restart(self, *services: str) -> None:
        """Restart *services* as an administrator does: SIGTERM, a grace, start."""
        self.compose("restart", *services)
        self._address = ""  # the new container publishes another port

    # --- HTTP ------------------------------------------------------------------------------------

    def url(self, service: str, port: int) -> str:
        """Return where *service* is reached from here."""
        return f"http://{self.compose('port', service, str(port)).strip()}"

    def request(self, method: str, path: str, **options: Any) -> httpx2.Response:
        """Call the API."""
        self._address = self._address or self.url("backend", 8000)
        return self._http.request(method, self._address + path, **options)

    def get(self, path: str) -> Any:
        """Return the JSON that the API answers; it has to be a success."""
        return self.request("GET", path).raise_for_status().json()

    def is_ready(self) -> bool:
        """Return whether the API takes requests."""
        try:
            return self.request("GET", "/readyz").is_success
        except httpx2.TransportError:
            return False

    def folder(self, files: Mapping[str, bytes | str]) -> str:
        """Write *files* into a new folder of contracts, and return its path for the service."""
        name = f"folder-{uuid.uuid4().hex[:8]}"
        target = self.contracts / name
        target.mkdir(mode=0o755)
        for path, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            (target / path).parent.mkdir(mode=0o755, exist_ok=True)
            (target / path).write_bytes(data)
        return f"/contracts/{name}"

    def submit(self, files: Mapping[str, bytes | str]) -> str:
        """Submit a folder with *files*, and return the job's id."""
        answer = self.request("POST", "/analyze", json={"folder_path": self.folder(files)})
        assert answer.status_code == 202, answer.text
        job_id: str = answer.json()["id"]
        return job_id

    def job(self, job_id: str) -> dict[str, Any]:
        """Return the job as the API shows it; its counts have to add up, always."""
        job: dict[str, Any] = self.get(f"/jobs/{job_id}")
        counts = dict(job["documents"])
        assert counts.pop("total") == sum(counts.values()), job
        return job

    def documents(self, job_id: str) -> dict[str, dict[str, Any]]:
        """Return the job's documents by path."""
        page = self.get(f"/jobs/{job_id}/documents")
        return {document["path"]: document for document in page["documents"]}

    def report(self, job_id: str) -> list[dict[str, Any]]:
        """Return the lines of the job's report."""
        answer = self.request("GET", f"/jobs/{job_id}/report", params={"format": "jsonl"})
        return [json.loads(line) for line in answer.raise_for_status().text.splitlines()]

    # --- waiting ---------------------------------------------------------------------------------

    def wait_for_end(self, job_id: str) -> dict[str, Any]:
        """Return the job once it has ended."""

        def ended() -> dict[str, Any] | None:
            job = self._try_job(job_id)
            return job if job and job["state"] in ENDED else None

        try:
            return eventually(ended, what="the end of the job")
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.job(job_id)}\n{self.documents(job_id)}") from None

    def wait_for_running(self, job_id: str, *, documents: int = 1) -> None:
        """Return once *documents* of the job run."""
        eventually(
            lambda: self.job(job_id)["documents"]["running"] >= documents,
            what=f"{documents} running",
        )

    def worker_of(self, job_id: str) -> str:
        """Return the container that runs a document of the job."""
        [name] = {
            document["worker"].partition(":")[0]
            for document in self.documents(job_id).values()
            if document["state"] == "RUNNING"
        }
        return name  # a container's host name is the start of its id

    def _try_job(self, job_id: str) -> dict[str, Any] | None:
        try:
            return self.job(job_id)
        except (httpx2.TransportError, httpx2.HTTPStatusError):  # restarting
            return None


def run(
    command: list[str], *, env: Mapping[str, str] | None = None, timeout: float
) -> subprocess.CompletedProcess[str]:
    """Run *command* at the project's root, without input, and return all it wrote."""
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


def _keep(folder: Path, **secrets: str) -> None:
    """Write files that the users in the containers may read."""
    for name, value in secrets.items():
        file = folder / name
        file.write_text(f"{value}\n")
        file.chmod(0o444)
