"""Commands that ask for developments: `trend` draws one name over the years, `compare` sets two periods apart."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.folders import on_this_machine, out_option

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

KINDS = {
    "alliance": "联盟", "official": "人物", "policy": "政策", "organization": "机构", "section": "栏目", "word": "词",
}  # fmt: skip
BAR_WIDTH = 36
# Eighths of a block, so that a bar is as long as its share to an eighth of a column.
EIGHTHS = " ▏▎▍▌▋▊▉"


@click.command(short_help="Draw how often a name occurs, year by year.")
@click.argument("name")
@out_option("Folder of the outputs.")
@on_this_machine("tables/")
def trend(name: str, out: Path) -> None:
    """Draw the share of articles that name NAME, by year.

    NAME is any form of an alliance's name, an official, a policy's title, an organization, a column (栏目) or a word.
    """
    from pipeline.trends.follow import follow

    found = follow(out / "tables", name)
    console = _console()
    console.print(f"[bold]{_plain(found.name)}[/]（{KINDS[found.kind]}）：提到它的文章占当年文章的比例")
    if found.namesakes:
        console.print(f"另有 {found.namesakes} 个同名的对象，这里是提到最多的一个（{found.record_id}）。")
    for line in _bars(found.years):
        console.print(line, highlight=False)


def _console() -> "Console":
    from rich.console import Console

    return Console(soft_wrap=True)


def _plain(text: str) -> str:
    from rich.markup import escape

    return escape(text)


def _bars(years: "pd.DataFrame") -> Iterable[str]:
    highest = max(float(years["share"].max()), 1e-9)
    for row in years.to_dict("records"):
        if not row["issues"]:
            yield f"{row['year']}  [dim]档案中没有这一年的简报[/]"
            continue
        share = float(row["share"])
        band = f"95% 区间 {row['share_low']:.1%}–{row['share_high']:.1%}"
        counts = f"{int(row['articles_naming'])}/{row['articles']} 篇"
        yield f"{row['year']}  [cyan]{_bar(share / highest)}[/] {share:6.1%}  {counts}  [dim]{band}[/]"


def _bar(part: float) -> str:
    whole, eighth = divmod(round(part * BAR_WIDTH * 8), 8)
    return ("█" * whole + EIGHTHS[eighth].strip()).ljust(BAR_WIDTH)


@click.command(short_help="What rose and fell between two periods.")
@click.option("--period", required=True, help="The earlier period: 2019, 2019-Q3, 2019-07 or 2019..2021.")
@click.option("--with", "other", required=True, help="The later period.")
@click.option("--kind", type=click.Choice(list(KINDS)), default=None, help="Only this kind.  [default: all]")
@click.option("--limit", type=click.IntRange(1), default=10, show_default=True, help="Rises and falls to print.")
@out_option("Folder of the outputs.")
@on_this_machine("tables/")
def compare(period: str, other: str, kind: str | None, limit: int, out: Path) -> None:
    """Print what rose and what fell from one period to another, with effect size and evidence.

    The ratio is that of the shares of articles, with its 95 % interval; * marks an interval without 1. Items are
    ranked by the z of their weighted log-odds.
    """
    from pipeline.trends.compare import compare_periods

    found = compare_periods(out / "tables", period, other)
    rows = found.rows if kind is None else found.rows[found.rows["kind"] == kind]
    console = _console()
    console.print(
        f"{found.first.name}（{found.first_articles} 篇）与 {found.second.name}（{found.second_articles} 篇）相比"
    )
    _print_changes(console, "上升", rows[(rows["z"] > 0) & (rows["ratio"] > 1)].head(limit))
    _print_changes(console, "下降", rows[(rows["z"] < 0) & (rows["ratio"] < 1)][::-1].head(limit))
    console.print("* 比值的 95% 区间不含 1；区间含 1 的变化可能只是偶然。")


def _print_changes(console: "Console", heading: str, rows: "pd.DataFrame") -> None:
    console.print(f"\n[bold]{heading}[/]" if len(rows) else f"\n{heading}：没有")
    for row in rows.to_dict("records"):
        mark = "*" if row["sure"] else " "
        size = f"比值 {row['ratio']:.2f} [{row['ratio_low']:.2f}, {row['ratio_high']:.2f}]，z = {row['z']:+.2f}"
        shares = f"{row['share_first']:.1%} → {row['share_second']:.1%}"
        console.print(f"{mark} {KINDS[row['kind']]} {row['name']}：{shares}，{size}", markup=False, highlight=False)
        for article, title in zip(row["evidence"], row["evidence_titles"], strict=True):
            console.print(f"      {article} {title}", markup=False, highlight=False)
