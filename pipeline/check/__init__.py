"""Where a bulletin, or the archive, disagrees with itself."""

from pipeline.check.findings import IssueSummary, check_archive, check_bulletin, summarise

__all__ = ["IssueSummary", "check_archive", "check_bulletin", "summarise"]
