"""The shape of the code base, as far as no other tool watches it."""

import ast
import re
from fnmatch import fnmatchcase
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "contractsai"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST = 300
LONGER = {
    "application/ports.py": "all ports on one page: the hexagon is read as a whole",
    "domain/findings.py": "the report's vocabulary and its invariants are one table",
}
ELSEWHERE = {
    "a part of the processes that read documents, `tests/integration/analysis`": (
        "adapters/analysis/*"
    ),
    "the process that draws, `tests/unit/adapters/drawing/test_artist.py`": (
        "adapters/drawing/main.py"
    ),
    "calls of the system, `tests/integration/analysis`, `tests/integration/cli`": "adapters/os/*",
    "an answer of each transport, `tests/unit/adapters/brokers/test_transports.py`": (
        "adapters/brokers/options.py adapters/brokers/broker.py"
        " adapters/brokers/transports/memory.py adapters/brokers/transports/sentinel.py"
    ),
    "a server of Python, asked in `tests/unit/adapters/brokers/test_administration.py`": (
        "adapters/brokers/transports/fake_redis.py"
    ),
    "what a broker sends, and over which link, `tests/integration/celery`": (
        "adapters/brokers/transports/amqp_message.py adapters/brokers/transports/tls.py"
        " adapters/brokers/celery/lengths.py"
    ),
    "a part of the supervisor, `tests/unit/adapters/local_service/test_supervisor.py`": (
        "adapters/local_service/program.py adapters/local_service/program_guard.py"
        " adapters/local_service/service.py"
    ),
    "the lock of the record, `tests/unit/adapters/local_service/test_record.py`": (
        "adapters/local_service/lock.py"
    ),
    "a form of one report, `tests/unit/adapters/reports`": "adapters/reports/*",
    "the suite of stores, `tests/unit/adapters/stores/test_stores.py`": "adapters/stores/*",
    "a step of the use cases, `tests/unit/application`": (
        "application/attempt.py application/change.py application/claim.py"
    ),
    "what a message brings about, `tests/unit/application/test_deliver.py`": (
        "application/follow.py"
    ),
    "lines of a report, `tests/unit/adapters/reports/test_jsonl.py`": "application/json_lines.py",
    "what others promise, `contractsai/testing/conformance`": "application/ports.py",
    "a row, `contractsai/testing/conformance`": "domain/bookmark.py",
    "wiring, `tests/unit/entrypoints`, `tests/integration/celery`": (
        "bootstrap/* celery_app.py entrypoints/worker_process.py entrypoints/api/deps.py"
    ),
    "where rules come from, `tests/unit/entrypoints/cli/test_playbook.py`": "adapters/playbooks.py",
    "rows of the table of facts, `tests/unit/domain/test_normals.py`": "domain/forms.py",
    "a value in the hands of the use cases, `tests/unit/application`": (
        "application/sheet.py domain/deadline.py domain/judgement.py domain/reasons.py"
    ),
    "names of files, `tests/unit/adapters/reports/test_odd_names.py`": "domain/names.py",
    "what a review makes of an analysis, `tests/unit/domain/test_review.py`": "domain/reviewed.py",
    "a layer of the API, asked over HTTP, `tests/unit/entrypoints/api`, `tests/integration/api`": (
        "entrypoints/api/* entrypoints/views.py entrypoints/worker_views.py"
        " entrypoints/dry_run_view.py"
        " entrypoints/access_views.py"
    ),
    "a table, `tests/unit/entrypoints/api/test_problems.py`": "entrypoints/problem_kind.py",
    "a command, run as people do, `tests/unit/entrypoints/cli`, `tests/integration/cli`": (
        "entrypoints/cli/*"
    ),
    "an answer of the model, `tests/unit/pipeline/clauses/model/test_scores.py`": (
        "pipeline/clauses/model/*"
    ),
    "what documents say, `tests/unit/pipeline/test_facts.py`, `tests/unit/pipeline/facts`": (
        "pipeline/facts/*"
    ),
    "what the report says, `tests/unit/pipeline/clauses/test_find.py`": "pipeline/findings/*",
    "a table of words, judged by `tests/unit/test_patterns.py`": "pipeline/lexicon/*",
    "what a playbook may say, `tests/unit/pipeline/playbook/test_playbook.py`": (
        "pipeline/playbook/*"
    ),
    "a part of one format, read from whole files, `tests/unit/pipeline/text`": "pipeline/text/*",
    "every document passes, `tests/unit/pipeline/test_outcomes.py`": (
        "pipeline/draft.py pipeline/limits.py pipeline/nest.py pipeline/pipeline.py"
    ),
    "a part of both clients, `tests/unit/client/test_sending.py` and `test_synchronous.py`": (
        "client/asked.py client/async_sending.py client/asynchronous.py client/connection.py"
        " client/download.py client/following.py"
    ),
    "contradictions of settings, `tests/unit/test_settings.py`": (
        "settings/rules.py settings/places.py settings/uploads.py settings/webhooks.py"
        " settings/callers.py"
    ),
    "secrets of settings, `tests/unit/entrypoints/cli/test_doctor.py`": "settings/telling.py",
    "both forms of a record, `tests/unit/observability`": ("observability/records.py"),
    "a suite that is run, `tests/unit/adapters/stores/test_stores.py`": "testing/conformance/*",
    "the simulation at work, `tests/integration/simulation`": "testing/simulation/*",
    "doubles, in the hands of `tests/unit/application`": (
        "testing/builders.py testing/fakes.py testing/world.py testing/eventually.py"
        " testing/places.py"
    ),
    "files made for tests, `tests/integration/testing/test_fuzzing.py`": (
        "testing/compound.py testing/fuzz/* testing/opened.py testing/pdfs.py testing/pictures.py"
    ),
    "a kit for processes and servers, `tests/integration/testing`": (
        "testing/leaks.py testing/link.py testing/no_leaks.py testing/pipelines.py testing/plans.py"
        " testing/servers/*"
    ),
}
"""Where those modules are tested that have no test module of their path."""
BESIDE_THE_PACKAGE = {"deploy", "docs", "support", "training"}
MOST_LEAVES = 4
SERVICES_OF_THE_GUIDE = {"backend": 8000, "redis": 6379, "celery-worker": None, "flower": 5555}
SERVICES_BESIDE_THEM = {"celery-beat", "watcher", "postgres", "migrate"}


