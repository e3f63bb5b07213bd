"""The container of the old Office formats, in hands that mean no good."""

import pytest

from contractsai.pipeline.text.ole import Ole
from contractsai.pipeline.text.reading import Unreadable
from contractsai.testing.compound import compound


def test_streams_are_found_by_their_paths() -> None:
    container = Ole(compound({"a": b"1", "s/b": b"2" * 5_000, "s/t/c": b"3", "u/d": b"4"}))

    assert container.names == {"a", "s", "u"}
    assert container.read("s/b") == b"2" * 5_000
    assert container.read("s/t/c") == b"3"
    assert container.read("s/none") == b""
    assert container.folders("s/") == ["s/t"]
    assert container.folders("") == ["s", "u"]


def test_streams_that_share_their_bytes_are_not_read_for_ever() -> None:
    """A thousand streams over the same megabyte are a gigabyte in a small file."""
    container = Ole(compound({"a": b"x" * 50_000}))

    with pytest.raises(Unreadable, match="too_large"):
        b"".join(container.read("a") for _ in range(10))


def test_what_is_no_container_is_corrupt() -> None:
    whole = compound({"a": b"x" * 5_000})
    for content in (b"", whole[:100], whole[:700]):
        with pytest.raises(Unreadable, match="corrupt"):
            Ole(content)
