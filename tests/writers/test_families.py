"""Families of terms, and the items that are made with them."""

from collections import Counter
from importlib.resources import files

import pytest

from mcqgen.writers.offline import kindred
from mcqgen.writers.offline.families import Family, bare_name, families_of, is_another_name, is_rival, parse
from mcqgen.writers.offline.knowledge import Knowledge
from mcqgen.writers.offline.plurals import plural_of
from tests.writers.conftest import Embed, document_of, passages_of

TEXT = (
    "A covalent bond is a chemical bond that forms when two atoms share a pair of electrons. "
    "A monopoly is a market that is served by one seller alone without any close rivals. "
    "An oligopoly is a wooden boat that carries grain along a shallow river in autumn."
)


def shipped() -> list[tuple[str, Family]]:
    folder = files("mcqgen") / "data" / "families"
    texts = {file.name: file.read_text("utf-8") for file in folder.iterdir() if file.name.endswith(".txt")}
    return [(name, family) for name, text in texts.items() for family in parse(text.splitlines())]


def test_what_ships_can_be_used() -> None:
    families = shipped()
    assert len(families) > 1000
    for name, family in families:
        assert len(family.members) >= 4, f"{name}: [{family.kind}]"
        names = Counter(one.lower() for member in family.members for one in dict.fromkeys(member.names))
        assert max(names.values()) == 1, f"{name}: [{family.kind}] has {names.most_common(1)[0][0]} twice"
        meanings = {member.meaning for member in family.members}
        assert len(meanings) == len(family.members), f"{name}: [{family.kind}] says the same of two members"


@pytest.mark.parametrize("line", ["a term without a meaning", "osmosis = "])
def test_a_line_that_makes_no_sense_is_told(line: str) -> None:
    with pytest.raises(ValueError, match="line 2"):
        list(parse(["[way through a membrane]", line]))


def test_a_member_needs_a_kind() -> None:
    with pytest.raises(ValueError, match="line 1"):
        list(parse(["osmosis = movement of water through a membrane"]))


def test_terms_are_found_by_any_name_and_without_brackets() -> None:
    assert bare_name("acetylcholine (ACh)") == "acetylcholine"
    member, family = families_of("Insomnia (a disorder)")[0]
    assert "insomnia" in member.names
    assert member not in family.besides(member)
    assert families_of("xyzzy", "insomnia")
    assert not families_of("xyzzy")


@pytest.fixture(scope="module")
def known(embed: Embed) -> Knowledge:
    return Knowledge(passages_of(document_of(TEXT)), embed)


def test_rivals_stand_beside_the_key(known: Knowledge) -> None:
    drafts = list(kindred.drafts(known, 4))
    kinds = {(draft.about, draft.kind) for draft in drafts}
    assert kinds == {
        ("covalent bond", "definition"),
        ("covalent bond", "question"),
        ("monopoly", "definition"),
        ("monopoly", "meaning"),
        ("monopoly", "question"),
    }, "the meaning of a covalent bond names a bond, which its rivals' do not"
    for draft in drafts:
        _, family = families_of(draft.about)[0]
        named = {name for member in family.members for name in (*member.names, member.meaning)}
        said = draft.sentences[0].text.lower()
        assert len(draft.distractors) == 3
        assert 0 < draft.quality < 1
        assert all(choice.why and choice.text in named for choice in draft.distractors)
        assert all(choice.text.lower() not in said for choice in draft.distractors)


def test_a_meaning_stands_without_its_article_as_its_rivals_do(known: Knowledge) -> None:
    keys = {draft.key for draft in kindred.drafts(known, 4) if draft.kind == "meaning"}
    assert "market that is served by one seller alone without any close rivals" in keys


def test_a_text_that_means_something_else_is_not_asked(known: Knowledge) -> None:
    assert families_of("oligopoly")
    assert "oligopoly" not in {draft.about for draft in kindred.drafts(known, 4)}


@pytest.mark.parametrize(
    "text",
    [
        "A monopoly is an alternative market that is served by one seller alone without any close rivals.",
        "The Nineteenth Amendment extended the vote to include women, and the Voting Rights Act made it real for all.",
        "A monopoly is a less open market that is served by one seller alone and without any close rivals.",
        "A monopoly serves one whole market with one seller alone and an oligopoly serves other markets with a few.",
        "A monopoly is one in which a single seller alone serves a whole market without any close rivals.",
    ],
)
def test_what_leans_on_another_thing_or_says_two_is_not_asked(embed: Embed, text: str) -> None:
    leaning = Knowledge(passages_of(document_of(f"{text} Firms set the prices of goods.")), embed)
    assert not [draft for draft in kindred.drafts(leaning, 4) if draft.kind != "meaning"]