def name_of(module: Path) -> str:
    return module.relative_to(PACKAGE).as_posix()


def has_code(module: Path) -> bool:
    """Return whether *module* holds more than names and values."""
    code = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return any(isinstance(node, code) for node in ast.parse(module.read_text()).body)


def mirror_of(module: Path) -> Path:
    """Return where the test module of *module* stands; a package's stands beside its folder."""
    path = module.parent if module.name == "__init__.py" else module.with_suffix("")
    within = path.relative_to(PACKAGE)
    return ROOT / "tests" / "unit" / within.parent / f"test_{within.name}.py"


UNTESTED = [
    name_of(module) for module in MODULES if has_code(module) and not mirror_of(module).exists()
]


def services(file: str) -> dict[str, list[str]]:
    """Return the lines of each service of a compose file, read by indentation."""
    lines = (ROOT / file).read_text().splitlines()
    start = lines.index("services:") + 1
    ends = [number for number in range(start, len(lines)) if re.match(r"\S", lines[number])]
    block = lines[start : min(ends, default=len(lines))]
    heads = [number for number, line in enumerate(block) if re.match(r" {2}[\w-]+:", line)]
    return {
        block[here].strip().partition(":")[0]: block[here + 1 : after]
        for here, after in pairwise([*heads, len(block)])
    }


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_a_module_says_what_it_is(module: Path) -> None:
    """The first line of a file is where a reader starts."""
    assert ast.get_docstring(ast.parse(module.read_text()))


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_a_module_has_one_subject(module: Path) -> None:
    """Length is the symptom that shows first; an exception needs its reason, and to be needed."""
    lines = len(module.read_text().splitlines())

    assert (lines > LONGEST) == (name_of(module) in LONGER), f"{lines} lines"


def test_every_exception_names_a_module() -> None:
    """A reason outlives its module all too easily."""
    assert set(LONGER) <= {name_of(module) for module in MODULES}


def test_a_module_has_a_test_module_of_its_path_or_is_tested_elsewhere() -> None:
    """Whoever changes a module finds what holds it."""
    patterns = " ".join(ELSEWHERE.values()).split()

    assert [
        name for name in UNTESTED if not any(fnmatchcase(name, each) for each in patterns)
    ] == []


