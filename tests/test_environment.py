"""One set of packages for everybody: what pyproject.toml asks for, requirements.lock pins, and environment.yml installs."""

import re
import stat
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PYTHONS = ["3.11", "3.12", "3.13"]

EXTRAS = PROJECT["project"]["optional-dependencies"]
ASKED = [
    *PROJECT["build-system"]["requires"],
    *PROJECT["project"]["dependencies"],
    *(dependency for extra in EXTRAS.values() for dependency in extra),
]


def locked():
    """Every pin of the lock: name, version, marker, and how many hashes it has."""
    pins = []
    for block in re.split(r"(?m)^(?=[A-Za-z0-9])", LOCK):
        head = re.match(
            r"(?P<name>[A-Za-z0-9_.-]+)==(?P<version>[^\s;]+)(?: *; *(?P<marker>.+?))? *\\?$", block, re.MULTILINE
        )
        if head:
            pins.append(
                (canonicalize_name(head["name"]), head["version"], head["marker"], block.count("--hash=sha256:"))
            )
    return pins


def pinned(name, python):
    """The versions that the lock installs for a package under one Python on Linux."""
    here = {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": "linux",
        "platform_system": "Linux",
    }
    return [
        version
        for package, version, marker, _ in locked()
        if package == canonicalize_name(name) and (marker is None or Marker(marker).evaluate(here))
    ]


def test_the_lock_pins_every_package_by_its_hashes():
    pins = locked()
    assert len(pins) > 100
    assert [name for name, _, _, hashes in pins if hashes == 0] == []
    assert len(pins) == len(re.findall(r"(?m)^[A-Za-z0-9][^#]*==", LOCK))


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("asked", ASKED)
def test_what_the_project_asks_for_is_pinned_once_at_a_version_that_it_accepts(asked, python):
    requirement = Requirement(asked)
    versions = pinned(requirement.name, python)
    assert len(versions) == 1
    assert requirement.specifier.contains(versions[0], prereleases=True)


def test_every_group_of_packages_has_something_in_it():
    assert set(EXTRAS) == {"charts", "models", "formats", "book", "test"}
    assert [name for name, extra in EXTRAS.items() if not extra] == []


def test_every_package_that_the_project_asks_for_says_what_it_is_for():
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    told = [line for line in lines if re.match(r'\s+"[A-Za-z0-9._<>=~!,\[\]-]+",', line)]
    asked = [line for line in told if re.match(r'\s+"([^"]+)"', line)[1] in ASKED]
    assert len(asked) == len(ASKED) - len(PROJECT["build-system"]["requires"])
    assert [line for line in asked if not re.search(r'",\s+# \S.{3,}', line)] == []


def test_conda_takes_the_pythons_that_the_project_takes():
    (python,) = [line for line in ENVIRONMENT["dependencies"] if isinstance(line, str) and line.startswith("python")]
    assert SpecifierSet(python.removeprefix("python")) == SpecifierSet(PROJECT["project"]["requires-python"])
    accepted = SpecifierSet(PROJECT["project"]["requires-python"])
    assert [version for version in ("3.10", *PYTHONS, "3.14") if version in accepted] == PYTHONS


def pip_lines():
    (section,) = [part["pip"] for part in ENVIRONMENT["dependencies"] if isinstance(part, dict)]
    return section


def test_conda_installs_the_lock_and_nothing_else():
    assert ENVIRONMENT["name"] == PROJECT["project"]["name"]
    assert ENVIRONMENT["channels"] == ["conda-forge"]
    assert [line for line in ENVIRONMENT["dependencies"] if isinstance(line, str)][1:] == ["pip"]
    assert pip_lines() == ["--require-hashes", "--requirement requirements.lock"]


def test_pip_understands_the_lines_of_conda_and_finds_everything_installed_as_locked(tmp_path):
    """As conda does it: the lines in a file beside environment.yml. Without a registry pip can only be content with what is here."""
    (tmp_path / "requirements.lock").write_text(LOCK, encoding="utf-8")
    (tmp_path / "condaenv.requirements.txt").write_text("\n".join(pip_lines()), encoding="utf-8")
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--no-index", "--disable-pip-version-check"]
    run = subprocess.run([*command, "-r", "condaenv.requirements.txt"], cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert "Would install" not in run.stdout
    assert run.stdout.count("already satisfied") > 100


def test_binder_and_make_install_the_project_itself_in_the_same_way():
    """A folder has no hash, so it cannot stand among the lines of conda."""
    script = ROOT / "postBuild"
    assert script.stat().st_mode & stat.S_IXUSR
    words = " --no-deps --no-build-isolation --editable .\n"
    for file in (script, ROOT / "Makefile"):
        assert file.read_text(encoding="utf-8").count(words) == 1, file.name


def tracked():
    run = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in run.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_file_says_where_packages_come_from():
    """Everybody's own settings of pip and conda do."""
    registry = re.compile(
        rb"pypi\.(org|python\.org)|pythonhosted\.org|anaconda\.(org|com)|--(extra-)?index-url|registry\.npmjs",
        re.IGNORECASE,
    )
    files = tracked()
    assert len(files) > 100
    assert [file.relative_to(ROOT).as_posix() for file in files if registry.search(file.read_bytes())] == []