@pytest.mark.parametrize(
    ("before", "asked"),
    [("", "Which market structure "), ("In every market structure, ", "Which of the following ")],
)
def test_a_kind_is_not_said_twice(embed: Embed, before: str, asked: str) -> None:
    text = f"{before}{'a' if before else 'A'} monopoly serves all buyers by one seller alone without any close rivals."
    told = Knowledge(passages_of(document_of(f"{text} Firms set the prices of goods.")), embed)
    (draft,) = (draft for draft in kindred.drafts(told, 4) if draft.kind == "question")
    assert asked.lower() in draft.stem.lower()


def test_what_a_family_writes_small_is_no_person(embed: Embed) -> None:
    text = "Messenger RNA is created during protein synthesis to carry genetic instructions from DNA to the ribosomes."
    told = Knowledge(passages_of(document_of(text)), embed)
    assert told.lexicon.terms["messenger rna"].label == "PERSON", "the tagger's mistake"
    stems = [draft.stem for draft in kindred.drafts(told, 4) if draft.about == "messenger rna"]
    assert stems
    assert not any(stem.startswith("Who ") for stem in stems)


def test_a_rival_that_the_stem_rules_out_by_its_sound_is_passed_over(embed: Embed) -> None:
    text = (
        "Biopsychology is the study of how biology and the brain influence human behavior and thinking. "
        "Developmental psychology is the study of how people change from birth to old age."
    )
    drafts = list(kindred.drafts(Knowledge(passages_of(document_of(text)), embed), 4))
    assert families_of("biopsychology")
    for draft in drafts:
        if draft.about == "biopsychology" and "biology" in draft.stem:
            assert all("bio" in choice.text for choice in draft.distractors)
    assert "developmental psychology" in {draft.about for draft in drafts}


def test_rivals_have_the_number_of_the_key(embed: Embed) -> None:
    text = "Steroids are lipids that are formed of four fused hydrocarbon rings, and many of them carry signals."
    found = list(kindred.drafts(Knowledge(passages_of(document_of(text)), embed), 4))
    assert {(draft.about, draft.key) for draft in found} == {("steroid", "steroids")}
    assert "meaning" not in {draft.kind for draft in found}, "the meanings of its rivals are in the singular"
    for draft in found:
        assert {choice.text[-1] for choice in draft.distractors} == {"s"}
        assert all(is_rival(choice.text, draft.key) for choice in draft.distractors)


@pytest.mark.parametrize(
    ("term", "plural"),
    [
        ("disulfide bridge", "disulfide bridges"),
        ("wish", "wishes"),
        ("fatty acid", "fatty acids"),
        ("body", "bodies"),
        ("ray", "rays"),
        ("unit of length", "units of length"),
        ("collagen", ""),
        ("DNA", ""),
        ("xyzzy", ""),
    ],
)
def test_plurals_are_formed_where_they_are_in_use(term: str, plural: str) -> None:
    assert plural_of(term) == plural


def test_either_apostrophe_is_found_and_the_document_s_is_written(embed: Embed) -> None:
    assert families_of("Queen Anne’s War") == families_of("Queen Anne's War") != ()
    assert is_rival("King George’s War", "Queen Anne’s War")
    text = "Queen Anne’s War is known in Europe as the conflict over the succession to the throne of Spain."
    found = list(kindred.drafts(Knowledge(passages_of(document_of(text)), embed), 4, judged=True))
    assert found
    names = " ".join(choice.text for draft in found for choice in draft.distractors)
    assert "’" in names and "'" not in names


def test_where_a_judge_looks_on_a_person_may_be_told_by_any_deed(embed: Embed) -> None:
    text = "Oliver Cromwell brought the garden of white roses from Temple Hill to the camp of soldiers along the river."
    known = Knowledge(passages_of(document_of(text)), embed)
    assert not list(kindred.drafts(known, 4))
    assert list(kindred.drafts(known, 4, judged=True))
    text = (
        "Oliver Cromwell was committed to a garden of white roses in every camp of soldiers along the northern river."
    )
    assert not list(kindred.drafts(Knowledge(passages_of(document_of(text)), embed), 4, judged=True)), "who is not?"


def test_two_names_of_one_thing_are_told() -> None:
    assert is_another_name("fats", "triglycerides")
    assert is_another_name("fat", "triglyceride")
    assert not is_another_name("fats", "waxes")
    assert not is_another_name("xyzzy", "wax")


def test_a_root_of_three_letters_is_heard_in_learned_words() -> None:
    assert kindred.sounds("hyoglossus", "muscle that originates on the hyoid bone", "masseter")
    assert kindred.sounds("disulfide bond", "bond between sulfur atoms", "peptide bond")
    assert not kindred.sounds("proton", "particle that a scientist may promote", "neutron")


def test_a_question_that_names_the_kind_does_not_say_the_class_again(embed: Embed) -> None:
    text = "A barometer is a device that measures the pressure of the atmosphere with mercury in a tube of glass."
    drafts = list(kindred.drafts(Knowledge(passages_of(document_of(text)), embed), 4))
    stems = [draft.stem for draft in drafts if draft.kind == "question"]
    assert any("instrument measures the pressure" in stem for stem in stems)
    assert not any("a device that" in stem for stem in stems if "instrument" in stem)
