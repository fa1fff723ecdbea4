"""The short table at the end of a run."""

from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

COUNTED = ("bulletins", "articles", "alliances", "officials", "policies", "figures", "findings")


def _count(tables: Path, name: str) -> int:
    return int(pq.read_metadata(tables / f"{name}.parquet").num_rows)


def _statuses(tables: Path) -> dict[str, int]:
    column = pq.read_table(tables / "documents.parquet", columns=["status"])["status"]
    return {entry["values"]: entry["counts"] for entry in pc.value_counts(column).to_pylist()}


def print_summary(out: Path, seconds: float) -> int:
    """Print what was read and found, where it lies and how long it took; return the number of quarantined files."""
    from rich.console import Console
    from rich.table import Table

    tables = out / "tables"
    statuses = _statuses(tables)
    table = Table(show_header=False, box=None)
    table.add_row("files read", str(_count(tables, "documents")))
    for status in ("accepted", "duplicate", "quarantined"):
        table.add_row(status, str(statuses.get(status, 0)))
    for name in COUNTED:
        table.add_row(name, str(_count(tables, name)))
    Console().print(table)
    print(f"tables    {tables}")
    print(f"database  {out / 'bulletins.db'}")
    print(f"report    {out / 'trends' / 'index.html'}")
    print(f"took {seconds:.1f} s")
    return statuses.get("quarantined", 0)
