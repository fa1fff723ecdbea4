"""The short table at the end of a run."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

COUNTED = ("bulletins", "articles", "alliances", "officials", "policies", "figures", "findings")
# Files of which more is said than their number.
TOLD = 20


def _count(tables: Path, name: str) -> int:
    return int(pq.read_metadata(tables / f"{name}.parquet").num_rows)


def _statuses(documents: pa.Table) -> dict[str, int]:
    return {entry["values"]: entry["counts"] for entry in pc.value_counts(documents["status"]).to_pylist()}


def _unread(documents: pa.Table) -> Iterator[str]:
    """A line for each file that was not read, or not wholly, with what there is to say of it."""
    for row in documents.to_pylist():
        if row["status"] == "quarantined":
            yield f"not read  {row['path']}: {row['reason']}"
        yield from (f"note      {row['path']}: {warning}" for warning in row["warnings"] or ())


def print_summary(out: Path, seconds: float) -> int:
    """Print what was read and found, where it lies and how long it took; return the number of quarantined files."""
    from rich.console import Console
    from rich.table import Table

    tables = out / "tables"
    documents = pq.read_table(tables / "documents.parquet", columns=["path", "status", "reason", "warnings"])
    statuses, unread = _statuses(documents), list(_unread(documents))
    table = Table(show_header=False, box=None)
    table.add_row("files read", str(_count(tables, "documents")))
    for status in ("accepted", "duplicate", "quarantined"):
        table.add_row(status, str(statuses.get(status, 0)))
    for name in COUNTED:
        table.add_row(name, str(_count(tables, name)))
    Console().print(table)
    for line in unread[:TOLD]:
        print(line)
    if len(unread) > TOLD:
        print(f"and {len(unread) - TOLD} more in the table documents")
    print(f"tables    {tables}")
    print(f"database  {out / 'bulletins.db'}")
    print(f"report    {out / 'trends' / 'index.html'}")
    print(f"took {seconds:.1f} s")
    return statuses.get("quarantined", 0)
