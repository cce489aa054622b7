"""Documents of a shelf, and their files."""

from pathlib import Path

import pytest
from questions import make_info, make_item, make_set, write

from mcqgen.bank import Bank, Query, Shelf
from mcqgen.errors import BankError, StateError
from mcqgen.settings import Settings


def test_a_document_is_kept_once_with_its_file(shelf: Shelf, tmp_path: Path) -> None:
    source = write(tmp_path)
    info = make_info(content=b"hello")
    kept = shelf.keep_document(info, source, sections=["Blood", "Bones"])
    assert (kept.info, kept.sections, kept.questions, kept.has_file) == (info, ("Blood", "Bones"), 0, True)
    source.unlink()
    source.write_bytes(b"hello")
    assert shelf.keep_document(info, source) == kept
    assert shelf.documents() == (kept,)
    assert shelf.document("d1") == kept
    path = shelf.file_of("d1")
    assert path.name == "one.txt"
    assert path.read_bytes() == b"hello"
    assert path.parts[-3:-1] == (info.sha256[:2], info.sha256)


def test_the_newest_document_is_first_and_questions_are_counted(shelf: Shelf, tmp_path: Path) -> None:
    for name in ("a", "b"):
        shelf.keep_document(make_info(name, name.encode()), write(tmp_path, name.encode()))
    shelf.add(make_set([make_item(1), make_item(2)], documents=[make_info("d1")]))
    shelf.remove([shelf.find(Query()).records[0].id])
    assert [(one.info.id, one.questions, one.has_file) for one in shelf.documents()] == [
        ("d1", 1, False), ("b", 0, True), ("a", 0, True),
    ]  # fmt: skip
    assert shelf.document("d1").questions == 1


def test_the_same_bytes_take_room_once(bank: Bank, shelf: Shelf, tmp_path: Path) -> None:
    content = b"the same"
    shelf.keep_document(make_info("m1", content, "mine.pdf"), write(tmp_path, content, "mine.pdf"))
    other = bank.shelf("somebody else")
    other.keep_document(make_info("m1", content, "theirs.pdf"), write(tmp_path, content, "theirs.pdf"))
    mine, theirs = shelf.file_of("m1"), other.file_of("m1")
    assert (mine.name, theirs.name) == ("mine.pdf", "theirs.pdf")
    assert mine.samefile(theirs)


@pytest.mark.parametrize("known", [False, True])
def test_nobody_gets_a_file_by_naming_its_digest(bank: Bank, shelf: Shelf, tmp_path: Path, known: bool) -> None:
    secret = make_info("s1", b"secret", "secret.txt")
    if known:
        bank.shelf("owner of the secret").keep_document(secret, write(tmp_path, b"secret", "secret.txt"))
    with pytest.raises(BankError, match=r"'other\.txt' has changed since it was read"):
        shelf.keep_document(secret, write(tmp_path, b"other", "other.txt"))
    with pytest.raises(BankError, match="There is no document 's1'"):
        shelf.file_of("s1")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("..", "document"),
        (".hidden", "hidden"),
        ("a:b\0\n?.pdf", "a_b___.pdf"),
        ("é" * 200 + ".docx", "é" * 75 + ".docx"),
        ("x." + "y" * 300, "x." + "y" * 19),
        ("half \udc80.txt", "half _.txt"),
        ("Übung 1 (neu).PDF", "Übung 1 (neu).PDF"),
    ],
)
def test_names_lead_nowhere_else(shelf: Shelf, tmp_path: Path, name: str, kept: str) -> None:
    shelf.keep_document(make_info("n", b"n", name), write(tmp_path, b"n"))
    path = shelf.file_of("n")
    assert path.name == kept
    assert path.parent.name == make_info("n", b"n").sha256


def test_a_document_without_a_file_gets_one_later(shelf: Shelf, tmp_path: Path) -> None:
    info = make_info(content=b"late")
    shelf.add(make_set([make_item(1)], documents=[info]))
    assert not shelf.document("d1").has_file
    with pytest.raises(BankError, match=r"The file of 'one.txt' is not kept here: give it again\."):
        shelf.file_of("d1")
    assert shelf.keep_document(info, write(tmp_path, b"late")).has_file
    shelf.add(make_set([make_item(2)], documents=[info]))
    assert shelf.file_of("d1").read_bytes() == b"late"
    shelf.file_of("d1").unlink()
    with pytest.raises(BankError, match="is not kept here"):
        shelf.file_of("d1")
    shelf.keep_document(info, write(tmp_path, b"late"))
    assert shelf.file_of("d1").exists()


def test_documents_are_removed_brought_back_and_kept_again(shelf: Shelf, tmp_path: Path) -> None:
    source = write(tmp_path)
    for name in ("a", "b"):
        shelf.keep_document(make_info(name, b"hello"), source)
    shelf.remove_documents(["a", "b", "a"])
    shelf.remove_documents(["b"])
    assert shelf.documents() == ()
    assert shelf.document("a").info.id == "a"
    assert shelf.undo() == "2 documents removed"
    assert len(shelf.documents()) == 2
    shelf.remove_documents(["a"])
    shelf.bring_back_documents(["a"])
    assert shelf.undo() == "1 document brought back"
    assert [one.info.id for one in shelf.documents()] == ["b"]
    shelf.keep_document(make_info("a", b"hello"), source)
    assert len(shelf.documents()) == 2


def test_a_file_that_is_gone_or_cannot_be_kept_is_told(
    bank: Bank, settings: Settings, shelf: Shelf, tmp_path: Path
) -> None:
    with pytest.raises(
        BankError, match=r"'none.txt' cannot be read any more \(No such file or directory\): give it again\."
    ):
        shelf.keep_document(make_info("x", b"x"), tmp_path / "none.txt")
    info = make_info("blocked", b"blocked")
    blocked = settings.home / "files" / info.sha256[:2]
    blocked.parent.mkdir(exist_ok=True)
    blocked.write_text("a file where a folder should be")
    with pytest.raises(StateError, match=r"'one.txt' cannot be kept in .*: free some room, or set MCQGEN_HOME"):
        shelf.keep_document(info, write(tmp_path, b"blocked"))
    blocked.unlink()
