"""The contents list against the body: lines and titles that differ, and those that stand on one side only."""

from collections.abc import Iterator

from pipeline.check.finding import finding
from pipeline.check.wording import letters, plain
from pipeline.model.bulletin import Article, Bulletin, Section
from pipeline.model.entity import Finding

# Findings of a line or an article that stands on one side only.
_ONE_SIDED = ("article-not-in-contents", "contents-without-body")
# So many of them, and more than half of all, are no slips of the editors: the layout was not understood.
_MANY = 10


def check_contents(bulletin: Bulletin) -> Iterator[Finding]:
    """Findings of a bulletin that has a contents list; blanks, width and kind of quotes make no difference."""
    if not bulletin.contents:
        return
    yield from (f for s in bulletin.sections for f in _heading(bulletin, s))
    found = [*(f for a in bulletin.articles for f in _title(bulletin, a)), *_lines_without_body(bulletin)]
    strays = [f for f in found if f.check in _ONE_SIDED]
    unread = len(strays) >= _MANY and 2 * len(strays) > len(bulletin.contents) + len(bulletin.articles)
    yield from (f for f in found if not (unread and f.check in _ONE_SIDED))
    if unread:
        message = f"目录与正文有{len(strays)}处对不上，超过一半，多半是版面未能读清，不逐一列出"
        yield finding("contents-unread", "note", message, bulletin.bulletin_id)


def _title(bulletin: Bulletin, article: Article) -> Iterator[Finding]:
    if article.contents_title is None:
        if any(line.kind == "article" for line in bulletin.contents):
            message = f"正文有《{article.title}》一文，目录中没有相应的条目"
            yield finding("article-not-in-contents", "warning", message, bulletin.bulletin_id, article.article_id)
    elif plain(article.title) != plain(article.contents_title):
        message = f"目录作“{article.contents_title}”，正文标题作“{article.title}”"
        signs_only = letters(article.title) == letters(article.contents_title)
        yield finding(
            "contents-title",
            "note" if signs_only else "warning",
            message + ("，仅标点不同" if signs_only else ""),
            bulletin.bulletin_id,
            article.article_id,
        )


def _heading(bulletin: Bulletin, section: Section) -> Iterator[Finding]:
    if section.contents_heading is not None and plain(section.heading) != plain(section.contents_heading):
        message = f"目录栏目作“{section.contents_heading}”，正文栏目作“{section.heading}”"
        yield finding("contents-heading", "warning", message, bulletin.bulletin_id, None, (section.section_id,))


def _lines_without_body(bulletin: Bulletin) -> Iterator[Finding]:
    known = {
        "article": {plain(t) for a in bulletin.articles for t in (a.contents_title, a.title) if t},
        "section": {plain(t) for s in bulletin.sections for t in (s.contents_heading, s.heading) if t},
    }
    for line in bulletin.contents:
        if plain(line.text) not in known[line.kind]:
            name = "文章" if line.kind == "article" else "栏目"
            yield finding(
                "contents-without-body",
                "warning",
                f"目录列有“{line.text}”，正文中没有相应的{name}",
                bulletin.bulletin_id,
            )
