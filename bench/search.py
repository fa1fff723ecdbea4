"""How fast the index is built and asked, on articles made of the specimens' sentences.

    python bench/search.py [--articles 200000] [--queries 1000]

Writes bench/results/search.json: one entry a size, with the machine and the versions. Targets: at
200,000 articles a median of 1 ms and a p99 of 6 ms, at a million 3 ms and 15 ms; 10,000 articles a second built.
"""

import argparse
import json
import os
import platform
import random
import shutil
import statistics
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec
import pyarrow.parquet as pq

from pipeline.search.ask import Archive, Question
from pipeline.search.index import update_index

REPOSITORY = Path(__file__).parents[1]
RESULTS = REPOSITORY / "bench" / "results" / "search.json"
TARGETS = {200_000: (1.0, 6.0), 1_000_000: (3.0, 15.0)}
BUILD_TARGET = 10_000
ARTICLES_A_BULLETIN = 20
WORD_TAGS = ("n", "v", "l", "j")


def specimen_lines(out: Path) -> list[dict[str, Any]]:
    """The specimens' articles with their sentences' words."""
    sentences: dict[str, list[dict[str, Any]]] = {}
    for row in pq.read_table(out / "tables" / "sentences.parquet").to_pylist():
        sentences.setdefault(row["article_id"], []).append(row)
    with (out / "search" / "articles.ndjson").open("rb") as file:
        articles = [msgspec.json.decode(line) for line in file]
    return [article | {"sentences": sentences.get(article["article_id"], [])} for article in articles]


def search_words(tokens: list[str]) -> str:
    """A stand-in for search mode: the words, white space left out."""
    return " ".join(token for token in tokens if not token.isspace())


def make_articles(specimens: list[dict[str, Any]], count: int, path: Path) -> None:
    """Articles of three to eight sentences drawn from all specimens, with the entities of the sentences' articles."""
    chance = random.Random(count)
    pool = [(s["text"], search_words(s["tokens"]), a) for a in specimens for s in a["sentences"]]
    with path.open("wb") as file:
        for number in range(count):
            drawn = chance.choices(pool, k=chance.randint(3, 8))
            file.write(msgspec.json.encode(made_article(number, drawn, chance.choice(specimens), chance)) + b"\n")


def made_article(
    number: int, drawn: list[tuple[str, str, dict[str, Any]]], head: dict[str, Any], chance: random.Random
) -> dict[str, Any]:
    bulletin = f"b-{number // ARTICLES_A_BULLETIN:06d}"
    kinds = ("alliances", "officials", "policies", "organizations")
    named = {kind: sorted({name for _, _, a in drawn[:2] for name in a[kind][:3]}) for kind in kinds}
    return {
        **{key: head[key] for key in ("series", "section", "title", "title_tokens", "contributor")},
        **named,
        "article_id": f"{bulletin}.a{number % ARTICLES_A_BULLETIN + 1:02d}",
        "bulletin_id": bulletin,
        "date": f"{2010 + chance.randrange(15)}-{chance.randint(1, 12):02d}-28",
        "body": "".join(text for text, _, _ in drawn),
        "body_tokens": " ".join(words for _, words, _ in drawn),
        "figures": drawn[0][2]["figures"][:3],
    }


def make_queries(specimens: list[dict[str, Any]], count: int) -> list[str]:
    """Queries of two and three words, each word drawn as often as the specimens print it, from one article."""
    chance = random.Random(count)
    queries: list[str] = []
    while len(queries) < count:
        article = chance.choice(specimens)
        words = sorted({w for s in article["sentences"] for w in content_words(s)})
        size = 2 + len(queries) % 2
        if len(words) >= size:
            queries.append(" ".join(chance.sample(words, size)))
    return queries


def content_words(sentence: dict[str, Any]) -> list[str]:
    pairs = zip(sentence["tokens"], sentence["tags"], strict=True)
    return [token for token, tag in pairs if len(token) > 1 and token.isalpha() and tag.startswith(WORD_TAGS)]


