"""Results on disk are whole or not there at all."""

import os
from pathlib import Path

import pytest

from mcqgen.errors import OutputError
from mcqgen.formats.files import check_writable, save


def test_a_new_file_is_written_and_nothing_else_is_left(tmp_path: Path) -> None:
    save(tmp_path / "items.json", b"data")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("items.json", b"data")]


def test_a_new_file_has_the_permissions_that_the_user_gives_to_files(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        save(tmp_path / "items.json", b"")
    finally:
        os.umask(before)
    assert (tmp_path / "items.json").stat().st_mode & 0o777 == 0o640


def test_an_old_file_is_replaced_and_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "items.json"
    path.write_bytes(b"old and longer")
    path.chmod(0o604)
    save(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o604


def test_a_failure_leaves_no_temporary_file(tmp_path: Path) -> None:
    (tmp_path / "taken" / "inside").mkdir(parents=True)
    with pytest.raises(OutputError, match=r"Cannot write .*taken': "):
        save(tmp_path / "taken", b"data")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]
    with pytest.raises(OutputError, match="no such file or directory"):
        save(tmp_path / "absent" / "items.json", b"data")


def test_a_long_name_is_no_trouble(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 250 + ".json")
    save(path, b"data")
    assert path.read_bytes() == b"data"


def test_what_can_be_written_passes_and_leaves_no_trace(tmp_path: Path) -> None:
    check_writable(tmp_path / "items.json")
    (tmp_path / "old.json").write_bytes(b"old")
    check_writable(tmp_path / "old.json")
    assert [path.name for path in tmp_path.iterdir()] == ["old.json"]


@pytest.mark.parametrize(
    ("name", "message"),
    [("", "it is a folder"), ("absent/items.json", "the folder '.*absent' does not exist; create it first")],
)
def test_what_cannot_be_written_is_told_beforehand(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(OutputError, match=message):
        check_writable(tmp_path / name)


def test_special_files_are_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OutputError, match="not a regular file"):
        check_writable(tmp_path / "pipe")


def test_a_file_system_that_takes_no_files_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="choose another folder"):
        check_writable(Path("/proc/self/items.json"))


def test_a_protected_file_is_told_to_all_but_root(tmp_path: Path) -> None:
    (tmp_path / "old.json").write_bytes(b"old")
    (tmp_path / "old.json").chmod(0o400)
    if os.geteuid() == 0:
        check_writable(tmp_path / "old.json")
    else:
        with pytest.raises(OutputError, match="write-protected"):
            check_writable(tmp_path / "old.json")
