"""Charts as pictures: SVG and PNG by vl-convert, in a font of the system that has Chinese characters.

Without such a font the SVG is still written (its reader's system has one), but no PNG: it would show boxes.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import vl_convert

from pipeline import lexicon

FONT_FOLDERS = (
    Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("~/.fonts"), Path("~/.local/share/fonts"),
    Path("/System/Library/Fonts"), Path("/Library/Fonts"), Path("C:/Windows/Fonts"),
)  # fmt: skip
# Pixels a point of the chart: sharp on dense screens and in print.
SCALE = 2
# What the bundle does: give the page vegaEmbed.
# An id and what refers to it: `id="gradient_7"`, `url(#clip3)`.
IDENTITY = re.compile(r'(?<=\bid=")[\w-]+(?=")|(?<=url\(#)[\w-]+(?=\))')
SNIPPET = "window.vegaEmbed = vegaEmbed;"
NO_FONT = "这台电脑没有中文字体，未生成 PNG 图片；请安装一种（例如 apt-get install fonts-noto-cjk）后重新运行。"


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart's SVG, and its PNG where the system has a Chinese font."""

    svg: str
    png: bytes | None


@cache
def chinese_font() -> tuple[str, Path] | None:
    """Family and file of the first font of lexicon/cjk_fonts.csv that the system has, None without any."""
    files = _font_files()
    for row in lexicon.rows("cjk_fonts"):
        starts = tuple(lexicon.listed(row["file_starts"]))
        found = [file for file in files if file.name.startswith(starts)]
        if found:
            regular = [file for file in found if "Regular" in file.name] or found
            return row["family"], regular[0]
    return None


def _font_files() -> list[Path]:
    folders = [folder.expanduser() for folder in FONT_FOLDERS]
    return sorted(file for folder in folders if folder.is_dir() for file in folder.rglob("*.[to]t[fc]"))


def draw(specification: dict[str, Any]) -> Picture:
    """Draw a Vega-Lite chart."""
    font = chinese_font()
    family = font[0] if font else "sans-serif"
    drawn = specification | {"config": specification.get("config", {}) | {"font": family}}
    svg = renumbered(str(vl_convert.vegalite_to_svg(drawn)))
    return Picture(svg, bytes(vl_convert.svg_to_png(svg, scale=SCALE)) if font else None)


def renumbered(svg: str) -> str:
    """The SVG with its ids counted from 0: Vega counts on from chart to chart.

    >>> renumbered('<g id="gradient_7"/><g fill="url(#gradient_7)" clip-path="url(#clip3)"/>')
    '<g id="id0"/><g fill="url(#id0)" clip-path="url(#id1)"/>'
    """
    numbers: dict[str, int] = {}
    return IDENTITY.sub(lambda match: f"id{numbers.setdefault(match[0], len(numbers))}", svg)


def script() -> str:
    """Vega, Vega-Lite and Vega-Embed as one script without any outside reference."""
    return str(vl_convert.javascript_bundle(SNIPPET))
