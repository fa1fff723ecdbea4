"""Sending the articles to an OpenSearch server: the index is made where it is absent, documents replaced by id."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from pipeline.model.errors import MissingPackage, MissingStage, Unreachable
from pipeline.search.opensearch import INDEX

RETRIES = 5
FIRST_WAIT_SECONDS = 1
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Refused:
    """A document that the server did not take, and why."""

    article_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Pushed:
    """How many documents the server took, and those that it refused."""

    taken: int
    refused: tuple[Refused, ...]


def push(out: Path, url: str, index: str = INDEX, first_wait: int = FIRST_WAIT_SECONDS) -> Pushed:
    """Send extracted/search/opensearch to the server at `url`; safe to repeat.

    Raises MissingStage where the files were not made, MissingPackage where the client is not installed and Unreachable
    where the server does not answer as OpenSearch does.
    """
    folder = out / "search" / "opensearch"
    if not (folder / "index.json").is_file():
        raise MissingStage(f"there are no files for OpenSearch in {out}; run `make search` first")
    try:
        from opensearchpy import OpenSearch, helpers
        from opensearchpy.exceptions import OpenSearchException
    except ImportError as error:
        raise MissingPackage("opensearch-py is not installed; run `pip install .[opensearch]`") from error
    client = OpenSearch(url, timeout=60)
    try:
        if not client.indices.exists(index=index):
            client.indices.create(index=index, body=json.loads((folder / "index.json").read_text(encoding="utf-8")))
        sent = helpers.streaming_bulk(
            client, _actions(folder, index), chunk_size=CHUNK, max_retries=RETRIES, initial_backoff=first_wait,
            raise_on_error=False, raise_on_exception=False,
        )  # fmt: skip
        pushed = _count(sent)
        client.indices.refresh(index=index)
    except OpenSearchException as error:
        raise Unreachable(
            f"{without_password(url)} did not take the articles ({error}); none is lost, push again"
        ) from error
    return pushed


def _actions(folder: Path, index: str) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob("bulk-*.ndjson")):
        with path.open("rb") as file:
            for action in file:
                identifier = json.loads(action)["index"]["_id"]
                yield {"_op_type": "index", "_index": index, "_id": identifier, "_source": json.loads(next(file))}


def _count(sent: Iterator[tuple[bool, dict[str, Any]]]) -> Pushed:
    taken, refused = 0, []
    for taken_well, item in sent:
        if taken_well:
            taken += 1
        else:
            refused.append(_refusal(item.get("index", item)))
    return Pushed(taken, tuple(refused))


def _refusal(item: dict[str, Any]) -> Refused:
    error = item.get("error", "")
    reason = error.get("reason", json.dumps(error)) if isinstance(error, dict) else str(error)
    return Refused(str(item.get("_id")), reason)


def without_password(url: str) -> str:
    """The address without user and password, to be shown."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    return urlunsplit((parts.scheme, f"{host}:{parts.port}" if parts.port else host, parts.path, "", ""))
