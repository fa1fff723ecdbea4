import math

import numpy as np
import pytest
from trends.made import Article

from pipeline.trends.archive import read_archive
from pipeline.trends.bursts import bursts, intervals
from pipeline.trends.denominators import calendar, missing_issues
from pipeline.trends.terms import read_terms
from pipeline.trends.themes import choose_themes, companions, log_odds, prior_of, term_years, theme_items, theme_table


def read(tables):
    archive = read_archive(tables)
    missing = missing_issues(archive.bulletins)
    terms = read_terms(tables, archive)
    return archive, terms, calendar(archive, "year", missing), calendar(archive, "month", missing)


def test_weighted_log_odds_by_hand():
    # Monroe, Colaresi & Quinn 2008, equations 15, 20 and 22, with two words and pseudo-counts 1 and 3
    odds, z = log_odds(np.array([5, 5]), np.array([2, 18]), np.array([1.0, 3.0]))
    expected = math.log(6 / 8) - math.log(3 / 21)
    assert odds[0] == pytest.approx(expected)
    assert z[0] == pytest.approx(expected / math.sqrt(1 / 6 + 1 / 3))
    assert odds[0] == pytest.approx(-odds[1])


def test_a_word_as_common_as_everywhere_has_no_odds():
    counts, rest = np.array([10, 30]), np.array([20, 60])
    odds, _ = log_odds(counts, rest, prior_of(counts + rest))
    assert np.allclose(odds, 0)


def test_a_stronger_prior_trusts_a_rare_word_less():
    counts, rest = np.array([2, 98]), np.array([0, 900])
    weak = log_odds(counts, rest, np.array([0.02, 9.98]))[0][0]
    strong = log_odds(counts, rest, np.array([2.0, 998.0]))[0][0]
    assert 0 < strong < weak


@pytest.fixture
def planted(made):
    """氢能 in every article of June to August 2018 and in one of twenty otherwise; 平台 always in every second one."""
    for year in range(2016, 2021):
        for month in range(1, 13):
            hot = (year, month) in {(2018, 6), (2018, 7), (2018, 8)}
            articles = []
            for place in range(20):
                words = ["平台"] if place % 2 else ["材料"]
                articles.append(Article(words=(*words, "氢能", "燃料电池") if hot or place == 0 else tuple(words)))
            made.issue(f"{year}-{month:02}-10", articles)
    return made.write()


def test_a_planted_burst_is_found_with_its_months(planted):
    _, terms, _, months = read(planted)
    found = bursts(terms, months).set_index("name")
    assert set(found.index) == {"氢能", "燃料电池"}
    assert found["sure"].all()
    assert tuple(found.loc["氢能", ["start", "end", "batches", "articles_naming"]]) == ("2018-06", "2018-08", 3, 60)
    # Three months of 20 articles, all of them naming it, at a base share of 117 in 1200
    base = 117 / 1200
    assert found.loc["氢能", "weight"] == pytest.approx(60 * math.log(2), abs=1e-6)
    assert base * 2 < 0.5


def test_a_month_without_issues_does_not_end_a_burst(made):
    for month in (1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12):
        hot = month in {6, 8}
        made.issue(f"2018-{month:02}-10", [Article(words=("氢能",) if hot else ("材料",))] * 10)
    _, terms, _, months = read(made.write())
    found = bursts(terms, months)
    assert found[found["name"] == "氢能"][["start", "end"]].values.tolist() == [["2018-06", "2018-08"]]


def test_an_item_that_is_everywhere_cannot_burst():
    item, *_ = intervals(np.array([[9, 10, 9, 10]]), np.array([10, 10, 10, 10]))
    assert len(item) == 0


def test_no_burst_of_steady_noise_passes_for_real(made):
    chance = np.random.default_rng(3)
    names = [chr(0x6C22 + n) + "能" for n in range(30)]
    for month in range(36):
        present = chance.random((20, len(names))) < 0.1
        articles = [
            Article(words=tuple(name for name, there in zip(names, row, strict=True) if there)) for row in present
        ]
        made.issue(f"{2018 + month // 12}-{month % 12 + 1:02}-10", articles)
    _, terms, _, months = read(made.write())
    assert not bursts(terms, months)["sure"].any()


