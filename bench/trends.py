"""Trends over 200,000 articles: time and memory on two cores.

    python bench/trends.py [--articles 200000]

Makes tables of random archives of that size (the proportions of the specimens: 16 mentions, 7 figures and 120 words
an article), runs write_trends on them in a process of its own and writes bench/results/trends.json. Targets for
200,000 articles: 60 seconds, 2 GB.
"""

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.model.tables import BY_NAME
from pipeline.store.parquet import arrow_schema
from pipeline.trends.report import write_trends

RESULTS = Path(__file__).parent / "results" / "trends.json"
ARTICLES_AN_ISSUE, SENTENCES, WORDS_A_SENTENCE = 20, 4, 30
VOCABULARY, INDICATORS, YEARS = 60_000, 2_000, 24
RECORDS = {"alliance": 800, "official": 20_000, "policy": 8_000, "organization": 20_000}
MENTIONS = {"figure": 7, "alliance": 3, "organization": 2, "official": 1, "policy": 1, "date": 2}
UNITS = ("家", "元", "项", "亩", "公顷", "兆瓦", "千瓦", "%")
SERIES = ("试点工作简报", "区域动态", "交流简讯", "创新信息")
SECTIONS = ("政策要闻", "联盟动态", "联络组工作", "数据")
TAGS = ("n", "v", "vn", "uj", "x", "m", "p", "d")


def numbered(prefix: str, numbers: np.ndarray) -> pa.Array:
    """Ids such as `a-0000012`, each different one held once."""
    known, places = np.unique(numbers, return_inverse=True)
    names = pa.array([f"{prefix}-{number:08}" for number in known.tolist()])
    return pa.DictionaryArray.from_arrays(pa.array(places, pa.int32()), names).cast(pa.string())


def cycled(values: tuple[str, ...], numbers: np.ndarray) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(numbers % len(values), pa.int32()), pa.array(values)).cast(
        pa.string()
    )


def popular(chance: np.random.Generator, size: int, among: int) -> np.ndarray:
    """Numbers below `among`, few of them often and many of them seldom."""
    return np.minimum((among * chance.random(size) ** 3).astype(np.int64), among - 1)


def write(folder: Path, name: str, columns: dict[str, object]) -> None:
    schema = arrow_schema(BY_NAME[name])
    rows = max((len(column) for column in columns.values()), default=0)
    table = pa.table(
        [pa.array(columns[f.name], f.type) if f.name in columns else pa.nulls(rows, f.type) for f in schema],
        schema=schema,
    )
    pq.write_table(table, folder / f"{name}.parquet", compression="zstd", row_group_size=20_000)


def make_tables(folder: Path, articles: int) -> None:
    chance = np.random.default_rng(7)
    number = np.arange(articles)
    write_issues(folder, number)
    write_records(folder, chance)
    write_sentences(folder, chance, number)
    write_mentions(folder, chance, number)
    for name in ("redirects", "alliance_names", "table_cells"):
        write(folder, name, {})


