"""Counting and ranking side by side gives what ranking all matches gives."""

import pytest

from pipeline.search import rank
from pipeline.search.ask import Answer, Archive, Question

# Each query is asked both ways; what sets them apart is how many of the heaviest articles match.
QUERIES = [
    "联盟 产业",  # two words of most articles: the heaviest match
    "联盟 或 标准",  # every heaviest article matches
    "联盟 非 产业",  # the heaviest are refused: too few are left, and all are ranked
    "技术创新 秘书长 企业",  # three words
    "封测联盟",  # an entity with several names
    "title:联盟 企业",  # a field
    '"产业技术创新战略联盟"',  # a phrase of bigrams
    "非 联盟",  # only what is refused
    "业",  # one character, and no word that ranks
]


def places(answer: Answer) -> list[tuple[str, float]]:
    return [(hit.article.article_id, round(hit.score, 4)) for hit in answer.hits]


@pytest.mark.parametrize("page", [(20, 0), (3, 4), (5, 20)], ids=str)
@pytest.mark.parametrize("query", QUERIES)
def test_side_by_side_as_all_at_once(
    opened: Archive, query: str, page: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    limit, offset = page
    answers = []
    for many in (10**9, 0):
        monkeypatch.setattr(rank, "MANY", many)
        answers.append(opened.ask(Question(query, limit=limit, offset=offset)))
    at_once, beside = answers
    assert beside.total == at_once.total > 0
    assert places(beside) == places(at_once)
