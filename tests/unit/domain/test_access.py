"""Keys: what they are good for, and for how long."""

from dataclasses import replace
from datetime import timedelta

import pytest

from contractsai.domain.access import (
    USE_NOTED_EVERY,
    AccessKey,
    Scope,
    checked_name,
    digest_of,
    id_of,
    spell,
)
from contractsai.domain.errors import InvalidKey
from contractsai.domain.ids import KeyId
from contractsai.testing.builders import NOW

TEXT = spell(KeyId("0123456789ab"), "s" * 43)
KEY = AccessKey(KeyId("0123456789ab"), "Ada", Scope.READ, digest_of(TEXT), NOW)


def test_a_scope_holds_those_before_it() -> None:
    held = {scope: [it for it in Scope if scope.holds(it)] for scope in Scope}

    assert held == {
        Scope.READ: [Scope.READ],
        Scope.WRITE: [Scope.READ, Scope.WRITE],
        Scope.ADMIN: list(Scope),
    }


def test_a_key_says_which_it_is_and_is_known_by_its_digest() -> None:
    assert id_of(TEXT) == KEY.id
    assert KEY.fits(TEXT)
    assert not KEY.fits(TEXT[:-1] + "t")
    assert TEXT not in repr(KEY)


@pytest.mark.parametrize("text", ["", "cai_0123456789ab_short", TEXT + "x", TEXT.upper(), "ü" * 60])
def test_what_has_not_the_form_is_no_key(text: str) -> None:
    assert id_of(text) is None


def test_a_key_opens_nothing_once_it_is_over_or_revoked() -> None:
    assert KEY.is_good(NOW)
    assert replace(KEY, expires_at=NOW + timedelta(seconds=1)).is_good(NOW)
    assert not replace(KEY, expires_at=NOW).is_good(NOW)
    assert not replace(KEY, revoked_at=NOW).is_good(NOW)


def test_its_use_is_noted_now_and_then() -> None:
    used = replace(KEY, used_at=NOW)

    assert KEY.is_use_worth_noting(NOW)
    assert not used.is_use_worth_noting(NOW)
    assert used.is_use_worth_noting(NOW + USE_NOTED_EVERY)


def test_a_name_can_be_read_in_a_list() -> None:
    assert checked_name(" Ada's laptop ") == "Ada's laptop"
    for name in ("", " ", "x" * 65, "a\nb"):
        with pytest.raises(InvalidKey):
            checked_name(name)
