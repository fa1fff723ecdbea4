"""The index: exact recall, and only what has changed is indexed again."""

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.model.errors import MissingStage, UnusableOutput
from pipeline.search.ask import Archive, Question
from pipeline.search.fold import fold
from pipeline.search.index import build_index, index_folder, update_index
from pipeline.search.query import phrase
from search.conftest import MakeArchive, made_article, write_articles

PRINTED = ["title", "section", "body", "contributor", "source"]


def found(archive: Archive, text: str) -> set[str]:
    question = Question(phrase(text), limit=10_000)
    return {hit.article.article_id for hit in archive.ask(question).hits}


def test_recall_is_that_of_like(archive: Path, opened: Archive) -> None:
    """1,000 random substrings of the specimens: all that LIKE finds and, but for folding, nothing else."""
    with closing(sqlite3.connect(archive / "bulletins.db")) as database:
        rows = database.execute(
            "SELECT article_id, a.title, s.heading, a.body, a.contributor, a.source FROM articles a "
            "LEFT JOIN sections s USING (section_id)"
        ).fetchall()
        database.execute("CREATE TEMP TABLE printed (article_id TEXT, text TEXT)")
        database.executemany(
            "INSERT INTO printed VALUES (?, ?)", [(row[0], fold(part)) for row in rows for part in row[1:] if part]
        )
        chance = random.Random(6)
        for _ in range(1000):
            text = chance.choice([part for row in [chance.choice(rows)] for part in row[1:] if part])
            start = chance.randrange(len(text))
            wanted = text[start : start + chance.randint(1, 6)]
            like = "%" + fold(wanted).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
            expected = {
                i for (i,) in database.execute("SELECT article_id FROM printed WHERE text LIKE ? ESCAPE '\\'", (like,))
            }
            assert expected
            assert found(opened, wanted) == expected, wanted


def test_every_field_finds_what_like_finds(archive: Path, opened: Archive) -> None:
    """Titles, columns and names of entities by random parts of them."""
    with (archive / "search" / "articles.ndjson").open("rb") as file:
        articles = [msgspec.json.decode(line) for line in file]
    parts = {
        "title": lambda a: [a["title"]],
        "section": lambda a: [a["section"] or ""],
        "series": lambda a: [a["series"] or ""],
        "alliance": lambda a: a["alliances"],
        "official": lambda a: a["officials"],
        "policy": lambda a: a["policies"],
        "org": lambda a: a["organizations"],
    }
    chance = random.Random(7)
    for name, texts in parts.items():
        for _ in range(40):
            text = chance.choice([t for a in articles for t in texts(a) if t])
            start = chance.randrange(len(text))
            wanted = text[start : start + chance.randint(1, 6)]
            expected = {a["article_id"] for a in articles if any(fold(wanted) in fold(t) for t in texts(a))}
            answer = opened.ask(Question(f"{name}:{phrase(wanted)}", limit=10_000))
            assert {hit.article.article_id for hit in answer.hits} == expected, (name, wanted)


@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=6), st.data())
def test_any_text_is_found_by_any_part_of_it(tmp_path: Path, bodies: list[str], data: st.DataObject) -> None:
    lines = [made_article(number, body=body) for number, body in enumerate(bodies)]
    update_index(write_articles(tmp_path, lines))
    archive = Archive(tmp_path)
    text = data.draw(st.sampled_from(bodies))
    start = data.draw(st.integers(0, len(text) - 1))
    wanted = text[start : data.draw(st.integers(start + 1, len(text)))]
    expected = {line["article_id"] for line in lines if any(fold(wanted) in fold(line[part] or "") for part in PRINTED)}
    assert found(archive, wanted) == expected


@pytest.mark.parametrize(
    ("query", "printed"),
    [
        ("產業聯盟", "产业联盟"),  # traditional asks, simplified is printed
        ("产业联盟", "產業聯盟"),  # and the other way round
        ("5g", "５Ｇ"),  # width and case
        ("ＡＶＳ２", "avs2"),
        ("测", "封测"),  # one character, the last of its text
        ("。", "完。"),
    ],
)
def test_variants_are_one(make_archive: MakeArchive, query: str, printed: str) -> None:
    out = make_archive([made_article(1, body=printed), made_article(2, body="别的")])
    assert found(Archive(out), query) == {"b-001.a01"}


def test_no_match_across_parts(make_archive: MakeArchive) -> None:
    """The last word of a title and the first of the body are printed apart."""
    out = make_archive([made_article(1, title="产业", body="联盟", section="创新", contributor="战略")])
    archive = Archive(out)
    assert all(found(archive, part) for part in ("产业", "联盟", "创新", "战略"))
    assert not any(found(archive, joined) for joined in ("产业联盟", "产业创新", "创新联盟", "联盟战略"))


