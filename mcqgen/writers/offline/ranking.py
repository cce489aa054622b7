"""How likely a drafted item is to be usable: a model learned from items that were judged (see evals/ranking.md)."""

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from statistics import fmean

from mcqgen.writers.offline.draft import Choice
from mcqgen.writers.offline.facts import Definition
from mcqgen.writers.offline.knowledge import Knowledge
from mcqgen.writers.offline.language import Sentence
from mcqgen.writers.offline.terms import Term, alike, rarity
from mcqgen.writers.offline.wordnet import wordnet

_BELIEVED = 0.6
"""What the chance of a draft whose options the document gave is multiplied by: of 69 such items that the model let
through bars of 0.3 and 0.5, judged in rounds seven and eight, raters took 19.
"""


@cache
def _weights() -> dict[str, dict[str, float]]:
    table: dict[str, dict[str, float]] = json.loads((files("mcqgen") / "data" / "ranking.json").read_text("utf-8"))
    return table


def chance(known: Knowledge, kind: str, key: Term, sentence: Sentence, stem: str, choices: Sequence[Choice]) -> float:
    """Chance, 0–1, that a teacher would hand the item out as it is: a logistic model of its traits."""
    return _BELIEVED * foreseen("document", traits(known, kind, key, sentence, stem, choices))


def foreseen(source: str, traits: Mapping[str, float]) -> float:
    """Chance, 0–1, of an item with these traits whose distractors come from the "document" or from "families"."""
    weights = _weights()[source]
    score = weights["intercept"] + sum(weights.get(name, 0.0) * value for name, value in traits.items())
    return 1 / (1 + math.exp(-score))


def traits(
    known: Knowledge, kind: str, key: Term, sentence: Sentence, stem: str, choices: Sequence[Choice]
) -> dict[str, float]:
    """What can be told of a drafted item without understanding it; each between about -1 and 1.5."""
    names = [choice.text for choice in choices]
    near = [float(cosine) for cosine in known.nearness(key.text, names)]
    fit = [float(cosine) for cosine in known.nearness(sentence.plain, [key.text, *names])]
    rivals = [known.lexicon.terms.get(name.lower()) for name in names]
    mine = known.defined.get(key.text.lower())
    theirs = [known.defined.get(name.lower()) for name in names]
    kin = [alike(key, rival) if rival else 0.5 for rival in rivals]
    meant = [
        float(known.nearness(mine.description, [other.description])[0]) if mine and other else 0.0 for other in theirs
    ]
    genus = [wordnet().kinship(mine.genus, other.genus) if mine and other else 0.0 for other in theirs]
    mold = genus_phrase(mine) if mine else ""
    molds = [genus_phrase(other) if mine and other else "" for other in theirs]
    as_kind = [float(c) for c in known.nearness(mold, names)] if mold else [0.0]
    kinds = [float(known.nearness(mold, [other])[0]) if mold and other else 0.0 for other in molds]
    heads = [wordnet().kinship(mine.genus, rival.head) if mine and rival else 0.0 for rival in rivals]
    typed = sorted(known.of_a_type(key, rival) if rival else 0.0 for rival in rivals)
    found = {
        "as_kind_least": min(as_kind),
        "as_kind_mean": fmean(as_kind),
        "kinds_least": min(kinds),
        "kinds_mean": fmean(kinds),
        "heads_least": min(heads),
        "heads_mean": fmean(heads),
        "genus_least": min(genus),
        "meant_least": min(meant),
        "typed_least": typed[0],
        "typed_second": typed[1],
        "typed_mean": fmean(typed),
        "near_least": min(near),
        "near_mean": fmean(near),
        "fit_mean": fmean(fit[1:]),
        "fit_lead": fit[0] - max(fit[1:]),
        "kin_least": min(kin),
        "kin_mean": fmean(kin),
        "meant_mean": fmean(meant),
        "meant_most": max(meant),
        "genus_mean": fmean(genus),
        "defined": fmean(other is not None for other in theirs),
        "listed": fmean(other is not None and other.listed for other in theirs),
        "key_defined": float(mine is not None),
        "key_listed": float(mine is not None and mine.listed),
        "head_shared": fmean(rival is not None and rival.head == key.head for rival in rivals),
        "rare": rarity(key.text) / 5,
        "rare_least": min(rarity(name) for name in names) / 5,
        "rare_mean": fmean(rarity(name) for name in names) / 5,
        "words": len(key.lemmas) / 3,
        "words_others": fmean(len(rival.lemmas) if rival else 1 for rival in rivals) / 3,
        "salient": known.salience(key),
        "salient_least": min(known.salience(rival) if rival else 0.0 for rival in rivals),
        "weight": known.weight(sentence, key),
        "hanging": float(known.hanging(sentence)),
        "proper": float(key.proper),
        "person": float(key.label == "PERSON"),
        "plural": float(key.plural),
        "length": len(stem.split()) / 20,
        "context": float(sentence.context is not None),
        "short": float(len(sentence.plain.split()) < 10),
    }
    found[f"kind_{kind}"] = 1.0
    return found


def genus_phrase(definition: Definition) -> str:
    """The noun that a definition describes, with what stands before it: "financial statement"."""
    for token in definition.sentence.parse:
        if token.lemma_.lower() == definition.genus and token.pos_ == "NOUN":
            words = [t for t in token.lefts if t.dep_ in ("amod", "compound")]
            start = words[0].i if words else token.i
            return str(definition.sentence.parse[start : token.i + 1].text)
    return definition.genus
