"""The site in a real browser: search, a facet, a mention and its box, the phone, the keyboard, accessibility.

Needs Debian's chromium and, for the accessibility check, axe-core: `make browser` installs both. Screenshots are left
in artefacts/.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

pytestmark = pytest.mark.browser

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
PHONE = {"width": 390, "height": 800}
DESK = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def address(archive: Path, repository: Path) -> Iterator[str]:
    """The running site."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "pipeline", "serve", "--out", str(archive), "--raw", str(repository / "raw")]
    server = subprocess.Popen([*command, "--port", str(port)], cwd=repository, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not Path(CHROMIUM).exists():
        pytest.skip("chromium is not installed; run `make browser`")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as running:
        launched = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page that must log no error."""
    opened = browser.new_page(viewport=DESK)
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield opened
    opened.close()
    assert not errors


@pytest.fixture(scope="module")
def artefacts(repository: Path) -> Path:
    folder = repository / "artefacts" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def to_article(page: Any, address: str) -> Any:
    """From the front page by search and facet to an article with page images."""
    page.goto(address)
    page.get_by_role("searchbox").fill("封测联盟")
    page.get_by_role("button", name="检索").click()
    page.get_by_role("link", name="2018", exact=True).click()
    page.locator(".hits h2 a").first.click()
    return page.locator("article.text")


def test_search_facet_mention_box(page: Any, address: str, artefacts: Path) -> None:
    article = to_article(page, address)
    article.wait_for()
    mention = page.locator(".m.k-alliance[data-box]").first
    mention.click()
    box = page.locator(".box")
    assert box.count() == 1
    page.locator(".sheet", has=box).locator("img").evaluate("image => image.decode()")
    sheet, drawn = page.locator(".sheet", has=box).bounding_box(), box.bounding_box()
    points = [float(n) for n in mention.get_attribute("data-box").split()]
    width = float(page.locator("figure", has=box).get_attribute("data-width"))
    assert abs((drawn["x"] - sheet["x"]) / sheet["width"] - points[0] / width) < 0.01
    assert sheet["x"] <= drawn["x"] and drawn["x"] + drawn["width"] <= sheet["x"] + sheet["width"] + 1
    assert dark_share(page, drawn) > 0.02, "no ink in the box"
    assert "联盟" in page.locator("#card").inner_text()
    page.screenshot(path=artefacts / "article.png")
    page.locator("#card a").click()
    assert page.locator("h1").inner_text().endswith("联盟")
    page.screenshot(path=artefacts / "alliance.png")


def dark_share(page: Any, box: dict[str, float]) -> float:
    """The share of dark pixels in a part of the page."""
    import io

    from PIL import Image

    grey = Image.open(io.BytesIO(page.screenshot(clip=box))).convert("L")
    return sum(grey.histogram()[:110]) / (grey.width * grey.height)


def test_a_facet_narrows(page: Any, address: str, artefacts: Path) -> None:
    page.goto(f"{address}/search?q={quote('联盟')}")
    before = page.locator("[role=status] strong").inner_text()
    page.screenshot(path=artefacts / "search.png")
    facet = page.locator("aside details li a").first
    count = int(page.locator("aside details li .quiet").first.inner_text())
    facet.click()
    after = page.locator("[role=status] strong").inner_text()
    assert after != before
    assert after == f"共 {count} 篇"
    page.get_by_role("link", name="取消").click()
    assert page.locator("[role=status] strong").inner_text() == before


def test_on_a_phone_nothing_is_wider_than_the_screen(browser: Any, address: str, artefacts: Path) -> None:
    page = browser.new_page(viewport=PHONE)
    to_article(page, address).wait_for()
    article = page.url
    addresses = ("/", f"/search?q={quote('联盟')}", "/figures", "/list/alliance", "/list/bulletin", article)
    for number, path in enumerate(addresses):
        page.goto(path if path.startswith("http") else address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
        page.screenshot(path=artefacts / f"phone-{number}.png")
    page.locator(".m[data-box]").first.click()
    assert page.locator(".box").is_visible()
    page.close()


def test_by_keyboard_alone(page: Any, address: str) -> None:
    """Skip link, search box, result, mention: every step by Tab and Enter, every focus to be seen."""
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    tab_to(page, "document.activeElement.id === 'q'")
    page.keyboard.type("封测 date:2018")
    page.keyboard.press("Enter")
    page.wait_for_selector(".hits")
    tab_to(page, "document.activeElement.closest('.hits h2') !== null")
    page.keyboard.press("Enter")
    page.wait_for_selector("article.text")
    tab_to(page, "document.activeElement.matches('.m[data-box][data-href]')")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Enter")
    assert page.locator(".box").count() == 1
    tab_to(page, "document.activeElement.closest('#card') !== null")


def tab_to(page: Any, condition: str) -> None:
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate(condition):
            return
    pytest.fail(f"the keyboard never reaches {condition}")


def test_language(page: Any, address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("link", name="Alliances").first.click()
    assert page.locator("h1").inner_text().startswith("Alliances")


def test_static_copy_in_the_browser(browser: Any, archive: Path, repository: Path, tmp_path: Path) -> None:
    """From a file to the box on the page, without a server."""
    from pipeline.cli.answers import read_number
    from pipeline.search.site.contents import open_contents
    from pipeline.search.site.export import export

    export(open_contents(archive, repository / "raw", read_number), tmp_path / "site")
    page = browser.new_page(viewport=DESK)
    page.goto((tmp_path / "site" / "index.html").as_uri())
    page.locator(".bars a").first.click()
    page.locator("#in ~ ul a").first.click()
    page.locator("article.text").wait_for()
    assert page.locator(".m.chosen").count() == 1
    page.close()


@pytest.mark.parametrize(
    "path", ["/", "/search?q=" + quote("联盟"), "/figures", "/list/alliance", "article", "alliance", "bulletin"]
)
def test_accessibility(page: Any, address: str, repository: Path, path: str) -> None:
    """axe-core finds nothing serious."""
    axe = Path(os.environ.get("AXE", repository / "artefacts" / "node_modules" / "axe-core" / "axe.min.js"))
    if not axe.is_file():
        pytest.skip("axe-core is not installed; run `make browser`")
    if path.startswith("/"):
        page.goto(address + path)
    else:
        to_article(page, address).wait_for()
        if path == "bulletin":
            page.locator("main .where a").first.click()
        if path == "alliance":
            page.locator(".m.k-alliance[data-box]").first.click()
            page.locator("#card a").click()
        page.wait_for_load_state()
    source = axe.read_text(encoding="utf-8")
    found = page.evaluate(f"(() => {{ {source}; return axe.run(); }})()")
    serious = [(v["id"], v["nodes"][0]["html"]) for v in found["violations"] if v["impact"] in ("serious", "critical")]
    assert not serious
