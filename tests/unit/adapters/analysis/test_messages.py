import os
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractsai.adapters.analysis.messages import Done, Message, Read, decode, encode
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.testing.pipelines import EchoPipeline

any_message = st.one_of(*(st.from_type(kind) for kind in get_args(Message)))


@given(any_message)
def test_a_message_survives_the_journey(message: Message) -> None:
    assert decode(encode(message)) == message


def test_a_file_name_that_is_not_unicode_survives_the_journey() -> None:
    """Linux allows any bytes in names, and old archives hold Latin-1 ones."""
    path = os.fsdecode(b"/contracts/Vertr\xe4ge.pdf")

    assert decode(encode(Read(path, 1, 2))) == Read(path, 1, 2)


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"\xff\xfe",
        b"null",
        b"7",
        b'["Read"]',
        b'["Read", {}]',
        b'["Analyse", {"more": 1}]',
        b'["Format", {"disk": "c"}]',
        b'[["Analyse"], {}]',
        b"[" * 100_000,
    ],
)
def test_what_is_no_message_is_a_value_error(frame: bytes) -> None:
    """A process that a document has taken over may say anything."""
    with pytest.raises(ValueError, match=r".+"):
        decode(frame)


def test_an_analysis_comes_out_of_its_message_and_payload() -> None:
    found = EchoPipeline().analyse(b"This Agreement", checkpoint=lambda _: None)
    stored = StoredAnalysis.of(found, sha256="ab" * 32, pipeline="echo 1")

    done = Done.of(stored, resident_bytes=7)

    assert done.stored(stored.payload) == stored


def test_an_unknown_outcome_is_a_value_error() -> None:
    """It would else be stored, and break every reader from then on."""
    with pytest.raises(ValueError, match="splendid"):
        Done("ab", "echo 1", "splendid", None, 0).stored(b"[]")
