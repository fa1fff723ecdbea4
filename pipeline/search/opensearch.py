"""extracted/search/opensearch: settings, mapping, bulk files; OpenSearch then finds what the embedded index finds.

The same folding as a character filter, the same bigrams asked by phrase, the same words, the same facets; an alliance
is found by any of its names.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from pipeline.model.tables import SCHEMA_VERSION
from pipeline.search.fold import SPACE, fold_character
from pipeline.search.lookup import open_read_only

INDEX = "bulletin-articles"
DOCUMENTS_A_FILE = 5_000
# Blocks of characters that fold to others: letters, kana and signs, Han with its extensions, compatibility forms.
_BLOCKS = ((0x41, 0x17F), (0x370, 0x52F), (0x2000, 0x33FF), (0x3400, 0x9FFF), (0xF900, 0xFAFF), (0xFE30, 0xFFEF))
_BIGRAM = {"type": "text", "analyzer": "bigrams", "search_analyzer": "bigrams"}
_CHARACTER = {"type": "text", "analyzer": "characters"}
_FACET = {"type": "keyword", "ignore_above": 512}
_EXACT = {"bigrams": _BIGRAM, "characters": _CHARACTER}


def folding_rules() -> list[str]:
    """The folding of search/fold.py as rules of a mapping character filter: `產 => 产`."""
    rules = []
    for first, last in _BLOCKS:
        for char in map(chr, range(first, last + 1)):
            folded = fold_character(char)
            if folded not in (char, SPACE) and not char.isspace():
                rules.append(f"{_escaped(char)} => {_escaped(folded)}")
    return rules


def _escaped(char: str) -> str:
    """A character of a rule; those that the rule's own grammar uses are written by their code."""
    return f"\\u{ord(char):04x}" if char.isascii() and not char.isalnum() else char


def alliance_synonyms(database: Path) -> list[str]:
    """Rules that lead every name of an alliance to its canonical name: `甲联盟,甲战略联盟 => 甲技术创新战略联盟`."""
    query = (
        "SELECT a.name, n.name FROM alliances a JOIN alliance_names n USING (alliance_id) "
        "WHERE n.name <> a.name ORDER BY a.name, n.name"
    )
    names: dict[str, list[str]] = {}
    if database.is_file():
        with closing(open_read_only(database)) as connection:
            for canonical, name in connection.execute(query):
                names.setdefault(canonical, []).append(_rule_part(name))
    return [f"{','.join(forms)} => {_rule_part(canonical)}" for canonical, forms in names.items()]


def _rule_part(name: str) -> str:
    """A name as the analysis leaves it, the grammar's own characters escaped."""
    folded = "".join(map(fold_character, name)).replace(SPACE, " ")
    return folded.replace("\\", "\\\\").replace(",", "\\,").replace("=>", "\\=\\>")


def settings(synonyms: list[str]) -> dict[str, Any]:
    """Index settings: one folding for all analyzers."""
    folded = {"char_filter": ["fold"], "type": "custom"}
    analyzers = {
        "bigrams": {**folded, "tokenizer": "pairs"},
        "characters": {**folded, "tokenizer": "singles"},
        "words": {**folded, "tokenizer": "whitespace"},
        "name": {**folded, "tokenizer": "keyword"},
        "any_name": {**folded, "tokenizer": "keyword", "filter": ["alliance_names"] if synonyms else []},
    }
    filters = {"alliance_names": {"type": "synonym", "synonyms": synonyms, "lenient": False}} if synonyms else {}
    return {
        "index": {"number_of_shards": 1, "max_result_window": 100_000},
        "analysis": {
            "char_filter": {"fold": {"type": "mapping", "mappings": folding_rules()}},
            "tokenizer": {
                "pairs": {"type": "ngram", "min_gram": 2, "max_gram": 2, "token_chars": []},
                "singles": {"type": "ngram", "min_gram": 1, "max_gram": 1, "token_chars": []},
            },
            "filter": filters,
            "analyzer": analyzers,
        },
    }


def mapping() -> dict[str, Any]:
    """Index mapping: every field of an article's line, nothing else."""
    words = {"type": "text", "analyzer": "words"}
    text = {"type": "text", "analyzer": "bigrams", "fields": {"characters": _CHARACTER}}
    facet = {**_FACET, "fields": _EXACT}
    names = {"type": "text", "analyzer": "name", "search_analyzer": "any_name"}
    figures = {
        "text": _FACET, "value": {"type": "double"}, "value_max": {"type": "double"}, "unit": _FACET,
        "indicator": facet, "qualifier": _FACET,
    }  # fmt: skip
    return {
        "dynamic": "strict",
        "_meta": {"schema_version": SCHEMA_VERSION},
        "properties": {
            "article_id": _FACET,
            "bulletin_id": _FACET,
            "series": facet,
            "date": {"type": "date", "format": "yyyy-MM-dd||yyyy-MM||yyyy"},
            "section": facet,
            "title": text,
            "body": text,
            "contributor": facet,
            "source": facet,
            "title_tokens": words,
            "body_tokens": words,
            "alliances": {**_FACET, "fields": {**_EXACT, "names": names}},
            "officials": facet,
            "policies": facet,
            "organizations": facet,
            "figures": {"type": "nested", "properties": figures},
        },
    }


def write_opensearch(out: Path) -> None:
    """Write the index's definition and the bulk files, into a new folder that takes the old one's place."""
    folder = out / "search" / "opensearch"
    beside = folder.with_name(".opensearch.part")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    definition = {"settings": settings(alliance_synonyms(out / "bulletins.db")), "mappings": mapping()}
    (beside / "index.json").write_text(json.dumps(definition, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for number, lines in enumerate(_files(out / "search" / "articles.ndjson"), 1):
        (beside / f"bulk-{number:04d}.ndjson").write_bytes(b"".join(lines))
    shutil.rmtree(folder, ignore_errors=True)
    beside.rename(folder)


def _files(articles: Path) -> Iterator[list[bytes]]:
    with articles.open("rb") as file:
        while lines := list(islice(file, DOCUMENTS_A_FILE)):
            yield [part for line in lines for part in (action(line), line)]


class _Id(msgspec.Struct):
    article_id: str


_IDS = msgspec.json.Decoder(_Id)


def action(line: bytes) -> bytes:
    """The line before a document in a bulk file: sending it again replaces the same document."""
    return msgspec.json.encode({"index": {"_index": INDEX, "_id": _IDS.decode(line).article_id}}) + b"\n"
