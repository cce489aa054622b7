"""A well-behaved model for the local server: it asks about what it is given, quotes it truly, and knows its own keys.

    model = GoodModel()
    with FakeModels(model) as fake: ...

What it writes passes the checks nearly always, and is as long as what real models write. It asks what three words go
with the others of a sentence, which no teacher would; it is made to be counted and broken, not to be read.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain, cycle, islice
from typing import Any

from fake_models import Call, Outcome, Reply

from mcqgen.writers.offline.wordnet import wordnet

_PLACE = re.compile(r"^(\d+)\. (\w+), (\w+)(?:, from P(\d+))?", re.MULTILINE)
_REFUSED = re.compile(r"^Place (\d+) \((\w+), (\w+)\): ", re.MULTILINE)
_PASSAGE = re.compile(r"^P(\d+): (.*?)(?=^P\d+: |^\[|^==== |^Item \d+|\Z)", re.MULTILINE | re.DOTALL)
_ASKED = re.compile(r"^Item (\d+):? ?(.*)\n((?:[A-E]\. .*\n?)+)", re.MULTILINE)
_STATEMENT, _QUESTION, _ANSWER = (
    re.compile(rf"^{name}: (.*)$", re.MULTILINE) for name in ("Statement", "Question", "Answer")
)
_GIVEN = re.compile(r"^Question: (.*)\nRight answer: (.*)$", re.MULTILINE)
_TERM = re.compile(r"^Term: (.*)$", re.MULTILINE)
_OPTION = re.compile(r"^([A-E])\. (.*)$", re.MULTILINE)
_SMALL = frozenset(
    "about after also although among another because been before being between both could during each either from have "
    "having into itself many more most much must only other over same should since some such than that their them then "
    "there these they this those through under until upon very were what when where which while will with within "
    "without would your always never both none".split()
)
_SPARE = (
    "copper plating", "garden furniture", "mountain railways", "woollen clothing", "kitchen utensils", "glass bottles",
    "harbour pilots", "frozen vegetables", "concert pianists", "brick chimneys", "fishing vessels", "winter holidays",
    "orchard blossoms", "village bakeries", "silver jewellery", "theatre curtains", "bicycle repairs", "desert camels",
)  # fmt: skip
_ENDS = ("movement", "process", "region", "measure", "quality", "matter", "moment", "purpose")
_PEOPLE = (
    "A nurse in", "The baker of", "An engineer near", "Two sailors off", "The librarian of", "A gardener in",
    "Some pilots over", "The butcher of", "A violinist in", "Three farmers near", "The mayor of", "A welder in",
    "The dentist of", "A geologist near", "Four printers in", "A tailor in", "The chemist of", "An astronomer near",
    "A boxer in", "The postman of", "A sculptor in", "Some miners near", "The judge of",
)  # fmt: skip
_TOWNS = (
    "Oslo", "Nairobi", "Lima", "Kyoto", "Perth", "Quebec", "Naples", "Hanoi", "Havana", "Tunis", "Riga", "Denver",
    "Bergen", "Lagos", "Quito", "Osaka", "Hobart", "Tampa", "Turin", "Manila", "Santos", "Cairo", "Gdansk", "Austin",
    "Dublin", "Accra", "Bogota", "Busan", "Cardiff", "Toledo", "Genoa",
)  # fmt: skip


@dataclass
class GoodModel:
    """Answers orders of `prompts/write_items` and `prompts/solve_items`, and of those for models on this machine."""

    change: Callable[[dict[str, Any], int], dict[str, Any]] = lambda item, number: item
    """Spoils an item: gets it and the count of items written before it."""
    knows: bool = False
    """Whether it answers without material."""
    keys: dict[str, str] = field(default_factory=dict)
    """Keys by stem."""
    used: set[str] = field(default_factory=set)
    """Sentences that were asked about."""
    written: int = 0

    def __call__(self, call: Call) -> Outcome:
        """Answer one call."""
        asked = (call.schema or {}).get("properties", {})
        if "wrong" in asked:
            return Reply(json.dumps(self._one(_last(call), asked["wrong"]["maxItems"]), ensure_ascii=False))
        if "right" in asked:
            return Reply(json.dumps({"right": self._right(_last(call), asked["right"])}))
        if "answers" in (call.schema or {}).get("properties", {}):
            return Reply(json.dumps({"answers": list(self._answers(call.text))}))
        return Reply(json.dumps({"items": list(self._items(call.text))}, ensure_ascii=False))

    def _items(self, text: str) -> Iterator[dict[str, Any]]:
        material = {int(number): said for number, said in _PASSAGE.findall(text)}
        places = _REFUSED.findall(text) or _PLACE.findall(text)
        for number, difficulty, bloom, *label in places:
            labels = [int(label[0])] if label and label[0] else []
            wanted = [(key, again) for again in (False, True) for key in dict.fromkeys([*labels, *material])]
            for key, again in wanted:
                item = self._item(material[key], material, again=again)
                if item is not None:
                    item |= {"place": int(number), "difficulty": difficulty, "bloom": bloom}
                    yield self.change(item, self.written)
                    self.written += 1
                    break

    def _one(self, text: str, count: int) -> dict[str, Any]:
        """The reply to an order of `prompts/write_one`: for an item, or for wrong options of one that is there."""
        if found := _GIVEN.search(text) or _TERM.search(text):
            key = found[found.lastindex or 0]
            self.keys[found[1]] = key
            return {"wrong": list(islice(_near(key), count))}
        material = {int(number): said for number, said in _PASSAGE.findall(text)}
        statement = _STATEMENT.findall(text)[-1]
        item = self._item(statement, material, again=True, wrong=count)
        assert item, f"nothing to ask about “{statement}”"
        item = self.change(item, self.written)
        self.written += 1
        wrong = [distractor["text"] for distractor in item["distractors"]]
        return {"question": item["stem"], "key": item["key"], "wrong": wrong}

    def _right(self, text: str, schema: dict[str, Any]) -> bool | list[str]:
        """The reply to an order of `prompts/solve_one`."""
        key = self.keys.get("".join(_QUESTION.findall(text)))
        if schema["type"] == "boolean":
            return _ANSWER.findall(text) == [key]
        shown = bool(_PASSAGE.search(text)) or (self.knows and key)
        return [letter for letter, option in _OPTION.findall(text) if shown and option == key]

    def _item(self, said: str, material: dict[int, str], *, again: bool, wrong: int = 3) -> dict[str, Any] | None:
        """An item of a passage; `again` of a sentence that was used already, or of a short one."""
        others = [*(run for passage in material.values() for run in _runs(passage)), *_SPARE]
        for sentence in re.split(r"(?<=[.;:,])\s+", " ".join(said.split())):
            runs = [run for run in _runs(sentence) if run not in self.keys.values()]
            if (sentence in self.used and not again) or not runs or not 60 - 35 * again <= len(sentence) <= 390:
                continue
            key = max(runs, key=len)
            rest = [word for word in dict.fromkeys(_words(sentence)) if not _share(word, key)][:4]
            whole = next((one for one in re.split(r"(?<=[.!?])\s+", said) if sentence in one), said)
            alike = [run for run in others if abs(len(run) - len(key)) <= 4 + wrong - 3 and not _share(run, whole)]
            chosen = list({run.split()[0]: run for run in alike}.values())[:wrong]
            if len(chosen) < wrong or len(rest) < 2:
                continue
            self.used.add(sentence)
            stem = f"{self._scene()} works on {' and '.join(rest)}: what else belongs there?"
            self.keys[stem] = key
            return {
                "stem": stem,
                "key": key,
                "why": f"It is {key} that goes together with {rest[0]}, as both are parts of one arrangement.",
                "distractors": [
                    {
                        "text": run,
                        "why": f"That is {run}, which belongs to another matter and is settled by rules of its own.",
                        "misconception": f"takes {run} for the same thing",
                    }
                    for run in chosen
                ],
                "quotes": [sentence],
            }
        return None

    def _scene(self) -> str:
        """Another setting each time: the questions of good writers are not alike."""
        place = len(self.keys)
        return f"{_PEOPLE[place % len(_PEOPLE)]} {_TOWNS[(place * 5 + place // len(_PEOPLE)) % len(_TOWNS)]}"

    def _answers(self, text: str) -> Iterator[dict[str, Any]]:
        shown = bool(_PASSAGE.search(text))
        for number, stem, options in _ASKED.findall(text):
            lines = dict(line.split(". ", 1) for line in options.strip().splitlines())
            right = [letter for letter, option in lines.items() if option == self.keys.get(stem)]
            yield {"item": int(number), "right": right if shown or (self.knows and stem) else []}


def _last(call: Call) -> str:
    """The last order of a conversation; those before it are examples."""
    return str(call.body["messages"][-1]["content"])


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"\b[a-z]+\b", text) if len(word) > 3 and word not in _SMALL]


def _runs(text: str) -> Iterator[str]:
    """Two neighbouring words that carry meaning, in small letters."""
    for part in re.split(r"\b[A-Z]\w*|[^a-z ]+", text):
        words: list[str] = []
        for word in part.split():
            words = [*words, word] if len(word) > 3 and word not in _SMALL else []
            if len(words) == 2:
                yield " ".join(words)
                words = []


def _share(run: str, text: str) -> bool:
    return any(word[:5] in text for word in run.split())


def _near(key: str) -> Iterator[str]:
    """Neighbours of a key: other kinds of the same thing, or the key with another word at its end or beginning."""
    first, *rest = key.rstrip(".").split()
    stop = "." if key.endswith(".") else ""
    if rest:
        yield from (" ".join([first, *rest[:-1], word]) + stop for word in _ENDS)
    plural = "s" if key.endswith("s") and not wordnet().senses(key) else ""
    kinds = [f"{kind}{plural}" for kind in wordnet().siblings(key.removesuffix("s") if plural else key)]
    yield from chain(filter(str.islower, kinds), cycle(_SPARE))
