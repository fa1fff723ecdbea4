"""Which language a reader reads: asked for by the address, remembered in a cookie, Chinese where nothing is said."""

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs

from pipeline.search.site.wording import Language

Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Callable[[], Awaitable[Any]], Send], Awaitable[None]]

LANGUAGES: tuple[Language, ...] = ("zh", "en")


def reader_language(scope: Scope) -> Language:
    """The language of a request."""
    return _asked(scope) or _remembered(scope) or "zh"


def _asked(scope: Scope) -> Language | None:
    """`lang` on our pages; `_lang` on Datasette's, where other parameters name columns."""
    parameters = parse_qs(scope.get("query_string", b"").decode("latin-1"))
    return _known(next(iter(parameters.get("lang", ()) or parameters.get("_lang", ())), ""))


def _remembered(scope: Scope) -> Language | None:
    cookies = SimpleCookie(dict(scope.get("headers", ())).get(b"cookie", b"").decode("latin-1"))
    return _known(cookies["lang"].value if "lang" in cookies else "")


def _known(name: str) -> Language | None:
    return next((language for language in LANGUAGES if language == name), None)


def in_both_languages(applications: Mapping[Language, Application]) -> Application:
    """One application of one in each language; what is asked for is remembered."""

    async def application(scope: Scope, receive: Callable[[], Awaitable[Any]], send: Send) -> None:
        asked = _asked(scope) if scope["type"] == "http" else None
        chosen = applications[reader_language(scope)]
        await chosen(scope, receive, _remembering(send, asked) if asked else send)

    return application


def _remembering(send: Send, language: Language) -> Send:
    cookie = (b"set-cookie", f"lang={language}; Path=/; SameSite=Lax; HttpOnly".encode())

    async def with_cookie(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), cookie]
        await send(message)

    return with_cookie
