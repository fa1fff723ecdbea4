"""What provokes each message: bad files, settings, corrections, queries and commands, by the message's template.

A key is the message as docs/messages.md has it. `test_messages.py` does what is written here and looks for the sentence
where a user would read it: on standard error, in `documents`, on the site.
"""

from collections.abc import Callable
from pathlib import Path

from tests.specimens import broken, layouts
from tests.specimens.raw_pdf import A4, assemble, one_page

TEXT = "联盟动态\n会议在京召开，3家企业参加。\n"


def unknown_encryption() -> bytes:
    """A PDF locked by a handler that no reader knows."""
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox {A4} >>"
    kids = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    locked = "<< /Filter /Nobody /V 1 >>"
    catalogue = "<< /Type /Catalog /Pages 2 0 R >>"
    return assemble([catalogue, kids, page, locked], "/Encrypt 4 0 R /ID [<00> <00>] ")


def lost_page() -> bytes:
    """A PDF of two pages, the second of which is not there."""
    content = b"BT /F1 12 Tf 80 760 Td (Bulletin of the alliance) Tj ET"
    font = "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    return one_page(content, font).replace(b"/Kids [3 0 R] /Count 1", b"/Kids [3 0 R 99 0 R] /Count 2")


def wordy_page() -> bytes:
    """A PDF of one page with 3,000 letters."""
    font = "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    return one_page(b"BT /F1 1 Tf 80 760 Td (" + b"abcde " * 500 + b") Tj ET", font)


# One archive is read under each of these settings: name of the file, how it is made, what is said of it.
Files = dict[str, tuple[str, Callable[[], bytes]]]
NARROW = """[limits]
bytes = 600000
pages = 3
characters = 4000
page_characters = 2500
page_points = 2000
pixels = 100000
image_pixels = 100000000
objects = 1000
nesting = 2
"""
REFUSED: Files = {
    "empty file; fetch it again or remove it": ("empty.txt", lambda: b""),
    "a text file without text; fetch it again or remove it": ("blank.txt", lambda: b" \n\t\n"),
    "kind not supported: …; save it as PDF or as text": ("picture.png", lambda: b"\x89PNG\r\n\x1a\n" + bytes(100)),
    "cannot be decoded: neither UTF-8, GB18030, Big5 nor UTF-16 makes text of it; save it as UTF-8": (
        "noise.txt",
        lambda: bytes(range(128, 256)) * 40,
    ),
    "encrypted: a password is needed; save it without one": ("locked.pdf", lambda: broken.encrypted("user")),
    "encrypted by a method that is not supported; save it without encryption": ("odd.pdf", unknown_encryption),
    "damaged or truncated: no PDF structure can be read; fetch it again": ("cut.pdf", lambda: broken.truncated(0.1)),
    "a PDF without pages; fetch it again or remove it": ("none.pdf", broken.zero_pages),
    "too big: … bytes, the limit is …; split it, or raise bytes in jianbao.toml": ("big.txt", lambda: b"x" * 600_001),
    "too many pages: …, the limit is …; split it, or raise pages in jianbao.toml": (
        "long.pdf",
        lambda: broken.many_pages(4),
    ),
    "holds more than … characters; split it, or raise characters in jianbao.toml": (
        "long.txt",
        ("联盟。\n" * 1001).encode,
    ),
    "page … holds … characters, the limit is …; raise page_characters in jianbao.toml": ("wordy.pdf", wordy_page),
    "page … measures … by … points, beyond the limit; print it smaller, or raise page_points in jianbao.toml": (
        "huge.pdf",
        lambda: broken.huge_page(3000),
    ),
    "a scanned page of … by … points has too many pixels; print it smaller, or raise pixels in jianbao.toml": (
        "scan.pdf",
        lambda: layouts.scanned(layouts.letter()).content,
    ),
    "an image of … by … pixels, beyond the limit; print it smaller, or raise image_pixels in jianbao.toml": (
        "bomb.pdf",
        broken.image_bomb,
    ),
    "more than … objects are drawn on one page; raise objects in jianbao.toml": (
        "drawn.pdf",
        lambda: broken.many_objects(1500),
    ),
    "forms are nested deeper than …; raise nesting in jianbao.toml": ("forms.pdf", lambda: broken.deep_forms(5)),
}
WIDE = ""
NOTED: Files = {
    "a PDF without any text, printed or scanned; look at its pages, scan it anew": (
        "white.pdf",
        lambda: one_page(b"", ""),
    ),
    "page … is damaged and could not be read; fetch the file again": ("lost.pdf", lost_page),
    "page … is shown on its side or head; its places are those of it upright, nothing need be done": (
        "turned.pdf",
        lambda: layouts.turned(90).content,
    ),
    "the end-of-file mark is missing: the file may be cut off; compare its last page, fetch it again": (
        "end.pdf",
        broken.without_end_mark,
    ),
    "… attached files were not read; put them beside it": ("attached.pdf", broken.pdf_in_pdf),
    "… characters could not be decoded and stand as �; fetch it again": (
        "damaged.txt",
        lambda: (TEXT * 80).encode()[:-1] + b"\xff\xfe",
    ),
    "the same bytes as …; remove one of them": ("same.txt", TEXT.encode),
    "the same issue as …, which was preferred; nothing need be done": ("same-issue.txt", lambda: TEXT.encode() + b"\n"),
}
HASTY = "[limits]\nseconds = 0.000001\n"
LATE: Files = {
    "takes too long: given up after page …; split it, or raise seconds in jianbao.toml": (
        "late.pdf",
        lambda: layouts.letter().content,
    ),
}
IMPATIENT = "[limits]\nsilence = 0.000001\n"
SILENT: Files = {
    "takes too long: no page was finished in … seconds; fetch it again, or raise silence in jianbao.toml": (
        "silent.pdf",
        lambda: layouts.letter().content,
    ),
}
ARCHIVES = ((NARROW, REFUSED), (WIDE, NOTED), (HASTY, LATE), (IMPATIENT, SILENT))

