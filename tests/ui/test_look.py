"""Contrast of the colours that the app sets itself: WCAG 2.2, AA."""

import re
import tomllib
from pathlib import Path

import pytest

from mcqgen.ui import shell

TEXT, PART = 4.5, 3.0
"""Least contrast of text, and of the parts of a control (success criteria 1.4.3 and 1.4.11)."""


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mixed(text: str, share: float, background: str) -> str:
    """The colour that a `share` of the text's colour gives on the background."""
    pairs = [(int(text[at : at + 2], 16), int(background[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(share * front + (1 - share) * back):02x}" for front, back in pairs)


@pytest.fixture(params=["light", "dark"])
def colours(request: pytest.FixtureRequest, checkout: Path) -> dict[str, str]:
    """The theme's colours and our own, for one of the two schemes."""
    config = tomllib.loads((checkout / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    css = Path(shell.__file__).with_name("style").joinpath("base.css").read_text(encoding="utf-8")
    own = re.findall(r"--mcq-(\w+): light-dark\((#\w{6}), (#\w{6})\)", css)
    assert len(own) == 5
    side = 1 if request.param == "light" else 2
    quiet = re.search(r"--mcq-quiet: color-mix\(in srgb, currentColor (\d+)%", css)
    assert quiet
    theme: dict[str, str] = config["theme"][request.param]
    text, background = theme["textColor"], theme["backgroundColor"]
    assert next(found[side] for found in own if found[0] == "ground") == background
    return {**theme, **{found[0]: found[side] for found in own}, "quiet": mixed(text, int(quiet[1]) / 100, background)}


def test_text_can_be_read(colours: dict[str, str]) -> None:
    for background in ("backgroundColor", "secondaryBackgroundColor"):
        for name in ("textColor", "linkColor", "quiet", "accent", "warn", "bad"):
            assert contrast(colours[name], colours[background]) >= TEXT, (name, background)
    for name in ("textColor", "accent", "quiet"):
        assert contrast(colours[name], colours["tint"]) >= TEXT, name
    assert contrast("#ffffff", colours["primaryColor"]) >= TEXT  # the words on the main button


def test_controls_can_be_seen(colours: dict[str, str]) -> None:
    assert contrast(colours["primaryColor"], colours["backgroundColor"]) >= PART
