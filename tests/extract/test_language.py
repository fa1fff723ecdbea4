"""The spaCy pipeline: one component a kind, spans in doc.spans, exact borders whatever the tokens."""

from itertools import accumulate

from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from pipeline.extract.language import FINDERS, extract, find_mentions, pipeline
from pipeline.extract.view import view_text
from pipeline.model.bulletin import Article, Bulletin, Masthead, Segmentation, Sentence, Zone
from pipeline.model.mention import ArticleMentions

SENTENCE = "科技部副部长邵新宇说，封测联盟40余家成员单位落实《“十四五”电子商务发展规划》。"


def test_one_component_a_kind_in_their_order():
    assert pipeline().pipe_names == [f"jianbao_{kind}" for kind in FINDERS]


def test_mentions_are_found_over_characters():
    found = find_mentions(view_text(SENTENCE))
    assert [m.text for m in found.alliances] == ["封测联盟"]
    assert [(m.text, m.roles[0].title) for m in found.officials] == [("邵新宇", "副部长")]
    assert [m.title for m in found.policies] == ["“十四五”电子商务发展规划"]
    assert [m.text for m in found.figures] == ["40余家"]


def bulletin_of(*texts):
    """A bulletin of articles with a title line and one paragraph each, its sentences cut into single characters."""
    text, articles, sentences = "", [], []
    for ordinal, body in enumerate(texts, 1):
        start, title = len(text), f"标题{ordinal}"
        text += f"{title}\n{body}\n"
        zones = (Zone("title", start, start + len(title)), Zone("body", start + len(title) + 1, len(text) - 1))
        identity = f"b-1.a{ordinal:02d}"
        articles.append(
            Article(identity, ordinal, None, title, None, None, None, None, body, zones, (), start, len(text) - 1)
        )
        tags = ("x",) * len(body)
        sentences.append(
            Sentence(f"{identity}.s001", identity, 1, body, zones[1].char_start, len(text) - 1, tuple(body), tags)
        )
    head = Masthead("简报", 2022, 3, None, None, "2022-06-10")
    bulletin = Bulletin("b-1", "d-1", head, text, (), (), (), (), (), tuple(articles), ())
    return bulletin, Segmentation("b-1", tuple(sentences))


def test_a_person_with_a_post_is_that_person_in_other_articles():
    bulletin, segmentation = bulletin_of("科技部副部长邵新宇出席会议。", "会后，邵新宇与代表座谈。")
    first, second = extract(bulletin, segmentation).articles
    assert [(o.text, bool(o.roles)) for o in first.officials] == [("邵新宇", True)]
    assert [(o.text, bool(o.roles)) for o in second.officials] == [("邵新宇", False)]


def test_offsets_count_from_the_article():
    bulletin, segmentation = bulletin_of("会议召开。", SENTENCE)
    found = extract(bulletin, segmentation).articles[1]
    base = bulletin.articles[1].char_start
    for mention in (*found.alliances, *found.officials, *found.policies, *found.figures, *found.organizations):
        assert bulletin.text[base + mention.start : base + mention.end] == mention.text


MIXED = st.text(
    st.sampled_from("联盟部长王李〈〉《》“”（）一二三十百万亿0159%年月日，。、：的为等和在 \tABc·第余近"), max_size=80
)


@settings(max_examples=150, deadline=None)
@given(MIXED)
def test_any_text_gives_mentions_that_stand_in_it(text):
    found = find_mentions(view_text(text))
    for kind in FINDERS:
        for mention in getattr(found, kind):
            assert text[mention.start : mention.end] == mention.text


def test_spans_are_the_tokens_of_which_a_mention_holds_a_character():
    words = ["科技部副部长", "邵新宇说，", "封测联盟4", *SENTENCE[16:]]
    starts = [*accumulate(map(len, words), initial=0)]
    held = {"view": view_text(SENTENCE), "found": ArticleMentions("text"), "starts": starts}
    doc = Doc(pipeline().vocab, words=words, spaces=[False] * len(words), user_data=held)
    spans = pipeline()(doc).spans
    assert [span.text for span in spans["officials"]] == ["邵新宇说，"]
    assert [span.text for span in spans["alliances"]] == ["封测联盟4"]
    assert [span.text for span in spans["figures"]] == ["封测联盟40余家"]
