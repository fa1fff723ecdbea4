"""Texts, numbers, queries and files that nobody would write: nothing raises, nothing is lost.

The tests try a few hundred cases, the same each time; `FUZZ=20000` (as `make fuzz` sets) tries more, chosen anew.
"""

import os
import random
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from functools import wraps

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.document_numbers import find as find_document_numbers
from pipeline.extract.language import extract
from pipeline.extract.sample import parse_text
from pipeline.ingest.document import read_document
from pipeline.ingest.isolation import read_document_guarded
from pipeline.ingest.limits import DEFAULT_LIMITS
from pipeline.model.errors import BadQuery
from pipeline.model.page import Document, Line, Page
from pipeline.search.query import parse_query
from pipeline.segment.words import segment
from pipeline.structure.recover import recover
from tests.robust.archives import REPOSITORY, specimens

FUZZ = int(os.environ.get("FUZZ", "0"))
SEED = int(os.environ.get("SEED", "9"))
KINDS = ("number", "figure", "date", "policy", "official", "alliance", "organization", "place")

# Pieces of which bulletins are made, whole and broken.
PIECES = (
    "目录", "简报", "2022年第3期", "（总第62期）", "➤", "一、", "（一）", "1.", "……", "12", "编辑：张三", "抄送：", "联盟", "产业技术创新战略联盟",
    "理事长", "原", "工信部", "科技部等九部门", "印发", "《", "》", "关于", "的通知", "国发〔2022〕12号", "〔", "〕", "号", "第", "万亿", "亿元", "%",
    "同比增长", "近", "余家", "以上", "１２", "三十", "零点五", "百分之", "分之", "-", "～", "1.5", ",000", "0" * 30, "年", "月", "日", "十四五",
    "\t", "\n", "\n\n", "\u3000", " ", "\u200b", "\ufeff", "\x00", "\u2028", "𠮷", "é", "🀄", "＝", "<script>", "供稿", "（来源：", "）",
    "单位：亿元", "合计", "其中", "。", "；", "“", "”",
)  # fmt: skip
# Of document numbers: 国发〔2022〕12号, 财政部令第33号, 2022年第3号公告, all that may stand between, and what may not.
NUMBER_PIECES = (
    "国发", "国科发资", "工信部联", "财政部", "（", "〔", "[", "【", "2022", "1898", "年", "〕", "）", "]", " ", "\u3000", "第", "12", "００３",
    "号", "令", "公告", "、", "国务院", "字", "\n", "，", "0" * 9, "印发",
)  # fmt: skip
TRIED: Counter[str] = Counter()
texts = st.one_of(st.lists(st.sampled_from(PIECES), max_size=60).map("".join), st.text(max_size=200))


def cases(few: int):
    """How many cases hypothesis tries: a few, the same each time, or as many as asked for."""
    return settings(max_examples=FUZZ or few, deadline=None, derandomize=not FUZZ)


@pytest.fixture(autouse=True)
def counted(request):
    """Say how many cases a test tried."""
    before = TRIED[request.function.__name__]
    yield
    tried, kind = TRIED[request.function.__name__] - before, getattr(request.node, "callspec", None)
    of_kind = f" of kind {kind.params['kind']}" if kind and "kind" in kind.params else ""
    request.node.user_properties.append(("cases", [request.function.__name__ + of_kind, tried]))


def trying(test):
    """Count each case of a test."""

    @wraps(test)
    def counting(*arguments, **named):
        TRIED[test.__name__] += 1
        return test(*arguments, **named)

    return counting


@pytest.mark.parametrize("kind", KINDS)
@cases(60)
@given(text=texts)
@trying
def test_every_grammar_reads_any_text(kind, text):
    for found in parse_text(text, kind):
        assert 0 <= found["start"] < found["end"] <= len(text)
        assert text[found["start"] : found["end"]] == found["text"]


@cases(300)
@given(st.lists(st.sampled_from(NUMBER_PIECES), max_size=20).map("".join))
@trying
def test_any_text_is_searched_for_document_numbers(text):
    for found in find_document_numbers(text):
        assert text[found.start : found.end] == found.text
        assert str(found.number) in found.normalised


