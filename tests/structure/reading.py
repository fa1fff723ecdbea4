"""Documents made of text, and bulletins written out the way tests/structure/bulletins.py expects them."""

import hashlib

from pipeline.model.bulletin import Article, Bulletin
from pipeline.model.ids import document_id
from pipeline.model.page import Document, Line, Page


def text_document(text: str, path: str = "specimen.txt") -> Document:
    raw = text.encode("utf-8", "surrogatepass")
    lines = tuple(Line(line) for line in text.split("\n"))
    digest = hashlib.sha256(raw).hexdigest()
    return Document(document_id(path), path, digest, len(raw), "text", "utf-8", "plain", (Page(1, lines, "plain"),))


def written_out(bulletin: Bulletin, opens: int = 6) -> list[str]:
    m = bulletin.masthead
    fields = (m.series, m.year, m.issue, m.total_issue, m.publisher, m.date)
    lines = ["masthead: " + " ".join("-" if field is None else str(field) for field in fields)]
    if bulletin.contents:
        lines.append("contents: " + " / ".join(entry.text for entry in bulletin.contents))
    section = None
    for article in bulletin.articles:
        if article.section != section:
            section = article.section
            lines += [_equated("§", s.heading, s.contents_heading) for s in bulletin.sections if s.ordinal == section]
        lines += _article(article)
    lines += [f"{recipient.mode}: {recipient.name}" for recipient in bulletin.recipients]
    return lines + [f"{staff.role}: {staff.name}" for staff in bulletin.staff]


def _equated(sign: str, own: str, contents: str | None) -> str:
    return f"{sign} {own}" + (f" = {contents}" if contents is not None else "")


def _article(article: Article) -> list[str]:
    lines = [_equated("#", article.title, article.contents_title)]
    lines += [f"@ {article.contributor}"] if article.contributor else []
    lines += [f"< {article.source}"] if article.source else []
    lines.append("> " + article.body)
    for table in article.tables:
        names = " / ".join(table.head()[column] for column in sorted(table.head()))
        rows = len({cell.row for cell in table.cells})
        lines.append(f"| {names} : {rows} rows, {table.unit or '-'}")
    return lines


def agrees(expected: str, found: str) -> bool:
    """Whether a line is as expected; of a body (`> first … last`) only the first and last words are given."""
    if not expected.startswith("> "):
        return expected == found
    first, last = expected[2:].split(" … ")
    return found.startswith("> " + first) and found.endswith(last)
