"""Whole runs with raw/ and OUT at URLs: the outputs are those of folders, byte by byte, and can be read where they lie."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request

import fsspec
import pytest
from click.testing import CliRunner
from running import REPOSITORY, run_all

from pipeline.cli import main
from tests.remote.stores import FrailFileSystem, asked

STABLE = ("tables/*.parquet", "text/*.txt", "search/articles.ndjson", "bulletins.db", "datapackage.json")


def invoke(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def done(*arguments):
    found = invoke(*arguments)
    assert found.exit_code == 0, found.output
    return found.output


def digests(out):
    files = sorted(path for pattern in STABLE for path in out.glob(pattern))
    return {path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def upload(system, folder, root):
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            system.pipe_file(f"{root}/{path.relative_to(folder).as_posix()}", path.read_bytes())


@pytest.fixture(scope="module")
def local(tmp_path_factory):
    """A small archive in a folder, and its outputs in another."""
    folder = tmp_path_factory.mktemp("local")
    (folder / "raw" / "子").mkdir(parents=True)
    texts = sorted((REPOSITORY / "raw").rglob("*.txt"))
    shutil.copy(texts[0], folder / "raw" / "a.txt")
    shutil.copy(texts[-1], folder / "raw" / "子" / "名 字\\.txt")
    (folder / "raw" / "empty.txt").write_bytes(b"")
    (folder / "jianbao.toml").write_text("[limits]\npages = 7\n")
    run_all(folder / "raw", folder / "out")
    return folder


@pytest.mark.slow
def test_urls_give_the_bytes_that_folders_give(store, local, tmp_path):
    upload(store, local / "raw", "bucket/raw")
    upload(store, local / "jianbao.toml", "bucket/jianbao.toml")
    places = ("--raw", "frail://bucket/raw", "--out", "frail://bucket/out", "--work", tmp_path / "work")
    assert "released  frail://bucket/out" in done("run", *places, "--workers", 1)

    there = places[2:4]
    elsewhere = (*there, "--work", tmp_path / "reader")
    assert "共" in done("search", "联盟", *elsewhere)
    reader = next((tmp_path / "reader").glob("*/read/all"))
    assert digests(reader) == digests(local / "out")
    assert len(digests(reader)) > 20
    assert "every promise of the tables holds" in done("verify", *elsewhere, *places[:2])
    assert "no difference" in done("diff", local / "out", "frail://bucket/out", "--work", tmp_path / "differ")
    assert not list((tmp_path / "differ").glob("*/read/all"))  # the tables alone are fetched

    FrailFileSystem.reset()
    done("run", *places, "--workers", 1)
    assert not {"get", "put", "write", "move"} & {what for what, _ in FrailFileSystem.requests}

    assert "up to date" in done("why", "a.txt", *places)


@pytest.mark.slow
def test_a_connection_lost_while_the_outputs_go_out(store, local, tmp_path):
    places = ("--raw", local / "raw", "--out", "frail://bucket/out", "--work", tmp_path / "work", "--workers", 1)
    FrailFileSystem.reset(5)
    lost = invoke("run", *places)
    assert lost.exit_code == 1
    assert "frail://bucket/out failed (connection reset); nothing is lost" in lost.output
    FrailFileSystem.reset()
    again = done("run", *places)
    assert "extract: up to date" in again  # nothing but the release was left to do
    assert "released" in again
    assert len(asked("put")) > 30


@pytest.fixture
def s3(monkeypatch):
    """A server of the S3 protocol on the loopback with an empty bucket; its file system."""
    pytest.importorskip("s3fs", reason="s3fs is not installed: pip install s3fs")
    server_module = pytest.importorskip("moto.server", reason="moto is not installed: pip install 'moto[server]'")
    server = server_module.ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    _, port = server.get_host_and_port()
    settings = {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}", "AWS_ACCESS_KEY_ID": "test",
                "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1"}  # fmt: skip
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    urllib.request.urlopen(f"http://127.0.0.1:{port}/moto-api/reset", b"")
    system = fsspec.filesystem("s3")
    system.mkdir("bucket")
    yield system
    type(system).clear_instance_cache()  # it knows this server's address
    server.stop()


@pytest.mark.slow
def test_s3_gives_the_bytes_that_folders_give_and_a_kill_leaves_the_old_release(s3, local, tmp_path):
    upload(s3, local / "raw", "bucket/raw")
    s3.pipe_file("bucket/jianbao.toml", (local / "jianbao.toml").read_bytes())
    s3.pipe_file("bucket/raw/folder/", b"")  # what consoles leave for an empty folder
    words = ("--raw", "s3://bucket/raw", "--out", "s3://bucket/out", "--work", str(tmp_path / "work"))
    command = [sys.executable, "-m", "pipeline", "run", *words, "--workers", "1"]
    subprocess.run(command, check=True, cwd=REPOSITORY, capture_output=True)
    assert read_everywhere(s3, tmp_path / "one") == digests(local / "out")

    shutil.copytree(local / "raw", tmp_path / "more")
    (tmp_path / "more" / "b.txt").write_bytes(
        (local / "raw" / "a.txt").read_bytes().replace("联盟".encode(), "聯盟".encode())
    )
    upload(s3, tmp_path / "more", "bucket/raw")
    run = subprocess.Popen(command, cwd=REPOSITORY, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    while run.poll() is None and len(listed(s3, "2-")) < 5:
        time.sleep(0.01)
    run.send_signal(signal.SIGKILL)
    assert run.wait() == -signal.SIGKILL
    assert json.loads(s3.cat_file("bucket/out/current.json"))["release"].startswith("1-")
    assert read_everywhere(s3, tmp_path / "two") == digests(local / "out")

    subprocess.run(command, check=True, cwd=REPOSITORY, capture_output=True)
    shutil.copy(local / "jianbao.toml", tmp_path)
    assert read_everywhere(s3, tmp_path / "three") == digests(run_all(tmp_path / "more", tmp_path / "out"))


def listed(system, prefix):
    system.invalidate_cache()
    return [name for name in system.find("bucket/out/releases") if name.split("/")[3].startswith(prefix)]


def read_everywhere(system, work):
    """The digests that a reader on another machine gets; the tables are read where they lie too."""
    import pandas as pd

    done("search", "联盟", "--out", "s3://bucket/out", "--work", work)
    out = next(work.glob("*/read/all"))
    system.invalidate_cache()
    tables = json.loads(system.cat_file("bucket/out/current.json"))["tables"]
    there = pd.read_parquet(f"s3://bucket/out/{tables}/mentions.parquet")
    assert there.equals(pd.read_parquet(out / "tables" / "mentions.parquet"))
    return digests(out)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("s3://nosuchbucket/raw", "there are no files at s3://nosuchbucket/raw"),
        ("s3://Bad_Bucket/x", "s3://Bad_Bucket"),
    ],
)
def test_s3_that_is_not_there(s3, tmp_path, url, words):
    lost = invoke("run", "--raw", url, "--out", tmp_path / "out", "--work", tmp_path / "work")
    assert lost.exit_code == 1
    assert words in lost.output


def test_no_bucket_is_made_of_a_mistyped_name(s3, local, tmp_path):
    lost = invoke("ingest", "--raw", local / "raw", "--out", "s3://nosuchbucket/out", "--work", tmp_path / "work")
    assert lost.exit_code in (0, 1)
    assert not s3.exists("nosuchbucket")


def test_s3_without_credentials_is_told(s3, tmp_path):
    hidden = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}
    alone = {n: v for n, v in os.environ.items() if n not in hidden} | {"AWS_EC2_METADATA_DISABLED": "true"}
    command = [sys.executable, "-m", "pipeline", "trend", "联盟", "--out", "s3://bucket/out", "--work", str(tmp_path)]
    ended = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, env=alone, check=False)
    assert ended.stderr == (
        "error: there is no access to s3://bucket/out (Unable to locate credentials); give this account the right to "
        "list, read and write there and run again\n"
    )


def test_an_s3_that_does_not_answer_is_told(s3, tmp_path, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    command = [sys.executable, "-m", "pipeline", "trend", "联盟", "--out", "s3://bucket/out", "--work", str(tmp_path)]
    ended = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, env=os.environ, check=False)
    assert ended.returncode == 1
    assert ended.stderr.startswith("error: s3://bucket/out failed (Could not connect")
    assert len(ended.stderr.splitlines()) == 1
