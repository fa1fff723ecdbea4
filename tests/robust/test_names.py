"""Raw files of any name, and what lies in raw/ beside them: read, told apart, and never left by a link."""

import json
import os

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.store.names import original, raw_path, shown, shown_files
from pipeline.store.verify import verify
from tests.robust.archives import specimens

# Names as bytes, and how `documents` shows them.
NAMES = {
    b"\xff\xfe\x80.txt": "\\xff\\xfe\\x80.txt",  # not UTF-8
    "样例".encode("gb18030") + b".txt": "\\xd1\\xf9\\xc0\\xfd.txt",  # a name that an old Windows wrote
    b"line\nfeed.txt": "line\nfeed.txt",
    b"quote'\"`.txt": "quote'\"`.txt",
    b"..txt": None,  # hidden, as its name begins with a stop
    b"a..txt": "a..txt",
    b"back\\slash\\xff.txt": "back\\\\slash\\\\xff.txt",  # must differ from an undecodable byte
    b"=cmd|' ^C calc'!A0.txt": "=cmd|' ^C calc'!A0.txt",
    b"<script>alert(1)<": "<script>alert(1)<",
    b"$(reboot);%00.txt": "$(reboot);%00.txt",
    b"-rf": "-rf",
    b" .txt ": " .txt ",
    "\u202etxt.简报".encode(): "\u202etxt.简报",
    b"n" * 251 + b".txt": "n" * 251 + ".txt",
    "长".encode() * 83 + b".txt": "长" * 83 + ".txt",
    b"a\\..\\..\\b.txt": "a\\\\..\\\\..\\\\b.txt",  # a way out, where a backslash parts names
    b"\xfe\n'/" + b"f" * 255 + b"/..a/c.txt": None,  # below a hidden folder
    b"\xfe\n'/" + b"f" * 255 + b"/c.txt": "\\xfe\n'/" + "f" * 255 + "/c.txt",  # folders of such names
}


@pytest.fixture(scope="module")
def named(tmp_path_factory, preloaded):
    folder = tmp_path_factory.mktemp("names")
    raw, content = folder / "raw", specimens()[0].read_bytes()
    raw.mkdir()
    for number, name in enumerate(NAMES):
        path = os.path.join(os.fsencode(raw), name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content if number == 0 else f"第{number}份。\n".encode())
    outside = folder / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("不可读。")
    (raw / "link.txt").symlink_to(outside / "secret.txt")
    (raw / "link").symlink_to(outside)
    (raw / "loop").symlink_to(raw)
    os.mkfifo(raw / "pipe.txt")
    ended = preloaded.run(raw=str(raw), out=str(folder / "out"), log=str(folder / "log"))
    assert ended.status == 0, ended.words
    return folder


def test_every_name_has_its_row(named):
    paths = pq.read_table(named / "out" / "tables" / "documents.parquet")["path"].to_pylist()
    assert sorted(paths) == sorted(name for name in NAMES.values() if name is not None)
    assert verify(named / "out", named / "raw") == []


def test_links_are_not_followed(named):
    written = b"".join(path.read_bytes() for path in (named / "out" / "text").iterdir())
    assert "不可读".encode() not in written


def test_nothing_is_written_outside_the_output_folder(named):
    assert sorted(path.name for path in named.iterdir()) == ["log", "out", "outside", "raw"]


def test_the_log_holds_numbers_and_no_text(named):
    lines = (named / "log").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    assert {"ingest", "structure", "segment", "extract", "link", "check", "tables", "search"} <= {
        r["stage"] for r in records
    }
    for record in records:
        assert record.keys() <= {"time", "stage", "item", "document", "seconds", "counts"}
        assert all(isinstance(number, int) for number in record.get("counts", {}).values())
    ingested = [r for r in records if r["stage"] == "ingest"]
    assert len(ingested) == len([n for n in NAMES.values() if n]) == len({r["item"] for r in ingested})
    text = specimens()[0].read_text(encoding="utf-8")
    for length in range(0, len(text) - 4, 4):
        piece = text[length : length + 4]
        assert not (piece.strip() and not piece.isascii() and any(piece in line for line in lines))


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.binary(max_size=40), st.binary(max_size=40))
def test_names_can_be_read_back(one, other):
    names = [os.fsdecode(name) for name in (one, other)]
    texts = [shown(name) for name in names]
    assert [original(text) for text in texts] == names
    assert (texts[0] == texts[1]) is (one == other)
    for text in texts:
        text.encode("utf-8")


def test_a_path_leads_back_to_its_file(named):
    files = list(shown_files(named / "raw"))
    assert all(raw_path(named / "raw", name).is_file() for name in files)
