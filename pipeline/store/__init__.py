"""Records → Parquet, SQLite, NDJSON; the stage files and their cache."""
