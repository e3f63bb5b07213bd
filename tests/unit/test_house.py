"""The shape of the code base, as far as no other tool watches it."""

import ast
import re
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
MOST_LEAVES = 4
SERVICES_OF_THE_GUIDE = {"backend": 8000, "redis": 6379, "celery-worker": None, "flower": 5555}
SERVICES_BESIDE_THEM = {"celery-beat", "postgres", "migrate"}


def name_of(module: Path) -> str:
    return module.relative_to(PACKAGE).as_posix()


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
