"""Items as questions of Canvas' classic quizzes, marked so that they are found again.

The fields are those of "Create a single quiz question" in Canvas' API; answers and comments are given as HTML through
`answer_html`, `answer_comment_html` and `neutral_comments_html`, which its own editor sends.
"""

import html
import re
from collections.abc import Mapping
from typing import Any

from mcqgen.domain.base import content_id
from mcqgen.domain.item import Item
from mcqgen.formats import content
from mcqgen.formats.contract import ExportOptions
from mcqgen.formats.markup import to_html
from mcqgen.formats.qti12 import Qti12, put_equation

LONGEST_TEXT = 16 * 1024
"""Characters of a question, an answer or its comment."""
LONGEST_COMMENT = 5 * 1024
"""Characters of the comment on the whole question."""
_LONGEST_TOPIC = 60
_MARK = re.compile(r"\[mcqgen ([0-9a-f]{16})-([0-9a-f]{16})\]\Z")


def as_question(item: Item, options: ExportOptions, titles: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a question; teachers see its name, students do not."""
    fields = {
        "question_type": "multiple_answers_question" if _keys(item) > 1 else "multiple_choice_question",
        "question_text": _html(item.stem),
        "points_possible": options.points,
        "neutral_comments_html": _html(content.explanation(item, titles)),
        "answers": [
            _answer(option.text, option.rationale, weight=100 if option.is_key else 0) for option in item.options
        ],
    }
    topic = content.one_line(item.topic)[:_LONGEST_TOPIC].rstrip()
    about = ", ".join(filter(None, [topic, item.difficulty.value, item.bloom.value]))
    # The digest of the fields tells whether a question that is there already is out of date.
    return {"question_name": f"{about} [mcqgen {item.id}-{content_id([about, fields])}]", **fields}


def mark_of(name: str) -> tuple[str, str] | None:
    """Item id and digest that a question's name carries; None where it is not ours."""
    found = _MARK.search(name.strip())
    return (found[1], found[2]) if found else None


def refusal(item: Item, question: Mapping[str, Any]) -> str:
    """Why Canvas cannot hold an item, as the end of a sentence; empty when it can."""
    if reason := Qti12().refusal(item):
        return reason
    texts = [question["question_text"]]
    texts += [text for answer in question["answers"] for text in answer.values() if isinstance(text, str)]
    if any(len(text) > LONGEST_TEXT for text in texts):
        return f"one of its texts has more than {LONGEST_TEXT:,} characters"
    if len(question["neutral_comments_html"]) > LONGEST_COMMENT:
        return f"its explanation with the evidence has more than {LONGEST_COMMENT:,} characters"
    return ""


def _keys(item: Item) -> int:
    return sum(option.is_key for option in item.options)


def _html(text: str) -> str:
    return to_html(text, put_equation) if text.strip() else ""


def _answer(text: str, rationale: str, *, weight: int) -> dict[str, str | int]:
    """An answer; as HTML only where it is more than words, for words alone are easier to edit in Canvas."""
    words, markup = content.plain(text), _html(text)
    answer: dict[str, str | int] = {"answer_text": words, "answer_weight": weight}
    if html.unescape(markup) != words or "<" in markup:
        answer["answer_html"] = markup
    if comment := _html(rationale):
        answer["answer_comment_html"] = comment
    return answer
