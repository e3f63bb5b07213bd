"""What the documentation tells a receiver to do is enough, and right."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from contractsai.domain.ids import WebhookId
from contractsai.domain.webhook import Webhook, headers_of, key_of

PAGE = Path(__file__).resolve().parents[3] / "docs" / "operations.md"
BLOCK = re.compile(r"test_webhook_example\.py -->\n```python\n(.*?)```", re.DOTALL)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BODY = '{"type":"job.completed","data":{"folder":"/Verträge"}}'.encode()


@pytest.fixture
def is_genuine() -> Callable[[dict[str, str], bytes, str], bool]:
    """Return the function that the page shows."""
    [code] = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    names: dict[str, Any] = {}
    exec(code, names)
    return cast("Callable[[dict[str, str], bytes, str], bool]", names["is_genuine"])


def sent(at: datetime) -> dict[str, str]:
    webhook = Webhook(WebhookId("msg_1"), "job.completed", BODY, created_at=at, send_at=at)
    return dict(headers_of(webhook, key_of(SECRET), at=at))


def test_the_example_believes_what_we_send_and_nothing_else(
    is_genuine: Callable[[dict[str, str], bytes, str], bool],
) -> None:
    now = datetime.now(UTC)
    headers = sent(now)
    other = "whsec_" + "A" * 44

    assert is_genuine(headers, BODY, SECRET)
    assert not is_genuine(headers, BODY + b" ", SECRET)
    assert not is_genuine(headers | {"webhook-id": "msg_2"}, BODY, SECRET)
    assert not is_genuine(headers, BODY, other)
    assert not is_genuine(sent(now - timedelta(hours=1)), BODY, SECRET), "one that was recorded"


def test_the_example_goes_on_with_two_signatures_in_one_header(
    is_genuine: Callable[[dict[str, str], bytes, str], bool],
) -> None:
    """As the standard has it while a secret is replaced."""
    headers = sent(datetime.now(UTC))
    headers["webhook-signature"] = f"v1,b3RoZXI= {headers['webhook-signature']}"

    assert is_genuine(headers, BODY, SECRET)
