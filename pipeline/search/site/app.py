"""The running site: Datasette, read-only, with our pages in front of its own."""

import asyncio
import sys
import traceback
from functools import partial
from pathlib import Path
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.plugins import pm
from datasette.utils.asgi import Request, Response
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader

from pipeline.model.tables import TABLES
from pipeline.search.site.contents import Contents, failed
from pipeline.search.site.drawing import HERE, NAVIGATION, environment, html, link, rows_as_csv, rows_as_json
from pipeline.search.site.languages import LANGUAGES, Application, in_both_languages, reader_language
from pipeline.search.site.page import Page
from pipeline.search.site.queries import canned_queries
from pipeline.search.site.wording import Language, note, word

SQL_TIME_LIMIT_MS = 1000
DATABASE = "bulletins"
PLUGIN = "bulletin-site"
ADDRESS = r"/(?P<kind>{kinds})(?:/(?P<identifier>[^/]+?))?(?:\.(?P<form>csv|json))?/?$"
KINDS = "front|search|figures|list|bulletin|article|alliance|official|policy|org"
# Only what the pages need: nothing from elsewhere, no frames, no forms to elsewhere.
SECURITY = {
    "content-security-policy": "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "frame-ancestors 'none'; form-action 'self'; base-uri 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
}
LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")


class SitePlugin:
    """Our pages as a Datasette plugin."""

    def __init__(self, contents: Contents) -> None:
        self.__name__ = PLUGIN
        self._contents = contents
        self._templates = environment()

    @hookimpl  # type: ignore[untyped-decorator]
    def register_routes(self) -> list[tuple[str, Any]]:
        """Our addresses, which come before Datasette's."""
        return [
            (r"/$", self.show),
            (ADDRESS.format(kinds=KINDS), self.show),
            (r"/page/(?P<document>d-[0-9a-f]+)/(?P<page>\d{1,5})\.png$", self.image),
        ]

    @hookimpl  # type: ignore[untyped-decorator]
    def asgi_wrapper(self) -> Any:
        """Loopback names only, and none of Datasette's pages about the machine."""
        return _guarded

    @hookimpl  # type: ignore[untyped-decorator]
    def extra_template_vars(self, request: Request | None) -> dict[str, Any]:
        """What the head of our pages needs on Datasette's."""
        language = reader_language(request.scope) if request else "zh"
        other = f"{request.path if request else '/'}?_lang={'en' if language == 'zh' else 'zh'}"
        shown = {"language": language, "other": other, "static": False}
        return shown | {"t": partial(word, language=language), "link": link, "navigation": NAVIGATION}

    @hookimpl  # type: ignore[untyped-decorator]
    def prepare_jinja2_environment(self, env: Environment) -> None:
        """Our templates beside Datasette's, under site/."""
        ours = PrefixLoader({"site": FileSystemLoader(HERE / "templates")})
        env.loader = ChoiceLoader([loader for loader in (env.loader, ours) if loader])

    async def show(self, request: Request) -> Response:
        """A page in the language that the reader chose."""
        form = request.url_vars.get("form")
        language = reader_language(request.scope)
        page = await asyncio.to_thread(self._page, request, language)
        if form == "csv":
            return _response(rows_as_csv(page.rows), "text/csv; charset=utf-8", page.status)
        if form == "json":
            return _response(rows_as_json(page.rows), "application/json; charset=utf-8", page.status)
        other = link(*page.address, lang="en" if language == "zh" else "zh", **page.query)
        content = await asyncio.to_thread(html, self._templates, page, language, link, False, other)
        return _response(content.encode(), "text/html; charset=utf-8", page.status)

    def _page(self, request: Request, language: Language) -> Page:
        asked = {key: request.args.get(key) or "" for key in request.args if key not in ("lang", "_lang")}
        kind, identifier = request.url_vars.get("kind") or "front", request.url_vars.get("identifier") or ""
        try:
            return self._contents.page(kind, identifier, asked, language)
        except Exception:  # whatever it is, the reader sees no path and no code
            traceback.print_exc(file=sys.stderr)
            return failed()

    async def image(self, request: Request) -> Response:
        """A printed page."""
        document, page = request.url_vars["document"], int(request.url_vars["page"])
        content = await asyncio.to_thread(self._contents.images.png, document, page)
        if content is None:
            return _response(b"not found", "text/plain", 404)
        return _response(content, "image/png", 200, {"cache-control": "private, max-age=3600"})


def _response(content: bytes, kind: str, status: int, headers: dict[str, str] | None = None) -> Response:
    return Response(body=content, status=status, headers=SECURITY | (headers or {}), content_type=kind)


def _guarded(app: Any) -> Any:
    async def guard(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            host = dict(scope["headers"]).get(b"host", b"").decode("latin-1").rpartition(":")
            name = host[0] or host[2]
            path = scope["path"]
            inside = path.startswith("/-/") and not path.startswith("/-/static/")
            if name not in LOCAL_HOSTS or inside:
                await _refuse(send)
                return
        await app(scope, receive, send)

    return guard


async def _refuse(send: Any) -> None:
    await send({"type": "http.response.start", "status": 404, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b"not found"})


def _metadata(language: Language) -> dict[str, Any]:
    """Titles and notes of tables, columns and queries, for Datasette's pages."""
    zh = language == "zh"
    tables = {
        table.name: {
            "title": f"{table.label} {table.name}" if zh else table.name,
            "description": (zh and note(table.name)) or table.meaning,
            "columns": {
                c.name: f"{c.label}：{note(table.name, c.name) or c.meaning}" if zh else c.meaning
                for c in table.columns
            },
        }
        for table in TABLES
    }
    queries = {q.name: {"title": q.zh if zh else q.en, "sql": q.sql, "hide_sql": False} for q in canned_queries()}
    about = word("about", language)
    database = {"title": word("tables", language), "description": about, "tables": tables, "queries": queries}
    return {"title": word("site", language), "description": about, "databases": {DATABASE: database}}


def application(contents: Contents, database: Path) -> Application:
    """The site as an ASGI application: Datasette on the database, which it opens immutable, once in each language,
    with our pages; one site at a time in a process."""
    for name in [n for n, _ in pm.list_name_plugin() if n == PLUGIN]:
        pm.unregister(name=name)
    pm.register(SitePlugin(contents), name=PLUGIN)
    return in_both_languages({language: _datasette(database, language).app() for language in LANGUAGES})


def _datasette(database: Path, language: Language) -> Datasette:
    return Datasette(
        files=[],
        immutables=[str(database)],
        metadata=_metadata(language),
        static_mounts=[("static", str(HERE / "static"))],
        template_dir=str(HERE / "datasette"),
        settings={
            "sql_time_limit_ms": SQL_TIME_LIMIT_MS,
            "allow_download": False,
            "max_returned_rows": 1000,
            "default_page_size": 50,
            "suggest_facets": False,
        },
    )
