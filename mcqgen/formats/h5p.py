"""H5P: a QuestionSet of multiple-choice questions, as its semantics want it; the libraries are the system's own."""

import hashlib
import json
import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from mcqgen.domain.item import Item
from mcqgen.domain.run import ItemSet
from mcqgen.formats import content
from mcqgen.formats.archives import pack
from mcqgen.formats.contract import ON_SCREEN, ExportOptions, Feature, Format
from mcqgen.formats.h5p_words import CHOICE_CONFIRM, CHOICE_UI, END, SET_TEXTS
from mcqgen.formats.markup import fill
from mcqgen.formats.qti.packaging import item_names, short_title

if TYPE_CHECKING:
    from lxml.etree import _Element

_LIBRARIES = {
    "FontAwesome": (4, 5), "H5P.Components": (1, 0), "H5P.JoubelUI": (1, 3), "H5P.MultiChoice": (1, 16),
    "H5P.Question": (1, 5), "H5P.QuestionSet": (1, 21), "H5P.Video": (1, 6),
}  # fmt: skip
"""What the two content types need, by their own library.json."""
_LONGEST_LINE = 255
"""Of a text field in H5P's editor, which saves nothing while one is longer."""


class H5p(Format):
    """A zip with h5p.json and content/content.json; general feedback is shown when the question is checked."""

    name: ClassVar[str] = "h5p"
    label: ClassVar[str] = "H5P Question Set"
    extension: ClassVar[str] = "h5p"
    media_type: ClassVar[str] = "application/zip"
    supports: ClassVar[frozenset[Feature]] = ON_SCREEN - {
        Feature.BLOOM, Feature.CATEGORY, Feature.DIFFICULTY, Feature.POINTS, Feature.TOPIC,
    }  # fmt: skip

    def write(self, items: ItemSet, options: ExportOptions) -> bytes:
        """Write the package."""
        titles = content.document_titles(items)
        questions = [
            _question(item, name, options, titles)
            for item, name in zip(items.items, item_names(items.items), strict=True)
        ]
        return pack([
            ("h5p.json", _to_json(_package(options.title_of(items)))),
            ("content/content.json", _to_json(_question_set(questions))),
        ])  # fmt: skip


def _to_json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _package(title: str) -> dict[str, Any]:
    return {
        "title": title[:_LONGEST_LINE],
        "language": "und",
        "mainLibrary": "H5P.QuestionSet",
        "embedTypes": ["div"],
        "license": "U",
        "preloadedDependencies": [
            {"machineName": name, "majorVersion": major, "minorVersion": minor}
            for name, (major, minor) in _LIBRARIES.items()
        ],
    }


def _question_set(questions: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "introPage": {"showIntroPage": False},
        "progressType": "dots",
        "passPercentage": 50,
        "questions": questions,
        "texts": SET_TEXTS,
        "disableBackwardsNavigation": False,
        "randomQuestions": False,
        "endGame": {**END, "overallFeedback": [{"from": 0, "to": 100}]},
        "override": {"checkButton": True},
    }


def _question(item: Item, name: str, options: ExportOptions, titles: Mapping[str, str]) -> dict[str, Any]:
    explanation = content.explanation(item, titles)
    line = content.one_line(explanation)
    # What the line that stands below a checked question cannot hold stands below each option.
    beside = "" if len(line) <= _LONGEST_LINE else explanation
    return {
        "library": "H5P.MultiChoice 1.16",
        "subContentId": str(uuid.UUID(bytes=hashlib.blake2b(name.encode(), digest_size=16).digest(), version=4)),
        "metadata": {"contentType": "Multiple Choice", "license": "U", "title": short_title(item)},
        "params": {
            "media": {"disableImageZooming": False},
            "question": _html(item.stem, blocks=True),
            "answers": [
                {
                    "text": _html(option.text),
                    "correct": option.is_key,
                    "tipsAndFeedback": {
                        "tip": "",
                        "chosenFeedback": _html("\n\n".join(filter(None, (option.rationale.strip(), beside)))),
                        "notChosenFeedback": "",
                    },
                }
                for option in item.options
            ],
            "overallFeedback": [{"from": 0, "to": 100, **({"feedback": line} if line and not beside else {})}],
            "behaviour": _behaviour(sum(option.is_key for option in item.options) > 1, options.shuffle),
            "UI": CHOICE_UI,
            **CHOICE_CONFIRM,
        },
    }


def _behaviour(several: bool, shuffle: bool) -> dict[str, Any]:
    return {
        "enableRetry": True,
        "enableSolutionsButton": True,
        "enableCheckButton": True,
        "type": "multi" if several else "single",
        "singlePoint": True,
        "randomAnswers": shuffle,
        "showSolutionsRequiresInput": True,
        "confirmCheckDialog": False,
        "confirmRetryDialog": False,
        "autoCheck": False,
        "passPercentage": 100,
        "showScorePoints": True,
    }


def _html(text: str, *, blocks: bool = False) -> str:
    """HTML of the elements that H5P lets through: everywhere `p`, `br`, `strong`, `em`, `code`; `pre` in stems only."""
    from lxml import etree

    holder = etree.Element("div")
    fill(holder, text, always_blocks=blocks)
    if not blocks:
        for element in list(holder.iter("pre")):
            _flatten(element)
    return etree.tostring(holder, encoding="unicode", method="html").removeprefix("<div>").removesuffix("</div>")


def _flatten(block: "_Element") -> None:
    """Make a code block a paragraph of code lines."""
    from lxml import etree

    lines = "".join(map(str, block.itertext())).split("\n")
    for child in list(block):
        block.remove(child)
    block.tag = "p"
    for number, line in enumerate(lines):
        if number:
            etree.SubElement(block, "br")
        etree.SubElement(block, "code").text = line.replace(" ", "\xa0")
