"""The search page: results with excerpts, facets to narrow down, and sentences for queries that cannot be read."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pipeline.search.ask import Answer, Archive, Hit, Question
from pipeline.search.faults import QueryFault
from pipeline.search.fields import FACETS
from pipeline.search.site.page import Page
from pipeline.search.site.pages import issue_title
from pipeline.search.site.records import Row

HITS_A_PAGE = 20
MOST_HITS = 10_000
LAST_PAGE = 500


def search(archive: Archive | None, asked: Mapping[str, str], language: str) -> Page:
    """The answer to `q` with filters named as facets, `from`, `to`, `sort`, `page`, `names` (0: no synonyms) and
    `all` (1: up to MOST_HITS articles at once)."""
    kept = {key: value for key, value in asked.items() if value and key not in ("page", "all")}
    number = min(max(int(asked["page"]), 1), LAST_PAGE) if asked.get("page", "").isdecimal() else 1
    context: dict[str, Any] = {"asked": kept, "number": number, "facets_asked": [f for f in FACETS if kept.get(f)]}
    if archive is None or not kept:
        return Page("search.html", kept.get("q", ""), ("search", ""), context | {"answer": None}, [], kept)
    try:
        answer = archive.ask(every(kept) if asked.get("all") else question(kept, number))
    except QueryFault as fault:
        context |= {"fault": _told(fault, kept.get("q", ""), language)}
        return Page("search.html", kept.get("q", ""), ("search", ""), context, [], kept, 400)
    context |= {"answer": answer, "hits": [_shown(hit) for hit in answer.hits], "meanings": _meanings(answer)}
    context |= {"pages": min(-(-answer.total // HITS_A_PAGE), LAST_PAGE)}
    return Page("search.html", kept.get("q", ""), ("search", ""), context, [_row(hit) for hit in answer.hits], kept)


def question(asked: Mapping[str, str], number: int) -> Question:
    """The question that the parameters of the page ask."""
    filters = {name: asked[name] for name in FACETS if asked.get(name)}
    return Question(
        asked.get("q", ""), filters, asked.get("from"), asked.get("to"), asked.get("names") != "0",
        "date" if asked.get("sort") == "date" else "rank", HITS_A_PAGE, (number - 1) * HITS_A_PAGE, facets=True,
    )  # fmt: skip


def every(asked: Mapping[str, str]) -> Question:
    """The same for all that is found, as rows for other programs."""
    return replace(question(asked, 1), limit=MOST_HITS, facets=False)


def _told(fault: QueryFault, query: str, language: str) -> dict[str, str]:
    """What is wrong, and the query cut where it is."""
    at = fault.at if query.startswith(fault.text[:1], fault.at) else len(query)
    cut = {"before": query[:at], "part": query[at : at + 1], "after": query[at + 1 :]}
    return {"sentence": fault.chinese if language == "zh" else str(fault)} | cut


def _issue(hit: Hit) -> str:
    if hit.issue is None:
        return hit.article.series or ""
    return issue_title(
        {"bulletin_id": "", "series": hit.issue.series, "year": hit.issue.year, "issue": hit.issue.issue}
    )


def _shown(hit: Hit) -> dict[str, Any]:
    return {"hit": hit, "issue": _issue(hit)}


def _row(hit: Hit) -> Row:
    article = hit.article
    return {
        "article_id": article.article_id, "bulletin_id": article.bulletin_id, "date": article.date,
        "issue": _issue(hit), "section": article.section, "title": article.title,
        "excerpt": "".join(f.text for f in hit.excerpt), "score": round(hit.score, 4),
    }  # fmt: skip


def _meanings(answer: Answer) -> list[dict[str, str]]:
    """What the words were taken to mean, where that is more than the words."""
    return [
        {"text": text, "kind": entity.kind, "name": entity.name, "forms": "、".join(entity.forms)}
        for text, entity in answer.meaning.entities
        if len(entity.forms) > 1 or entity.name != text
    ]
