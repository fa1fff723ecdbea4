"""The queue of mentions that only an analyst can link, and the walk through it in the terminal."""

import csv
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypedDict

from pipeline.link.corrections import COLUMNS, KINDS
from pipeline.model.entity import BulletinLinks, Entities
from pipeline.model.ids import mention_id
from pipeline.model.mention import ArticleMentions, Extraction

# How many posts tell an analyst which person is meant.
POSTS = 3


class ReviewRow(TypedDict):
    """A row of the table `review`, one question: what does this text stand for? Asked first by `mention_id`."""

    mention_id: str
    kind: str
    text: str
    candidates: list[str]
    mentions_waiting: int


def review_queue(archive: Iterable[tuple[Extraction, BulletinLinks]]) -> list[ReviewRow]:
    """The questions of the archive, those on which most mentions wait first; memory grows with the questions alone."""
    waiting: dict[tuple[str, str, tuple[str, ...]], tuple[str, int]] = {}
    for extraction, links in archive:
        open_links = {link.mention_id: link for link in links.links if link.decision == "review"}
        for identity, kind, text in _mentions(extraction.articles) if open_links else ():
            if identity in open_links:
                key = (kind, text, open_links[identity].candidates)
                first, number = waiting.get(key, (identity, 0))
                waiting[key] = (min(first, identity), number + 1)
    ordered = sorted(waiting.items(), key=lambda q: (-q[1][1], q[0]))
    return [
        ReviewRow(mention_id=first, kind=kind, text=text, candidates=list(candidates), mentions_waiting=number)
        for (kind, text, candidates), (first, number) in ordered
    ]


def _mentions(articles: Iterable[ArticleMentions]) -> Iterable[tuple[str, str, str]]:
    for article in articles:
        for kind, name in KINDS.items():
            for mention in getattr(article, name):
                yield mention_id(article.article_id, kind, mention.start, mention.end), kind, mention.text


def record_names(entities: Entities) -> dict[str, str]:
    """The name of each record, by id; a person's with the posts that tell him from others of the name."""
    posts: dict[str, list[str]] = {}
    for held in entities.tenures:
        posts.setdefault(held.official_id, []).append(f"{held.organization or ''}{held.title}")
    names = {a.alliance_id: a.name for a in entities.alliances}
    names |= {o.official_id: _with_posts(o.name, posts.get(o.official_id, [])) for o in entities.officials}
    names |= {p.policy_id: p.title for p in entities.policies}
    return names | {o.organization_id: o.name for o in entities.organizations}


def _with_posts(name: str, posts: list[str]) -> str:
    return f"{name}（{'、'.join(posts[:POSTS])}）" if posts else name


def walk(
    rows: Iterable[ReviewRow],
    names: dict[str, str],
    decisions: Path,
    who: str,
    when: str,
    ask: Callable[[str], str] = input,
    say: Callable[[str], None] = print,
) -> int:
    """Ask about each row and append what is decided to `decisions`; the number of decisions.

    An answer is a candidate's number, an id, `x` (names nothing), empty (later) or `q` (stop). `when` is ISO 8601.
    """
    made = 0
    for row in rows:
        say("{text} ({kind}; {mentions_waiting} mentions wait; {mention_id})".format(**row))
        for number, candidate in enumerate(row["candidates"], 1):
            say(f"  {number}  {names.get(candidate, candidate)}  {candidate}")
        answer = ask("number, id, x = names nothing, empty = later, q = stop: ").strip()
        if answer == "q":
            break
        decision = _decision(row, answer, names)
        if decision is None:
            say("left for later")
            continue
        why = ask("why: ").strip() or "reviewed"
        append(decisions, (*decision, who, when, why))
        made += 1
    return made


def _decision(row: ReviewRow, answer: str, names: dict[str, str]) -> tuple[str, str, str, str, str] | None:
    """Action, key, surface, target and value of the decision; None where there is none."""
    if answer == "x":
        return ("not-an-entity", "", row["text"], row["kind"], "")
    if answer.isascii() and answer.isdigit() and 1 <= int(answer) <= len(row["candidates"]):
        return ("link", "", row["text"], row["candidates"][int(answer) - 1], "")
    if answer in names and answer.startswith(row["kind"][:3] + "-"):
        return ("link", "", row["text"], answer, "")
    return None


def append(decisions: Path, cells: Sequence[str]) -> None:
    """Append one line to a corrections file; it gets its head row, and its folder, with the first."""
    decisions.parent.mkdir(parents=True, exist_ok=True)
    new = not decisions.exists() or not decisions.stat().st_size
    with decisions.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if new:
            writer.writerow(COLUMNS)
        writer.writerow(cells)
