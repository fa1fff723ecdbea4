"""All measures of a bulletin, in the order in which they are printed."""

from pipeline.evaluate.entities import entity_outcomes
from pipeline.evaluate.found import FoundTables
from pipeline.evaluate.gold import GoldBulletin
from pipeline.evaluate.outcome import Outcome
from pipeline.evaluate.structure import structure_outcomes

MEASURES = (
    "masthead", "staff", "recipients", "columns", "article titles", "article in column", "article contributors",
    "article sources", "contents titles", "article bodies", "table cells", "alliances linked", "alliance surfaces",
    "officials named", "official roles", "policies", "policy or not", "policy events", "policy issuers", "figures",
    "figure qualifiers", "figure indicators",
)  # fmt: skip


def bulletin_outcomes(gold: GoldBulletin, tables: FoundTables, bulletin_id: str) -> list[Outcome]:
    """Every outcome of one bulletin.

    An article without a bulletin around it (`corpus:`) is judged by what it names, not by its structure.
    """
    outcomes = list(entity_outcomes(gold, tables, bulletin_id))
    if not gold.source.startswith("corpus:"):
        outcomes += structure_outcomes(gold, tables, bulletin_id)
    return outcomes