def cheapest_by_trial(relevant, articles):
    """Kleinberg's cost of every possible sequence of states, tried one after another."""
    share, count = relevant.sum() / articles.sum(), len(articles)
    best = None
    for number in range(2**count):
        states = [number >> t & 1 for t in range(count)]
        cost = 0.0
        for t, state in enumerate(states):
            p = share * (2 if state else 1)
            cost -= relevant[t] * math.log(p) + (articles[t] - relevant[t]) * math.log(1 - p)
            if state and (t == 0 or not states[t - 1]):
                cost += math.log(count)
        if best is None or cost < best[0] - 1e-12:
            best = (cost, states)
    return best[1]


@pytest.mark.parametrize("seed", range(8))
def test_the_path_is_the_cheapest_of_all(seed):
    chance = np.random.default_rng(seed)
    articles = chance.integers(5, 30, 9)
    relevant = chance.binomial(articles, np.where(chance.random(9) < 0.35, 0.5, 0.08))
    if relevant.sum() / articles.sum() >= 0.5 or relevant.sum() < 3:
        pytest.skip("no burst is possible at this share")
    _, start, end, _ = intervals(relevant[None, :], articles)
    found = np.zeros(9, dtype=int)
    for first, last in zip(start, end, strict=True):
        found[first : last + 1] = 1
    assert found.tolist() == cheapest_by_trial(relevant, articles)


def test_the_planted_word_marks_its_year(planted):
    archive, terms, years, _ = read(planted)
    ranked = term_years(terms, years)
    first = ranked[(ranked["year"] == "2018") & (ranked["rank"] == 1)].iloc[0]
    assert first["term"] in {"氢能", "燃料电池"}
    assert (first["articles_naming"], first["articles"]) == (69, 240)
    assert first["z"] > 3
    steady = ranked[ranked["term"] == "平台"]
    assert not (steady["z"] > 1.5).any()
    assert steady["articles_naming"].nunique() == 1
    table = theme_table(terms, archive, ranked).to_pandas().set_index("term")
    assert tuple(table.loc["氢能", ["first_seen", "last_seen", "marks_year"]]) == ("2016-01-10", "2020-12-10", "2018")


def test_words_found_together_are_companions(planted):
    archive, terms, years, _ = read(planted)
    themes = theme_items(terms, choose_themes(term_years(terms, years)))
    table = companions(themes, len(archive.articles))
    first = table[table["term"] == "氢能"].iloc[0]
    assert (first["companion"], first["articles_together"], first["npmi"]) == ("燃料电池", 117, 1.0)


def test_what_is_a_term(made):
    words = ("氢能", "氢", "的/uj", "联盟/j", "推进/v", "王志刚/nr", "技術創新", "一是/v", "LED/eng")
    made.issue("2020-01-01", [Article(("all-1", "off-2"), words=words)] * 3)
    _, terms, *_ = read(made.write())
    assert dict(zip(terms.items["name"], terms.items["kind"], strict=True)) == {
        "LED": "word", "推进": "word", "氢能": "word", "集成电路封测产业技术创新战略联盟": "name",
    }  # fmt: skip


def test_traditional_and_simplified_words_are_one_term(made):
    made.issue("2020-01-01", [Article(words=("燃料電池",)), Article(words=("燃料电池",)), Article(words=("燃料电池",))])
    _, terms, *_ = read(made.write())
    assert terms.items["name"].tolist() == ["燃料电池"]
    assert terms.articles().tolist() == [3]


def test_a_rare_word_is_no_term(made):
    made.issue("2020-01-01", [Article(words=("氢能", "氢能", "氢能")), Article(words=("氢能",))])
    _, terms, *_ = read(made.write())
    assert terms.items.empty
