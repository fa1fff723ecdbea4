"""The site without a browser: pages, languages, rows, safety, files."""

import asyncio
import csv
import io
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote, urljoin

import httpx
import pytest

from pipeline.cli.answers import read_number
from pipeline.model.errors import MissingStage
from pipeline.model.tables import TABLES
from pipeline.search.index import update_index
from pipeline.search.site.app import SQL_TIME_LIMIT_MS, application
from pipeline.search.site.contents import open_contents
from pipeline.search.site.export import export
from pipeline.search.site.passages import Mark, paragraphs
from pipeline.search.site.queries import canned_queries
from pipeline.search.site.wording import note
from search.conftest import made_article, write_articles

HREF = re.compile(r'(?:href|src)="(?!data:)([^"#]*)')


class Client:
    """Asks the site's application without a network."""

    def __init__(self, out: Path, raw: Path) -> None:
        self._app = application(open_contents(out, raw, read_number), out / "bulletins.db")

    def get(self, path: str, host: str = "127.0.0.1:8001") -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self._app)
            async with httpx.AsyncClient(transport=transport, base_url=f"http://{host}") as client:
                return await client.get(path)

        return asyncio.run(ask())


@pytest.fixture(scope="module")
def client(archive: Path, repository: Path) -> Client:
    return Client(archive, repository / "raw")


def first(archive: Path, query: str) -> str:
    with closing(sqlite3.connect(archive / "bulletins.db")) as database:
        return str(database.execute(query).fetchone()[0])


def addresses(archive: Path) -> Iterator[str]:
    yield from ("/", "/search", "/search?q=联盟", "/figures", "/figures?unit=元&page=2")
    yield from (f"/list/{kind}" for kind in ("bulletin", "alliance", "official", "policy", "org"))
    for kind, table in (
        ("alliance", "alliances"),
        ("official", "officials"),
        ("policy", "policies"),
        ("org", "organizations"),
    ):
        key = "organization_id" if kind == "org" else f"{kind}_id"
        yield f"/{kind}/" + first(archive, f"SELECT {key} FROM {table} JOIN mentions ON record_id = {key}")
    yield "/bulletin/" + first(archive, "SELECT bulletin_id FROM bulletins ORDER BY date DESC")
    yield "/article/" + first(archive, "SELECT article_id FROM mentions WHERE x0 IS NOT NULL")


def test_every_page_in_both_languages_with_its_rows(client: Client, archive: Path) -> None:
    for address in addresses(archive):
        chinese = client.get(address)
        assert chinese.status_code == 200, address
        assert '<html lang="zh-Hans">' in chinese.text
        english = client.get(address + ("&" if "?" in address else "?") + "lang=en")
        assert '<html lang="en">' in english.text
        if address == "/search":
            continue
        path, _, query = address.partition("?")
        for form in ("csv", "json"):
            rows = client.get(f"{'/front' if path == '/' else path}.{form}" + (f"?{query}" if query else ""))
            assert rows.status_code == 200, address
            assert rows.json() if form == "json" else list(csv.reader(io.StringIO(rows.text))), address


def test_every_link_of_every_page_leads_somewhere(client: Client, archive: Path) -> None:
    seen: set[str] = set()
    for address in addresses(archive):
        for href in HREF.findall(client.get(address).text):
            target = urljoin(address, href.replace("&amp;", "&"))
            kind = target.split("?")[0].rsplit("/", 1)[0]
            if target in seen or sum(kind == s.split("?")[0].rsplit("/", 1)[0] for s in seen) > 6:
                continue
            seen.add(target)
            assert client.get(target).status_code == 200, (address, target)
    assert len(seen) > 40


def test_no_page_names_a_path_of_the_machine(client: Client, archive: Path, repository: Path) -> None:
    for address in (*addresses(archive), "/bulletins", "/bulletins.json", "/bulletins/documents", "/nowhere"):
        text = client.get(address).text
        assert str(repository) not in text, address
        assert str(archive) not in text, address
    for inside in ("/-/databases.json", "/-/versions.json", "/-/config.json", "/-/threads", "/-/plugins.json"):
        assert client.get(inside).status_code == 404


def test_read_only_and_loopback_only(client: Client) -> None:
    assert client.get("/", host="evil.example:8001").status_code == 404
    assert client.get("/bulletins.json?sql=delete+from+articles").status_code == 400
    assert client.get("/bulletins.db").status_code in (403, 404)
    slow = "with recursive n(i) as (select 1 union all select i%2B1 from n) select max(i) from n"
    answer = client.get(f"/bulletins.json?sql={slow}")
    assert answer.status_code == 400
    assert "interrupted" in answer.text.lower() or "time" in answer.text.lower()
    assert SQL_TIME_LIMIT_MS <= 1000


