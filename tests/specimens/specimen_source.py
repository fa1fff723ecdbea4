"""The sources of the specimen bulletins: plain text, one block a line, with a light mark in front.

    % masthead line          ~ contents heading or column      ~7 contents line of article 7
    # column heading         ## article title                  | table row, cells apart by tabs
    ^ unit line or caption   * colophon line                   no mark: paragraph, contributor or source line

A broken bar ¦ parts a printed marker (一、 ➤ 【) from the words that it marks; it is not printed itself.
"""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

HERE = Path(__file__).parent
RAW = HERE.parents[1] / "raw"

BlockKind = Literal[
    "masthead", "contents", "column", "title", "row", "caption", "colophon", "paragraph", "contributor", "source"
]  # fmt: skip
MARKS: dict[str, BlockKind] = {
    "%": "masthead", "~": "contents", "#": "column", "##": "title", "|": "row", "^": "caption", "*": "colophon",
}  # fmt: skip

# A line's mark, the number of the article that a contents line stands for, and the words: "~7 封测联盟举行年会".
MARKED = re.compile(r"(##|[%~#|^*])(\d*) (.*)")
# The last line of an article that names who sent it in: "（封测联盟秘书处供稿）", "供稿：封测联盟".
CONTRIBUTOR = re.compile(r"（(?P<before>[^（）]*)供稿）|供稿：(?P<after>.*)")
# The same at the end of a paragraph: "……800万颗。（AVS联盟供稿）".
INLINE_CONTRIBUTOR = re.compile(r"(?<=。)（(?P<name>[^（）]*)供稿）$")
# The line that names where an article was taken from: "（来源：科技日报）", "来源：新华社".
SOURCE = re.compile(r"（来源：(?P<inside>[^（）]*)）|来源：(?P<after>.*)")


@dataclass(frozen=True, slots=True)
class Block:
    """A printed block; `marker` is printed before `text`; `article` is the number that a contents line stands for."""

    kind: BlockKind
    text: str
    marker: str = ""
    article: int | None = None

    def printed(self) -> str:
        return self.marker + self.text

    def words(self) -> str:
        """The text without the bracket that closes its marker."""
        return self.text.removesuffix("】") if self.marker == "【" else self.text

    def cells(self) -> list[str]:
        return self.text.split("\t")


@dataclass(frozen=True, slots=True)
class Specimen:
    """One file of raw/: the source that it prints and the way it prints it."""

    source: str
    path: str
    format: Literal["text", "pdf"]
    encoding: str = "utf-8"
    newline: str = "\n"
    bom: bool = False
    wrap: int = 0
    indent: bool = False
    blank: bool = False
    columns: int = 1
    head: str = ""
    repeat_head: bool = False

    def blocks(self) -> list[Block]:
        return read_source(self.source)

    def target(self) -> Path:
        return RAW / self.path


def specimens() -> list[Specimen]:
    """Every file of raw/ as specimens.toml declares it."""
    declared = tomllib.loads((HERE / "specimens.toml").read_text(encoding="utf-8"))
    return [Specimen(**entry) for entry in declared["specimen"]]


def read_source(name: str) -> list[Block]:
    lines = (HERE / "sources" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [parse_block(line) for line in lines]


def parse_block(line: str) -> Block:
    marked = MARKED.fullmatch(line)
    if marked is None:
        return Block(_plain_kind(line), line)
    mark, number, words = marked.groups()
    marker, bar, text = words.partition("¦")
    if not bar:
        marker, text = "", words
    return Block(MARKS[mark], text, marker, int(number) if number else None)


def _plain_kind(line: str) -> BlockKind:
    if CONTRIBUTOR.fullmatch(line):
        return "contributor"
    return "source" if SOURCE.fullmatch(line) else "paragraph"
