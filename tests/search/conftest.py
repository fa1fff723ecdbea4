"""A small archive of made articles with awkward texts, and the archive of the specimens opened for search."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pipeline.cli.answers import read_number
from pipeline.search.ask import Archive
from pipeline.search.index import update_index

MakeArchive = Callable[[list[dict[str, Any]]], Path]


def made_article(number: int, **fields: Any) -> dict[str, Any]:
    """An article's line with everything that the contract names."""
    bulletin = fields.pop("bulletin_id", f"b-{number:03d}")
    names = {"alliances": [], "officials": [], "policies": [], "organizations": [], "figures": []}
    line = {
        "article_id": f"{bulletin}.a{number:02d}",
        "bulletin_id": bulletin,
        "series": "样例简报",
        "date": "2022-03-31",
    }
    line |= {"section": None, "title": "标题", "body": "正文", "contributor": None, "source": None} | names | fields
    return line | {"title_tokens": " ".join(line["title"]), "body_tokens": " ".join(line["body"].split())}


def write_articles(out: Path, lines: list[dict[str, Any]]) -> Path:
    """Write articles.ndjson as a run does: a new file in the place of the old one."""
    path = out / "search" / "articles.ndjson"
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".part")
    beside.write_bytes(b"".join(msgspec.json.encode(line) + b"\n" for line in lines))
    beside.replace(path)
    return out


@pytest.fixture
def make_archive(tmp_path: Path) -> MakeArchive:
    """Index these articles; return the output folder."""

    def make(lines: list[dict[str, Any]]) -> Path:
        update_index(write_articles(tmp_path, lines))
        return tmp_path

    return make


@pytest.fixture(scope="session")
def opened(archive: Path) -> Archive:
    """The specimens' index."""
    return Archive(archive, read_number)
