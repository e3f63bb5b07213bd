"""`contractsai playbook`: what is told of one's own rules, and where they come from."""

from collections.abc import Callable
from pathlib import Path

import pytest

from contractsai.bootstrap.playbooks import playbook_of
from contractsai.domain.errors import UnsafeConfiguration
from contractsai.pipeline.playbook.reader import default_text
from contractsai.settings import Settings

Run = Callable[..., object]
RULES = """name: ours
rules:
  - {id: a, finding: risk.a, severity: high, says: A, when: {check: blank_placeholders}}
  - {id: b, finding: risk.b, severity: low, says: B,
      when: {due: {fact: effective_date, at_most: 9}}}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "ours.yaml"
    file.write_text(RULES)
    return file


def test_the_packaged_playbook_can_be_copied(run: Run, tmp_path: Path) -> None:
    """It is where everybody's own begins."""
    shown = run("playbook", "show")
    copy = tmp_path / "copy.yaml"
    copy.write_text(shown.out)

    assert shown.out == default_text()
    assert run("playbook", "check", str(copy)).code == 0


def test_the_playbook_in_use_is_shown(
    run: Run, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONTRACTSAI_PLAYBOOK", str(file))

    assert run("playbook", "show").out == RULES


def test_a_playbook_is_told_with_its_version(run: Run, file: Path) -> None:
    ended = run("playbook", "check", str(file))

    assert ended.code == 0
    assert "ours.yaml is a playbook of 2 rules (1 high, 0 medium, 1 low): ours-" in ended.out


def test_every_wrong_line_is_told(run: Run, file: Path) -> None:
    file.write_text(RULES.replace("high", "huge").replace("at_most: 9", "at_most: x"))

    ended = run("playbook", "check", str(file))

    assert (ended.code, ended.out) == (2, "")
    first, *lines, last = ended.err.splitlines()
    assert first == "This is not a valid playbook:"
    assert [line.partition(": ")[0] for line in lines] == [f"{file}:3", f"{file}:5"]
    assert last == f"Correct it, then: contractsai playbook check {file}"


def test_a_playbook_that_is_no_text_is_told_by_its_line(run: Run, file: Path) -> None:
    file.write_bytes(b"name: ours\nrules: \xff")

    assert f"{file}:2: this is not valid UTF-8" in run("playbook", "check", str(file)).err


@pytest.mark.parametrize("name", ["nothing.yaml", "."])
def test_a_playbook_that_cannot_be_read_is_told_with_a_way_on(
    run: Run, tmp_path: Path, name: str
) -> None:
    ended = run("playbook", "check", str(tmp_path / name))

    assert ended.code == 2
    assert "cannot be read" in ended.err
    assert "contractsai playbook show" in ended.err


def test_a_byte_order_mark_is_no_mistake(run: Run, file: Path) -> None:
    """Editors on Windows write one."""
    file.write_bytes(b"\xef\xbb\xbf" + RULES.encode())

    assert run("playbook", "check", str(file)).code == 0


def test_a_wrong_playbook_is_refused_before_there_is_a_job(
    run: Run, file: Path, tmp_path: Path
) -> None:
    file.write_text("name: ours")

    ended = run("analyze", "--local", "--playbook", str(file), str(tmp_path))

    assert (ended.code, ended.out) == (2, "")
    assert f"{file}:1: a playbook needs rules" in ended.err


@pytest.mark.parametrize("command", ["up", "api"])
def test_no_service_starts_on_a_wrong_playbook(
    run: Run, file: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """Else the first document would be the one to find out."""
    file.write_text("name: ours")
    monkeypatch.setenv("CONTRACTSAI_PLAYBOOK", str(file))

    ended = run(command)

    assert (ended.code, ended.out) == (2, "")
    assert f"{file}:1: a playbook needs rules" in ended.err


def test_a_service_is_not_given_a_playbook(run: Run, file: Path, tmp_path: Path) -> None:
    """It would go by its own, and nobody would notice."""
    ended = run("analyze", "--url", "http://127.0.0.1:1", "--playbook", str(file), str(tmp_path))

    assert ended.code == 2
    assert f"contractsai analyze --local --playbook {file} {tmp_path}" in ended.err


def test_settings_name_a_playbook(file: Path, tmp_path: Path) -> None:
    found = playbook_of(Settings(data_dir=tmp_path, playbook=file))

    assert (found.own_text, len(found.deadlines)) == (RULES, 1)
    with pytest.raises(UnsafeConfiguration):
        playbook_of(Settings(data_dir=tmp_path, playbook=tmp_path / "nothing.yaml"))


def test_without_one_it_is_the_packaged(tmp_path: Path) -> None:
    found = playbook_of(Settings(data_dir=tmp_path))

    assert (found.path, found.own_text, found.playbook.is_ours) == (None, None, True)
