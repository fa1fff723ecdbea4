"""What has changed between two files of lines: exactly the bulletins whose lines differ, however they moved."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.search.articles import Lines, Places, article_key, read_places
from pipeline.search.changes import compare

Files = dict[str, list[str]]

# Bulletins in order of their ids, each with the bodies of its articles.
BULLETINS = st.dictionaries(
    st.sampled_from("abcdefg"), st.lists(st.sampled_from(["", "甲", "乙丙", "甲" * 9]), min_size=1, max_size=4)
).map(lambda found: dict(sorted(found.items())))


def ndjson(bulletins: Files) -> bytes:
    lines = []
    for bulletin, bodies in bulletins.items():
        for number, body in enumerate(bodies):
            ids = {"article_id": f"{bulletin}.{number}", "bulletin_id": bulletin}
            lines.append(msgspec.json.encode(ids | {"title": "", "body": body}) + b"\n")
    return b"".join(lines)


@given(BULLETINS, BULLETINS)
def test_exactly_what_differs(old: Files, new: Files) -> None:
    changes = compare(ndjson(old), ndjson(new))
    found = {bulletin: (known, [line.article_id for line in lines]) for bulletin, lines, known in changes.bulletins()}
    assert found == {
        bulletin: (bulletin in old, [f"{bulletin}.{number}" for number in range(len(bodies))])
        for bulletin, bodies in new.items()
        if old.get(bulletin) != bodies
    }
    assert changes.gone == old.keys() - new.keys()


@given(BULLETINS, BULLETINS)
def test_places_follow_the_lines(tmp_path_factory: pytest.TempPathFactory, old: Files, new: Files) -> None:
    folder = tmp_path_factory.mktemp("places")
    path, places = folder / "articles.ndjson", read_places(folder / "none")
    for before, after in ((b"", ndjson(old)), (ndjson(old), ndjson(new))):
        changes = compare(before, after)
        assert list(changes.bulletins()) is not None
        places = places.replaced(changes.first, changes.last, changes.new_last, changes.lines)
    path.write_bytes(ndjson(new))
    places.write(folder / "places.bin")
    lines = Lines(path, folder / "places.bin")
    for bulletin, bodies in new.items():
        for number, body in enumerate(bodies):
            article = lines.read(article_key(f"{bulletin}.{number}"))
            assert (article.article_id, article.body) == (f"{bulletin}.{number}", body)
    assert len(places.keys) == sum(map(len, new.values()))


@pytest.mark.parametrize("where", [0, 1, 500, 999, 1000])
def test_one_bulletin_more_is_all_that_is_read(where: int) -> None:
    """Files longer than what is compared at once; only the new bulletin and no line of its neighbours is read."""
    names = [f"b{number:04d}" for number in range(1001)]
    before = {name: ["正文" * 400] for number, name in enumerate(names) if number != where}
    after = {name: ["正文" * 400] for name in names}
    changes = compare(ndjson(before), ndjson(after))
    assert [bulletin for bulletin, _, _ in changes.bulletins()] == [names[where]]
    assert len(changes.lines) == 1
    assert not changes.gone


def test_places_of_no_lines() -> None:
    empty = read_places(Path("none"))
    assert isinstance(empty, Places)
    assert not len(empty.replaced(0, 0, 0, []).keys)
