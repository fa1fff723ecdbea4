"""Archives of any size for benchmarks and tests, made by varying the specimens: the same number gives the same bytes.

    python tests/specimens/make_archive.py FOLDER BULLETINS

A bulletin is a masthead of its own and about 10,000 characters of the specimens' articles in a shuffled order, with
other digits in their quantities, as a UTF-8 text file.
"""

import random
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
SOURCES = HERE / "sources"
CHARACTERS = 10_000
SERIES = ("产业技术创新战略联盟试点工作简报", "区域创新联盟工作动态", "产业联盟交流简讯", "创新联盟信息")
COLUMNS = ("重要政策动态", "联络组动态", "试点联盟动态", "统计与分析")
# The digits of a quantity, which may be any: `1420` of 1420亿元, `63` of 63项; those of years and dates stay.
QUANTITY = re.compile(r"(?<![\d.第])[1-9]\d*(?=\.?\d*(?:[万亿家项个名人次元吨%]|余))")


@cache
def articles() -> tuple[tuple[str, ...], ...]:
    """The specimens' articles as printed lines, title first."""
    return tuple(tuple(article) for path in sorted(SOURCES.glob("*.txt")) for article in _articles(path))


def _articles(path: Path) -> Iterator[list[str]]:
    found: list[list[str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        mark, _, words = line.partition(" ")
        if mark == "##":
            found.append([words.rpartition("¦")[2].removesuffix("】")])
        elif found and mark in ("#", "~", "*"):
            found.append([])
        elif found and found[-1]:
            found[-1].append(words if mark in ("|", "^") else line)
    return (article for article in found if len(article) > 1)


def bulletin_text(number: int, characters: int = CHARACTERS) -> str:
    """The text of the nth bulletin of an archive: whole articles until there are so many characters."""
    chance = random.Random(number)
    order = chance.sample(articles(), len(articles()))
    chosen, length = [], 0
    while length < characters:
        chosen.append(order.pop())
        length += sum(map(len, chosen[-1]))
    return (
        "\n\n".join([*_masthead(number), *_body(chosen, chance), "报送：科技部", "编辑：裴令仪　审核：戚少华"]) + "\n"
    )


def _masthead(number: int) -> tuple[str, ...]:
    series, nth = SERIES[number % len(SERIES)], number // len(SERIES)
    year, issue = 2000 + nth % 24, nth // 24 + 1
    return (
        series,
        f"{year}年第{issue}期（总第{nth + 1}期）",
        "联盟试点工作联络组办公室",
        f"{year}年{number % 12 + 1}月10日",
    )


def _body(chosen: list[tuple[str, ...]], chance: random.Random) -> Iterator[str]:
    every = len(chosen) // len(COLUMNS) + 1
    for at, article in enumerate(chosen):
        if at % every == 0:
            yield f"➤ {COLUMNS[at // every]}"
        yield from (QUANTITY.sub(lambda m: _digits(m.group(), chance), line) for line in article)


def _digits(number: str, chance: random.Random) -> str:
    return str(chance.randrange(10 ** (len(number) - 1), 10 ** len(number)))


def make_archive(folder: Path, bulletins: int, first: int = 0, characters: int = CHARACTERS) -> None:
    """Write bulletins into folder/<year>/, a file each."""
    for number in range(first, first + bulletins):
        path = folder / str(2000 + number // len(SERIES) % 24) / f"bulletin-{number:06d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(bulletin_text(number, characters), encoding="utf-8")


if __name__ == "__main__":
    make_archive(Path(sys.argv[1]), int(sys.argv[2]))
