"""The structure stage on whole bulletins: house styles, the gold bulletin, and what must hold for any document."""

import pytest
from structure.bulletins import STYLES, Style
from structure.reading import agrees, text_document, written_out

from pipeline.structure.recover import recover


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_house_styles(style: Style) -> None:
    found = written_out(recover(text_document(style.text.strip("\n"))))
    expected = style.expected.strip().split("\n")
    wrong = [(e, f) for e, f in zip(expected, found, strict=False) if not agrees(e, f)]
    assert not wrong
    assert len(found) == len(expected)