def test_only_what_has_changed_is_indexed(make_archive: MakeArchive, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [made_article(number, bulletin_id=f"b-{number // 2}", body=f"第{number}篇") for number in range(10)]
    out = make_archive(lines)
    indexed: list[str] = []
    from pipeline.search import index

    documents = index.documents
    monkeypatch.setattr(
        index,
        "documents",
        lambda entries, known: indexed.extend(e.article_id for e in entries) or documents(entries, known),
    )
    changed = lines[2] | {"body": "改过的"}
    added = made_article(10, bulletin_id="b-9", body="新来的")
    update_index(write_articles(out, [*lines[:2], changed, *lines[3:8], added]))
    assert indexed == [changed["article_id"], lines[3]["article_id"], added["article_id"]]
    archive = Archive(out)
    assert archive.ask(Question("", first="2022")).total == 9
    assert found(archive, "改过的") == {changed["article_id"]}
    assert found(archive, "新来的") == {added["article_id"]}
    assert not found(archive, "第2篇")  # the old text of the changed one
    assert not found(archive, "第9篇")  # of a bulletin that is gone
    assert found(archive, "第7篇") == {lines[7]["article_id"]}  # an old one, whose place in the file has moved


def test_the_vocabulary_changes_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Long words are terms where they are printed, inside other words and in articles added later too."""
    from pipeline.search import vocabulary

    monkeypatch.setattr(vocabulary, "LEAST", 1)
    lines = [made_article(n, body=body) for n, body in enumerate(["技术创新 技术创新", "高技术创新性", "技术 创新"])]
    lines[0]["body_tokens"] = "技术创新"
    update_index(write_articles(tmp_path, lines))
    assert (index_folder(tmp_path) / "vocabulary.txt").read_text(encoding="utf-8").split("\n").count("技术创新") == 1
    update_index(write_articles(tmp_path, [*lines, made_article(3, body="新技术创新")]))
    archive = Archive(tmp_path)
    assert found(archive, "技术创新") == {"b-000.a00", "b-001.a01", "b-003.a03"}
    assert found(archive, "术创新") == found(archive, "技术创新")


def test_an_open_index_goes_on_answering(make_archive: MakeArchive) -> None:
    out = make_archive([made_article(1, body="旧文")])
    before = Archive(out)
    update_index(write_articles(out, [made_article(2, body="新文")]))
    assert found(before, "旧文") == {"b-001.a01"}
    assert found(Archive(out), "新文") == {"b-002.a02"}


def test_lines_of_another_make_are_refused_and_the_old_index_stands(make_archive: MakeArchive) -> None:
    out = make_archive([made_article(1, body="旧文")])
    articles = out / "search" / "articles.ndjson"
    articles.unlink()
    articles.write_text('{"article_id": 3}\n')
    with pytest.raises(UnusableOutput, match="not what this version wrote"):
        update_index(out)
    assert found(Archive(out), "旧文") == {"b-001.a01"}
    assert sorted(path.name for path in index_folder(out).parent.iterdir()) == ["articles.ndjson", "index"]


def test_no_index(tmp_path: Path) -> None:
    with pytest.raises(MissingStage, match="make search"):
        Archive(tmp_path)


def test_an_empty_archive(tmp_path: Path) -> None:
    build_index(write_articles(tmp_path, []))
    assert Archive(tmp_path).ask(Question("封测", facets=True)).total == 0


def test_same_lines_same_answers(tmp_path: Path) -> None:
    """Two builds rank alike, ties included."""
    lines = [made_article(number, body="封测 联盟") for number in range(50)]
    orders = []
    for name in ("one", "two"):
        update_index(write_articles(tmp_path / name, lines))
        orders.append([hit.article.article_id for hit in Archive(tmp_path / name).ask(Question("封测", limit=50)).hits])
    assert orders[0] == orders[1]


def test_an_index_whose_articles_were_written_over_is_made_anew(make_archive: MakeArchive) -> None:
    """The index reads the articles through a link: what is written into the same file changes both."""
    out = make_archive([made_article(1, body="旧文")])
    line = msgspec.json.encode(made_article(1, body="新文")) + b"\n"
    with (out / "search" / "articles.ndjson").open("r+b") as file:
        file.write(line)
        file.truncate()
    update_index(out)
    assert found(Archive(out), "新文") == {"b-001.a01"}
    assert not found(Archive(out), "旧文")
