"""Checks of the tables among themselves: ids, fates of documents, links, figures, posts, policies, findings.

Each check takes the rows of all tables and yields faults in words.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from pipeline.model.ids import article_id, document_id, mention_id, role_id

Rows = list[dict[str, Any]]
Tables = dict[str, Rows]

# Kind of mention → the table of its records; dates and places have none.
RECORDS = {
    "alliance": ("alliances", "alliance_id"),
    "official": ("officials", "official_id"),
    "policy": ("policies", "policy_id"),
    "organization": ("organizations", "organization_id"),
    "figure": ("figures", "figure_id"),
}
# Tables whose rows come from a mention, and the column that says for which record.
_OF_MENTIONS = (("official_roles", "official_id"), ("policy_events", "policy_id"), ("figures", "figure_id"))


def _by(rows: Rows, key: str) -> dict[Any, dict[str, Any]]:
    return {row[key]: row for row in rows}


def id_faults(tables: Tables) -> Iterator[str]:
    """Ids are what their parts make them."""
    articles = _by(tables["articles"], "article_id")
    for row in tables["documents"]:
        if row["document_id"] != document_id(row["path"]):
            yield f"documents: {row['document_id']} is not the id of {row['path']}"
    for row in tables["articles"]:
        if row["article_id"] != article_id(row["bulletin_id"], row["ordinal"]):
            yield f"articles: {row['article_id']} is not the id of article {row['ordinal']} of {row['bulletin_id']}"
    for row in tables["mentions"]:
        start = articles[row["article_id"]]["char_start"]
        made = mention_id(row["article_id"], row["kind"], row["char_start"] - start, row["char_end"] - start)
        if row["mention_id"] != made:
            yield f"mentions: {row['mention_id']} is not the id of its place, {made}"


def role_faults(tables: Tables) -> Iterator[str]:
    """The posts of a mention are numbered from 1 without a gap."""
    roles: dict[str, list[str]] = defaultdict(list)
    for row in tables["official_roles"]:
        roles[row["mention_id"]].append(row["role_id"])
    for mention, ids in roles.items():
        if sorted(ids) != sorted(role_id(mention, n) for n in range(1, len(ids) + 1)):
            yield f"official_roles: the posts of {mention} are numbered {', '.join(sorted(ids))}"


def ordinal_faults(tables: Tables) -> Iterator[str]:
    """Articles, sections and sentences are numbered from 1 without a gap."""
    for table, parent in (("articles", "bulletin_id"), ("sections", "bulletin_id"), ("sentences", "article_id")):
        ordinals: dict[str, list[int]] = defaultdict(list)
        for row in tables[table]:
            ordinals[row[parent]].append(row["ordinal"])
        for owner, numbers in ordinals.items():
            if sorted(numbers) != list(range(1, len(numbers) + 1)):
                yield f"{table}: those of {owner} are not numbered from 1 without a gap"


def document_faults(tables: Tables) -> Iterator[str]:
    """Every bulletin comes from one accepted document; what was not accepted says why."""
    accepted = Counter(row["bulletin_id"] for row in tables["documents"] if row["status"] == "accepted")
    for row in tables["bulletins"]:
        if accepted[row["bulletin_id"]] != 1:
            yield f"bulletins: {row['bulletin_id']} has {accepted[row['bulletin_id']]} accepted documents"
    for row in tables["documents"]:
        if row["status"] not in ("accepted", "duplicate", "quarantined"):
            yield f"documents: {row['path']} has the status {row['status']}"
        elif (row["status"] == "accepted") is bool(row["reason"]):
            yield f"documents: {row['path']} is {row['status']} and its reason is {row['reason']}"
        elif (row["status"] == "quarantined") is bool(row["bulletin_id"]):
            yield f"documents: {row['path']} is {row['status']} and its bulletin is {row['bulletin_id']}"


def issue_faults(tables: Tables) -> Iterator[str]:
    """A row that names an article and an issue names the issue that the article stands in."""
    issue_of = {row["article_id"]: row["bulletin_id"] for row in tables["articles"]}
    for name in ("official_roles", "policy_events", "figures", "findings"):
        for row in tables[name]:
            if row["article_id"] is not None and issue_of[row["article_id"]] != row["bulletin_id"]:
                yield f"{name}: {row['article_id']} does not stand in {row['bulletin_id']}"


def link_faults(tables: Tables) -> Iterator[str]:
    """Every mention of an entity has one link, and both lead to the same record of its kind."""
    links = _by(tables["links"], "mention_id")
    known = {kind: {row[key] for row in tables[table]} for kind, (table, key) in RECORDS.items()}
    for mention in tables["mentions"]:
        kind, record = mention["kind"], mention["record_id"]
        if record is not None and record not in known.get(kind, ()):
            yield f"mentions: {mention['mention_id']} stands for {record}, which is no {kind}"
        link = links.pop(mention["mention_id"], None)
        if kind in RECORDS and kind != "figure" and (link is None or link["record_id"] != record):
            yield f"links: {mention['mention_id']} has {'no link' if link is None else 'a link to another record'}"
        if link is not None and not 0 <= link["score"] <= 1:
            yield f"links: {mention['mention_id']} has the score {link['score']}"
    for link in tables["links"]:
        if (link["decision"] == "review") is (link["record_id"] is not None):
            yield f"links: {link['mention_id']} is {link['decision']} and its record is {link['record_id']}"


def detail_faults(tables: Tables) -> Iterator[str]:
    """A post, event or figure belongs to the record and the article of its mention."""
    mentions = _by(tables["mentions"], "mention_id")
    for name, key in _OF_MENTIONS:
        for row in tables[name]:
            mention = mentions[row["mention_id"]]
            if (row[key], row["article_id"]) != (mention["record_id"], mention["article_id"]):
                yield f"{name}: {row[key]} is not what its mention {row['mention_id']} stands for"


def figure_faults(tables: Tables) -> Iterator[str]:
    """Every figure mention is one figure with the same text; its value is its exact value."""
    figures = _by(tables["figures"], "figure_id")
    for mention in tables["mentions"]:
        if mention["kind"] == "figure" and figures.get(mention["mention_id"], {}).get("text") != mention["text"]:
            yield f"figures: {mention['mention_id']} has no row with its text"
    subjects = {row[key] for table, key in RECORDS.values() for row in tables[table]}
    for row in tables["figures"]:
        if float(Decimal(row["value_exact"])) != row["value"]:
            yield f"figures: {row['figure_id']} is {row['value']} and exactly {row['value_exact']}"
        if (row["qualifier"] == "range") is (row["value_max"] is None):
            yield f"figures: {row['figure_id']} is {row['qualifier']} and its upper bound is {row['value_max']}"
        if row["subject_id"] is not None and row["subject_id"] not in subjects:
            yield f"figures: the subject {row['subject_id']} of {row['figure_id']} does not exist"


def cell_faults(tables: Tables) -> Iterator[str]:
    """A figure in a table stands within the cell that it names."""
    cells = {f"{row['table_id']}:{row['row']}:{row['column']}": row for row in tables["table_cells"]}
    mentions = _by(tables["mentions"], "mention_id")
    for row in tables["figures"]:
        if row["cell"] is None:
            continue
        cell, mention = cells.get(row["cell"]), mentions[row["mention_id"]]
        if cell is None or mention["char_start"] < cell["char_start"] or cell["char_end"] < mention["char_end"]:
            yield f"figures: {row['figure_id']} does not stand in the cell {row['cell']}"


def name_faults(tables: Tables) -> Iterator[str]:
    """Forms of an alliance's name are counted as often as they are mentioned."""
    printed = Counter((m["record_id"], m["text"]) for m in tables["mentions"] if m["kind"] == "alliance")
    for row in tables["alliance_names"]:
        count = printed[row["alliance_id"], row["name"]]
        if row["mentions"] != count:
            yield f"alliance_names: {row['name']} is counted {row['mentions']} times and mentioned {count} times"


