"""Answers of the search index on the terminal or as JSON."""

import json
import re
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from pipeline.search.ask import Answer, Archive, Hit, Question
from pipeline.search.excerpt import Fragment

# The beginning of a number, in digits or characters: `1420亿元`, `三百家`, `１２％`.
NUMBER_START = re.compile(r"[\d０-９一二三四五六七八九十百千万亿两几]")
# A number without a unit names a figure only from here on: a year or a page is no quantity.
SMALLEST_BARE = 10_000

KINDS = {"alliance": "联盟", "official": "人物", "policy": "政策", "org": "机构"}
FACET_LABELS = {"year": "年份", "series": "刊名", "section": "栏目"} | KINDS


def read_number(text: str) -> tuple[Decimal, str] | None:
    """The value and unit of a text that is one quantity (1420亿元 → 142000000000, 元), else None."""
    if not NUMBER_START.match(text):
        return None
    from pipeline.extract.numerals import find_numerals

    found = find_numerals(text)
    if len(found) != 1 or found[0].start or found[0].value_max is not None:
        return None
    unit = "".join(text[found[0].end :].split())
    return (found[0].value, unit) if unit or found[0].value >= SMALLEST_BARE else None


def print_answers(out: Path, query: str, limit: int) -> None:
    """Ask the index of an output folder and print dates, issues, titles, highlighted excerpts and counts."""
    print_answer(Archive(out, read_number).ask(Question(query, limit=limit, facets=True)), query)


def print_answer(answer: Answer, query: str) -> None:
    """An answer in words; on a terminal the words asked for are in colour, elsewhere between « and »."""
    for line in notes(answer):
        click.echo(click.style(line, dim=True))
    if not answer.total:
        click.echo(f"没有找到“{query}”。")
        return
    for hit in answer.hits:
        click.echo(f"{hit.article.date or '日期不详'}  {issue_label(hit)}  {_marked(hit.title)}")
        click.echo(f"    {_marked(hit.excerpt)}")
        click.echo(click.style(f"    {hit.article.article_id}", dim=True))
    click.echo(f"共 {answer.total} 篇，显示 {len(answer.hits)} 篇。")
    for name, counts in answer.facets.items():
        if counts:
            click.echo(f"{FACET_LABELS[name]}：" + "，".join(f"{value} {count}" for value, count in counts[:5]))


def notes(answer: Answer) -> Iterator[str]:
    """What the words of the query were taken to mean."""
    for text, entity in answer.meaning.entities:
        others = [form for form in dict.fromkeys((entity.name, *entity.forms)) if form != text]
        names = f"，连同其名称：{'、'.join(others)}" if others else ""
        yield f"“{text}”按{KINDS[entity.kind]}“{entity.name}”检索{names}（--no-synonyms 可关闭）"
    for text, value in answer.meaning.values:
        yield f"“{text}”也按数值 {value} 检索"


def issue_label(hit: Hit) -> str:
    """The issue that a hit stands in: `《工作简报》2022年第3期`."""
    if hit.issue is None:
        return f"《{hit.article.series or '刊名不详'}》"
    number = f"第{hit.issue.issue}期" if hit.issue.issue else ""
    return f"《{hit.issue.series or '刊名不详'}》{f'{hit.issue.year}年' if hit.issue.year else ''}{number}"


def _marked(fragments: tuple[Fragment, ...]) -> str:
    colour = sys.stdout.isatty()
    return "".join(_fragment(f, colour) for f in fragments)


def _fragment(fragment: Fragment, colour: bool) -> str:
    text = " ".join(fragment.text.split()) if fragment.text.strip() else fragment.text.replace("\n", " ")
    if not fragment.marked:
        return text
    return click.style(text, fg="red", bold=True) if colour else f"«{text}»"


def print_json(answer: Answer) -> None:
    """An answer as one JSON object."""
    print(json.dumps(answer_object(answer), ensure_ascii=False, indent=1))


def answer_object(answer: Answer) -> dict[str, Any]:
    """An answer as plain values; offsets are left out, marked words stand in `marked`."""
    return {
        "total": answer.total,
        "notes": list(notes(answer)),
        "articles": [_hit_object(hit) for hit in answer.hits],
        "facets": {name: dict(counts) for name, counts in answer.facets.items()},
    }


def _hit_object(hit: Hit) -> dict[str, Any]:
    article = hit.article
    return {
        "article_id": article.article_id,
        "bulletin_id": article.bulletin_id,
        "date": article.date,
        "series": article.series,
        "issue": hit.issue.issue if hit.issue else None,
        "section": article.section,
        "title": article.title,
        "excerpt": "".join(f.text for f in hit.excerpt),
        "marked": sorted({f.text for f in (*hit.title, *hit.excerpt) if f.marked}),
        "score": round(hit.score, 4),
    }