@cases(60)
@given(texts)
@trying
def test_any_text_becomes_a_bulletin_without_loss(text):
    lines = tuple(Line(line) for line in text.split("\n"))
    document = Document("d-0", "a.txt", "", 0, format="text", text_source="plain", pages=(Page(1, lines, "plain"),))
    bulletin = recover(document)
    assert sum(entry.characters for entry in bulletin.ledger) == sum(len(line.text) for line in lines)
    segmentation = segment(bulletin)
    for sentence in segmentation.sentences:
        assert bulletin.text[sentence.char_start : sentence.char_end] == sentence.text == "".join(sentence.tokens)
    slices = {a.article_id: bulletin.text[a.char_start : a.char_end] for a in bulletin.articles}
    for article in extract(bulletin, segmentation).articles:
        for mention in (*article.alliances, *article.officials, *article.policies, *article.figures):
            assert slices[article.article_id][mention.start : mention.end] == mention.text


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("fuzz")


@cases(150)
@given(content=st.one_of(st.binary(max_size=300), texts.map(lambda t: t.encode("gb18030", "replace")), texts.map(
    lambda t: t.encode("utf-16", "replace")), texts.map(lambda t: t.encode("utf-8", "surrogatepass"))))  # fmt: skip
@trying
def test_any_bytes_end_in_text_or_in_a_reason(folder, content):
    path = folder / "sample.txt"
    path.write_bytes(content)
    document = read_document(path, "sample.txt")
    assert (document.reason is None) is bool(document.pages)
    for page in document.pages:
        for line in page.lines:
            line.text.encode("utf-8")


query_pieces = st.sampled_from(
    ("(", ")", "（", "）", '"', "“", "”", "AND", "OR", "NOT", "与", "或", "非", "-", "title:", "date:", "2019..2022", "..", "联盟", " ", "\\", "*", "x")
)  # fmt: skip


@cases(300)
@given(st.one_of(st.lists(query_pieces, max_size=30).map("".join), st.text(max_size=60)))
@trying
def test_any_query_is_read_or_refused_in_words(query):
    try:
        parse_query(query)
    except BadQuery as error:
        assert str(error)


def mutated(content: bytes, dice: random.Random) -> bytes:
    """The bytes with a few changed, cut out, doubled or put elsewhere."""
    changed = bytearray(content)
    for _ in range(dice.choice((1, 5, 40))):
        at, length = dice.randrange(len(changed)), dice.choice((1, 1, 8, 400))
        part = changed[at : at + length]
        match dice.randrange(4):
            case 0:
                changed[at : at + length] = bytes(dice.randrange(256) for _ in part)
            case 1:
                del changed[at : at + length]
            case 2:
                changed[at:at] = part * dice.choice((1, 30))
            case _:
                changed[at : at + len(part)] = bytes(reversed(part))
    return bytes(changed)


@pytest.mark.parametrize("seed", range(SEED, SEED + (max(FUZZ // 100, 8) if FUZZ else 8)))
@trying
def test_changed_specimens_end_in_text_or_in_a_reason(folder, seed):
    dice = random.Random(seed)
    source = dice.choice(specimens(".pdf"))
    path = folder / "sample.pdf"
    path.write_bytes(mutated(source.read_bytes(), dice))
    limits = replace(DEFAULT_LIMITS, pixels=1, silence=60.0)  # a page that lost its text is refused, not read by OCR
    document = read_document_guarded(path, "sample.pdf", folder / "ocr", limits)
    assert (document.reason is None) is bool(document.pages)
    if document.reason is None:
        bulletin = recover(document)
        printed = sum(len(line.text) for page in document.pages for line in page.lines)
        assert sum(entry.characters for entry in bulletin.ledger) == printed


@pytest.mark.parametrize("target", ["decoding", "structure", "numerals", "mentions", "query"])
def test_inputs_led_by_coverage_find_nothing(target):
    """Bounded; `make fuzz` installs atheris and tries longer."""
    pytest.importorskip("atheris", reason="atheris is installed by `make fuzz` alone")
    command = [sys.executable, "-m", "tests.robust.guided", target, "-runs=300", "-max_len=200", f"-seed={SEED}"]
    ended = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr[-2000:]