# The content of jianbao.toml.
SETTINGS = {
    "settings file … cannot be read (…); mend or remove it": "[limits",
    "settings file …: there is no section …; write [limits]": "[limit]\npages = 3",
    "settings file …: limits is no section; write [limits] and a line for each below it": "limits = 3",
    "settings file …: there is no limit …; use …": "[limits]\npage = 3",
    "settings file …: … = … is no limit; write a number above 0, without unit": "[limits]\npages = '3'",
}

HEAD = "action,key,surface,target,value,who,when,why\n"
# The bytes of a file of corrections.
CORRECTIONS = {
    "corrections file … cannot be read (…); save it as UTF-8": (HEAD + "link,,封测联盟,x,,我,2024,误\n").encode(
        "gb18030"
    ),
    "corrections file … lacks the column …; add it to the head row": b"action,key\nlink,x\n",
    "…:…: no such action …; use one of …": (HEAD + "join,,甲,x,,我,2024,误\n").encode(),
    "…:…: … needs a value in the column …; write it there": (HEAD + "link,,甲,,,我,2024,误\n").encode(),
    "…: … is not a number; write plain digits": (HEAD + "fix-value,f,三家,value,三,我,2024,误\n").encode(),
    "…: a figure has no …; use value, value_max, …": (HEAD + "fix-value,f,三家,colour,红,我,2024,误\n").encode(),
}

# What a query is to be asked with: in English at the command line, in Chinese on the site.
QUERIES = {
    "the query is empty; write one word or more": (" ", "没有检索词，请至少写一个词"),
    "the query is longer than … characters; shorten it": ("长" * 5000, "检索式超过 … 字，请缩短"),
    "the query is nested too deeply at character …; take out brackets there": (
        "(" * 200 + "甲" + ")" * 200,
        "第 … 字处嵌套过深，请去掉一些括号",
    ),
    "“…” at character … is no date; write 2022, 2022-03, 2022-03-31 or a range 2019..2022": (
        "date:昨天",
        "第 … 字处的“…”不是日期；请写 2022、2022-03、2022-03-31 或范围 2019..2022",
    ),
    "there is no field “…” (character …); fields are title section series alliance official policy org date; "
    "to look for the text itself put it in quotation marks": (
        "author:甲",
        "第 … 字处的字段“…”不存在；可用：标题、栏目、刊名、联盟、人物、政策、机构、日期；若要查这几个字本身，请加引号",
    ),
    "the quotation marks at character … hold nothing; write a word between them or take them out": (
        '甲 ""',
        "第 … 字处的引号里没有内容，请填写或去掉引号",
    ),
    "the quotation mark … at character … is never closed; close it or take it out": (
        "“甲",
        "第 … 字处的引号…没有配对，请补全或去掉",
    ),
    "the bracket at character … is never closed; close it or take it out": (
        "(甲",
        "第 … 字处的括号没有配对，请补全或去掉",
    ),
    "the bracket … at character … was never opened; to look for it put it in quotation marks": (
        ")甲",
        "第 … 字处的括号…没有左括号；若要查括号本身，请加引号",
    ),
    "a word is missing at “…” (character …); write one there": ("甲 AND", "第 … 字处的“…”前后缺少检索词，请补上"),
    "the field …: at character … has nothing to look for; write a word behind it": (
        "title:",
        "第 … 字处的字段 … 后面没有内容，请补上",
    ),
}

# Commands that need nothing but the outputs over the specimens (OUT), an empty folder (EMPTY) or one not there (NONE).
COMMANDS = {
    "… is no period; write 2019, 2019-Q3, 2019-07 or 2019..2021": "compare --period 去年 --with 2020 --out OUT",
    "… ends before it begins; write the earlier end first": "compare --period 2021..2019 --with 2020 --out OUT",
    "no article of … is in the archive; name a period between … and …": "compare --period 1999 --with 2020 --out OUT",
    "nothing in the archive is called …; try another name (similar ones: …)": "trend 无此联盟 --out OUT",
    "… is not there; run the tables stage first (`python -m pipeline tables`)": "trend 联盟 --out EMPTY",
    "there are no tables in …; run `make tables` for it first": "diff EMPTY OUT",
    "there is no database in …; run `make` first": "site --out EMPTY",
    "there is no search index in …; run `make search` first": "search 联盟 --out EMPTY",
    "there are no files for OpenSearch in …; run `make search` first": "push --url http://127.0.0.1:9 --out EMPTY",
    "there is no folder …; put the bulletins there or name another with --raw": "run --raw NONE --out EMPTY/out",
    "nothing has been run in …; run `make` first": "why a.txt --out EMPTY",
    "there is no document … in …; name a path below it or a document_id": "why none.txt --raw EMPTY --out OUT",
    "stage … has not been run on …; run it first, or `make` for all stages": "extract --raw EMPTY --out EMPTY/out",
    "the output folder … cannot be written (…); choose another": "run --raw EMPTY --out EMPTY/file/out",
    "the log … cannot be written (…); name another file": "run --raw EMPTY --out EMPTY/out --log-json NONE/log",
    "… did not take the articles (…); none is lost, push again": "push --url http://127.0.0.1:9 --out OUT",
}


def make_files(folder: Path, files: Files) -> None:
    """The files of an archive; beside them one that is as it should be."""
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    for name, maker in files.values():
        (folder / name).write_bytes(maker())
