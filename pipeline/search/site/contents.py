"""One output folder as a site: what page stands at which address."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.model.errors import MissingStage
from pipeline.search.ask import Archive
from pipeline.search.compile import ReadNumber
from pipeline.search.site import entities, finding, pages
from pipeline.search.site.figures import figures
from pipeline.search.site.images import PageImages
from pipeline.search.site.page import Page
from pipeline.search.site.records import KINDS, Records


@dataclass(frozen=True, slots=True)
class Contents:
    """The records, the index (None where it was not built) and the page images of an output folder."""

    records: Records
    archive: Archive | None
    images: PageImages
    texts: Path

    def page(self, kind: str, identifier: str, asked: Mapping[str, str], language: str) -> Page:
        """The page of this kind and id; a page that says so, with status 404, where there is none."""
        return self._found(kind, identifier, asked, language) or not_found()

    def _found(self, kind: str, identifier: str, asked: Mapping[str, str], language: str) -> Page | None:
        found: Page | None = None
        match kind:
            case "front":
                found = pages.front(self.records)
            case "search":
                found = finding.search(self.archive, asked, language)
            case "figures":
                found = figures(self.records, asked)
            case "list" if identifier in ("bulletin", *KINDS):
                found = pages.listing(self.records, identifier)
            case "bulletin":
                found = pages.bulletin(self.records, identifier)
            case "article":
                found = pages.article(self.records, self.images, self.texts, identifier, asked.get("mention", ""))
            case _ if kind in KINDS:
                found = entities.entity(self.records, kind, identifier)
        return found


def not_found() -> Page:
    """The page for an address that leads nowhere."""
    return Page("message.html", "not_found", ("front", ""), {"message": "not_found"}, status=404)


def failed() -> Page:
    """The page for a page that could not be made; it says nothing of the reason."""
    return Page("message.html", "failed", ("front", ""), {"message": "failed"}, status=500)


def open_contents(out: Path, raw: Path, read_number: ReadNumber) -> Contents:
    """Open an output folder; raises MissingStage where the tables or the index were not made."""
    database = out / "bulletins.db"
    if not database.is_file():
        raise MissingStage(f"there is no database in {out}; run `make` first")
    records = Records(database)
    return Contents(records, Archive(out, read_number), PageImages(raw, records), out / "text")
