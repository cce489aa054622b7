"""H5P: the content fits the semantics of its content types."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mcqgen.domain.run import ItemSet
from mcqgen.formats.contract import ExportOptions
from mcqgen.formats.h5p import H5p

Unpack = Callable[[bytes], dict[str, bytes]]
Semantics = list[dict[str, Any]]
ALWAYS = {"div", "span", "p", "br"}
"""Elements that H5P lets through in every text with tags (its content validator)."""


def faults(value: Any, field: dict[str, Any], libraries: dict[str, Semantics], path: str = "$") -> list[str]:
    """Where content does not fit a field of semantics (https://h5p.org/semantics)."""
    kind = field["type"]
    if kind == "group":
        fields = field["fields"]
        if len(fields) == 1:  # a group of one field is that field
            return faults(value, fields[0], libraries, path)
        return group_faults(value, fields, libraries, path)
    if kind == "list":
        if not isinstance(value, list) or len(value) < field.get("min", 0):
            return [f"{path}: not a list of {field.get('min', 0)} or more"]
        return [
            fault for n, one in enumerate(value) for fault in faults(one, field["field"], libraries, f"{path}[{n}]")
        ]
    if kind == "library":
        return library_faults(value, field, libraries, path)
    if kind == "text":
        return text_faults(value, field, path)
    if kind == "select":
        return [] if value in [option["value"] for option in field["options"]] else [f"{path}: {value!r} is no option"]
    types: dict[str, Any] = {"boolean": bool, "number": (int, float)}
    fits = isinstance(value, types[kind]) and field.get("min", value) <= value <= field.get("max", value)
    return [] if fits else [f"{path}: {value!r} is no {kind}"]


def group_faults(value: Any, fields: Semantics, libraries: dict[str, Semantics], path: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{path}: not an object"]
    known = {field["name"]: field for field in fields}
    found = [f"{path}.{name}: unknown" for name in value if name not in known]
    for name, field in known.items():
        if name in value:
            found += faults(value[name], field, libraries, f"{path}.{name}")
        elif not field.get("optional") and field["type"] != "group":
            found.append(f"{path}.{name}: missing")
    return found


def library_faults(value: Any, field: dict[str, Any], libraries: dict[str, Semantics], path: str) -> list[str]:
    found = [] if value["library"] in field["options"] else [f"{path}: {value['library']} is not offered"]
    if not re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", value["subContentId"]):
        found.append(f"{path}: {value['subContentId']} is no UUID of version 4")
    return found + group_faults(value["params"], libraries["H5P.MultiChoice"], libraries, f"{path}.params")


def text_faults(value: Any, field: dict[str, Any], path: str) -> list[str]:
    if not isinstance(value, str):
        return [f"{path}: not a text"]
    if field.get("widget") != "html":
        return [f"{path}: longer than 255"] if len(value) > 255 else []
    used = set(re.findall(r"<([a-z0-9]+)", value))
    return [f"{path}: <{tag}> is not let through" for tag in sorted(used - ALWAYS - set(field["tags"]))]


@pytest.fixture(scope="module")
def libraries(data_folder: Path) -> dict[str, Semantics]:
    return {
        name: json.loads((data_folder / "specs" / folder / "semantics.json").read_text(encoding="utf-8"))
        for name, folder in (("H5P.QuestionSet", "h5p-question-set"), ("H5P.MultiChoice", "h5p-multi-choice"))
    }


def content_of(items: ItemSet, unpack: Unpack, **options: Any) -> Any:
    files = unpack(H5p().export(items, ExportOptions(**options)))
    assert set(files) == {"h5p.json", "content/content.json"}
    return json.loads(files["content/content.json"])


def test_content_fits_the_semantics(hard_items: ItemSet, unpack: Unpack, libraries: dict[str, Semantics]) -> None:
    content = content_of(hard_items, unpack)
    assert group_faults(content, libraries["H5P.QuestionSet"], libraries, "$") == []
    assert len({question["subContentId"] for question in content["questions"]}) == len(hard_items.items)


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda c: c.pop("progressType"), "$.progressType: missing"),
        (lambda c: c.update(passPercentage=101), "$.passPercentage: 101 is no number"),
        (lambda c: c.update(extra=1), "$.extra: unknown"),
        (
            lambda c: c["questions"][0].update(library="H5P.Nothing 1.1"),
            "$.questions[0]: H5P.Nothing 1.1 is not offered",
        ),
        (lambda c: c["questions"][0]["params"].pop("question"), "$.questions[0].params.question: missing"),
        (
            lambda c: c["questions"][0]["params"]["answers"][0].update(text="<pre>x</pre>"),
            "$.questions[0].params.answers[0].text: <pre> is not let through",
        ),
    ],
)
def test_the_validator_finds_faults(
    hard_items: ItemSet, unpack: Unpack, libraries: dict[str, Semantics], spoil: Callable[[Any], Any], fault: str
) -> None:
    content = content_of(hard_items, unpack)
    spoil(content)
    assert group_faults(content, libraries["H5P.QuestionSet"], libraries, "$") == [fault]


def test_the_package_names_the_versions_that_its_libraries_have(
    hard_items: ItemSet, unpack: Unpack, data_folder: Path
) -> None:
    package = json.loads(unpack(H5p().export(hard_items))["h5p.json"])
    named = {
        entry["machineName"]: (entry["majorVersion"], entry["minorVersion"])
        for entry in package["preloadedDependencies"]
    }
    assert package["mainLibrary"] == "H5P.QuestionSet"
    assert package["title"] == "Blood & <Bones>"
    for folder in ("h5p-question-set", "h5p-multi-choice"):
        library = json.loads((data_folder / "specs" / folder / "library.json").read_text(encoding="utf-8"))
        for entry in (library, *library["preloadedDependencies"]):
            assert named[entry["machineName"]] == (entry["majorVersion"], entry["minorVersion"])


def test_keys_order_and_feedback_are_as_asked(hard_items: ItemSet, unpack: Unpack) -> None:
    for question, item in zip(
        content_of(hard_items, unpack, shuffle=False)["questions"], hard_items.items, strict=True
    ):
        params = question["params"]
        keys = [option.is_key for option in item.options]
        assert [answer["correct"] for answer in params["answers"]] == keys
        assert params["behaviour"]["type"] == ("multi" if sum(keys) > 1 else "single")
        assert params["behaviour"]["randomAnswers"] is False
        feedback = [answer["tipsAndFeedback"]["chosenFeedback"] for answer in params["answers"]]
        below = params["overallFeedback"][0].get("feedback", "")
        explained = bool(item.rationale or item.evidence)
        # A long explanation does not fit the line below the question.
        assert bool(below) or all(feedback) or not explained
        assert bool(feedback[0]) == bool(item.options[0].rationale) or not below


def test_code_stays_code_in_options(hard_items: ItemSet, unpack: Unpack) -> None:
    question = next(q for q in content_of(hard_items, unpack)["questions"] if "python" in q["params"]["question"])
    assert (
        "<pre><code class=\"language-python\">if a &lt; b:\n    print('~')</code></pre>"
        in question["params"]["question"]
    )
    assert "<code>if\xa0a\xa0&lt;\xa0b:</code><br><code>\xa0" in question["params"]["answers"][1]["text"]
