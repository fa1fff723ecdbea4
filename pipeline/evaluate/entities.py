"""Outcomes of what articles name: alliances, officials, policies, figures. Articles are paired by title."""

from collections.abc import Iterator
from decimal import Decimal

from pipeline.evaluate.found import FoundTables, Record
from pipeline.evaluate.gold import GoldArticle, GoldBulletin, GoldFigure, GoldOfficial, GoldPolicy
from pipeline.evaluate.matching import folded, pair, same_indicator, same_organization, same_unit
from pipeline.evaluate.outcome import Outcome, compare_pairs, compare_sets, shown

_TOLERANCE = Decimal("1e-6")


def entity_outcomes(gold: GoldBulletin, tables: FoundTables, bulletin_id: str) -> Iterator[Outcome]:
    """All outcomes of one bulletin's entities; an article that was not found counts as one that names nothing."""
    articles = tables.by_bulletin.get(("articles", bulletin_id), [])
    by_title = {folded(a["title"]): a["article_id"] for a in articles}
    for article in gold.articles:
        article_id = by_title.get(folded(article.title), "")
        unit = f"{gold.source}#{article.ordinal}"
        yield from _alliances(unit, article, tables, article_id)
        yield from _officials(unit, article, tables, article_id)
        yield from _policies(unit, article, tables, article_id)
        yield from _figures(unit, article, tables, article_id)


def _methods(tables: FoundTables, article_id: str) -> dict[str, str]:
    return {m["mention_id"]: m["method"] for m in tables.by_article.get(("mentions", article_id), [])}


def _alliances(unit: str, article: GoldArticle, tables: FoundTables, article_id: str) -> Iterator[Outcome]:
    mentions = [m for m in tables.by_article.get(("mentions", article_id), []) if m["kind"] == "alliance"]
    found = sorted({folded(tables.alliances.get(m["record_id"])) for m in mentions})
    named = [(a.optional, tuple(folded(n) for n in (a.name, *a.also))) for a in article.alliances]
    wanted, free = ([names for optional, names in named if optional is flag] for flag in (False, True))
    yield from compare_pairs("alliances linked", unit, wanted, found, lambda g, f: f in g, free)
    want = {folded(s) for a in article.alliances if not a.optional for s in a.surfaces}
    loose = {folded(s) for a in article.alliances if a.optional for s in a.surfaces} - want
    yield from compare_sets("alliance surfaces", unit, want, {folded(m["text"]) for m in mentions} - loose)


def _officials(unit: str, article: GoldArticle, tables: FoundTables, article_id: str) -> Iterator[Outcome]:
    methods = _methods(tables, article_id)
    distinct: dict[tuple[str, ...], Record] = {}
    for row in tables.by_article.get(("official_roles", article_id), []):
        key = tuple(folded(row[field]) for field in ("name", "title", "organization"))
        distinct.setdefault(key, _role(row, methods))
    wanted = [o for o in article.officials if not o.optional]
    free = [o for o in article.officials if o.optional]
    names = {folded(o.name) for o in wanted}
    loose = {folded(o.name) for o in free} - names
    yield from compare_sets("officials named", unit, names, {folded(r["name"]) for r in distinct.values()} - loose)
    roles = [role for role in distinct.values() if role["title"]]
    yield from compare_pairs("official roles", unit, wanted, roles, _same_role, free, _same_person)


def _role(row: Record, methods: dict[str, str]) -> Record:
    fields = {name: row[name] for name in ("name", "organization", "title", "former")}
    return fields | {"method": methods.get(row["mention_id"])}


def _same_person(gold: GoldOfficial, found: Record) -> bool:
    return folded(gold.name) == folded(found["name"])


def _same_role(gold: GoldOfficial, found: Record) -> bool:
    return (
        _same_person(gold, found)
        and folded(gold.title) == folded(found["title"])
        and same_organization(gold.organization, found["organization"])
        and gold.former == bool(found["former"])
    )


