"""The house rules that no linter knows: size, names, docstrings, locks and versions."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

import comaker

ROOT = Path(__file__).parent.parent
MODULES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "comaker").rglob("*.py"))
}
LOCKS = ("run", "dev", "bench", "tryton", "lock")

MODULE_LINES_MAX = 300
FUNCTION_LINES_MAX = 50
# Modules that are still too long. The list may only shrink.
LONG_MODULES: frozenset[str] = frozenset()

# Words that mean the idea has not been found yet.
EMPTY_WORDS = {"data", "handle", "helper", "helpers", "info", "manager", "process", "util", "utils"}

MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|root|home)\b")
# Whatever tells pip where to look: an address or an option of its own.
PLACE_TO_FETCH = re.compile(r"^.*://.*$|^\s*-(?!-hash=).*$", re.MULTILINE)


def test_a_module_says_what_it_is_for():
    docstrings = {name: ast.get_docstring(ast.parse(text)) or "" for name, text in MODULES.items()}

    silent = [name for name, words in docstrings.items() if not words.partition("\n")[0].endswith(".")]

    assert silent == [], "A module opens with a docstring whose first line ends with a full stop."


def test_a_module_can_be_read_in_one_sitting():
    lines = {name: len(text.splitlines()) for name, text in MODULES.items() if "/migrations/" not in name}

    too_long = {name for name, count in lines.items() if count > MODULE_LINES_MAX}

    assert too_long == LONG_MODULES


def test_a_function_fits_on_a_screen():
    functions = [
        (name, node.name, (node.end_lineno or node.lineno) - node.lineno + 1)
        for name, text in MODULES.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]

    too_long = [function for function in functions if function[-1] > FUNCTION_LINES_MAX]

    assert too_long == []


def test_a_module_is_named_for_its_idea():
    words = {name: set(re.split(r"[/_.]", name)) for name in MODULES}

    empty = {name: found for name in MODULES if (found := words[name] & EMPTY_WORDS)}

    assert empty == {}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_tells_versions_and_hashes_but_no_place_to_fetch_them(lock):
    text = lock_of(lock)

    packages = re.split(r"^(?=\w)", text, flags=re.MULTILINE)[1:]

    assert packages
    assert [package for package in packages if "==" not in package or "--hash=sha256:" not in package] == []
    assert PLACE_TO_FETCH.findall(text) == []


def test_every_package_that_comaker_needs_is_locked():
    settings = settings_of_project()
    groups = settings["dependency-groups"]
    run = [*settings["project"]["dependencies"], *groups["build"]]
    dev = [entry for entry in groups["dev"] if isinstance(entry, str)]
    bulk = settings["project"]["optional-dependencies"]["bulk"]
    needed = {"run": run, "dev": [*run, *bulk, *dev], "bench": groups["bench"]}
    needed |= {"tryton": groups["tryton"], "lock": groups["lock"]}

    missing = {lock: names_of(needed[lock]) - names_of(pins_of(lock)) for lock in LOCKS}

    assert missing == {lock: set() for lock in LOCKS}


def test_people_run_the_versions_that_are_tested():
    untested = pins_of("run") - pins_of("dev")

    assert untested == set()


def test_no_file_names_a_place_on_somebodys_machine():
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    files = [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]

    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in files
        for number, line in enumerate(text_of(path).splitlines(), start=1)
        if MACHINE_PATH.search(line)
    ]

    assert files
    assert found == []


def test_the_version_is_the_same_wherever_it_is_told():
    told = settings_of_project()["project"]["version"]

    assert comaker.__version__ == told


def settings_of_project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def lock_of(name):
    return (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")


def pins_of(lock):
    """Read the packages of a lock, each as `name==version`."""
    return set(re.findall(r"^[\w.-]+==[^\s;]+", lock_of(lock), re.MULTILINE))


def names_of(packages):
    """Take the bare names from requirements such as `psycopg[binary]>=3.2`."""
    return {re.split(r"[^\w.-]", package, maxsplit=1)[0] for package in packages}


def text_of(path):
    """Read a file as text; a picture or an archive counts as empty."""
    content = path.read_bytes()
    return "" if b"\0" in content else content.decode("utf-8", errors="replace")