def write_issues(folder: Path, number: np.ndarray) -> None:
    issue = np.arange(number[-1] // ARTICLES_AN_ISSUE + 1)
    nth = issue // len(SERIES)
    months = YEARS * 12
    place = nth * months // (nth[-1] + 1)
    year, month = 2000 + place // 12, place % 12 + 1
    write(folder, "bulletins", {
        "bulletin_id": numbered("b", issue), "series": cycled(SERIES, issue), "year": year, "total_issue": nth + 1,
        "issue": nth - np.searchsorted(year, year) // len(SERIES) + 1,
        "date": [f"{y}-{m:02}-15" for y, m in zip(year.tolist(), month.tolist(), strict=True)],
    })  # fmt: skip
    section = np.arange(len(issue) * len(SECTIONS))
    write(folder, "sections", {"section_id": numbered("s", section), "heading": cycled(SECTIONS, section)})
    of_issue = number // ARTICLES_AN_ISSUE
    write(folder, "articles", {
        "article_id": numbered("a", number), "bulletin_id": numbered("b", of_issue),
        "section_id": numbered("s", of_issue * len(SECTIONS) + number % len(SECTIONS)),
        "ordinal": number % ARTICLES_AN_ISSUE + 1, "title": numbered("t", number),
        "char_start": number * 0, "char_end": number * 0 + 240,
    })  # fmt: skip


def write_records(folder: Path, chance: np.random.Generator) -> None:
    for kind, table, name in (("alliance", "alliances", "name"), ("official", "officials", "name"),
                              ("policy", "policies", "title"), ("organization", "organizations", "name")):  # fmt: skip
        records = np.arange(RECORDS[kind])
        write(folder, table, {f"{kind}_id": numbered(kind, records), name: numbered(f"名{kind}", records)})
    posts = 25_000
    start = chance.integers(2000, 2020, posts)
    write(folder, "tenures", {
        "official_id": numbered("official", popular(chance, posts, RECORDS["official"])),
        "organization": numbered("名organization", popular(chance, posts, RECORDS["organization"])),
        "title": cycled(("秘书长", "主任", "理事长"), np.arange(posts)),
        "first_seen": [f"{year}-03-01" for year in start.tolist()],
        "last_seen": [f"{year + 3}-03-01" for year in start.tolist()], "observations": np.ones(posts, dtype=np.int64),
    })  # fmt: skip


def write_sentences(folder: Path, chance: np.random.Generator, number: np.ndarray) -> None:
    words = pa.array([chr(0x4E00 + n % 20_000) + chr(0x4E00 + n // 20_000 * 37 + n % 97) for n in range(VOCABULARY)])
    with pq.ParquetWriter(
        folder / "sentences.parquet", arrow_schema(BY_NAME["sentences"]), compression="zstd"
    ) as writer:
        for start in range(0, len(number), 5_000):
            writer.write_table(sentences(chance, number[start : start + 5_000], words))


def sentences(chance: np.random.Generator, number: np.ndarray, words: pa.Array) -> pa.Table:
    article = np.repeat(number, SENTENCES)
    size = len(article) * WORDS_A_SENTENCE
    offsets = pa.array(np.arange(len(article) + 1) * WORDS_A_SENTENCE, pa.int32())
    word = pa.array(popular(chance, size, VOCABULARY), pa.int32())
    tokens = words.take(word)
    schema = arrow_schema(BY_NAME["sentences"])
    columns = {
        "sentence_id": numbered("s", np.arange(len(article)) + number[0] * SENTENCES),
        "article_id": numbered("a", article), "ordinal": np.arange(len(article)) % SENTENCES + 1,
        "text": pa.array(["据统计，2019年联盟成员单位共实现销售收入1420亿元，累计推广面积达到35万亩"] * len(article)),
        "char_start": np.zeros(len(article), np.int64), "char_end": np.full(len(article), 60),
        "tokens": pa.ListArray.from_arrays(offsets, tokens),
        "tags": pa.ListArray.from_arrays(offsets, cycled(TAGS, chance.integers(0, len(TAGS), size))),
    }  # fmt: skip
    return pa.table([pa.array(columns[field.name], field.type) for field in schema], schema=schema)


def write_mentions(folder: Path, chance: np.random.Generator, number: np.ndarray) -> None:
    kinds = [kind for kind, times in MENTIONS.items() for _ in range(times)]
    article = np.repeat(number, len(kinds))
    place = np.arange(len(article))
    kind = cycled(tuple(kinds), place)
    record = pa.nulls(len(article), pa.string())
    parts = {name: popular(chance, len(article), size) for name, size in RECORDS.items()}
    for name, chosen in parts.items():
        record = pa.compute.if_else(pa.compute.equal(kind, name), numbered(name, chosen), record)
    mention = numbered("m", place)
    write(folder, "mentions", {
        "mention_id": mention, "article_id": numbered("a", article), "kind": kind, "record_id": record,
        "sentence_id": numbered("s", article * SENTENCES + place % SENTENCES), "char_start": place * 0 + 22,
    })  # fmt: skip
    write_figures(folder, chance, mention.filter(pa.compute.equal(kind, "figure")), number)
    events = number[::2]
    write(folder, "policy_events", {
        "policy_id": numbered("policy", popular(chance, len(events), RECORDS["policy"])),
        "article_id": numbered("a", events), "bulletin_id": numbered("b", events // ARTICLES_AN_ISSUE),
        "event": cycled(("issued", "cited"), events), "date": ["2009-01-01"] * len(events),
    })  # fmt: skip


def write_figures(folder: Path, chance: np.random.Generator, mention: pa.Array, number: np.ndarray) -> None:
    article = np.repeat(number, MENTIONS["figure"])
    size = len(article)
    subject = numbered("alliance", popular(chance, size, RECORDS["alliance"]))
    value = chance.integers(1, 5000, size).astype(np.float64)
    write(folder, "figures", {
        "figure_id": numbered("f", np.arange(size)), "mention_id": mention, "article_id": numbered("a", article),
        "bulletin_id": numbered("b", article // ARTICLES_AN_ISSUE), "value": value,
        "text": value.astype(np.int64).astype(str), "qualifier": cycled(("exact", "exact", "over"), article),
        "unit": cycled(UNITS, chance.integers(0, len(UNITS), size)),
        "indicator": numbered("指标", popular(chance, size, INDICATORS)),
        "subject_id": pa.compute.if_else(pa.array(chance.random(size) < 0.4), subject, pa.nulls(size, pa.string())),
        "period": cycled(("2019年", "2021年", "上半年", ""), chance.integers(0, 4, size)),
    })  # fmt: skip


def measure(tables: Path, folder: Path) -> dict[str, float]:
    """Run write_trends in a process of its own on two processors."""
    command = [sys.executable, __file__, "--run", str(tables), str(folder)]
    processors = sorted(os.sched_getaffinity(0))[:2]
    started = time.monotonic()
    subprocess.run(command, check=True, preexec_fn=lambda: os.sched_setaffinity(0, processors))
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "seconds": round(time.monotonic() - started, 1), "processor_seconds": round(used.ru_utime + used.ru_stime, 1),
        "peak_megabytes": round(used.ru_maxrss / 1024), "processors": len(processors),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--run", nargs=2, metavar=("TABLES", "FOLDER"), type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        write_trends(*options.run)
        return
    with tempfile.TemporaryDirectory() as scratch:
        tables = Path(scratch) / "tables"
        tables.mkdir()
        make_tables(tables, options.articles)
        result = {"articles": options.articles, "python": platform.python_version()} | measure(
            tables, Path(scratch) / "trends"
        )
    print(json.dumps(result))
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
