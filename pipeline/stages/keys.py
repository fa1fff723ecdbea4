"""The keys that say what an output was made from: code of the stage, lexicon, and what the stage before left.

A key has three parts, so that `python -m pipeline why` can say which of them has changed.
"""

from pipeline import lexicon
from pipeline.store.cache import code_version, combine

# Which packages' code a step depends on, beside model/.
PACKAGES = {
    "ingest": ("ingest",),
    "structure": ("structure",),
    "segment": ("segment",),
    "extract": ("extract",),
    "link/observations": ("link",),
    "link/entities": ("link",),
    "link": ("link",),
    "check": ("check",),
    "check/archive": ("check",),
    "documents": ("store",),
    "rows": ("store",),
    "tables": ("store",),
    "lines": ("store", "segment"),
    "search": ("search", "segment", "store"),
    "trends": ("trends",),
}


def stage_key(stage: str, *inputs: str) -> str:
    """The key of a stage's output made from these inputs with today's code and lexicon."""
    return ".".join((code_version(*PACKAGES[stage]), lexicon.fingerprint(), combine(*inputs)))


def reason(stored: str | None, now: str, file_stands: bool) -> str:
    """Why an output would be made again, in words; what an up-to-date one says."""
    if stored is None:
        return "never run"
    if not file_stands:
        return "its file is gone"
    parts = zip(stored.split("."), now.split("."), ("the code", "the lexicon", "what it reads"), strict=True)
    changed = [name for old, new, name in parts if old != new]
    return f"stale: {' and '.join(changed)} changed" if changed else "up to date"
