"""The manifests against the schemas of Kubernetes, which a package brings: nothing is fetched."""

from typing import Any

import jsonschema
import pytest
from support.manifests import Manifest, manifests

OLDEST, NEWEST = "1.30", "1.36"
OF_KEDA = "keda.sh/v1alpha1"

text = {"type": "string", "minLength": 1}
amount = {"type": "integer", "minimum": 0}


def exactly(required: dict[str, Any], **optional: Any) -> dict[str, Any]:
    """Return the schema of an object with these members and no other."""
    return {
        "type": "object",
        "properties": {**required, **optional},
        "required": list(required),
        "additionalProperties": False,
    }


METADATA = exactly({"name": text, "namespace": text})
KEDA: dict[str, dict[str, Any]] = {
    "ScaledObject": exactly(
        {
            "scaleTargetRef": exactly({"name": text}),
            "triggers": {
                "type": "array",
                "items": exactly(
                    {
                        "type": {"const": "metrics-api"},
                        "metadata": exactly(
                            {"url": text, "valueLocation": text, "targetValue": text},
                            authMode={"enum": ["apiKey", "basic", "tls", "bearer"]},
                        ),
                    },
                    authenticationRef=exactly({"name": text}),
                ),
            },
        },
        minReplicaCount=amount,
        maxReplicaCount=amount,
        pollingInterval=amount,
        fallback=exactly({"failureThreshold": amount, "replicas": amount}),
        advanced={"type": "object"},
    ),
    "TriggerAuthentication": exactly(
        {
            "secretTargetRef": {
                "type": "array",
                "items": exactly({"parameter": text, "name": text, "key": text}),
            }
        }
    ),
}
"""What is used of KEDA's own kinds, from its documentation: they belong to no release."""


def named(manifest: Manifest) -> str:
    return f"{manifest['kind']}-{manifest['metadata']['name']}"


@pytest.mark.parametrize("version", [OLDEST, NEWEST])
@pytest.mark.parametrize(
    "manifest", [each for each in manifests() if each["apiVersion"] != OF_KEDA], ids=named
)
def test_kubernetes_knows_every_field(manifest: Manifest, version: str) -> None:
    """A misspelt one is left out in silence by some clusters, and refused by others."""
    kubernetes_validate = pytest.importorskip("kubernetes_validate")

    kubernetes_validate.validate(manifest, version, strict=True)


def test_a_misspelt_field_is_found() -> None:
    kubernetes_validate = pytest.importorskip("kubernetes_validate")
    wrong = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "x"}, "daat": {}}

    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, NEWEST, strict=True)


@pytest.mark.parametrize(
    "manifest", [each for each in manifests() if each["apiVersion"] == OF_KEDA], ids=named
)
def test_keda_knows_every_field_that_is_used(manifest: Manifest) -> None:
    whole = exactly(
        {
            "apiVersion": {"const": OF_KEDA},
            "kind": {"const": manifest["kind"]},
            "metadata": METADATA,
            "spec": KEDA[manifest["kind"]],
        }
    )

    jsonschema.validate(manifest, whole)


def test_the_autoscalers_behaviour_is_kubernetes_own() -> None:
    """KEDA hands it on as it is."""
    kubernetes_validate = pytest.importorskip("kubernetes_validate")
    [scaled] = [each for each in manifests() if each["kind"] == "ScaledObject"]
    behavior = scaled["spec"]["advanced"]["horizontalPodAutoscalerConfig"]["behavior"]
    autoscaler = {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {"name": "x"},
        "spec": {
            "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "x"},
            "maxReplicas": 1,
            "behavior": behavior,
        },
    }

    kubernetes_validate.validate(autoscaler, NEWEST, strict=True)
