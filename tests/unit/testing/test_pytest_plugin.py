"""The plug-in of pytest, beside those of Celery."""

import subprocess
import sys
from pathlib import Path

TEST = """
def test_the_service_is_there(contractsai_service):
    job = contractsai_service.submit({"a.txt": "one"})
    contractsai_service.run_until_idle()
    contractsai_service.assert_states(job, {"a.txt": "COMPLETED"})

def test_celery_s_own_fixtures_are_there(celery_app, celery_config):
    assert celery_app.conf.task_always_eager is not None

def test_those_of_pytest_celery_are_named_apart(request):
    assert request.config.pluginmanager.hasplugin("celery")
"""


def test_it_loads_beside_pytest_celery_and_celery_contrib_pytest(tmp_path: Path) -> None:
    """Whoever tests a service on Celery has all three: no fixture of one hides another's."""
    (tmp_path / "test_all.py").write_text(TEST)
    ran = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error"),
            *("-p", "celery.contrib.pytest", "--rootdir", str(tmp_path), str(tmp_path)),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "3 passed" in ran.stdout


def test_loading_it_imports_nothing_of_the_service() -> None:
    """It is loaded in every test run where the package is installed, whatever that is about."""
    code = (
        "import sys, contractsai.testing.pytest_plugin\n"
        "print([name for name in sys.modules if name.startswith("
        "('contractsai.a', 'celery', 'sqlalchemy', 'kombu'))])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "[]"
