"""The gold of real articles: whole, in its own format, true to the text, and without that text."""

import hashlib
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest

from pipeline.lexicon import listed, rows
from pipeline.model.mention import PolicyEvent, PolicyKind, Qualifier

GOLD = Path(__file__).parent / "gold" / "corpus"
FILES = sorted(GOLD.glob("*/*.json"))
ARTICLES = Path(__file__).parents[2] / "shared" / "corpus" / "articles.jsonl"
IDS = [f"{path.parent.name}/{path.stem}" for path in FILES]

ARTICLE_KEYS = {
    "ordinal", "column", "title", "contents_title", "contributor", "source", "opens", "closes",
    "alliances", "officials", "policies", "figures",
}  # fmt: skip
KEYS = {
    "alliances": ({"name", "surfaces"}, {"also", "optional"}),
    "officials": ({"name", "organization", "title", "former"}, {"optional"}),
    "policies": ({"title", "kind", "issuers", "event"}, {"issuer_count", "period", "document_number", "optional"}),
    "figures": ({"text", "value", "unit", "qualifier", "indicator"}, {"value_max", "optional"}),
}
LONGEST_RUN = 40
SCALES = {"万": 10**4, "亿": 10**8}
# An Arabic number with the scale words after it, 多 or 余 between allowed: 5.4万余, 170多亿, 15800.
ARABIC = re.compile(r"(\d+(?:\.\d+)?)[多余]?([万亿]*)")


def load(path: Path) -> dict[str, Any]:
    gold: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return gold


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def numbers(text: str) -> list[Decimal]:
    found = []
    for digits, scales in ARABIC.findall(text):
        value = Decimal(digits)
        for scale in scales:
            value *= SCALES[scale]
        found.append(value)
    return found


@pytest.fixture(scope="module")
def texts() -> dict[str, dict[str, str]]:
    if not ARTICLES.is_file():
        pytest.skip("the corpus (../shared/corpus) is not beside this checkout")
    lines = ARTICLES.read_text(encoding="utf-8").splitlines()
    return {article["id"]: article for article in map(json.loads, lines)}


def long_runs(kept: str, text: str) -> list[str]:
    """The stretches of more than LONGEST_RUN characters that `kept` has in common with `text`."""
    size = LONGEST_RUN + 1
    runs = {text[i : i + size] for i in range(len(text) - size + 1)}
    return [kept[i : i + size] for i in range(len(kept) - size + 1) if kept[i : i + size] in runs]


def read(gold: dict[str, Any], texts: dict[str, dict[str, str]]) -> str:
    """What the annotator read: title and the piece of the text."""
    article = texts[gold["source"].removeprefix("corpus:")]
    start, end = gold["char_range"] or (0, len(article["text"]))
    assert 0 <= start < end <= len(article["text"])
    return article["title"] + "\n" + article["text"][start:end]


