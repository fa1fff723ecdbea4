"""Folding: one character for one, the same by both ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.search.fold import BORDER, fold
from pipeline.search.tokens import FoldedParts


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("集成電路產業", "集成电路产业"),  # traditional
        ("５Ｇ", "5g"),  # full width and case
        ("ﾊﾝﾄ", "ハント"),  # half-width kana
        ("A B\tC\nD\u3000E", "a␣b␣c␣d␣e"),  # any white space
        ("①㈱℃", "1㈱℃"),  # forms of one character become plain, those of several stay
        ("İß", "İß"),  # lower case of two characters, no lower case of one
        ("（２０２２）", "(2022)"),
        ("乾坤 裏 後", "干坤␣里␣后"),  # a character at a time: 乾 is folded even in 乾坤, on both sides alike
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(max_size=200))
def test_length_is_kept_and_folding_twice_changes_nothing(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert BORDER not in folded
    assert not any(char.isspace() for char in folded)


@given(st.lists(st.text(max_size=20), min_size=1, max_size=5))
def test_tokens_are_the_pairs_of_the_folded_text(parts: list[str]) -> None:
    folded = FoldedParts(parts)
    text = BORDER + BORDER.join(map(fold, parts)) + BORDER
    assert folded.bigrams(0, len(parts)).split(" ") == [text[i : i + 2] for i in range(len(text) - 1)]
    for number, part in enumerate(parts):
        assert folded.words(number) == fold(part).replace("␣", " ")
