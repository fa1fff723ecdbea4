"""What a mention of each kind stands for, among the records of the archive, with score and reason."""

from dataclasses import dataclass

from pipeline.link.compare import contained, fold, slip
from pipeline.link.forms import read_form
from pipeline.link.held import post_of
from pipeline.link.index import EntitiesIndex
from pipeline.link.observation import Evidence
from pipeline.link.policies import is_genre
from pipeline.link.roster import alliance_id, roster
from pipeline.model.entity import Alliance
from pipeline.model.mention import (
    AllianceMention,
    ArticleMentions,
    Extraction,
    OfficialMention,
    OrganizationMention,
    PolicyMention,
)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a mention stands for, among `candidates` where there are several; without record_id it goes to review."""

    record_id: str | None
    score: float
    reasons: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mention stands: its bulletin, the article's mentions, evidence and text, the names that texts define."""

    index: EntitiesIndex
    bulletin_id: str
    found: ArticleMentions
    extraction: Extraction
    evidence: dict[str, Evidence]
    aliases: dict[str, str]
    text: str


def choose_alliance(place: Place, mention: AllianceMention) -> Choice:
    """What an alliance's name stands for: by the text's definition, the archive's names, the article's evidence."""
    index, evidence = place.index, place.evidence.get(mention.text)
    candidates = index.alliance_ids.get(fold(mention.text), ())
    stated = index.alliance_ids.get(fold(evidence.full), ()) if evidence else ()
    if evidence and evidence.said and len(stated) == 1:
        return Choice(stated[0], 0.98, evidence.why)
    known = [c for c in candidates if c in roster().find(mention.text)]
    for settled in (candidates, known):
        if len(settled) == 1:
            return Choice(settled[0], *_explained(mention.text, index.alliances[settled[0]], evidence, index))
    left = [c for c in candidates if c in stated]
    if evidence and len(left) == 1:
        return Choice(left[0], 0.9, evidence.why)
    names = "、".join(index.alliances[c].name for c in candidates)
    why = f"{mention.text} may stand for {names}" if candidates else f"no record has the name {mention.text}"
    return Choice(None, round(1 / len(candidates), 2) if candidates else 0.0, why, candidates)


def _explained(text: str, alliance: Alliance, evidence: Evidence | None, index: EntitiesIndex) -> tuple[float, str]:
    """Score and reason for a name that only one alliance has."""
    form, name = read_form(text), alliance.name
    entry = roster().entries.get(alliance.alliance_id)
    if fold(text) == fold(name):
        return 1.0, f"{text} is the alliance's name"
    if entry and any(fold(text) == fold(n) for n in entry.short_names):
        return 0.99, f"{text} is a known name of {name}"
    common = sorted(form.variants & read_form(name).variants)
    if common and form.slip is None:
        return 0.97, f"{text} and {name} share the core {common[0]}"
    if common:
        return 0.93, f"{text} and {name} share the core {common[0]}; {form.slip}"
    if evidence and alliance.alliance_id in index.alliance_ids.get(fold(evidence.full), ()):
        return 0.92, evidence.why
    return _weaker(text, alliance, index)


def _weaker(text: str, alliance: Alliance, index: EntitiesIndex) -> tuple[float, str]:
    core, known = read_form(text).core, read_form(alliance.name).core
    merged = index.redirects.get(alliance_id(core))
    wrong = slip(core, known)
    if wrong is not None:
        return 0.88, f"{core} is a misprint of {known}: {wrong}"
    if merged and merged[0] == alliance.alliance_id:
        return (0.78 if contained(core, known) else 0.85), merged[1]
    if any(n.name == text and n.kind != "misspelling" for n in alliance.names) and read_form(text).long:
        return 0.9, f"{text} is an earlier name of {alliance.name}"
    return 0.7, f"the archive has {text} as a name of {alliance.name}"


