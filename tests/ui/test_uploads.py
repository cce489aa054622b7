from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcqgen.ui.uploads import Upload, safe_name, stored


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Chapter 5.pdf", "Chapter 5.pdf"),
        ("Übung – Öl & Gas.docx", "Übung – Öl & Gas.docx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\notes.md", "notes.md"),
        (".hidden.txt", "hidden.txt"),
        ("a\x00b\n.pdf", "ab.pdf"),
        ("", "file"),
        ("..", "file"),
        ("evil\u202efdp.exe", "evilfdp.exe"),
    ],
)
def test_a_name_keeps_the_users_words_but_leads_nowhere(given_name: str, kept: str) -> None:
    assert safe_name(given_name) == kept


@given(st.text(max_size=300))
def test_any_name_stays_in_its_folder(name: str) -> None:
    safe = safe_name(name)
    assert safe not in ("", ".", "..")
    assert PurePosixPath(safe).name == safe
    assert PureWindowsPath(safe).name == safe
    assert len(safe) <= 90
    assert not safe.startswith(".")


def test_an_upload_lies_in_a_private_folder_and_is_deleted() -> None:
    with stored(Upload("1", "notes.md", b"one")) as path:
        assert (path.name, path.read_bytes()) == ("notes.md", b"one")
        assert path.parent.stat().st_mode & 0o077 == 0
    assert not path.parent.exists()


def fail_over(upload: Upload, folders: list[Path]) -> None:
    with stored(upload) as path:
        folders.append(path.parent)
        raise RuntimeError


def test_an_upload_is_deleted_when_reading_it_fails() -> None:
    folders: list[Path] = []
    with pytest.raises(RuntimeError):
        fail_over(Upload("1", "notes.md", b"one"), folders)
    assert len(folders) == 1
    assert not folders[0].exists()