@pytest.mark.parametrize("reason", ELSEWHERE)
def test_what_is_tested_elsewhere_needs_to_say_so(reason: str) -> None:
    """An exception outlives its need all too easily, and so does the test that it names."""
    idle = [
        each
        for each in ELSEWHERE[reason].split()
        if not any(fnmatchcase(name, each) for name in UNTESTED)
    ]
    named = re.findall(r"`([^`]+/[^`]+)`", reason)

    assert idle == []
    assert named
    assert all((ROOT / each).exists() for each in named)


def test_unit_tests_stand_in_folders_of_the_package() -> None:
    """A folder that was renamed takes its tests along."""
    tests = ROOT / "tests" / "unit"
    folders = {test.parent.relative_to(tests) for test in tests.rglob("*.py")}

    assert [
        folder.as_posix()
        for folder in sorted(folders)
        if folder.parts[:1] not in {(each,) for each in BESIDE_THE_PACKAGE}
        and not (PACKAGE / folder / "__init__.py").exists()
    ] == []


@pytest.mark.parametrize("file", ["docker-compose.yml", "docker-compose.test.yml"])
def test_the_services_are_those_of_the_guide(file: str) -> None:
    """People type these names: `docker compose logs celery-worker`."""
    assert set(services(file)) == set(SERVICES_OF_THE_GUIDE) | SERVICES_BESIDE_THEM


@pytest.mark.parametrize("service", services("docker-compose.yml"))
def test_a_service_is_published_on_this_machine_only(service: str) -> None:
    """The guide's ports are a contract; a port open to the network is nobody's wish."""
    published = [
        line.strip() for line in services("docker-compose.yml")[service] if "ports:" in line
    ]
    port = SERVICES_OF_THE_GUIDE.get(service)

    assert published == ([f'ports: ["127.0.0.1:{port}:{port}"]'] if port else [])


def test_the_folder_of_contracts_is_asked_for() -> None:
    """A default would be an empty folder that Docker makes, and nobody would know why."""
    text = (ROOT / "docker-compose.yml").read_text()

    assert "${CONTRACTS_DIR:?" in text
    assert "${CONTRACTS_DIR:-" not in text


def test_secrets_are_files() -> None:
    """What stands in a variable is shown by `docker inspect`; a default is one everybody knows."""
    text = (ROOT / "docker-compose.yml").read_text()
    set_here = re.findall(r"^ +(\w*(?:PASSWORD|AUTH|KEY|SECRET|DSN)\w*): (.*)$", text, re.MULTILINE)

    assert {name for name, _ in set_here} >= {"POSTGRES_PASSWORD_FILE", "FLOWER_BASIC_AUTH_FILE"}
    assert [name for name, _ in set_here if not name.endswith("_FILE")] == []
    assert [value for _, value in set_here if not value.startswith("/run/secrets/")] == []


def test_one_service_builds_the_image_of_all() -> None:
    """Five builds of one image race each other, and may differ."""
    compose = services("docker-compose.yml")

    assert [name for name, lines in compose.items() if "    build: ." in lines] == ["migrate"]
    assert (ROOT / "docker-compose.yml").read_text().count("build:") == 1


def test_the_dockerfile_needs_no_other_syntax() -> None:
    """A syntax line makes every build fetch a frontend image first."""
    assert not re.search(r"^#\s*syntax\s*=", (ROOT / "Dockerfile").read_text(), re.MULTILINE)


def test_the_image_runs_as_nobody_special() -> None:
    """Documents come from strangers."""
    users = re.findall(r"^USER (.+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)

    assert users == ["10001:10001"]


def test_few_tests_leave_something_behind_on_purpose() -> None:
    """Each is an exception from I8 that somebody has to read again now and then."""
    marks = [
        f"{file.name}: {line.strip()}"
        for file in sorted((ROOT / "tests" / "integration").rglob("test_*.py"))
        if file.name != "test_leaks.py"  # which tests the mark
        for line in file.read_text().splitlines()
        if line.startswith("@pytest.mark.leaves(")
    ]

    assert len(marks) <= MOST_LEAVES, marks
