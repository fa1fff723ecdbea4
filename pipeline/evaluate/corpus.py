"""The evaluation corpus: every gold file with the text that it annotates, run through the pipeline in a folder apart.

Gold lies in tests/gold; some of it annotates texts that may not be copied into the project and lie beside the checkout
(../shared). Where they are absent that gold is left out, and the report says so.
"""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.evaluate.gold import GoldBulletin, gold_files, read_gold


@dataclass(frozen=True, slots=True)
class Sample:
    """A gold file whose text is at hand. `path` is where the text lies below the evaluation's raw folder."""

    group: str
    gold: GoldBulletin
    path: str


@dataclass(frozen=True, slots=True)
class Sources:
    """Where gold and the texts that it annotates lie."""

    gold: Path
    specimens: Path
    reference: Path


def collect_samples(sources: Sources, raw: Path) -> tuple[list[Sample], list[str]]:
    """Lay out the texts below `raw`; return the samples and the names of the gold files left out for want of a text."""
    shutil.rmtree(raw, ignore_errors=True)
    raw.mkdir(parents=True)
    articles = _articles(sources.reference)
    samples, missing = [], []
    for group, file in _gold_by_group(sources):
        gold = read_gold(file)
        content = _content(gold, file, sources, articles)
        if content is None:
            missing.append(file.name)
            continue
        path = f"{group}/{file.stem}{_ending(gold)}"
        (raw / path).parent.mkdir(exist_ok=True)
        (raw / path).write_bytes(content)
        samples.append(Sample(group, gold, path))
    return samples, missing


def _gold_by_group(sources: Sources) -> Iterator[tuple[str, Path]]:
    for file in gold_files(sources.gold):
        parts = file.relative_to(sources.gold).parts[:-1]
        yield "-".join(parts) or "specimens", file
    if (sources.reference / "gold").is_dir():
        yield from (("reference", file) for file in gold_files(sources.reference / "gold"))


def _ending(gold: GoldBulletin) -> str:
    return ".txt" if gold.source.startswith("corpus:") else Path(gold.source).suffix


def _articles(reference: Path) -> dict[str, str]:
    """Corpus id → title and text, as one would save the article."""
    file = reference / "corpus" / "articles.jsonl"
    if not file.is_file():
        return {}
    rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return {row["id"]: f"{row['title']}\n{row['text']}" for row in rows}


def _content(gold: GoldBulletin, file: Path, sources: Sources, articles: dict[str, str]) -> bytes | None:
    """The text that a gold file annotates: beside it, among the specimens or in the reference material."""
    kind, _, identity = gold.source.partition(":")
    if kind == "corpus":
        return _article(articles[identity], gold).encode() if identity in articles else None
    for folder in (file.parent, sources.specimens, sources.reference / "gold"):
        for text in sorted(folder.rglob(gold.source)):
            return text.read_bytes()
    return None


def _article(text: str, gold: GoldBulletin) -> str:
    """The whole article, or its title and the characters of its text that were annotated."""
    if gold.char_range is None:
        return text
    title, _, body = text.partition("\n")
    return f"{title}\n{body[slice(*gold.char_range)]}"
