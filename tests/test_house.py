"""The house itself: what is shipped, what is promised, and what no file may hold."""

import re
import runpy
import shlex
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import typer.main
from packaging.requirements import Requirement
from packaging.version import Version

import mcqgen
from mcqgen import cli

pytestmark = pytest.mark.no_cover  # long, and the tests of the parts run nearly all of these lines

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = re.findall(r"^```sh\n(.*?)\n```$", README, re.DOTALL | re.MULTILINE)
PINS = [Requirement(line) for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()]


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def texts() -> dict[str, str]:
    """The text of each tracked file of ours: no binaries, no sample documents."""
    found = {}
    for path in tracked():
        name = path.relative_to(ROOT).as_posix()
        if path.suffix not in {".pdf", ".docx", ".gz", ".png"} and name != "mcqgen/data/vocab.txt":
            found[name] = path.read_text("utf-8")
    return found


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_prompts_data_and_types_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for prompt in (ROOT / "prompts").glob("*.md"):
        assert f"mcqgen/data/prompts/{prompt.name}" in names
    assert {"mcqgen/data/vocab.txt", "mcqgen/data/wordnet.tsv.gz", "mcqgen/py.typed"} <= names
    kept = {path.relative_to(ROOT).as_posix() for path in tracked() if path.is_relative_to(ROOT / "mcqgen")}
    assert kept <= names
    assert not [name for name in names if not re.match(r"mcqgen/|mcqgen-[\d.]+\.dist-info/", name)]


def test_the_wheel_s_version_is_the_package_s(wheel: Path) -> None:
    assert wheel.name == f"mcqgen-{mcqgen.__version__}-py3-none-any.whl"


def test_the_changelog_knows_the_version_or_what_comes_next() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert "## [Unreleased]" in changelog
    released = [Version(version) for version in re.findall(r"^## \[(\d[^]]*)\]", changelog, re.MULTILINE)]
    assert released == sorted(released, reverse=True)
    assert all(version <= Version(mcqgen.__version__) for version in released)


def test_no_module_is_longer_than_400_lines() -> None:
    long = {
        name: text.count("\n") for name, text in texts().items() if name.startswith("mcqgen/") and name.endswith(".py")
    }
    assert long
    assert {name: lines for name, lines in long.items() if lines > 400} == {}


def test_the_readme_begins_with_a_picture_one_sentence_and_two_commands() -> None:
    title, picture, sentence = README.split("\n\n")[:3]
    assert title == "# mcqgen"
    assert re.fullmatch(r"!\[.+\]\(docs/screenshots/.+\.png\)", picture)
    assert re.fullmatch(r"[^.\n]+\.", sentence)
    assert len(COMMANDS) == 2
    assert all("\n" not in command for command in COMMANDS)


def test_make_and_ci_run_the_readme_s_commands() -> None:
    recipes = [line.removeprefix("\t") for line in (ROOT / "Makefile").read_text("utf-8").splitlines()]
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    reader = re.search(r"^command_of_readme\(\) .*$", script, re.MULTILINE)
    assert reader
    for number, command in enumerate(COMMANDS, start=1):
        assert command in recipes
        assert f'bash -c "$(command_of_readme {number})"' in script
        told = subprocess.run(
            ["bash", "-c", f"{reader[0]}\ncommand_of_readme {number}"], cwd=ROOT, capture_output=True, check=True
        )
        assert told.stdout.decode() == f"{command}\n"


def test_what_the_readme_names_exists() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
    samples = set(re.findall(r"sample_docs/[\w.-]+", README))
    assert samples
    assert [sample for sample in samples if not (ROOT / sample).exists()] == []


def test_every_sample_document_has_its_licence_beside_it() -> None:
    attribution = (ROOT / "sample_docs" / "ATTRIBUTION.md").read_text("utf-8")
    named = set(re.findall(r"^\| `([^`]+)`", attribution, re.MULTILINE))
    assert named == {path.name for path in (ROOT / "sample_docs").iterdir()} - {"ATTRIBUTION.md"}
    for row in re.findall(r"^\| `.*$", attribution, re.MULTILINE):
        assert row.count("|") == 7
        assert re.search(r"CC BY 4\.0|public domain", row)
        assert "https://" in row


def test_the_pins_fit_what_the_project_asks_for() -> None:
    extras = PROJECT["optional-dependencies"]
    for line in [*PROJECT["dependencies"], *(line for extra in extras.values() for line in extra)]:
        wanted = Requirement(line)
        if wanted.name == PROJECT["name"]:
            continue
        pins = [pin for pin in PINS if pin.name == wanted.name.lower() and (not pin.marker or pin.marker.evaluate())]
        assert len(pins) == 1, f"{wanted.name} has {len(pins)} pins: run make constraints"
        (pinned,) = pins[0].specifier
        assert pinned.operator == "=="
        assert pinned.version in wanted.specifier, f"{line} is pinned to {pinned.version}: run make constraints"


def test_no_file_names_a_registry_or_a_folder_of_the_machine_it_was_made_on() -> None:
    forbidden = re.compile(
        r"\b(?:pypi|pythonhosted|npmjs)\.(?:org|com)\b|(?<![\w.:/-])/(?:home|root|work|mnt)/|--index[-]url"
    )
    found = {name: match[0] for name, text in texts().items() if (match := forbidden.search(text))}
    assert found == {}


def test_the_settings_page_is_up_to_date() -> None:
    settings_page = runpy.run_path(str(ROOT / "scripts" / "build_settings_docs.py"))["settings_page"]
    assert (ROOT / "docs" / "settings.md").read_text("utf-8") == settings_page(), "run make docs"


def test_the_readme_s_python_runs(tmp_path: Path) -> None:
    code = re.search(r"^```python\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
    assert code
    done = subprocess.run(
        [sys.executable, "-c", code[1]], check=False, cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("→") == 3


def test_the_readme_s_examples_use_options_that_exist() -> None:
    commands = typer.main.get_command(cli.app).commands  # type: ignore[attr-defined]
    examples = [shlex.split(example) for example in re.findall(r"(?:`|&& .venv/bin/)mcqgen ([^`\n]+)", README)]
    assert {words[0] for words in examples} == set(commands)
    for command, *words in examples:
        asked = commands[command]
        while words and words[0] in getattr(asked, "commands", {}):
            asked = asked.commands[words.pop(0)]
        options = {name for parameter in asked.params for name in parameter.opts}
        assert {word for word in words if word.startswith("-")} - {"--help"} <= options
