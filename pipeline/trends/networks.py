"""Networks of alliances, a year at a time and over all: joined by shared articles, officials and policies.

What k alliances share ties each two of them by 1/(k − 1) (Newman 2001, Physical Review E 64, 016132), so that a list
of all alliances makes none of them close. Something shared by more than LARGEST_GROUP alliances ties nobody.
Communities are Louvain's (Blondel et al. 2008) with a fixed seed, betweenness is Brandes' (2001).
"""

from dataclasses import dataclass

import networkx as nx
import numpy as np
import pandas as pd

from pipeline.trends.archive import Archive
from pipeline.trends.denominators import Calendar

LAYERS = ("article", "official", "policy")
LARGEST_GROUP = 20
# Centrality, communities and GraphML take this many strongest ties of a year; the table of ties has all.
STRONGEST_TIES = 400
SEED = 2002
ALL_YEARS = "all"
# Characters that XML 1.0 cannot hold; a name with one would make the GraphML unreadable.
NO_XML = {code: None for code in range(32) if code not in {9, 10, 13}}


@dataclass(frozen=True, slots=True)
class Networks:
    """`ties`: year, two alliances, what they share and how strongly; `members`: year, alliance, its measures."""

    ties: pd.DataFrame
    members: pd.DataFrame


def networks(archive: Archive, years: Calendar) -> Networks:
    """All networks of the archive, one a year and one over all years (`all`)."""
    names = archive.mentions.of_kind("alliance").items
    layers = [_ties(_parts(archive, years, layer)).assign(layer=layer) for layer in LAYERS]
    keys = dict.fromkeys(["year", "alliance", "alliance_other", "shared"], "int64")
    ties = _named_ties(pd.concat(layers, ignore_index=True).astype(keys), years, names)
    members = [_members(year, part, names) for year, part in ties.groupby("year", sort=True)]
    columns = ["year", "alliance_id", "name", "neighbours", "strength", "betweenness", "community"]
    table = pd.concat(members, ignore_index=True) if members else pd.DataFrame(columns=columns)
    return Networks(ties, table[columns])


def _parts(archive: Archive, years: Calendar, layer: str) -> pd.DataFrame:
    """Which alliance takes part in which shared thing in which year (a period's number, -1 for all years)."""
    alliances = archive.mentions.of_kind("alliance")
    part = pd.DataFrame({"article": alliances.article, "alliance": alliances.item})
    if layer == "article":
        part["shared"] = part["article"]
    else:
        others = archive.mentions.of_kind(layer)
        part = part.merge(pd.DataFrame({"article": others.article, "shared": others.item}), on="article")
    part["year"] = years.of_article[part["article"]]
    yearly = part.loc[part["year"] >= 0, ["year", "shared", "alliance"]]
    return pd.concat([yearly, yearly.assign(year=-1)], ignore_index=True).drop_duplicates()


def _ties(parts: pd.DataFrame) -> pd.DataFrame:
    """Every two alliances that share something: how many things, and the strength that they add up to."""
    size = parts.groupby(["year", "shared"])["alliance"].transform("size")
    small = parts[(size > 1) & (size <= LARGEST_GROUP)].assign(strength=1 / (size - 1))
    pairs = small.merge(small[["year", "shared", "alliance"]], on=["year", "shared"], suffixes=("", "_other"))
    pairs = pairs[pairs["alliance"] < pairs["alliance_other"]]
    groups = pairs.groupby(["year", "alliance", "alliance_other"], sort=True)["strength"]
    return groups.agg(shared="size", strength="sum").reset_index()


def _named_ties(ties: pd.DataFrame, years: Calendar, names: pd.DataFrame) -> pd.DataFrame:
    keys = ["year", "alliance", "alliance_other"]
    counts = (
        ties.set_index([*keys, "layer"])["shared"].unstack(fill_value=0).reindex(columns=list(LAYERS), fill_value=0)
    )
    table = counts.set_axis(["shared_articles", "shared_officials", "shared_policies"], axis=1).astype("int64")
    table["strength"] = ties.groupby(keys)["strength"].sum().round(6)
    table = table.reset_index()
    labels = np.array([*years.periods["period"], ALL_YEARS], dtype=object)
    table["year"] = labels[table["year"]]
    for side, label in (("alliance", "alliance_id"), ("alliance_other", "other_id")):
        table[label] = names["record_id"].to_numpy()[table[side]]
        table[label.replace("_id", "_name")] = names["name"].to_numpy()[table[side]]
    order = ["year", "strength", "alliance", "alliance_other"]
    return table.sort_values(order, ascending=[True, False, True, True], ignore_index=True)


def graph_of(ties: pd.DataFrame) -> nx.Graph:
    """The network of some ties; alliances are the numbers that `ties` gives them, in their order."""
    graph = nx.Graph()
    graph.add_nodes_from(sorted({*ties["alliance"], *ties["alliance_other"]}))
    graph.add_weighted_edges_from(zip(ties["alliance"], ties["alliance_other"], ties["strength"], strict=True))
    return graph


def _members(year: object, ties: pd.DataFrame, names: pd.DataFrame) -> pd.DataFrame:
    graph = graph_of(ties.head(STRONGEST_TIES).sort_values(["alliance", "alliance_other"]))
    betweenness = nx.betweenness_centrality(graph)
    community = _communities(graph)
    nodes = list(graph)
    table = pd.DataFrame({
        "year": year, "alliance_id": names["record_id"].to_numpy()[nodes], "name": names["name"].to_numpy()[nodes],
        "neighbours": [graph.degree(node) for node in nodes],
        "strength": [round(graph.degree(node, weight="weight"), 6) for node in nodes],
        "betweenness": [round(betweenness[node], 6) for node in nodes],
        "community": [community[node] for node in nodes],
    })  # fmt: skip
    return table.sort_values(["strength", "alliance_id"], ascending=[False, True], ignore_index=True)


def _communities(graph: nx.Graph) -> dict[int, int]:
    """The community of each alliance, numbered from 1, the largest first."""
    found = nx.community.louvain_communities(graph, weight="weight", seed=SEED)
    ordered = sorted((sorted(members) for members in found), key=lambda members: (-len(members), members))
    return {node: number for number, members in enumerate(ordered, 1) for node in members}


def graphml(found: Networks, year: str) -> bytes:
    """One year's network of the strongest ties as GraphML, for Gephi and others."""
    graph = nx.Graph()
    for row in found.members[found.members["year"] == year].to_dict("records"):
        measures = {name: row[name] for name in ("strength", "betweenness", "community")}
        graph.add_node(row["alliance_id"], label=row["name"].translate(NO_XML), **measures)
    for row in found.ties[found.ties["year"] == year].head(STRONGEST_TIES).to_dict("records"):
        shared = {name: row[name] for name in ("shared_articles", "shared_officials", "shared_policies")}
        graph.add_edge(row["alliance_id"], row["other_id"], weight=row["strength"], **shared)
    return ("\n".join(nx.generate_graphml(graph, encoding="utf-8")) + "\n").encode()
