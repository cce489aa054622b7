"""Wrong options that the sentences beside the quote make right."""

import pytest

from mcqgen.domain.document import Passage, Segment, Span
from mcqgen.writers.llm.supporting import also_supported

TEXT = (
    "The skeleton protects the soft organs, stores mineral salts and lets the body move. Blood cells form in the red "
    "marrow of flat bones. Kidneys lie behind the abdomen."
)
PASSAGE = Passage(document_id="d", number=0, text=TEXT, segments=(Segment(at=0, span=Span(page=1, start=0, end=9)),))


@pytest.mark.parametrize(
    ("stem", "key", "wrong", "found"),
    [
        ("What does the skeleton do?", "protects soft organs", ["stores mineral salts", "digests food"], 1),
        ("What does the skeleton do?", "protects soft organs", ["forms red blood cells", "digests food"], 0),
        ("Where do blood cells form?", "in red marrow", ["in the flat bones", "in the warm kidneys"], 1),
        # A single term beside the key is a neighbour, as good wrong options are.
        ("What does the skeleton keep safe?", "organs", ["minerals", "kidneys"], 0),
        # Two digits stand for themselves.
        ("Which?", "it", ["12 34", "56 78"], 0),
    ],
)
def test_a_wrong_option_in_a_sentence_about_what_is_asked_is_found(
    stem: str, key: str, wrong: list[str], found: int
) -> None:
    flaws = also_supported(stem, key, wrong, [PASSAGE])
    assert list(flaws) == wrong[:found]
    assert all(flaw.code == "B405" and f"“{text}”" in flaw.message for text, flaw in flaws.items())


def test_a_wrong_option_that_says_part_of_the_key_is_found() -> None:
    wrong = ["He founded colonies.", "He founded a navy."]
    flaws = also_supported("What did Charles do?", "He founded proprietary colonies.", wrong, [PASSAGE])
    assert {text: flaw.code for text, flaw in flaws.items()} == {wrong[0]: "B406"}
