"""From the mentions of all bulletins to one record a real body, person and instrument, and the reason for each link."""

from pipeline.link.corrections import Corrections, apply, read_corrections
from pipeline.link.index import EntitiesIndex, build_index
from pipeline.link.link import link
from pipeline.link.observation import Observations
from pipeline.link.observe import observe
from pipeline.link.organizations import lineage
from pipeline.link.resolve import resolve
from pipeline.link.review import review_queue, walk

__all__ = [
    "Corrections",
    "EntitiesIndex",
    "Observations",
    "apply",
    "build_index",
    "lineage",
    "link",
    "observe",
    "read_corrections",
    "resolve",
    "review_queue",
    "walk",
]