def test_security_headers(client: Client) -> None:
    headers = client.get("/").headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("address", "zh", "en"),
    [
        ("/bulletins/mentions", "由文章、类别和篇内位置组成的编号", "id of the mention: article, kind"),
        ("/bulletins/most_active_alliances", "哪些联盟被提及最多", "Which alliances are mentioned most"),
        ("/bulletins", "由简报逐期读出", "Read from the bulletins"),
    ],
)
def test_datasette_s_pages_in_both_languages(client: Client, address: str, zh: str, en: str) -> None:
    chinese, english = client.get(address), client.get(f"{address}?_lang=en")
    assert zh in chinese.text and en not in chinese.text
    assert en in english.text and zh not in english.text
    assert "lang=en" in english.headers["set-cookie"]
    assert "set-cookie" not in chinese.headers


def test_every_table_and_column_has_a_note_in_chinese() -> None:
    """A column that is added to model/tables.py needs a line in search/site/notes.csv."""
    columns = [(table.name, column) for table in TABLES for column in ("", *(c.name for c in table.columns))]
    assert [place for place in columns if not note(*place)] == []


def test_codes_are_shown_in_the_reader_s_words(client: Client, archive: Path) -> None:
    """Kinds of policies and organizations, events, qualifiers: no code of the tables stands on a page."""
    policy = first(archive, "SELECT policy_id FROM policy_events WHERE event = 'issued' LIMIT 1")
    assert "<strong>印发</strong>" in client.get(f"/policy/{policy}").text
    for code in ("kind_", "event_", "qualifier_", "severity_"):
        for address in addresses(archive):
            assert f"{code}" not in client.get(address).text.replace("qualifier_column", ""), (code, address)


def test_an_article_is_listed_once_with_all_its_mentions(client: Client, archive: Path) -> None:
    alliance, mentions = (
        first(archive, f"SELECT {what} FROM mentions WHERE kind = 'alliance' GROUP BY record_id ORDER BY count(*) DESC")
        for what in ("record_id", "count(*)")
    )
    text = client.get(f"/alliance/{alliance}").text
    listed = re.findall(r'href="(/article/[^?"]+)', text[text.index('id="in"') :])
    assert len(listed) == len(set(listed)) < int(mentions)
    assert len(client.get(f"/alliance/{alliance}.json").json()) == int(mentions)


def test_all_that_is_found_as_rows(client: Client) -> None:
    """A page of the results has twenty; the rows for other programs can have all."""
    found = client.get("/search.json?q=联盟&all=1").json()
    assert len(client.get("/search.json?q=联盟").json()) == 20 < len(found)
    assert len({row["article_id"] for row in found}) == len(found)


def test_figures_say_what_they_are_about(client: Client) -> None:
    rows = client.get("/figures.json?indicator=成员单位&order=largest&all=1").json()
    assert [row["value"] for row in rows] == sorted((row["value"] for row in rows), reverse=True)
    assert any(row["subject"] == "集成电路封测产业技术创新战略联盟" for row in rows)


def test_canned_queries_run(client: Client) -> None:
    assert len(canned_queries()) >= 10
    for query in canned_queries():
        answer = client.get(f"/bulletins/{query.name}.json?_shape=array&name=联盟&organization=部&indicator=收入")
        assert answer.status_code == 200, (query.name, answer.text)
        assert isinstance(answer.json(), list)
    assert client.get("/bulletins/most_active_alliances.json?_shape=array").json()


def test_a_query_that_cannot_be_read_is_told_in_the_reader_s_language(client: Client) -> None:
    chinese, english = client.get("/search?q=(甲"), client.get("/search?q=(甲&lang=en")
    assert chinese.status_code == 400
    assert "第 1 字处的括号没有配对" in chinese.text
    assert "<code><mark>(</mark>甲</code>" in chinese.text
    assert "never closed" in english.text


def test_page_images_of_accepted_documents_only(client: Client, archive: Path) -> None:
    accepted = first(archive, "SELECT document_id FROM documents WHERE status = 'accepted' AND format = 'pdf'")
    image = client.get(f"/page/{accepted}/1.png")
    assert image.status_code == 200
    assert image.content.startswith(b"\x89PNG")
    assert client.get(f"/page/{accepted}/99.png").status_code == 404
    other = first(archive, "SELECT document_id FROM documents WHERE status <> 'accepted' OR format <> 'pdf'")
    assert client.get(f"/page/{other}/1.png").status_code == 404
    assert client.get("/page/d-0000000000/1.png").status_code == 404