def choose_official(place: Place, mention: OfficialMention) -> Choice:
    """Which person of this name: the only one, or who holds the post given here or elsewhere in the bulletin."""
    index, name = place.index, mention.text
    candidates = tuple(dict.fromkeys(index.follow(c)[0] for c in index.official_ids.get(fold(name), ())))
    if len(candidates) == 1:
        known = _holds(place, candidates[0], mention)
        post = "holds this post" if known else "is the only one of this name"
        return Choice(candidates[0], 0.97 if known else 0.9, f"{name} {post} in the archive")
    elsewhere = () if mention.roles else _namesakes(place, name)
    for mentions, where in (((mention,), "post"), (elsewhere, "post elsewhere in the bulletin")):
        left = {c for c in candidates for m in mentions if _holds(place, c, m)}
        if len(left) == 1:
            why = f"of the {len(candidates)} persons named {name} one has this {where}"
            return Choice(left.pop(), 0.9, why, candidates)
    why = f"{len(candidates)} persons are named {name}" if candidates else f"no record has the name {name}"
    return Choice(None, round(1 / len(candidates), 2) if candidates else 0.0, why, candidates)


def _holds(place: Place, identity: str, mention: OfficialMention) -> bool:
    held = place.index.posts.get(identity, frozenset())
    titles = {title for _, title in held}
    posts = [_post(place.index, r.organization, r.title) for r in mention.roles]
    return any(post in held or (post[0] is None and post[1] in titles) for post in posts)


def _post(index: EntitiesIndex, organization: str | None, title: str | None) -> tuple[str | None, str | None]:
    post = post_of(organization, title)
    if organization is None:
        return post
    alliances = index.alliance_ids.get(fold(organization), ())
    if len(alliances) == 1:
        return (index.alliances[alliances[0]].name, post[1])
    record = index.organizations.get(index.organization(organization)[0])
    return (record.name, post[1]) if record else post


def _namesakes(place: Place, name: str) -> tuple[OfficialMention, ...]:
    """The mentions of this name with a post: of the article, and where it has none, of the bulletin."""
    inside = tuple(m for m in place.found.officials if fold(m.text) == fold(name) and m.roles)
    return inside or tuple(m for a in place.extraction.articles for m in a.officials if fold(m.text) == fold(name))


def choose_policy(place: Place, mention: PolicyMention) -> Choice:
    """Which work: the one that a short form stands for, or that of the title's key."""
    index = place.index
    if mention.short_for is not None:
        identity, _ = index.policy(mention.short_for)
        if identity in index.policies:
            return Choice(identity, 0.95, f"{mention.title} stands for {mention.short_for} in this bulletin")
    if is_genre(mention.title):
        return _genre(place, mention)
    identity, why = index.policy(mention.title)
    if identity not in index.policies:
        return Choice(None, 0.0, f"no record has the title {mention.title}")
    title = index.policies[identity].title
    if why is not None:
        return Choice(identity, 0.9, why)
    if fold(mention.title) == fold(title):
        return Choice(identity, 1.0, "the title is the record's")
    return Choice(identity, 0.96, f"{mention.title} is {title} but for issuer, form or stage")


def _genre(place: Place, mention: PolicyMention) -> Choice:
    """A genre alone (方案) stands for the article's only work of that genre."""
    genre = fold(mention.title)
    titles = {p.title for p in place.found.policies if not is_genre(p.title) and genre in fold(p.title)[-8:]}
    found = sorted({place.index.policy(t)[0] for t in titles} & place.index.policies.keys())
    if len(found) == 1:
        title = place.index.policies[found[0]].title
        return Choice(found[0], 0.85, f"{title} is the article's only work that {mention.title} may stand for")
    return Choice(None, 0.0, f"{mention.title} is a genre and names no work alone", tuple(found))


def choose_organization(place: Place, mention: OrganizationMention) -> Choice:
    """Which organization: as the text defines the name, else by its standing name."""
    index = place.index
    full = place.aliases.get(fold(mention.text))
    for name, score, why in (
        *(((full, 0.98, f"the text says that {mention.text} stands for {full}"),) if full else ()),
        (mention.name, 1.0, f"{mention.text} is the organization's name"),
    ):
        identity, moved = index.organization(name)
        record = index.organizations.get(identity)
        if record is not None:
            plain = fold(mention.text) == fold(record.name) or name == full
            known = f"{record.name} is the standing name of {mention.text}"
            return Choice(identity, score if plain else 0.96, moved or (why if plain else known))
    return Choice(None, 0.0, f"no record has the name {mention.name}")
