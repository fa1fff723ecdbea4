"""The report over the specimens: its numbers recomputed by hand, its page whole, its pictures without boxes."""

import json
import re
from html.parser import HTMLParser

import pandas as pd
import pyarrow.parquet as pq
import pytest
from PIL import Image, ImageFont

from pipeline.trends.pictures import chinese_font
from pipeline.trends.report import TABLES

# Articles of each year that name it, counted in tests/specimens/sources by reading; 2015 and 2022 have no issue.
COUNTED = {
    "集成电路封测产业技术创新战略联盟": {2012: 1, 2013: 0, 2014: 2, 2016: 1, 2017: 0, 2018: 2, 2019: 0, 2020: 1, 2021: 1, 2023: 1, 2024: 1},
    "半导体照明产业技术创新战略联盟": {2012: 1, 2013: 2, 2014: 2, 2016: 1, 2017: 0, 2018: 2, 2019: 0, 2020: 1, 2021: 0, 2023: 1, 2024: 0},
    "再生资源产业技术创新战略联盟": {2012: 1, 2013: 0, 2014: 1, 2016: 1, 2017: 0, 2018: 2, 2019: 0, 2020: 1, 2021: 0, 2023: 1, 2024: 1},
    "万钢": {2012: 0, 2013: 1, 2014: 0, 2016: 1, 2017: 1, 2018: 0, 2019: 0, 2020: 0, 2021: 0, 2023: 0, 2024: 0},
    "王志刚": {2012: 0, 2013: 0, 2014: 0, 2016: 0, 2017: 0, 2018: 1, 2019: 0, 2020: 0, 2021: 1, 2023: 0, 2024: 0},
}  # fmt: skip
# Articles of each year's issues, counted likewise.
ARTICLES = {2012: 12, 2013: 8, 2014: 13, 2016: 14, 2017: 8, 2018: 14, 2019: 8, 2020: 12, 2021: 16, 2024: 10}
# 封测联盟 成员单位 as the specimens print it; 86家 is the later of two statements on the end of 2019.
MEMBERS = {2012: 34, 2014: 48, 2016: 62, 2018: 75, 2019: 86, 2020: 93, 2023: 126, 2024: 131}


@pytest.fixture(scope="module")
def trends(archive):
    return archive / "trends"


@pytest.mark.parametrize("name", COUNTED)
def test_series_recomputed_by_hand(trends, name):
    table = pd.read_csv(trends / "mentions_by_year.csv")
    rows = table[table["name"] == name].set_index("year")
    counted = COUNTED[name]
    assert rows["articles_naming"].dropna().astype(int).to_dict() == counted
    for year in sorted(counted.keys() & ARTICLES.keys()):
        assert rows.loc[year, "articles"] == ARTICLES[year]
        assert rows.loc[year, "share"] == pytest.approx(counted[year] / ARTICLES[year], abs=1e-8)
    assert rows.loc[[2015, 2022], ["mentions", "share", "share_low"]].isna().all(axis=None)


def test_members_over_the_years(trends):
    series = pd.read_csv(trends / "figure_series.csv")
    rows = series[series["subject"].eq("集成电路封测产业技术创新战略联盟") & series["indicator_normal"].eq("成员单位")]
    found = rows[rows["measure"] == "stock"].set_index("year")
    assert found["base_value"].astype(int).to_dict() == MEMBERS
    assert found.loc[2020, "year_on_year"] == pytest.approx(93 / 86 - 1, abs=1e-6)


def test_the_planted_contradiction_is_listed(trends):
    table = pd.read_csv(trends / "figure_contradictions.csv")
    assert [(row.text_before, row.text) for row in table.itertuples() if row.year == 2019] == [("88家", "86家")]


def test_the_missing_issue_is_listed(trends):
    table = pd.read_csv(trends / "missing_issues.csv")
    rows = table[(table["series"] == "区域创新联盟工作动态") & (table["year"] == 2021)]
    assert rows[["issue", "total_issue"]].values.tolist() == [[2, 18]]