def test_a_file_that_was_changed_since_is_not_shown(archive: Path, repository: Path, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    shutil.copytree(repository / "raw", raw)
    document = first(archive, "SELECT document_id FROM documents WHERE status = 'accepted' AND format = 'pdf'")
    path = raw / first(archive, f"SELECT path FROM documents WHERE document_id = '{document}'")
    path.write_bytes(path.read_bytes() + b"\n% changed")
    assert Client(archive, raw).get(f"/page/{document}/1.png").status_code == 404


@pytest.fixture
def hostile(archive: Path, tmp_path: Path) -> Client:
    """A copy of the archive in which every text is markup."""
    out = tmp_path / "out"
    (out / "text").mkdir(parents=True)
    shutil.copyfile(archive / "bulletins.db", out / "bulletins.db")
    evil = "<script>alert(1)</script>\"'&{{7*7}}"
    with closing(sqlite3.connect(out / "bulletins.db")) as database, database:
        database.execute("UPDATE articles SET title = ?, body = ?, contributor = ?, contents_title = ?", (evil,) * 4)
        database.execute("UPDATE alliances SET name = ?", (evil,))
        database.execute("UPDATE sections SET heading = ?", (evil,))
        database.execute("UPDATE findings SET message = ?", (evil,))
        database.execute("UPDATE figures SET indicator = ?, unit = ?", (evil, evil))
        for bulletin, end in database.execute("SELECT bulletin_id, max(char_end) FROM articles GROUP BY 1").fetchall():
            (out / "text" / f"{bulletin}.txt").write_text((evil * (end // len(evil) + 1))[:end], encoding="utf-8")
    article = made_article(
        1, bulletin_id=first(archive, "SELECT bulletin_id FROM bulletins"), title=evil, body=evil, section=evil
    )
    update_index(write_articles(out, [article]))
    return Client(out, tmp_path)


def test_markup_in_a_bulletin_is_shown_as_text(hostile: Client, archive: Path) -> None:
    pages = [*addresses(archive), "/search?q=script", "/search?q=<script>alert(2)</script>", "/bulletins/articles"]
    for address in pages:
        text = hostile.get(address).text
        assert "<script>alert" not in text, address
        assert "49" not in re.findall(r"&\{\{7\*7\}\}|&49", text)
    assert "&lt;script&gt;alert" in hostile.get("/search?q=script").text.replace("<mark>", "").replace("</mark>", "")


def test_rows_for_spreadsheets_run_nothing(hostile: Client) -> None:
    from pipeline.search.site.drawing import rows_as_csv

    assert rows_as_csv([{"text": "=1+1", "n": -1}]).decode("utf-8-sig").splitlines()[1] == "'=1+1,-1"


def test_without_an_archive(tmp_path: Path) -> None:
    with pytest.raises(MissingStage, match="run `make` first"):
        open_contents(tmp_path, tmp_path, read_number)


def mention(start: int, end: int, kind: str = "alliance") -> dict[str, object]:
    return {"char_start": start, "char_end": end, "kind": kind}


@pytest.mark.parametrize(
    ("mentions", "shown"),
    [
        ([], "甲乙丙丁"),
        ([mention(11, 13)], "甲[乙丙]丁"),
        ([mention(10, 14), mention(11, 12)], "[甲[乙]丙丁]"),  # nested
        ([mention(10, 12), mention(11, 13)], "[甲乙]丙丁"),  # crossing: the first one stands
        ([mention(10, 12), mention(10, 12, "place")], "[甲乙]丙丁"),  # twice the same
        ([mention(10, 14), mention(10, 12), mention(12, 14)], "[[甲乙][丙丁]]"),
    ],
)
def test_marks(mentions: list[dict[str, object]], shown: str) -> None:
    def write(parts: tuple[str | Mark, ...]) -> str:
        return "".join(p if isinstance(p, str) else f"[{write(p.parts)}]" for p in parts)

    assert write(paragraphs("甲乙丙丁", 10, mentions)[0]) == shown


def test_static_copy(archive: Path, repository: Path, tmp_path: Path) -> None:
    """Every relative address in every file leads to a file; nothing leads to the machine or the network."""
    folder = tmp_path / "site"
    count = export(open_contents(archive, repository / "raw", read_number), folder)
    files = sorted(folder.rglob("*.html"))
    assert len(files) == count
    assert {path.name for path in folder.iterdir()} >= {"index.html", "en", "static", "page", "article"}
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert str(repository) not in text
        for href in HREF.findall(text):
            if href:
                assert not href.startswith(("/", "http")), (path, href)
                assert (path.parent / unquote(href)).is_file(), (path, href)
