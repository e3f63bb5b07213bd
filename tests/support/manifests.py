"""The manifests of `deploy/kubernetes`, as Kubernetes would read them."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parents[2] / "deploy" / "kubernetes"
Manifest = dict[str, Any]


@cache
def manifests() -> list[Manifest]:
    """Return all of them, for reading, in the order in which `kubectl apply -f` takes them."""
    texts = [file.read_text() for file in sorted(FOLDER.glob("*.yaml"))]
    return [each for text in texts for each in yaml.safe_load_all(text)]


def of_kind(kind: str) -> dict[str, Manifest]:
    """Return those of a kind, by name."""
    return {each["metadata"]["name"]: each for each in manifests() if each["kind"] == kind}


def pods() -> dict[str, Manifest]:
    """Return the specification of each pod, by the name of what makes it."""
    makers = of_kind("Deployment") | of_kind("Job")
    return {name: maker["spec"]["template"]["spec"] for name, maker in makers.items()}


def environment(pod: str) -> dict[str, str]:
    """Return what a pod's container is told, of what the manifests know."""
    [container] = pods()[pod]["containers"]
    told: dict[str, str] = {}
    for source in container["envFrom"]:
        told |= of_kind("ConfigMap")[source["configMapRef"]["name"]]["data"]
    return told | {each["name"]: each["value"] for each in container.get("env", [])}
