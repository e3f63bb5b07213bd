"""The suite of pipelines, on ours."""

from email.message import EmailMessage
from importlib.resources import files
from typing import ClassVar

import pytest

from contractsai.application.ports import Pipeline
from contractsai.pipeline.limits import Limits
from contractsai.pipeline.pipeline import ContractPipeline
from contractsai.testing.conformance.pipelines import PipelineConformance


def mail_of(*attachments: bytes, name: str = "deal.pdf") -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"] = "a@example.org", "b@example.org"
    mail.set_content("Please find it attached.")
    for content in attachments:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


SAMPLES = tuple(
    entry.read_bytes()
    for entry in sorted(
        (files("contractsai.samples") / "contracts").iterdir(), key=lambda item: item.name
    )
    if entry.is_file()
)


class TestContractPipeline(PipelineConformance):
    samples: ClassVar[tuple[bytes, ...]] = (
        *SAMPLES,
        mail_of(*SAMPLES[:2], b"%PDF-1.7 broken"),
        mail_of(mail_of(mail_of(b"This Agreement is made."), name="inner.eml"), name="outer.eml"),
        mail_of(*[b"x"] * 5, name="same.txt"),
    )

    @pytest.fixture
    def pipeline(self) -> Pipeline:
        return ContractPipeline(Limits(max_members=3, max_nesting=1, max_unread_named=1))