def _policies(unit: str, article: GoldArticle, tables: FoundTables, article_id: str) -> Iterator[Outcome]:
    events = [e for e in tables.by_article.get(("policy_events", article_id), []) if e["policy_id"] in tables.policies]
    wanted = {folded(p.title): p for p in article.policies if not p.optional}
    free = {folded(p.title) for p in article.policies if p.optional} - wanted.keys()
    found = {folded(tables.policies[e["policy_id"]]["title"]): tables.policies[e["policy_id"]] for e in events}
    counted = {title: policy for title, policy in found.items() if title not in free}
    yield from compare_sets("policies", unit, wanted.keys(), counted.keys())
    kinds = {(t, p.kind == "policy") for t, p in wanted.items()}
    yield from compare_sets("policy or not", unit, kinds, {(t, p["kind"] == "policy") for t, p in counted.items()})
    got = {(folded(tables.policies[e["policy_id"]]["title"]), e["event"]) for e in events}
    yield from _events(unit, wanted, got)
    issuers = {(t, folded(name)) for t, p in wanted.items() for name in p.issuers}
    stated = {(t, folded(name)) for t, p in counted.items() for name in p["issuers"]}
    yield from compare_sets("policy issuers", unit, issuers, stated)


def _events(unit: str, wanted: dict[str, GoldPolicy], got: set[tuple[str, str]]) -> Iterator[Outcome]:
    """Only works that gold gives an event are judged."""
    want = {(title, policy.event) for title, policy in wanted.items() if policy.event}
    judged = {title for title, _ in want}
    yield from compare_sets("policy events", unit, want, {pair for pair in got if pair[0] in judged})


def _figures(unit: str, article: GoldArticle, tables: FoundTables, article_id: str) -> Iterator[Outcome]:
    found = _distinct_figures(tables, article_id)
    wanted = [f for f in article.figures if not f.optional]
    exact, rest, left = pair(wanted, found, lambda g, f: _same_value(g, f) and g.qualifier == f["qualifier"])
    loose, missed, left = pair(rest, left, _same_value)
    left = pair([f for f in article.figures if f.optional], left, _same_value)[2]
    yield from (Outcome("figures", unit, "hit", g.text) for g, _ in exact + loose)
    yield from (Outcome("figures", unit, "missed", g.text) for g in missed)
    yield from (Outcome("figures", unit, "spurious", shown(f), f["method"]) for f in left)
    yield from (Outcome("figure qualifiers", unit, "hit", g.text) for g, _ in exact)
    for gold, figure in loose:
        yield from _wrong("figure qualifiers", unit, f"{gold.text} · {gold.qualifier}", figure["qualifier"], figure)
    yield from _indicators(unit, exact + loose, missed)


def _distinct_figures(tables: FoundTables, article_id: str) -> list[Record]:
    methods = _methods(tables, article_id)
    distinct: dict[tuple[object, ...], Record] = {}
    for row in tables.by_article.get(("figures", article_id), []):
        key = (round(row["value"], 6), folded(row["unit"]), row["qualifier"], row["value_max"])
        fields = {name: row[name] for name in ("text", "value", "value_max", "unit", "qualifier", "indicator")}
        distinct.setdefault(key, fields | {"method": methods.get(row["mention_id"])})
    return list(distinct.values())


def _near(gold: Decimal, found: float | None) -> bool:
    return found is not None and abs(float(gold) - found) <= float(_TOLERANCE) * max(1.0, abs(float(gold)))


def _same_value(gold: GoldFigure, found: Record) -> bool:
    same_max = gold.value_max is None or _near(gold.value_max, found["value_max"])
    return _near(gold.value, found["value"]) and same_max and same_unit(gold.unit, found["unit"])


def _wrong(measure: str, unit: str, gold: str, found: str | None, record: Record) -> Iterator[Outcome]:
    yield Outcome(measure, unit, "missed", gold)
    yield Outcome(measure, unit, "spurious", f"{record['text']} · {found or '—'}", record["method"])


def _indicators(unit: str, pairs: list[tuple[GoldFigure, Record]], missed: list[GoldFigure]) -> Iterator[Outcome]:
    measure = "figure indicators"
    for gold, figure in pairs:
        if not gold.indicator:
            continue
        label = f"{gold.text} · {' / '.join(gold.indicator)}"
        if same_indicator(gold.indicator, figure["indicator"]):
            yield Outcome(measure, unit, "hit", label)
        else:
            yield from _wrong(measure, unit, label, figure["indicator"], figure)
    yield from (Outcome(measure, unit, "missed", f"{g.text} · {g.indicator[0]}") for g in missed if g.indicator)
