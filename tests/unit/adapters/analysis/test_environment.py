"""Who reads documents of strangers has no secret to lose."""

from pathlib import Path

import pytest

from contractsai.adapters.analysis.environment import environment_for


@pytest.mark.parametrize(
    "name",
    [
        "CELERY_BROKER_URL",
        "CONTRACTSAI_DATABASE_URL",
        "PGPASSWORD",
        "PGPASSFILE",
        "AWS_SECRET_ACCESS_KEY",
        "GOOGLE_APPLICATION_CREDENTIALS",
        "SSH_AUTH_SOCK",
        "HTTPS_PROXY",
        "A_NAME_THAT_NOBODY_HAS_THOUGHT_OF",
    ],
)
def test_no_secret_reaches_an_analysis_process(tmp_path: Path, name: str) -> None:
    """A list of what is kept out is never complete; a list of what may pass is."""
    assert "hunter2" not in environment_for(tmp_path, {name: "hunter2"}).values()


@pytest.mark.parametrize(
    "name",
    ["PATH", "LANG", "LC_ALL", "PYTHONPATH", "TESSDATA_PREFIX", "OMP_NUM_THREADS", "SystemRoot"],
)
def test_what_the_programs_need_passes(tmp_path: Path, name: str) -> None:
    assert environment_for(tmp_path, {name: "x"})[name] == "x"


def test_temporary_files_go_to_a_folder_of_its_own(tmp_path: Path) -> None:
    """Whoever removes the folder removes all that a parser left."""
    found = environment_for(tmp_path, {"TMPDIR": "/tmp"})

    assert found == dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(tmp_path))
