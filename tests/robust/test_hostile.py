"""Repetition made to take long: every pattern, every stage and every text file is read in linear time.

The tests try a part of the texts, the same each time; with `FUZZ` set (as `make fuzz` does) they try all of them.
"""

import importlib
import os
import pkgutil
import random
import re
import time

import pytest

import pipeline
from pipeline.check.findings import check_bulletin
from pipeline.extract.language import extract
from pipeline.ingest.document import read_document
from pipeline.link.link import build_index, link
from pipeline.link.observe import observe
from pipeline.link.resolve import NO_CORRECTIONS, resolve
from pipeline.model.page import Document, Line, Page
from pipeline.segment.words import segment
from pipeline.structure.recover import recover
from pipeline.structure.titles import letters

FUZZ = bool(os.environ.get("FUZZ"))
SEED = int(os.environ.get("SEED", "9"))


def patterns() -> dict[str, re.Pattern]:
    """Every compiled regular expression that a module of the package names."""
    found: dict[str, re.Pattern] = {}
    for module in pkgutil.walk_packages(pipeline.__path__, "pipeline."):
        if not module.name.endswith("__main__"):
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, re.Pattern):
                    found.setdefault(value.pattern, (f"{module.name}.{name}", value))
    return dict(sorted(found.values()))


PATTERNS = patterns()
REPEATED = (
    "一", "1", "（", "，", "、", "“甲", "《", "》", "年", "2022年", "联盟", " ", "\t", "\n", "a", "A1", "〔2022〕", ".", "……", "第", "1,", "一是",
    "省", "张三", "万亿元", "%", "-", "～", "（一）", "甲 ", "：", "编辑：", "关于", "等", "和",
)  # fmt: skip
# What a pattern may begin with before it meets the repetition.
HEADS = (*REPEATED, "", "单位", "…", "年。", "http", "（来源", "3", "第3", "《甲")
LENGTH, SECONDS = 100_000, 0.1


def seconds_taken(pattern: re.Pattern, text: str) -> float:
    subject = text.encode() if isinstance(pattern.pattern, bytes) else text
    start = time.process_time()
    pattern.search(subject)
    pattern.match(subject)
    return time.process_time() - start


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_reads_hostile_repetition_in_linear_time(name):
    """A tenth of the text first, in a hundredth more than its share of the time: what is quadratic stops there."""
    pattern, dice = PATTERNS[name], random.Random(f"{SEED} {name}")
    for unit in REPEATED if FUZZ else dice.sample(REPEATED, 6):
        text = dice.choice(HEADS) + unit * (LENGTH // len(unit)) + dice.choice(("", "\x01"))
        short = seconds_taken(pattern, text[: LENGTH // 10])
        assert short < SECONDS, f"{text[:9]!r}… takes {short:.3f} s for a tenth"
        # The best of a few: the machine may be busy.
        taken = next((t for _ in range(5) if (t := seconds_taken(pattern, text)) < SECONDS), SECONDS)
        assert taken < SECONDS, f"{text[:9]!r}… takes longer, five times"


@pytest.mark.parametrize("name", PATTERNS if FUZZ else ())  # some minutes
def test_a_pattern_that_has_begun_reads_on_in_linear_time(name):
    for head in HEADS:
        for unit in REPEATED:
            text = head + unit * (3_000 // len(unit)) + "\x01"
            taken = min(seconds_taken(PATTERNS[name], text) for _ in range(2))
            assert taken < 0.02, f"{head!r} before {unit!r} takes {taken:.3f} s"


def test_all_patterns_were_collected(record_property):
    record_property("told", f"{len(PATTERNS)} regular expressions against hostile repetition")
    assert len(PATTERNS) > 100


# What structure, extraction or checks once read in more than linear time, then what they look at closest.
SLOW_ONCE = ("3家、", "同比增长3%，", "合计3家，其中", "目录\n", "部长张三、")
LINES = ("甲\n\n", "一、甲\n", "➤甲\n", "甲……3\n", "1\t2\t3\n", "（来源：甲）\n", "抄送：甲\n", "甲。\n乙\n")
NAMES = ("理事长", "国务院", "十", "百分之", "国发〔2022〕12号", "《甲》", "科技部张三", "某某公司、", "甲联盟（以下简称“乙联盟”）", "3-4", "印发")  # fmt: skip
STAGED = (*SLOW_ONCE, *LINES, *NAMES, *REPEATED)


def through_all_stages(text: str) -> None:
    """From lines to findings, as for a bulletin of its own."""
    lines = tuple(Line(line) for line in text.split("\n"))
    document = Document("d-0", "a.txt", "", 0, format="text", text_source="plain", pages=(Page(1, lines, "plain"),))
    bulletin = recover(document)
    extraction = extract(bulletin, segment(bulletin))
    entities = resolve([observe(bulletin, extraction)], NO_CORRECTIONS)
    check_bulletin(bulletin, extraction, link(bulletin, extraction, build_index(entities, NO_CORRECTIONS)))


def excess(function, unit: str, length: int, least: float = 0.3) -> float:
    """Seconds of processor time that all of a text takes beyond seven times what a quarter of it takes; 0 for none."""

    def seconds(characters: int) -> float:
        letters.cache_clear()
        start = time.process_time()
        function("产业联盟简报\n" + unit * (characters // len(unit)))
        return time.process_time() - start

    short, whole = seconds(length // 4), seconds(length)
    if whole > least and whole > 7 * short:
        short, whole = seconds(length // 4), min(whole, seconds(length))
    return max(whole - max(least, 7 * short), 0.0)


@pytest.fixture(scope="module")
def warm():
    through_all_stages("甲产业技术创新战略联盟理事长张三出席，3家企业参加。《甲办法》印发。")


@pytest.mark.parametrize("unit", STAGED if FUZZ else (*SLOW_ONCE, *LINES[::3], *NAMES[::3]))
def test_all_stages_read_hostile_repetition_in_linear_time(warm, unit):
    assert excess(through_all_stages, unit, LENGTH if FUZZ else 24_000) == 0


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_text_files_of_hostile_repetition_are_read_in_linear_time(tmp_path, encoding):
    def read(text: str) -> None:
        path = tmp_path / "a.txt"
        path.write_bytes(text.encode(encoding))
        read_document(path, "a.txt")

    for unit in (*STAGED, "\u200b", "\f", "\r", "- 3 -\n") if FUZZ else (" ", "\n", "甲\n", "\u200b"):
        assert excess(read, unit, 4 * LENGTH) == 0, unit
