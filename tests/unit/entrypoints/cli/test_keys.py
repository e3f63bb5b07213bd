"""`contractsai keys` and `contractsai audit` on a database, without any service."""

import json

import pytest

from contractsai.entrypoints.cli.main import main

pytestmark = pytest.mark.usefixtures("data_dir")


def test_a_key_is_made_shown_once_listed_and_revoked(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["keys", "create", "Ada", "--scope", "read", "--days", "1"]) == 0
    text = capsys.readouterr().out.strip()
    assert text.startswith("cai_")

    assert main(["keys", "list", "--json"]) == 0
    told = capsys.readouterr().out
    assert text not in told
    [key] = json.loads(told)
    assert (key["name"], key["scope"], key["state"]) == ("Ada", "read", "good")
    assert key["id"] in text
    assert key["expires_at"]

    assert main(["keys", "revoke", key["id"]]) == 0
    assert "Ada" in capsys.readouterr().err
    assert main(["keys", "list"]) == 0
    assert "revoked" in capsys.readouterr().out


def test_both_are_in_the_audit(capsys: pytest.CaptureFixture[str]) -> None:
    main(["keys", "create", "Ada", "--json"])
    key = json.loads(capsys.readouterr().out)
    assert key["key"].startswith(f"cai_{key['id']}_")
    main(["keys", "revoke", key["id"]])
    capsys.readouterr()

    assert main(["audit", "list", "--subject", key["id"], "--json"]) == 0
    assert [it["action"] for it in json.loads(capsys.readouterr().out)] == [
        "keys revoke",
        "keys create",
    ]
    assert main(["audit", "list", "--who", "command line"]) == 0
    assert "write for Ada" in capsys.readouterr().out


def test_a_key_that_there_is_not_is_told_with_the_next_step(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["keys", "revoke", "nobody"]) == 1
    assert "contractsai keys list" in capsys.readouterr().err
