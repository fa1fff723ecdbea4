"""The same pages as files: extracted/site, readable from file://, in Chinese and, under en/, in English."""

import os
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment

from pipeline.search.site.contents import Contents
from pipeline.search.site.drawing import HERE, environment, html, rows_as_csv, rows_as_json
from pipeline.search.site.languages import LANGUAGES
from pipeline.search.site.page import Page
from pipeline.search.site.records import KINDS
from pipeline.search.site.wording import Language


def export(contents: Contents, folder: Path) -> int:
    """Write all pages, beside and renamed; return how many. Page images are written once for both languages."""
    beside = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    for remains in folder.parent.glob(f".{folder.name}.*.part"):
        shutil.rmtree(remains, ignore_errors=True)
    try:
        shutil.copytree(HERE / "static", beside / "static", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
        templates, count, drawn = environment(), 0, set[str]()
        for address in _addresses(contents):
            for language in LANGUAGES:
                page = contents.page(*address, {"all": "1"}, language)
                _write(beside, templates, page, language)
                drawn.update(
                    f"{p['document_id']}/{p['page']}" for p in page.context.get("pages", ()) if address[0] == "article"
                )
                count += 1
        _write_images(contents, beside, drawn)
        shutil.rmtree(folder, ignore_errors=True)
        beside.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return count


def _addresses(contents: Contents) -> Iterator[tuple[str, str]]:
    """Every page: kind and id."""
    yield from (("front", ""), ("search", ""), ("figures", ""))
    yield from (("list", kind) for kind in ("bulletin", *KINDS))
    for row in contents.records.rows("SELECT bulletin_id FROM bulletins ORDER BY 1"):
        yield "bulletin", row["bulletin_id"]
    for row in contents.records.rows("SELECT article_id FROM articles ORDER BY 1"):
        yield "article", row["article_id"]
    for kind in KINDS:
        yield from ((kind, row["record_id"]) for row in contents.records.entities(kind))


def file_of(kind: str, identifier: str, form: str, language: Language) -> str:
    """The file of a page, relative to the folder: `article/b-1.a01.html`, `en/index.html`."""
    if kind == "static":
        return f"static/{identifier}"
    if kind == "page":
        return f"page/{identifier}"
    root = "en/" if language == "en" else ""
    name = {"front": "index", "list": f"list/{identifier}"}.get(kind, f"{kind}/{identifier}" if identifier else kind)
    return f"{root}{name}.{form or 'html'}"


def _link(here: Path, language: Language, kind: str, identifier: str = "", form: str = "", **asked: str) -> str:
    """The address of a file as seen from another; a mention becomes the place in the article that holds it."""
    target = file_of(kind, identifier, form, language)
    place = f"#{quote(asked['mention'])}" if asked.get("mention") else ""
    return quote(os.path.relpath(target, here.parent)) + place


def _write(folder: Path, templates: Environment, page: Page, language: Language) -> None:
    kind, identifier = page.address
    path = Path(file_of(kind, identifier, "", language))
    links = partial(_link, path, language)
    other: Language = "en" if language == "zh" else "zh"
    text = html(templates, page, language, links, True, _link(path, other, kind, identifier))
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text, encoding="utf-8")
    if page.rows:
        for form, content in (("csv", rows_as_csv(page.rows)), ("json", rows_as_json(page.rows))):
            (folder / file_of(kind, identifier, form, language)).write_bytes(content)


def _write_images(contents: Contents, folder: Path, drawn: set[str]) -> None:
    for name in sorted(drawn):
        document, _, page = name.partition("/")
        content = contents.images.png(document, int(page))
        if content is not None:
            path = folder / "page" / f"{name}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