def measure(specimens: list[dict[str, Any]], articles: int, queries: int, out: Path) -> dict[str, Any]:
    """Build an index of that many articles and ask it."""
    lines = out / "search" / "articles.ndjson"
    lines.parent.mkdir(parents=True, exist_ok=True)
    if not lines.exists():
        make_articles(specimens, articles, lines)
    start, cpu = time.perf_counter(), time.process_time()
    update_index(out)
    built, cpu = time.perf_counter() - start, time.process_time() - cpu
    archive = Archive(out)
    asked = make_queries(specimens, queries)
    for query in asked[:50]:
        archive.ask(Question(query))
    timed = sorted((*_milliseconds(archive, query), query) for query in asked)
    times, busy = [t for t, _, _ in timed], sorted(t for _, t, _ in timed)
    _add_bulletin(lines)
    start = time.perf_counter()
    update_index(out)
    return {
        "articles": articles,
        "queries": queries,
        "median_ms": round(statistics.median(times), 3),
        "p99_ms": round(times[int(len(times) * 0.99)], 3),
        "median_cpu_ms": round(statistics.median(busy), 3),
        "p99_cpu_ms": round(busy[int(len(busy) * 0.99)], 3),
        "load": round(os.getloadavg()[0], 1),
        "articles_a_second": round(articles / built),
        "articles_a_cpu_second": round(articles / cpu),
        "one_more_bulletin_s": round(time.perf_counter() - start, 2),
        "index_bytes": sum(p.stat().st_size for p in (out / "search" / "index" / "tantivy").iterdir()),
        "slowest": [(query, round(t, 2)) for t, _, query in timed[-5:]],
    }


def _milliseconds(archive: Archive, query: str) -> tuple[float, float]:
    """How long an answer takes, and how much of it the processor works for it: on a busy machine they differ."""
    start, cpu = time.perf_counter(), time.process_time()
    archive.ask(Question(query))
    return (time.perf_counter() - start) * 1000, (time.process_time() - cpu) * 1000


def _add_bulletin(lines: Path) -> None:
    """Append a bulletin of one article, into a new file as a run does."""
    beside = lines.with_suffix(".part")
    shutil.copyfile(lines, beside)
    with lines.open("rb") as file:
        first = msgspec.json.decode(file.readline())
    with beside.open("ab") as file:
        file.write(msgspec.json.encode(first | {"article_id": "b-new.a01", "bulletin_id": "b-new"}) + b"\n")
    os.replace(beside, lines)


def machine() -> dict[str, Any]:
    return {
        "processors": os.cpu_count(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "tantivy": version("tantivy"),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, action="append", help="number of articles; may be given again")
    parser.add_argument("--queries", type=int, default=1000)
    parser.add_argument("--folder", type=Path, default=None, help="where to build and leave the index")
    options = parser.parse_args()
    results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        specimens = specimen_lines(run_specimens(folder / "specimens"))
        for articles in options.articles or [200_000]:
            found = measure(specimens, articles, options.queries, folder / str(articles))
            results[str(articles)] = found | {"machine": machine()}
            tell(found)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def run_specimens(out: Path) -> Path:
    """The specimens' records, made where they are not at hand."""
    if not (out / "search" / "articles.ndjson").exists():
        from click.testing import CliRunner

        from pipeline.cli import main as command

        arguments = ["run", "--raw", str(REPOSITORY / "raw"), "--out", str(out)]
        CliRunner().invoke(command, arguments, catch_exceptions=False)
    return out


def tell(found: dict[str, Any]) -> None:
    """Each figure with its target and whether it is met."""
    median, p99 = TARGETS.get(found["articles"], (None, None))
    rows = (("median_ms", median, -1), ("p99_ms", p99, -1), ("articles_a_second", BUILD_TARGET, 1))
    print(f"{found['articles']} articles, {found['queries']} queries of two and three words, 20 with excerpts")
    for name, target, sign in rows:
        verdict = "" if target is None else ("ok" if sign * found[name] >= sign * target else "short")
        print(f"  {name:22} {found[name]:>10}  target {target}  {verdict}")
    print(f"  one bulletin more: {found['one_more_bulletin_s']} s; index {found['index_bytes'] / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
