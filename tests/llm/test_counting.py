"""Tokens, estimated."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcqgen.llm.counting import bound, count


# Real counts by the tokenizer of Qwen 2.5, a byte-level BPE of 151,643 tokens, like those of other large models.
@pytest.mark.parametrize(
    ("text", "real"),
    [
        (
            "Photosynthesis converts light energy into chemical energy that is stored in sugars; it happens in leaves.",
            19,
        ),
        (
            "La energía cinética de un cuerpo depende de su masa y del cuadrado de su velocidad, según la mecánica.",
            27,
        ),
        (
            "Фотосинтез — это процесс преобразования энергии света в энергию химических связей органических веществ.",
            33,
        ),
        ("光合作用是绿色植物利用光能将二氧化碳和水转化为有机物并释放氧气的过程。", 21),
        ("التمثيل الضوئي هو عملية تحول بها النباتات الطاقة الضوئية إلى طاقة كيميائية.", 29),
        (
            "Die Photosynthese erzeugt energiereiche Biomoleküle aus energieärmeren Stoffen mithilfe von Lichtenergie.",
            32,
        ),
        ("On 1 January 2026, 12,345 forms (8.5 %) were filed under section 203(b)(1) of the Act.", 40),
        ("for (int i = 0; i < n; ++i) { a[i] += b[i * 2] ? x->y : z; }", 34),
        ('{"properties": {"stem": {"type": "string", "maxLength": 200}}, "required": ["stem"]}', 26),
    ],
)
def test_the_estimate_is_near_and_the_bound_above(text: str, real: int) -> None:
    assert 0.6 * real < count(text) < 1.4 * real
    assert bound(count(text)) > real


def test_nothing_has_no_tokens() -> None:
    assert count("") == 0
    assert count("a") == 1


@given(st.text(max_size=300), st.text(max_size=300))
def test_more_text_never_has_fewer_tokens(first: str, second: str) -> None:
    assert count(first) <= count(f"{first}\n{second}") + 1