def tenure_faults(tables: Tables) -> Iterator[str]:
    """A tenure begins and ends on dates of issues, and is observed no more often than posts are stated."""
    stated = Counter(row["official_id"] for row in tables["official_roles"])
    seen: Counter[str] = Counter()
    dates = {row["date"] for row in tables["bulletins"]} | {None}
    for row in tables["tenures"]:
        seen[row["official_id"]] += row["observations"]
        if not {row["first_seen"], row["last_seen"]} <= dates or (row["first_seen"] or "") > (row["last_seen"] or ""):
            yield f"tenures: {row['official_id']} as {row['title']} from {row['first_seen']} to {row['last_seen']}"
    for official, count in seen.items():
        if count > stated[official]:
            yield f"tenures: {official} is observed {count} times and stated {stated[official]} times"


def redirect_faults(tables: Tables) -> Iterator[str]:
    """An id that was given up is no record any more, and leads to one."""
    records = {row[key] for table, key in RECORDS.values() for row in tables[table]}
    for row in tables["redirects"]:
        if row["old_id"] in records or row["new_id"] not in records:
            yield f"redirects: {row['old_id']} to {row['new_id']} does not lead from no record to one"


def evidence_faults(tables: Tables) -> Iterator[str]:
    """What a finding rests on, and what waits for a decision, exists."""
    places = (("mentions", "mention_id"), ("table_cells", "table_id"), ("sections", "section_id"))
    known = {row[key] for table, key in places for row in tables[table]}
    for row in tables["findings"]:
        for item in row["evidence"] or ():
            if item not in known:
                yield f"findings: {row['finding_id']} rests on {item}, which does not exist"
    records = {row[key] for table, key in RECORDS.values() for row in tables[table]}
    for row in tables["review"]:
        for item in row["candidates"] or ():
            if item not in records:
                yield f"review: {row['mention_id']} has the candidate {item}, which does not exist"


RECORD_CHECKS: tuple[Callable[[Tables], Iterator[str]], ...] = (
    id_faults,
    role_faults,
    ordinal_faults,
    document_faults,
    issue_faults,
    link_faults,
    detail_faults,
    figure_faults,
    cell_faults,
    name_faults,
    tenure_faults,
    redirect_faults,
    evidence_faults,
)
