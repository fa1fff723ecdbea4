"""The colophon: recipients (报 送 抄送), staff (编辑 审核 签发) and imprint, at the end or under the masthead."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pipeline.model.bulletin import Recipient, Staff
from pipeline.structure.paragraphs import Block
from pipeline.structure.words import compact, kind_of, spaced

Mode = Literal["report", "send", "copy"]
_MODES: tuple[Mode, ...] = ("report", "send", "copy")

# Ways to reach an editor. Examples: 010-62184883, tougao@citisa.org, www.citisa.org.
_CONTACT = re.compile(r"\d{3,4}[-—－ ]\d{7,8}|[\w.]{1,40}@[\w.\-]{3,60}|www\.|https?://|1[3-9]\d{9}", re.ASCII)
# The imprint's closing line. Examples: 某办公室　2022年6月10日印发, （共印200份）.
_PRINTED = re.compile(r"[日月]\s{0,4}印[发發刷]?\s*\Z|共\s?印|印\s?\d{1,5}\s?份|印数|内部资料|內部資料")
# A person's name. Examples: 杨丹泽, 阿不都·热合曼, Anna Li.
_HAN_NAME = re.compile(
    r"[\u3400-\u9fff]{2,4}\Z|[\u3400-\u9fff]{1,8}[·•][\u3400-\u9fff]{1,8}\Z|[A-Za-z][A-Za-z .·\-]{1,40}\Z"
)
_SEPARATOR = re.compile(r"[、，,；;/／|｜]")


@dataclass(frozen=True, slots=True)
class Imprint:
    """What the colophon says."""

    staff: tuple[Staff, ...] = ()
    recipients: tuple[Recipient, ...] = ()


@cache
def _key() -> re.Pattern[str]:
    # A key with its colon. Examples: 本期编辑：, 报：, 联系电话：.
    word = spaced("colophon_words")
    own = rf"(?:本期|本刊)(?P<own>{spaced('colophon_words', 'staff')})\s*[：:]"
    return re.compile(rf"(?<![\u3400-\u9fff])(?:本期|本刊)?\s?(?P<word>{word})(?:单位|人员|人)?\s*[：:]|{own}")


@cache
def _closing() -> re.Pattern[str]:
    # Words that close a list without naming a body: the departments of those named before. Example: 相关司局及部门.
    more = spaced("recipient_words", "closing", "closing_more")
    return re.compile(
        rf"等?各?(?:相关|有关|相關|有關){spaced('recipient_words', 'closing')}(?:[及和与、](?:相关|有关)?{more})?\Z"
    )


@cache
def _together() -> re.Pattern[str]:
    # Several kinds of place named as one body. Example: 各省、自治区、直辖市 of 各省、自治区、直辖市科技厅.
    return re.compile(rf"(?:\A|[、，]){spaced('recipient_words', 'together')}\Z")


@cache
def _spaced_staff() -> re.Pattern[str]:
    # A line of roles and names without colons. Example: 编辑 甲某　审核 乙某.
    role = spaced("colophon_words", "staff")
    return re.compile(rf"(?:本期)?(?P<word>{role})\s{{1,6}}(?=[\u3400-\u9fff]\s{{0,3}}[\u3400-\u9fff]{{1,2}}(?:\s|\Z))")


def find_colophon(blocks: Sequence[Block]) -> int:
    """The index of the first block of the closing colophon; len(blocks) where there is none."""
    start, strangers = len(blocks), 0
    for index in range(len(blocks) - 1, -1, -1):
        if _belongs(blocks[index]):
            start, strangers = index, 0
            continue
        strangers += 1
        if strangers > 2 or len(blocks[index].text) > 100 or ("。" in blocks[index].text and start < len(blocks)):
            break
    return start if any("。" in block.text for block in blocks[:start]) else len(blocks)


def is_imprint(text: str) -> bool:
    """Whether a line names recipients or staff, as mastheads too may do."""
    match = _key().match(text.strip())
    return match is not None and kind_of("colophon_words").get(_word(match)) in ("staff", *_MODES)


def without_staff(text: str) -> str:
    """A masthead's line without the staff named at its end. Example: the first two of 某办公室　6月10日　签发：甲某."""
    keys = (key for key in _key().finditer(text) if key.start() > 1 and text[key.start() - 1].isspace())
    first = next((key for key in keys if kind_of("colophon_words").get(_word(key)) == "staff"), None)
    return text[: first.start()].rstrip() if first is not None else text


def read_imprint(lines: Sequence[str]) -> Imprint:
    """Staff and recipients named by the lines of a colophon."""
    staff: list[Staff] = []
    recipients: list[Recipient] = []
    counts: dict[Mode, int] = {}
    for line in lines:
        for word, value in _fields(line):
            kind = kind_of("colophon_words").get(word, "")
            if kind in ("staff", "writer"):
                staff += [Staff(word, name) for name in _names(value)]
            elif kind in _MODES:
                mode: Mode = kind
                for name in _bodies(value):
                    counts[mode] = counts.get(mode, 0) + 1
                    recipients.append(Recipient(mode, counts[mode], name))
    return Imprint(tuple(dict.fromkeys(staff)), tuple(recipients))


def _belongs(block: Block) -> bool:
    text = block.text.strip()
    if (_key().match(text) and not _writers_only(text)) or (len(text) <= 60 and _spaced_staff().match(text)):
        return True
    return "。" not in text and len(text) <= 120 and bool(_CONTACT.search(text) or _PRINTED.search(text))


def _writers_only(text: str) -> bool:
    """Whether a line names but who wrote, as the last article's credits do too."""
    return all(kind_of("colophon_words").get(_word(key)) == "writer" for key in _key().finditer(text))


def _fields(line: str) -> list[tuple[str, str]]:
    """The line's keys, each with what stands between it and the next."""
    keys = list(_key().finditer(line)) or list(_spaced_staff().finditer(line))
    ends = ([key.start() for key in keys] + [len(line)])[1:]
    return [(_word(key), line[key.end() : end].strip()) for key, end in zip(keys, ends, strict=True)]


def _word(match: re.Match[str]) -> str:
    groups = match.groupdict()
    return compact(groups.get("word") or groups.get("own") or "")


def _names(value: str) -> list[str]:
    """The people of a role; letter-spaced names are closed up. Example: 王　芳、李小明."""
    names: list[str] = []
    for part in _SEPARATOR.split(re.sub(r"[（(][^（()）]{0,40}(?:[)）]|\Z)", "", value)):
        waiting = ""
        for word in part.split():
            if len(word) == 1 and not waiting:
                waiting = word
            else:
                names.append(waiting + word)
                waiting = ""
    return [name for name in names if _HAN_NAME.match(name)]


def _bodies(value: str) -> list[str]:
    """The recipients, one each, without the closing 相关司局及部门; commas within brackets part nothing."""
    text = _closing().sub("", compact(value).rstrip("。.；;"))
    parts, depth, start = [], 0, 0
    for at, character in enumerate(text):
        depth += (character in "（(") - (character in "）)")
        if depth <= 0 and _SEPARATOR.match(character) and not _together().search(text[start:at]):
            parts.append(text[start:at])
            start = at + 1
    return [part for part in (p.strip() for p in (*parts, text[start:])) if part]
