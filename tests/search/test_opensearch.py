"""OpenSearch: the mapping fits the documents, the analysis folds as the index does, pushing is safe to repeat."""

import json
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.errors import MissingStage, Unreachable
from pipeline.search.fold import SPACE, fold
from pipeline.search.opensearch import INDEX, folding_rules, mapping, settings
from pipeline.search.push import push, without_password


def fits(value: Any, field: dict[str, Any]) -> bool:
    """Whether a value is what a field of the mapping takes."""
    if isinstance(value, list):
        return all(fits(item, field) for item in value)
    if value is None:
        return True
    if field["type"] == "nested":
        return isinstance(value, dict) and all(fits(v, field["properties"][k]) for k, v in value.items())
    if field["type"] == "double":
        return isinstance(value, (int, float))
    return isinstance(value, str)


def test_the_mapping_knows_every_field_of_every_document(archive: Path) -> None:
    properties = mapping()["properties"]
    count = 0
    for path in sorted((archive / "search" / "opensearch").glob("bulk-*.ndjson")):
        lines = path.read_text(encoding="utf-8").splitlines()
        for action, document in zip(lines[::2], lines[1::2], strict=True):
            article = json.loads(document)
            assert json.loads(action) == {"index": {"_index": INDEX, "_id": article["article_id"]}}
            for name, value in article.items():
                assert name in properties, name
                assert fits(value, properties[name]), (name, value)
            count += 1
    assert count == len((archive / "search" / "articles.ndjson").read_text(encoding="utf-8").splitlines())


def test_every_analyzer_of_the_mapping_is_defined(archive: Path) -> None:
    definition = json.loads((archive / "search" / "opensearch" / "index.json").read_text(encoding="utf-8"))
    named = {
        line.split('"')[3] for line in json.dumps(definition["mappings"], indent=0).splitlines() if "analyzer" in line
    }
    assert named <= definition["settings"]["analysis"]["analyzer"].keys()
    synonyms = definition["settings"]["analysis"]["filter"]["alliance_names"]["synonyms"]
    assert any("封测联盟" in rule.split(" => ")[0] for rule in synonyms)


RULES = dict(rule.split(" => ") for rule in folding_rules())


@given(
    st.text(
        alphabet=st.characters(min_codepoint=0x20, max_codepoint=0xFFEF, exclude_categories=["Cs", "Zs", "Zl", "Zp"])
    )
)
def test_folding_is_that_of_the_embedded_index(text: str) -> None:
    wanted = {(char, fold(char)) for char in text if fold(char) not in (char, SPACE) and fold(char) not in "␟␀"}
    for char, folded in wanted:
        shown = RULES.get(char) or RULES.get(f"\\u{ord(char):04x}")
        if shown is not None:
            assert shown in (folded, f"\\u{ord(folded):04x}")


@pytest.mark.parametrize(
    ("char", "folded"), [("產", "产"), ("Ａ", "a"), ("５", "5"), ("（", "\\u0028"), ("A", "a"), ("聯", "联")]
)
def test_rules(char: str, folded: str) -> None:
    assert RULES[char] == folded


def test_settings_without_synonyms_name_no_filter() -> None:
    analysis = settings([])["analysis"]
    assert analysis["filter"] == {}
    assert analysis["analyzer"]["any_name"]["filter"] == []


class Server(HTTPServer):
    """As much of OpenSearch as pushing asks for: it is busy once, and refuses one document."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.documents: dict[str, Any] = {}
        self.created: list[Any] = []
        self.busy = 1


class Handler(BaseHTTPRequestHandler):
    server: Server

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def _answer(self, status: int, content: object = None) -> None:
        body = b"" if content is None else json.dumps(content).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("content-length", 0)))

    def do_HEAD(self) -> None:
        self._answer(200 if self.server.created else 404)

    def do_PUT(self) -> None:
        self.server.created.append(json.loads(self._body()))
        self._answer(200, {"acknowledged": True})

    def do_POST(self) -> None:
        lines = self._body().splitlines()
        if not self.path.endswith("_bulk"):
            self._answer(200, {})
            return
        items = [self._take(json.loads(a), json.loads(d)) for a, d in zip(lines[::2], lines[1::2], strict=True)]
        self._answer(200, {"errors": True, "items": items})

    def _take(self, action: Any, document: Any) -> Any:
        identifier = action["index"]["_id"]
        if self.server.busy:
            self.server.busy -= 1
            return {"index": {"_id": identifier, "status": 429, "error": {"type": "busy", "reason": "busy"}}}
        if identifier.endswith(".a02") and "2018" in identifier:
            return {"index": {"_id": identifier, "status": 400, "error": {"type": "mapper", "reason": "bad date"}}}
        self.server.documents[identifier] = document
        return {"index": {"_id": identifier, "status": 201}}


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_push_retries_reports_and_repeats(archive: Path, server: Server) -> None:
    total = len((archive / "search" / "articles.ndjson").read_text(encoding="utf-8").splitlines())
    url = f"http://127.0.0.1:{server.server_port}"
    for _ in range(2):
        server.busy = 1
        pushed = push(archive, url, first_wait=0)
        assert pushed.taken == total - 1 == len(server.documents)
        assert [(r.article_id[-4:], r.reason) for r in pushed.refused] == [(".a02", "bad date")]
    assert len(server.created) == 1
    assert server.created[0]["mappings"] == mapping()


def test_push_to_nobody(archive: Path, tmp_path: Path) -> None:
    with pytest.raises(MissingStage):
        push(tmp_path, "http://127.0.0.1:9")
    with pytest.raises(Unreachable) as caught:
        push(archive, "http://user:secret@127.0.0.1:9", first_wait=0)
    assert "secret" not in str(caught.value)


def test_passwords_are_not_shown() -> None:
    assert without_password("https://me:secret@host:9200/x") == "https://host:9200/x"


def test_against_a_server(archive: Path) -> None:
    """With OPENSEARCH_URL: what the embedded index finds, the server finds."""
    url = os.environ.get("OPENSEARCH_URL")
    if not url:
        pytest.skip("OPENSEARCH_URL names no server")
    from opensearchpy import OpenSearch

    pushed = push(archive, url, "bulletin-articles-test")
    assert not pushed.refused
    found = OpenSearch(url).search(
        index="bulletin-articles-test",
        body={"size": 1000, "query": {"multi_match": {"query": "封测", "type": "phrase", "fields": ["title", "body"]}}},
    )
    lines = map(json.loads, (archive / "search" / "articles.ndjson").read_text(encoding="utf-8").splitlines())
    assert {hit["_id"] for hit in found["hits"]["hits"]} == {
        line["article_id"] for line in lines if "封测" in line["title"] + "\n" + line["body"]
    }
