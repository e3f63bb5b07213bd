"""The manifests agree with each other, and with what the service needs to be safe and to last."""

from pathlib import Path

import pytest
from support.manifests import Manifest, environment, manifests, of_kind, pods

from contractsai import __version__
from contractsai.domain.job import Counts
from contractsai.entrypoints.worker_process import LEAVE_SECONDS
from contractsai.entrypoints.worker_views import demand_view
from contractsai.settings import Settings
from contractsai.settings.secret_files import BEHIND, secret_variables

ROOT = Path(__file__).resolve().parents[3]
RUNNING = ["backend", "celery-beat", "celery-worker"]
IN_THE_CLUSTER = {"backend": ["http"], "celery-worker": ["metrics"]}


def settings_of(pod: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    """Return what the process in a pod reads, with secrets where the manifests put them."""
    for name, value in environment(pod).items():
        if name.endswith(BEHIND):
            file = tmp_path / Path(value).name
            file.write_text(
                "redis://redis:6379/0" if "broker" in name.lower() else "a-secret-that-is-long"
            )
            monkeypatch.setenv(name, str(file))
        else:
            monkeypatch.setenv(name, value)
    return Settings()


def selected(labels: dict[str, str], selector: Manifest) -> bool:
    return all(labels.get(name) == value for name, value in selector["matchLabels"].items())


@pytest.mark.parametrize("pod", pods())
def test_every_variable_is_a_setting(
    pod: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """And all of them together can be read."""
    known = {f"CONTRACTSAI_{name.upper()}" for name in Settings.model_fields}
    known |= {f"{name}{BEHIND}" for name in secret_variables(Settings)}

    assert set(environment(pod)) <= known
    assert settings_of(pod, monkeypatch, tmp_path).store_url.startswith("postgresql+psycopg://")


@pytest.mark.parametrize("pod", pods())
def test_a_pod_may_do_what_it_has_to_and_nothing_else(pod: str) -> None:
    """Documents come from strangers."""
    spec = pods()[pod]
    [container] = spec["containers"]

    assert spec["automountServiceAccountToken"] is False
    assert spec["enableServiceLinks"] is False
    assert spec["securityContext"]["runAsNonRoot"] is True
    assert spec["securityContext"]["runAsUser"] == 10001
    assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert "memory" in container["resources"]["limits"]
    assert container["image"] == f"contractsai:{__version__}"
    assert all(
        mount.get("readOnly") for mount in container["volumeMounts"] if mount["name"] != "tmp"
    )


@pytest.mark.parametrize("pod", pods())
def test_what_is_mounted_and_named_is_there(pod: str) -> None:
    """Secrets are those that the docs make; a file that is named stands in one of them."""
    spec = pods()[pod]
    [container] = spec["containers"]
    volumes = {volume["name"]: volume for volume in spec["volumes"]}
    paths = {mount["mountPath"]: volumes[mount["name"]] for mount in container["volumeMounts"]}
    made = (ROOT / "docs" / "kubernetes.md").read_text()
    for name, file in environment(pod).items():
        if name.endswith(BEHIND):
            secret = paths[str(Path(file).parent)]["secret"]["secretName"]
            assert f"create secret generic {secret} " in made
            assert f"--from-file={Path(file).name}=" in made
    claims = [
        each["persistentVolumeClaim"]["claimName"]
        for each in spec["volumes"]
        if "persistentVolumeClaim" in each
    ]

    assert set(volumes) == {mount["name"] for mount in container["volumeMounts"]}
    assert set(claims) <= set(of_kind("PersistentVolumeClaim"))


def test_everything_is_in_the_namespace() -> None:
    [namespace] = of_kind("Namespace")

    assert {each["metadata"].get("namespace") for each in manifests()} == {None, namespace}


@pytest.mark.parametrize("name", RUNNING)
def test_a_drained_node_leaves_somebody_at_work(name: str) -> None:
    """Who evicts asks the budget first; it has to be about the pods of that deployment alone."""
    deployment, budget = of_kind("Deployment")[name], of_kind("PodDisruptionBudget")[name]
    chosen = [
        other
        for other, each in of_kind("Deployment").items()
        if selected(each["spec"]["template"]["metadata"]["labels"], budget["spec"]["selector"])
    ]

    assert chosen == [name]
    assert selected(
        deployment["spec"]["template"]["metadata"]["labels"], deployment["spec"]["selector"]
    )


def test_a_worker_may_end_what_it_runs_before_its_pod_is_killed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Each of these waits for the one before it."""
    own = settings_of("celery-worker", monkeypatch, tmp_path)
    leaves = own.shutdown_grace_seconds + own.lease_seconds + LEAVE_SECONDS

    assert own.document_seconds < own.shutdown_grace_seconds
    assert leaves < pods()["celery-worker"]["terminationGracePeriodSeconds"]


def test_the_autoscaler_asks_for_what_waits_and_what_runs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """In slots, of the deployment that has no number of its own."""
    [scaled] = of_kind("ScaledObject").values()
    [trigger] = scaled["spec"]["triggers"]
    own = settings_of("celery-worker", monkeypatch, tmp_path)
    target = scaled["spec"]["scaleTargetRef"]["name"]
    service = of_kind("Service")["backend"]
    [port] = service["spec"]["ports"]

    assert demand_view(Counts(pending=3, running=2))[trigger["metadata"]["valueLocation"]] == 5
    assert int(trigger["metadata"]["targetValue"]) == own.concurrency
    assert "replicas" not in of_kind("Deployment")[target]["spec"]
    assert trigger["metadata"]["url"] == (
        f"http://backend.contractsai.svc.cluster.local:{port['port']}/demand"
    )
    assert trigger["authenticationRef"]["name"] in of_kind("TriggerAuthentication")


def test_nobody_reaches_anybody_who_is_not_named() -> None:
    policies = of_kind("NetworkPolicy")

    assert policies["nobody"]["spec"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    for name, ports in IN_THE_CLUSTER.items():
        [container] = pods()[name]["containers"]
        numbers = {each["name"]: each["containerPort"] for each in container["ports"]}
        [rule] = policies[name]["spec"]["ingress"]
        labels = of_kind("Deployment")[name]["spec"]["template"]["metadata"]["labels"]
        assert selected(labels, policies[name]["spec"]["podSelector"])
        assert [each["port"] for each in rule["ports"]] == [numbers[port] for port in ports]
        assert rule["from"]
    others = set(RUNNING) - set(IN_THE_CLUSTER)
    assert [name for name in others if "ports" in pods()[name]["containers"][0]] == []


def test_a_probe_restarts_what_is_stuck_and_nothing_else() -> None:
    """A database that is away makes no process better by its restart."""
    for name in RUNNING:
        [container] = pods()[name]["containers"]
        assert "readyz" not in str(container["livenessProbe"])
        assert (
            container["startupProbe"]["periodSeconds"]
            * container["startupProbe"]["failureThreshold"]
            >= 60
        )
    assert pods()["backend"]["containers"][0]["readinessProbe"]["httpGet"]["path"] == "/readyz"
