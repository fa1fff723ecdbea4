"""The segmenter: jieba's tokens, whichever engine gives them; words joined are the text."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.segment.sentences import split_sentences
from pipeline.segment.words import cut_words, reference_cut, search_tokens, tag_words

CASES = [
    # ASCII compounds with - . _ : jieba splits them, its Rust port does not (issue 2).
    ("星闪A-B_c标准v2.0与CCSA-2022", ["星闪", "A", "-", "B", "_", "c", "标准", "v2.0", "与", "CCSA", "-", "2022"]),
    # A percentage is one word for both.
    ("增长3.14%", ["增长", "3.14%"]),
    # Words of lexicon/domain_words.csv stay whole.
    ("协发网举办专委会", ["协发网", "举办", "专委会"]),
]


@pytest.mark.parametrize(("text", "words"), CASES)
def test_cuts(text, words):
    assert cut_words(text) == words


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        # Closing quotes belong to the sentence that they close.
        ("他说：“好。”会议闭幕。", ["他说：“好。”", "会议闭幕。"]),
        # A semicolon ends no sentence; an unfinished rest is one.
        ("一是讲话；二是总结！散会", ["一是讲话；二是总结！", "散会"]),
        # A row of final marks is one end.
        ("真的吗？！是……", ["真的吗？！", "是……"]),
    ],
)
def test_sentences(text, parts):
    assert [text[a:b] for a, b in split_sentences(text)] == parts


MIXED = st.text(st.sampled_from("联盟产业技术创新会议，。！“”《》（）abcXYZ019.-_+#&% \t年月第三3①☆"), max_size=60)


@settings(max_examples=200, deadline=None)
@given(MIXED)
def test_words_joined_are_the_text(text):
    assert "".join(cut_words(text)) == text
    spans = split_sentences(text)
    assert "".join(text[a:b] for a, b in spans) == text


@settings(max_examples=200, deadline=None)
@given(MIXED)
def test_same_tokens_as_jieba(text):
    assert cut_words(text) == reference_cut()(text)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_cut(text):
    assert "".join(word for word, _ in tag_words(text)) == text
    assert not any(token.isspace() for token in search_tokens(text))


def test_same_tokens_as_jieba_on_all_texts_in_reach(shared):
    lines = (shared / "corpus" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [text for line in lines for text in json.loads(line)["text"].split("\n")]
    texts += (shared / "gold" / "2022-03.txt").read_text(encoding="utf-8").split("\n")
    cut = reference_cut()
    assert len(texts) > 3000
    assert [t for t in texts if cut_words(t) != cut(t)] == []
