"""The Dockerfile and compose file, as far as they can be checked without Docker."""

import fnmatch
import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer
from pydantic import AliasChoices

from mcqgen import cli
from mcqgen.settings import Settings

ROOT = Path(__file__).parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
COMPOSE: dict[str, Any] = pytest.importorskip("yaml").safe_load((ROOT / "compose.yaml").read_text("utf-8"))
IGNORED = [line for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line and line[0] != "#"]
VARIABLES = {
    name
    for field, info in Settings.model_fields.items()
    for name in (
        info.validation_alias.choices
        if isinstance(info.validation_alias, AliasChoices)
        else [f"MCQGEN_{field.upper()}"]
    )
}
OPTIONS = {
    name
    for parameter in typer.main.get_command(cli.app).commands["app"].params  # type: ignore[attr-defined]
    for name in (*parameter.opts, *parameter.secondary_opts)
}
"""Of `mcqgen app`."""


def instructions(name: str) -> list[str]:
    joined = DOCKERFILE.replace("\\\n", " ")
    return [line.removeprefix(name).strip() for line in joined.splitlines() if line.startswith(f"{name} ")]


def test_what_is_copied_exists_and_is_let_through() -> None:
    sources = [word for line in instructions("COPY") if "--from" not in line for word in line.split()[:-1]]
    assert {"mcqgen", "prompts", "app.py", ".streamlit/config.toml"} <= set(sources)
    assert [source for source in sources if not (ROOT / source).exists()] == []
    assert IGNORED[0] == "*"
    assert {line[1:] for line in IGNORED if line.startswith("!")} == set(sources)


def test_no_secret_gets_into_the_image() -> None:
    let_through = [line[1:] for line in IGNORED if line.startswith("!")]
    for secret in (".env", "mcqgen.env", "secrets.toml", ".streamlit/secrets.toml"):
        assert not any(fnmatch.fnmatch(secret, entry) or secret.startswith(f"{entry}/") for entry in let_through)
        assert any(
            fnmatch.fnmatch(secret.rsplit("/", 1)[-1], line.lstrip("/"))
            for line in (ROOT / ".gitignore").read_text().split()
        )
    assert not re.search(r"(?i)(password|secret|token|key)\s*[=:]\s*['\"]?[\w]", DOCKERFILE)


def test_all_that_the_project_needs_to_be_built_is_copied() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    copied = {word for line in instructions("COPY") for word in line.split()[:-1]}
    needed = {
        *wheel["packages"],
        *wheel["force-include"],
        project["project"]["readme"],
        *project["project"]["license-files"],
    }
    assert needed <= copied
    extras = re.search(r"\.\[([\w,]+)\]", DOCKERFILE)
    assert extras and set(extras[1].split(",")) <= project["project"]["optional-dependencies"].keys()


def test_the_image_runs_a_command_that_exists_and_not_as_root() -> None:
    (command,) = instructions("CMD")[-1:]
    words = re.findall(r'"([^"]+)"', command)
    assert words[:2] == ["mcqgen", "app"]
    assert {word for word in words if word.startswith("--")} <= OPTIONS
    assert instructions("USER") == ["mcqgen"]
    assert DOCKERFILE.index("\nUSER") < DOCKERFILE.index("\nCMD")
    assert instructions("HEALTHCHECK")


def test_every_variable_is_a_setting() -> None:
    named = set(
        re.findall(r"\b(?:MCQGEN|GOOGLE|OPENAI)_[A-Z0-9_]+", DOCKERFILE + (ROOT / "compose.yaml").read_text("utf-8"))
    )
    told = set(re.findall(r"\b(?:MCQGEN|GOOGLE|OPENAI)_[A-Z0-9_]+", (ROOT / "docs" / "server.md").read_text("utf-8")))
    assert named and told
    assert named | told <= VARIABLES


def test_services_wait_for_each_other_and_keep_their_data() -> None:
    services = COMPOSE["services"]
    assert services.keys() == {"app", "database", "vectors"}
    for name, service in services.items():
        assert service["restart"] == "unless-stopped"
        assert "no-new-privileges:true" in service["security_opt"]
        volumes = [entry.split(":")[0] for entry in service["volumes"]]
        assert volumes and set(volumes) <= COMPOSE["volumes"].keys()
        assert "healthcheck" in service or (name == "app" and instructions("HEALTHCHECK"))
    assert all(entry["condition"] == "service_healthy" for entry in services["app"]["depends_on"].values())
    assert services["app"]["ports"] == ["127.0.0.1:8501:8501"]
    assert "ports" not in services["database"] and "ports" not in services["vectors"]


def test_compose_bakes_no_password_and_hands_the_login_over_as_a_secret() -> None:
    app, database = COMPOSE["services"]["app"], COMPOSE["services"]["database"]
    asked = "${DATABASE_PASSWORD:?write DATABASE_PASSWORD=… into .env}"
    assert database["environment"]["POSTGRES_PASSWORD"] == asked
    assert app["environment"]["MCQGEN_DATABASE_URL"] == f"postgresql://mcqgen:{asked}@database/mcqgen"
    (login,) = app["secrets"]
    assert COMPOSE["secrets"][login["source"]] == {"file": "secrets.toml"}
    assert app["environment"]["STREAMLIT_SECRETS_FILES"] == f"/run/secrets/{login['target']}"


def test_the_commands_of_the_page_for_administrators_exist() -> None:
    page = (ROOT / "docs" / "server.md").read_text("utf-8")
    named = [shlex.split(words) for words in re.findall(r"mcqgen app([^`\n(]*)", page)]
    assert len(named) >= 3
    assert {word for words in named for word in words if word.startswith("--")} <= OPTIONS
