"""What readers see: names that lead to one release, which one rename replaces."""

import os

import pytest

from pipeline.model.errors import UnusableOutput
from pipeline.store import release
from pipeline.store.release import publish


def work(out, **files):
    """Files of `.work`, each written beside and renamed as the pipeline does."""
    for name, content in files.items():
        path = out / ".work" / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(".beside")
        beside.write_text(content)
        os.replace(beside, path)


def seen(out):
    """What a reader sees: the public names and the text of each file below them."""
    names = sorted(path for path in out.iterdir() if not path.name.startswith("."))
    files = [file for path in names for file in ([path] if path.is_file() else sorted(path.rglob("*")))]
    return {file.relative_to(out).as_posix(): file.read_text() for file in files if file.is_file()}


def releases(out):
    return sorted(path.name for path in (out / ".releases").iterdir())


def test_outputs_are_shown_together(tmp_path):
    work(tmp_path, tables__a="1", bulletins="not public", text__b="2", **{"bulletins.db": "3"})
    assert publish(tmp_path) is True
    assert seen(tmp_path) == {"bulletins.db": "3", "tables/a": "1", "text/b": "2"}
    assert os.readlink(tmp_path / "tables") == ".current/tables"
    assert os.readlink(tmp_path / ".current") == ".releases/1"
    assert (tmp_path / ".releases" / "1" / "bulletins").read_text() == "not public"
    assert os.path.samefile(tmp_path / ".work" / "tables" / "a", tmp_path / "tables" / "a")  # a further name, no copy


def test_unchanged_outputs_are_no_new_release(tmp_path):
    work(tmp_path, tables__a="1", text__b="2")
    publish(tmp_path)
    assert publish(tmp_path) is False
    assert releases(tmp_path) == ["1"]
    (tmp_path / "text").unlink()
    assert publish(tmp_path) is False
    assert seen(tmp_path) == {"tables/a": "1", "text/b": "2"}  # a name that was taken away is given again


# What is done to .work between two runs: written again, one more, one less, one below another folder.
CHANGES = {
    "written again": (lambda out: work(out, tables__a="9"), {"tables/a": "9", "text/b": "2"}),
    "one more": (lambda out: work(out, tables__c="9"), {"tables/a": "1", "tables/c": "9", "text/b": "2"}),
    "one less": (lambda out: (out / ".work/text/b").unlink(), {"tables/a": "1"}),
    "another folder": (
        lambda out: os.renames(out / ".work/text/b", out / ".work/search/x/b"),
        {"tables/a": "1", "search/x/b": "2"},
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_changed_outputs_take_the_place_of_the_old(tmp_path, name):
    change, expected = CHANGES[name]
    work(tmp_path, tables__a="1", text__b="2")
    publish(tmp_path)
    change(tmp_path)
    assert publish(tmp_path) is True
    assert seen(tmp_path) == expected
    assert releases(tmp_path) == ["2"]
    assert os.path.lexists(tmp_path / "text") is (tmp_path / ".work" / "text").exists()


def test_the_number_of_a_release_is_higher_than_any_before(tmp_path):
    work(tmp_path, tables__a="1")
    for left in ("7", "10", ".11.part"):  # 10 is more than 7; half a release that a killed run left counts for nothing
        (tmp_path / ".releases" / left / "old").mkdir(parents=True)
    publish(tmp_path)
    assert releases(tmp_path) == ["11"]
    assert seen(tmp_path) == {"tables/a": "1"}


def test_outputs_of_an_earlier_version_give_way(tmp_path):
    for name in ("tables", "text"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "old").write_text("0")
    (tmp_path / "bulletins.db").symlink_to("elsewhere")
    work(tmp_path, tables__a="1", **{"bulletins.db": "3"})
    publish(tmp_path)
    assert seen(tmp_path) == {"bulletins.db": "3", "tables/a": "1", "text/old": "0"}  # nothing new under that name
    assert not (tmp_path / ".before").exists()


def test_a_copy_that_followed_the_links_is_replaced(tmp_path):
    work(tmp_path, tables__a="1")
    (tmp_path / ".current" / "tables").mkdir(parents=True)
    (tmp_path / ".current" / "tables" / "a").write_text("0")
    (tmp_path / ".current.part").symlink_to("left by a killed run")
    assert publish(tmp_path) is True
    assert os.readlink(tmp_path / ".current") == ".releases/1"
    assert seen(tmp_path) == {"tables/a": "1"}


def test_files_are_copied_where_they_cannot_have_two_names(tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError("no links here")

    work(tmp_path, tables__a="1")
    os.utime(tmp_path / ".work" / "tables" / "a", (1, 1))
    monkeypatch.setattr(release.os, "link", refuse)
    publish(tmp_path)
    assert seen(tmp_path) == {"tables/a": "1"}
    assert (tmp_path / "tables" / "a").stat().st_mtime == 1


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), OSError("so")])
def test_a_full_disk_leaves_the_old_outputs(tmp_path, monkeypatch, error):
    def full(*_):
        raise error

    work(tmp_path, tables__a="1")
    publish(tmp_path)
    work(tmp_path, tables__a="2")
    monkeypatch.setattr(release.os, "replace", full)
    with pytest.raises(UnusableOutput, match=rf"the outputs in .* \({error.strerror or error}\); the old ones stand"):
        publish(tmp_path)
    assert seen(tmp_path) == {"tables/a": "1"}
