"""Importing this module loads what the work on a bulletin loads once: dictionaries, lexicon, patterns, libraries.

The process that the workers are forked from imports it, so that all share one copy (see run.py). What is needed is
found by doing the work on a small bulletin; nothing of it is kept.
"""

import gc

from pipeline.check.findings import check_bulletin, summarise
from pipeline.extract.language import extract
from pipeline.link.link import build_index, link
from pipeline.link.observe import observe
from pipeline.link.resolve import NO_CORRECTIONS, resolve
from pipeline.model.page import Document, Line, Page
from pipeline.segment.words import search_tokens, segment
from pipeline.stages import work  # noqa: F401
from pipeline.store.ndjson import article_lines, canonical_names
from pipeline.store.parts import pack
from pipeline.store.rows import BulletinFiles, bulletin_rows
from pipeline.structure.recover import recover

# One mention of each kind, and a table.
_BULLETIN = """工作简报
2022年第3期
办公室编印
2022年6月10日

➤ 联盟动态

封测联盟召开年度会议

2022年5月，科技部副部长李明出席封测产业技术创新战略联盟在北京召开的会议。会议解读了国务院印发的《创新发展规划》（国发〔2021〕5号），
联盟有40余家成员单位，全年实现销售收入1420亿元，同比增长12.5%。
（联盟秘书处供稿）

编辑：李明
"""


def _work_once() -> None:
    lines = tuple(map(Line, _BULLETIN.splitlines()))
    document = Document("d", "a.txt", "", 0, "text", "utf-8", "plain", (Page(1, lines, "plain"),))
    bulletin = recover(document)
    segmentation = segment(bulletin)
    extraction = extract(bulletin, segmentation)
    entities = resolve([observe(bulletin, extraction)])
    links = link(bulletin, extraction, build_index(entities, NO_CORRECTIONS))
    summarise(bulletin, extraction, links)
    findings = check_bulletin(bulletin, extraction, links)
    pack(bulletin_rows(BulletinFiles(document, bulletin, segmentation, extraction, links, findings)))
    list(article_lines(bulletin, extraction, links, canonical_names(entities), search_tokens))


_work_once()
# What is shared stays shared: collecting garbage would write to every object.
gc.freeze()
