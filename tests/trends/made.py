"""Archives made so that the right answer is known: tables written straight, without a run of the pipeline."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.model.tables import TABLES
from pipeline.store.parquet import arrow_schema

ALLIANCES = {
    "all-1": "集成电路封测产业技术创新战略联盟",
    "all-2": "半导体照明产业技术创新战略联盟",
    "all-3": "木竹产业技术创新战略联盟",
}
POLICIES = {"pol-1": "促进科技成果转移转化行动方案", "pol-2": "无人知晓的办法"}
OFFICIALS = {"off-1": "万钢", "off-2": "王志刚"}


@dataclass(frozen=True)
class Article:
    """What an article names; words are `word` (a noun) or `word/tag`, figures are rows of the table figures in part."""

    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    figures: tuple[dict[str, Any], ...] = ()
    section: str | None = "联盟动态"
    title: str = "题目"
    sentence: str = ""


@dataclass
class Made:
    """Collects issues and writes the tables."""

    folder: Path
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {table.name: [] for table in TABLES})
    totals: dict[str, int] = field(default_factory=dict)

    def issue(self, date: str | None, articles: Iterable[Article], **fields: Any) -> str:
        """Add an issue; its numbers are among `fields`, if it has any."""
        number = len(self.rows["bulletins"]) + 1
        series = fields.pop("series", "试点工作简报")
        year = fields.pop("year", int(date[:4]) if date else None)
        bulletin = {"bulletin_id": f"b-{number:03}", "series": series, "year": year, "date": date} | fields
        self.rows["bulletins"].append(bulletin)
        for ordinal, article in enumerate(articles, 1):
            self._article(bulletin["bulletin_id"], ordinal, article)
        return bulletin["bulletin_id"]

    def _article(self, bulletin: str, ordinal: int, article: Article) -> None:
        name = f"{bulletin}.a{ordinal:03}"
        section = f"{bulletin}.{article.section}" if article.section else None
        if section and all(row["section_id"] != section for row in self.rows["sections"]):
            self.rows["sections"].append({"section_id": section, "bulletin_id": bulletin, "heading": article.section})
        body = {"article_id": name, "bulletin_id": bulletin, "section_id": section, "ordinal": ordinal}
        self.rows["articles"].append(body | {"title": article.title, "char_start": 0, "char_end": 1000})
        text = article.sentence or "".join(article.words)
        tags = [tag for _, _, tag in (word.partition("/") for word in article.words)]
        words = [word.partition("/")[0] for word in article.words]
        self.rows["sentences"].append({
            "sentence_id": f"{name}.s1", "article_id": name, "ordinal": 1, "text": text, "char_start": 100,
            "char_end": 100 + len(text), "tokens": words, "tags": [tag or "n" for tag in tags],
        })  # fmt: skip
        for place, record in enumerate(article.names):
            self._mention(name, record, place)
        for place, figure in enumerate(article.figures):
            self._figure(name, bulletin, figure, place, text)

    def _mention(self, article: str, record: str, place: int) -> None:
        kind = {"all": "alliance", "pol": "policy", "off": "official", "org": "organization"}[record[:3]]
        self.rows["mentions"].append({
            "mention_id": f"{article}.{kind}.{place}", "article_id": article, "sentence_id": f"{article}.s1",
            "kind": kind, "record_id": record, "char_start": 100,
        })  # fmt: skip

    def _figure(self, article: str, bulletin: str, figure: dict[str, Any], place: int, sentence: str) -> None:
        mention, start = f"{article}.fig.{place}", sentence.find(figure["text"])
        self.rows["mentions"].append({
            "mention_id": mention, "article_id": article, "kind": "figure", "record_id": mention,
            "sentence_id": f"{article}.s1" if start >= 0 else None, "char_start": 100 + start,
        })  # fmt: skip
        row = {"figure_id": mention, "mention_id": mention, "article_id": article, "bulletin_id": bulletin}
        self.rows["figures"].append({"qualifier": "exact", "subject_id": "all-1"} | row | figure)

    def write(self) -> Path:
        """Write all tables; the usual alliances, policies and officials are there unless rows say otherwise."""
        usual = (("alliances", "alliance_id", "name", ALLIANCES), ("policies", "policy_id", "title", POLICIES),
                 ("officials", "official_id", "name", OFFICIALS))  # fmt: skip
        for table, key, name, records in usual:
            if not self.rows[table]:
                self.rows[table] = [{key: record, name: label} for record, label in records.items()]
        self.folder.mkdir(parents=True, exist_ok=True)
        for table in TABLES:
            schema = arrow_schema(table)
            columns = [pa.array([row.get(f.name) for row in self.rows[table.name]], f.type) for f in schema]
            pq.write_table(pa.Table.from_arrays(columns, schema=schema), self.folder / f"{table.name}.parquet")
        return self.folder
