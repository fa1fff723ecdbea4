"""The same bytes whatever the locale, the time zone, the hash seed, the workers and the place of the checkout."""

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.robust.archives import REPOSITORY, before, seen, specimens

# (locale, environment, workers, whether from a copy of the checkout)
MATRIX = [
    ("C", {"TZ": "Asia/Shanghai", "PYTHONHASHSEED": "1"}, 2, True),
    ("C.UTF-8", {"TZ": "America/St_Johns", "PYTHONHASHSEED": "4294967295"}, 1, False),
    ("zh_CN.UTF-8", {"TZ": "UTC"}, 1, False),
    ("tr_TR.UTF-8", {"TZ": "Pacific/Kiritimati"}, 1, False),
]


@pytest.fixture(scope="module")
def locales(tmp_path_factory) -> Path:
    """A folder with the locales that a machine seldom has, made of their sources where it has those."""
    folder = tmp_path_factory.mktemp("locales")
    for name in ("zh_CN", "tr_TR"):
        with suppress(FileNotFoundError):
            made = ["localedef", "-i", name, "-f", "UTF-8", str(folder / f"{name}.UTF-8")]
            subprocess.run(made, capture_output=True, check=False)
    return folder


@pytest.fixture(scope="module")
def archive_of_three(tmp_path_factory, preloaded):
    folder = tmp_path_factory.mktemp("matrix")
    before(folder / "raw")
    shutil.copy(specimens(".pdf")[0], folder / "raw" / "c.pdf")
    assert preloaded.run(raw=str(folder / "raw"), out=str(folder / "out")).status == 0
    return folder


@pytest.mark.parametrize(("locale", "environment", "workers", "copied"), MATRIX, ids=[row[0] for row in MATRIX])
def test_the_same_bytes(archive_of_three, locales, tmp_path, record_property, locale, environment, workers, copied):
    if not locale.startswith("C"):
        if not (locales / locale).exists():
            pytest.skip(f"this machine has no source of the locale {locale}")
        environment = environment | {"LOCPATH": str(locales)}
    checkout = REPOSITORY
    if copied:
        checkout = tmp_path / "another place" / "检出"
        shutil.copytree(REPOSITORY / "pipeline", checkout / "pipeline", ignore=shutil.ignore_patterns("__pycache__"))
    # The files arrive in another order, and with other times.
    raw = tmp_path / "raw"
    raw.mkdir()
    for path in sorted((archive_of_three / "raw").iterdir(), reverse=True):
        shutil.copyfile(path, raw / path.name)
    code = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(checkout)!r})
from pipeline.cli.stages import execute
from pipeline.stages.order import STAGES
if __name__ == "__main__":
    execute(STAGES[:-1], Path({str(raw)!r}), Path({str(tmp_path / "out")!r}), {workers}, None)
    import locale, pipeline
    print(locale.setlocale(locale.LC_ALL, ""), pipeline.__file__)
"""
    (tmp_path / "start.py").write_text(code, encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, str(tmp_path / "start.py")], cwd=tmp_path, env=os.environ | environment | {"LC_ALL": locale}, check=False,
        capture_output=True, encoding="utf-8", errors="surrogateescape",
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.splitlines()[-1].startswith(f"{locale} ")
    if not copied:
        assert str(checkout) in ended.stdout
    assert seen(tmp_path / "out") == seen(archive_of_three / "out")
    assert len(seen(tmp_path / "out")) > 20
    given = " ".join(f"{name}={value}" for name, value in environment.items() if name != "LOCPATH")
    where = "another checkout" if copied else "this checkout"
    files = len(seen(tmp_path / "out"))
    record_property("told", f"the same bytes in {files} files: {locale} {given}, {workers} workers, {where}")
