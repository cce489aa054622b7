"""A small model's wrong options for a question of the offline writer: which are taken, and which are not."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from fake_models import FakeModels
from llm_runs import Run, accepted, result
from numpy.typing import NDArray

from mcqgen.domain.blueprint import Bloom, Difficulty
from mcqgen.domain.document import Passage, Segment, Span
from mcqgen.domain.item import Evidence, Item, Provenance, arrange
from mcqgen.writers.llm.examples import examples
from mcqgen.writers.llm.genus import genus_of
from mcqgen.writers.llm.rewording import MANY, asking_for_options, options_prompt, reworded, tempting, ways
from mcqgen.writers.llm.simple import ONE

TEXT = "The mantle of the earth moves slowly because heat drives it from below. The crust holds iron and nickel."
PASSAGE = Passage(
    document_id="d",
    number=0,
    text=TEXT,
    section=("The mantle",),
    segments=(Segment(at=0, span=Span(page=1, start=0, end=len(TEXT))),),
)


def near(**likeness: float) -> Any:
    """An embedding in which texts are so near to the key, which comes first, and 0.5 unless told."""

    def embed(texts: Sequence[str]) -> NDArray[np.float32]:
        cosines = np.array([1.0, *(likeness.get(text.lower().rstrip("."), 0.5) for text in texts[1:])])
        return np.column_stack([cosines, np.sqrt(1 - cosines**2)]).astype(np.float32)

    return embed


def draft(key: str = "heat", *own: str, stem: str = "What drives the mantle of the earth?", kind: str = "") -> Item:
    return Item(
        stem=stem,
        options=arrange([(key, True, "So it is."), *((text, False, "Not so.") for text in own)], stem),
        difficulty=Difficulty.EASY,
        bloom=Bloom.REMEMBER,
        topic="The mantle",
        rationale="So it is.",
        evidence=(),
        provenance=Provenance(document_sha256="", passage_ids=(), writer="offline 1", prompt="", kind=kind, seed=7),
    )


def texts(item: Item, *replies: Sequence[str], **likeness: float) -> list[str]:
    return [choice.text for choice in tempting(item, replies, near(**likeness))]


def wrong_of(
    item: Item, *replies: Sequence[str], is_right: Any = None, is_kind: Any = None, **likeness: float
) -> tuple[str, ...] | None:
    found = reworded(item, 4, replies, [PASSAGE], is_right, is_kind, near(**likeness))
    return found.wrong if found else None


def test_what_is_near_to_the_key_and_what_is_named_twice_comes_first() -> None:
    assert texts(draft(), ["current", "light", "voltage"], light=0.8, voltage=0.6, current=0.3) == [
        "light",
        "voltage",
        "current",
    ]
    assert texts(draft(), ["current", "light", "voltage"], ["Voltage", "torque"])[0] == "Voltage"
    assert texts(draft("heat", "voltage"), ["current", "light", "voltage"])[0] == "voltage", (
        "the document's own counts as well"
    )


def test_what_neither_the_document_nor_wordnet_knows_comes_last() -> None:
    assert texts(draft(), ["wobble current", "current", "light"])[-1] == "wobble current"
    ranked = texts(draft("heat", "wobble current"), ["current", "blobber light"])
    assert ranked.index("wobble current") < ranked.index("blobber light")


def test_what_is_of_another_kind_than_the_key_is_left_out() -> None:
    assert texts(draft("otter"), ["weasel", "pencil", "Tuesday", "badger", "wobblecurrent"]) == ["badger", "weasel"]
    assert texts(draft("static friction"), ["fluid friction", "pencil"]) == ["fluid friction"], "of its family"


def test_what_tempts_nobody_or_says_the_same_is_left_out() -> None:
    assert texts(draft(), ["current", "moon"], moon=-0.3) == ["current"]
    assert texts(draft("dog"), ["cat", "puppy", "animal", "horse", "stallion"]) == ["cat", "horse"], "kinds"
    assert texts(draft("cation"), ["cations", "anion"], cations=0.95) == ["anion"], "spellings"


def test_terms_have_the_key_s_number_and_article() -> None:
    assert texts(draft("cation"), ["anions", "electron", "an atom", "the shell"]) == ["electron"]
    assert texts(draft("amino acids"), ["sugars", "starch"]) == ["sugars"]
    assert texts(draft("steroids"), ["glycolipids", "wax"]) == ["glycolipids"], "which WordNet does not know"
    assert texts(draft("France"), ["United States"]) == ["United States"]


def test_what_denies_the_same_as_another_or_is_a_name_of_another_kind_is_left_out() -> None:
    assert len(texts(draft("certainty"), ["uncertainty", "non-certainty"])) == 1
    assert texts(draft("Glorious Revolution"), ["George III", "American Revolution"]) == ["American Revolution"]


def test_kings_of_one_name_are_told_by_their_numbers() -> None:
    item = draft("George II", "George III", "George IV", "William IV", stem="Who granted the charter?")
    assert set(wrong_of(item, ["George III"]) or ()) == {"George III", "George IV", "William IV"}


def test_he_is_no_queen() -> None:
    item = draft("Charles II", "William III", stem="Who set his sights on the colony?")
    assert "Queen Anne" not in texts(item, ["William III", "Queen Anne", "George III"])


def test_a_person_stands_beside_rivals_that_the_model_knows() -> None:
    item = draft("Charles II", "William III", "James II", "Mary II", stem="Who came back from exile?")
    assert set(texts(item, ["William III", "George III"])) == {"William III", "James II", "Mary II", "George III"}
    assert wrong_of(item, ["George I", "George II", "George III", "William Penn"]) is None, "none of them is known"
    assert ways(item) == ("options", "neighbours")


def test_what_the_quote_names_is_left_out() -> None:
    quote = "Heat, not the current, drives it."
    proof = Evidence(document="d", page=1, quote=quote, start=0, end=len(quote))
    assert texts(draft().model_copy(update={"evidence": (proof,)}), ["current", "light"]) == ["light"]


def test_where_the_stem_says_what_kind_of_thing_it_is_the_others_are_left_out() -> None:
    item = draft("synovial membrane", stem="Which membrane lines the cavity of a joint?")
    assert texts(item, ["serous membrane", "nervous tissue", "mucous membrane"]) == [
        "mucous membrane",
        "serous membrane",
    ]


def test_statements_are_told_by_likeness_alone() -> None:
    item = draft("an ion with a positive charge", stem="What is a cation?")
    given = ["an ion with a negative charge", "an atom without any charge", "a metal with a neutral charge"]
    likeness = {given[0]: 0.9, given[1]: 0.1, given[2]: 0.7}
    assert texts(item, given, **likeness) == [given[0], given[2]], "0.1 is too far"
    likeness[given[1]] = 0.6
    assert wrong_of(item, given, **likeness) == (given[0], given[2], given[1])


def test_what_a_judge_finds_right_is_left_out_and_a_key_that_it_finds_wrong_is_the_end() -> None:
    item, given = draft(), ["current", "light", "voltage", "pressure"]
    asked: list[str] = []

    def is_right(answer: str) -> bool:
        asked.append(answer)
        return answer in ("heat", "light")

    assert set(wrong_of(item, given, is_right=is_right) or ()) == {"current", "voltage", "pressure"}
    assert asked[0] == "heat"
    assert wrong_of(item, given, is_right=lambda answer: False) is None
    assert wrong_of(item, given[:2]) is None, "too few"


def test_a_kind_of_the_key_is_left_out_unless_the_key_is_a_name() -> None:
    given = ["current", "light", "voltage", "pressure"]
    found = wrong_of(draft(), given, is_kind=lambda term, kind: (term, kind) == ("light", "heat"))
    assert set(found or ()) == {"current", "voltage", "pressure"}
    names = ["Venus", "Mars", "Jupiter", "Saturn"]
    assert wrong_of(draft("Mercury"), names, is_kind=lambda term, kind: True) is not None


def test_beside_a_definition_stands_only_what_is_of_its_genus() -> None:
    given = ["trout", "wolverine", "weasel", "salmon", "badger", "carp"]
    item = draft("polecat", stem="Which term refers to a carnivore that lives in forests?")
    found = wrong_of(item, given, is_kind=lambda term, kind: False)
    assert set(found or ()) == {"wolverine", "weasel", "badger"}, "WordNet tells"
    unknown = draft("polecat", stem="Which term refers to a forest carnivore that hunts by night?")
    asked = dict.fromkeys(given, False) | {"weasel": True, "badger": True, "wolverine": True}
    found = wrong_of(unknown, given, is_kind=lambda term, kind: kind == "forest carnivore" and asked[term])
    assert set(found or ()) == {"weasel", "badger", "wolverine"}, "the judge tells"
    assert wrong_of(unknown, given, is_kind=lambda term, kind: term == "badger" and kind != "polecat") is None
    vague = draft("polecat", stem="Which term refers to a part of what lives in forests?")
    assert wrong_of(vague, given, is_kind=lambda term, kind: kind == "") is None, "nobody can tell of what genus it is"


@pytest.mark.parametrize(
    ("stem", "genus"),
    [
        ("Which term refers to a contact force between systems?", "contact force"),
        ("What is the term for a negatively charged ion?", "ion"),
        ("In chemistry, which of the following are lipids formed of four rings?", "lipid"),
        ("Which of the following is the form of energy powering any type of matter in motion?", "energy"),
        ("Which term refers to a type of mixture that lets no light through?", "mixture"),
        ("Which term refers to lipids formed of four rings?", "lipid"),
        ("Which of the following is a component of the blood?", ""),
        ("Which of the following formed a cornerstone of the Empire?", ""),
        ("Which of the following is stored in the bonds between atoms?", None),
        ("Who headed the new Commonwealth?", None),
    ],
)
def test_the_genus_is_what_the_stem_says_that_the_key_is(stem: str, genus: str | None) -> None:
    assert genus_of(stem) == genus


def test_rivals_of_a_family_are_not_judged_unless_they_are_names() -> None:
    asked: list[str] = []

    def is_right(answer: str) -> bool:
        asked.append(answer)
        return answer in ("kinetic friction", "static friction", "George II", "George III")

    common = draft("static friction", "kinetic friction", "rolling friction", "fluid friction")
    found = wrong_of(common, [], is_right=is_right, is_kind=lambda term, kind: True)
    assert set(found or ()) == {"kinetic friction", "rolling friction", "fluid friction"}
    assert asked == []
    name = draft("George III", "George I", "George II", "George IV", stem="Who lost the American colonies?")
    assert wrong_of(name, [], is_right=is_right) is None, "George II could be right as well"


def test_an_option_without_the_sound_that_tells_the_key_is_left_out() -> None:
    stem = "Which of the following best describes a disulfide bond?"
    key = "a covalent bond between sulfur atoms in a protein"
    given = [f"a covalent bond between {name} atoms in a protein" for name in ("carbon", "oxygen", "hydrogen")]
    assert wrong_of(draft(key, stem=stem), given) is None


def test_options_beside_which_the_stem_tells_the_key_are_not_taken() -> None:
    stem = "Which change makes a denatured protein?"
    assert wrong_of(draft("denaturation", stem=stem), ["digestion", "hydration", "oxidation"]) is None


def test_the_title_tells_the_subject_where_the_section_does_not() -> None:
    summary = draft().model_copy(update={"topic": "Summary"})
    assert asking_for_options(summary, "The Earth", "en")["topic"] == "The Earth: Summary"
    assert asking_for_options(summary, "", "en")["topic"] == "Summary"
    assert asking_for_options(summary, "Summary", "en")["topic"] == "Summary"


def test_a_model_is_asked_for_the_neighbours_of_terms_only() -> None:
    assert ways(draft("synovial membrane")) == ("options", "neighbours")
    assert ways(draft("because heat drives it from below")) == ("options",)
    values = {"wrong": "8", "language": "English", "topic": "", "question": "Why?", "key": "heat", "fence": "===="}
    shown = "\n".join(str(message.content) for message in options_prompt("neighbours").invoke(values).to_messages())
    assert "chloroplast" in shown
    assert "Which part of a plant cell" not in shown
    assert "whether the law was applied rightly" not in shown


@pytest.mark.parametrize(
    ("key", "given", "shown"),
    [
        ("Heat comes from below.", "current comes from above", "Current comes from above."),
        ("Heat", "current.", "Current"),
        ("Heat", "pH change", "pH change"),
        ("because of heat from below", "Venus does so", "Venus does so"),
        ("James II", "Charles Ii", "Charles II"),
    ],
)
def test_wrong_options_begin_and_end_as_the_key_does(key: str, given: str, shown: str) -> None:
    reply = [given, "An a b c d.", "Be b c d e.", "Ce d e f g."]
    found = wrong_of(draft(key), reply, **{given.lower().rstrip("."): 0.8})
    assert found and shown in found


def test_examples_of_wrong_options_are_of_one_kind_and_about_one_length() -> None:
    for lines in examples(ONE, "options_examples"):
        wrong = lines["wrong"].split(" | ")
        assert len(wrong) == len(set(wrong)) == MANY
        assert lines["key"] not in wrong
        assert len(lines["key"]) < 1.3 * max(map(len, wrong))


def test_the_offline_writer_asks_and_the_model_gives_the_wrong_options(run: Run, fake: FakeModels) -> None:
    items = accepted(run(model=fake.spec("ollama"), concurrency=1, mix={Difficulty.EASY: 3}))
    assert len(items) == 3
    orders = [call for call in fake.calls if list((call.schema or {})["properties"]) == ["wrong"]]
    assert len(orders) >= 3
    asked = "\n".join(call.body["messages"][-1]["content"] for call in orders)
    for item in items:
        assert f"Question: {item.stem}\nRight answer: {item.key.text}" in asked
        assert item.provenance.writer == "llm 1"
        assert item.provenance.prompt.startswith("write_one.v1")
        assert item.id == Item.model_validate(item.model_dump()).id
        assert item.evidence
        assert item.key.rationale
    for call in orders:
        fence = call.body["messages"][-1]["content"].split("\n")[0]
        assert call.body["messages"][-1]["content"].endswith(fence), "what the document says stands between the fences"


def test_what_the_bar_keeps_from_a_small_model_is_told(run: Run, fake: FakeModels) -> None:
    def held_back(bar: float) -> int:
        events = run(model=fake.spec("ollama"), concurrency=1, mix={Difficulty.EASY: 3}, offline_bar=bar)
        return result(events).report.held_back

    assert held_back(1.0) > held_back(0.1)