@pytest.mark.parametrize("name", [name for name, _ in TABLES])
def test_every_table_is_there_twice_with_the_same_rows(trends, name):
    exact = pq.read_table(trends / f"{name}.parquet")
    legible = pd.read_csv(trends / f"{name}.csv", dtype="str")
    assert exact.num_rows == len(legible) > 0
    assert exact.column_names == list(legible.columns)


class References(HTMLParser):
    """Everything that a page fetches or links."""

    def __init__(self):
        super().__init__()
        self.fetched, self.linked, self.titles = [], [], []
        self._heading = False

    def handle_starttag(self, tag, attributes):
        self._heading = tag == "h2"
        for name, value in attributes:
            if name == "src" or (tag == "link" and name == "href"):
                self.fetched.append(value)
            elif name == "href":
                self.linked.append(value)

    def handle_data(self, data):
        if self._heading and data.strip():
            self.titles.append(data.strip())


def references(path):
    parser = References()
    parser.feed(path.read_text(encoding="utf-8"))
    return parser


def test_the_report_needs_nothing_but_itself(trends):
    page = references(trends / "index.html")
    text = (trends / "index.html").read_text(encoding="utf-8")
    # Pictures stand in noscript only, beside the page
    assert all(not value.startswith(("http", "//")) for value in page.fetched)
    assert all((trends / value).is_file() for value in page.fetched)
    assert text.count("window.vegaEmbed") == 1
    assert "@import" not in text


def test_every_chart_asks_a_question_states_its_denominator_and_links_its_rows(trends):
    text = (trends / "index.html").read_text(encoding="utf-8")
    sections = re.findall(r'<section id="(\w+)">(.*?)</section>', text, flags=re.DOTALL)
    charts = [(name, body) for name, body in sections if name != "tables"]
    assert len(charts) >= 8
    for name, body in charts:
        assert re.search(r"<h2>[^<]*？</h2>", body), name
        assert "分母：" in body
        for ending in ("csv", "png", "svg") if chinese_font() else ("csv", "svg"):
            assert f'href="charts/{name}.{ending}"' in body
        rows = pd.read_csv(trends / "charts" / f"{name}.csv")
        assert len(rows) > 0
    specifications = json.loads(re.search(r'id="specifications">(.*?)</script>', text, flags=re.DOTALL)[1])
    assert list(specifications) == [name for name, _ in charts]


def test_every_link_leads_somewhere(trends):
    pages = [trends / "index.html", *sorted(trends.glob("year-*.html"))]
    assert len(pages) == 12
    for page in pages:
        for link in references(page).linked:
            assert (trends / link).is_file(), f"{page.name}: {link}"


def test_a_year_page_says_what_the_year_held(trends):
    text = (trends / "year-2018.html").read_text(encoding="utf-8")
    for part in (
        "2018 年谈了什么，谈到了谁？",
        "<dt>文章</dt><dd>14</dd>",
        "<svg",
        "首次提及的政策和文件",
        "王志刚：科技部 部长",
    ):
        assert part in text, part


def test_no_character_of_a_picture_is_missing_from_its_font(trends):
    if chinese_font() is None:
        pytest.skip("no Chinese font on this system")
    family, file = chinese_font()
    font = ImageFont.truetype(str(file), 24)
    box = bytes(font.getmask("\U0010fffe"))
    characters = set()
    for picture in sorted((trends / "charts").glob("*.svg")):
        text = picture.read_text(encoding="utf-8")
        assert family in text
        characters |= set("".join(re.findall(r"<text[^>]*>([^<]*)</text>", text)))
    assert len(characters) > 100
    missing = {c for c in characters if not c.isspace() and bytes(font.getmask(c)) == box}
    assert missing == set()


def test_pictures_are_pictures(trends):
    if chinese_font() is None:
        pytest.skip("no Chinese font on this system")
    for path in sorted((trends / "charts").glob("*.png")):
        with Image.open(path) as picture:
            assert picture.width >= 800, path.name
            assert len(picture.convert("RGB").getcolors(1 << 20)) > 10, path.name