def test_there_are_enough_of_both_halves() -> None:
    halves = [path.parent.name for path in FILES]
    assert set(halves) == {"dev", "held"}
    assert halves.count("dev") >= 28
    assert halves.count("held") >= 16


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_half_follows_the_rule_of_the_readme(path: Path) -> None:
    digest = int(hashlib.sha256(path.stem.encode()).hexdigest()[:8], 16)
    assert path.parent.name == ("held" if digest % 3 == 0 else "dev")


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_keys_are_complete(path: Path) -> None:
    gold = load(path)
    assert set(gold) == {"source", "char_range", "bulletin", "columns", "articles"}
    assert gold["source"] == f"corpus:{path.stem}"
    (article,) = gold["articles"]
    assert set(article) == ARTICLE_KEYS
    for kind, (required, allowed) in KEYS.items():
        for item in article[kind]:
            assert required <= set(item) <= required | allowed, item
            assert item.get("optional", True) is True, item


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_values_are_among_the_allowed(path: Path) -> None:
    (article,) = load(path)["articles"]
    for policy in article["policies"]:
        assert policy["kind"] in get_args(PolicyKind), policy
        assert policy["event"] in get_args(PolicyEvent), policy
        assert len(policy["issuers"]) <= policy.get("issuer_count", 99), policy
    for figure in article["figures"]:
        assert figure["qualifier"] in get_args(Qualifier), figure
        assert (figure["qualifier"] == "range") == ("value_max" in figure), figure
        assert figure.get("value_max", figure["value"] + 1) > figure["value"], figure
        assert figure["unit"] or figure.get("optional"), figure
        assert figure["indicator"] == sorted(figure["indicator"], key=len), figure
        assert len(figure["indicator"]) == len(set(figure["indicator"])), figure


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_nothing_is_listed_twice(path: Path) -> None:
    (article,) = load(path)["articles"]
    keys: list[list[Any]] = [
        [(f["value"], f.get("value_max"), f["unit"], f["qualifier"]) for f in article["figures"]],
        [(o["name"], o["organization"], o["title"]) for o in article["officials"]],
        [bare(p["title"]) for p in article["policies"]],
        [a["name"] for a in article["alliances"]],
    ]
    for found in keys:
        assert len(found) == len(set(found)), found


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_every_string_stands_in_the_text(path: Path, texts: dict[str, dict[str, str]]) -> None:
    gold = load(path)
    (article,) = gold["articles"]
    text = bare(read(gold, texts))
    printed = [article["title"], article["opens"], article["closes"]]
    printed += [surface for alliance in article["alliances"] for surface in alliance["surfaces"]]
    printed += [o[key] for o in article["officials"] for key in ("name", "organization", "title") if o[key]]
    printed += [p[key] for p in article["policies"] for key in ("title", "document_number") if p.get(key)]
    printed += [figure["text"] for figure in article["figures"]]
    assert [string for string in printed if bare(string) not in text] == []


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_value_agrees_with_the_digits(path: Path) -> None:
    (article,) = load(path)["articles"]
    for figure in article["figures"]:
        if "成" in figure["text"] or not re.search(r"\d", figure["text"]):
            continue
        values = [Decimal(str(figure[key])) for key in ("value", "value_max") if key in figure]
        assert numbers(figure["text"]) == values, figure


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_issuers_have_their_standing_names(path: Path) -> None:
    standing = {row["full_name"]: row["standing"] for row in rows("ministries")}
    for row in rows("ministries"):
        standing |= dict.fromkeys(listed(row["abbreviations"]), row["standing"])
    (article,) = load(path)["articles"]
    named = [issuer for policy in article["policies"] for issuer in policy["issuers"]]
    assert named == [standing.get(issuer) or issuer for issuer in named]


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_no_long_run_of_the_article_is_kept(path: Path, texts: dict[str, dict[str, str]]) -> None:
    gold = load(path)
    (article,) = gold["articles"]
    titles = [article["title"], *(policy["title"] for policy in article["policies"])]
    kept = path.read_text(encoding="utf-8")
    for title in titles:
        kept = kept.replace(json.dumps(title, ensure_ascii=False), '""')
    assert long_runs(kept, texts[path.stem]["text"]) == []


def test_long_runs_sees_a_copied_passage() -> None:
    passage = "".join(chr(0x4E00 + i) for i in range(LONGEST_RUN + 1))
    assert long_runs(f"前{passage}后", f"甲{passage}乙") == [passage]
    assert long_runs(f"前{passage[1:]}后", f"甲{passage}乙") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("170多亿元", ["17000000000"]),  # 多 between number and scale
        ("5.4万余个", ["54000"]),  # 余 after the scale
        ("每秒5.49亿亿次", ["54900000000000000"]),  # two scale words
        ("6℃—10℃", ["6", "10"]),  # a range
        ("数十家", []),  # no digits
    ],
)
def test_numbers_reads_plain_digits(text: str, expected: list[str]) -> None:
    assert numbers(text) == [Decimal(value) for value in expected]
