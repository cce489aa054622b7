"""Write `docs/settings.md` from the settings; a test compares it."""

from pathlib import Path

from pydantic import AliasChoices

from mcqgen.settings import Settings

PAGE = Path(__file__).resolve().parent.parent / "docs" / "settings.md"


def settings_page() -> str:
    """The table of all settings."""
    rows = [
        f"| `{name}` | {_variable(name)} | {_default(name)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    return "\n".join(
        [
            "# Settings",
            "",
            "Set an environment variable, or pass the field to `mcqgen.settings.Settings` in Python.",
            "",
            "| field | variable | default | what it is |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


def _variable(name: str) -> str:
    """The environment variables of a setting; keys have the names that their providers gave them."""
    alias = Settings.model_fields[name].validation_alias
    names = alias.choices if isinstance(alias, AliasChoices) else [f"MCQGEN_{name.upper()}"]
    return " or ".join(f"`{name}`" for name in names)


def _default(name: str) -> str:
    default = Settings.model_fields[name].default
    if name == "home":
        return "the platform's folder for user data"
    return "empty" if default in ("", None) else f"`{str(default).lower() if isinstance(default, bool) else default}`"


if __name__ == "__main__":
    PAGE.write_text(settings_page(), "utf-8")
