"""The vector store, on a real Chroma directory and a real Chroma server."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from mcqgen.domain.document import Document, Page, Passage, Segment, Span
from mcqgen.errors import RequestError, StateError
from mcqgen.index import Embedder, PassageIndex
from mcqgen.settings import Settings

TEXTS = (
    "The heart pumps blood through the arteries of the body.",
    "Blood returns to the heart through the veins.",
    "The Stamp Act of 1765 taxed printed paper in the colonies.",
    "Colonial merchants refused to import British goods.",
    "A covalent bond is a pair of electrons that two atoms share.",
)


def document(texts: tuple[str, ...], name: str = "a.txt") -> tuple[Document, tuple[Passage, ...]]:
    whole = "\n\n".join(texts)
    made = Document(
        name=name,
        sha256="0" * 64,
        media_type="text/plain",
        title=name,
        language="en",
        pages=(Page(number=1, text=whole),),
    )
    passages = tuple(
        Passage(
            document_id=made.id,
            number=number,
            section=("Chapter", "Part"),
            text=text,
            segments=(Segment(at=0, span=Span(page=1, start=whole.index(text), end=whole.index(text) + len(text))),),
        )
        for number, text in enumerate(texts)
    )
    return made, passages


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, threads=1)


def open_index(settings: Settings, wait_s: float = 1.0) -> PassageIndex:
    return PassageIndex(settings, Embedder(settings), wait_s=wait_s)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("server")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(Path(sys.executable).with_name("chroma")), "run", "--path", str(folder), "--host", "127.0.0.1"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([*command, "--port", str(port)], stdout=log, stderr=log)
    try:
        until = time.monotonic() + 60
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None, (folder / "log").read_text()
            assert time.monotonic() < until, (folder / "log").read_text()
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(params=["directory", "server"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    url = request.getfixturevalue("server") if request.param == "server" else ""
    return Settings(home=tmp_path, threads=1, chroma_url=url)


def test_the_nearest_passages_are_found(either: Settings) -> None:
    made, passages = document(TEXTS)
    with open_index(either) as index:
        vectors = index.add(made, passages)
        found = index.similar("circulation of blood", 2, [made.id])
    assert vectors.shape == (5, 384)
    assert {identity for identity, _ in found} == {passages[0].id, passages[1].id}
    query = Embedder(either).matrix(["circulation of blood"])[0]
    expected = sorted((float(row @ query) for row in vectors), reverse=True)[:2]
    assert [cosine for _, cosine in found] == pytest.approx(expected, abs=1e-3)


def test_diverse_passages_are_less_alike(either: Settings) -> None:
    texts = (*TEXTS, "The heart pumps blood through all the arteries of the body.")
    made, passages = document(texts)
    with open_index(either) as index:
        index.add(made, passages)
        near = [identity for identity, _ in index.similar("the heart pumps blood", 2, [made.id])]
        diverse = index.diverse("the heart pumps blood", 2, [made.id], balance=0.3)
    assert set(near) == {passages[0].id, passages[5].id}
    assert len(diverse) == 2
    assert len(set(diverse) & set(near)) == 1


def test_adding_again_changes_nothing_and_other_cuts_replace(either: Settings) -> None:
    made, passages = document(TEXTS)
    with open_index(either) as index:
        first = index.add(made, passages)
        second = index.add(made, passages)
        assert np.array_equal(first, second)
        assert len(index.similar("anything", 20, [made.id])) == 5
        index.add(made, passages[:2])
        assert {identity for identity, _ in index.similar("anything", 20, [made.id])} == {p.id for p in passages[:2]}
        assert index.add(made, ()).shape == (0, 384)
        assert index.similar("anything", 20, [made.id]) == []


def test_only_the_documents_asked_for_are_searched(settings: Settings) -> None:
    one, ones = document(TEXTS[:2])
    two, twos = document(TEXTS[2:])
    with open_index(settings) as index:
        index.add(one, ones)
        index.add(two, twos)
        assert {i for i, _ in index.similar("heart", 9, [two.id])} == {p.id for p in twos}
        assert len(index.similar("heart", 9, [one.id, two.id])) == 5
        assert index.similar("heart", 9, []) == []
        assert index.diverse("heart", 9, []) == []
        assert set(index.diverse("heart", 9, [one.id])) == {p.id for p in ones}


def test_the_index_outlives_its_process_and_lets_go(settings: Settings) -> None:
    made, passages = document(TEXTS)
    with open_index(settings) as index:
        index.add(made, passages)
    script = (
        "import sys, pathlib\nfrom mcqgen.index import Embedder, PassageIndex\nfrom mcqgen.settings import Settings\n"
        "s = Settings(home=pathlib.Path(sys.argv[1]), threads=1)\n"
        "with PassageIndex(s, Embedder(s)) as index: print(index.similar('heart', 1, [sys.argv[2]])[0][0])"
    )
    command = [sys.executable, "-W", "error", "-c", script, str(settings.home), made.id]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() in {passages[0].id, passages[1].id}


def test_another_process_is_told_who_may_write(settings: Settings) -> None:
    script = (
        "import sys, pathlib\nfrom mcqgen.errors import StateError\nfrom mcqgen.index import Embedder, PassageIndex\n"
        "from mcqgen.settings import Settings\ns = Settings(home=pathlib.Path(sys.argv[1]))\n"
        "try:\n with PassageIndex(s, Embedder(s), wait_s=0.2): print('opened')\nexcept StateError as e: print(e)"
    )
    command = [sys.executable, "-c", script, str(settings.home)]
    with open_index(settings):
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert str(settings.home / "chroma") in done.stdout
    assert "MCQGEN_HOME" in done.stdout
    assert "MCQGEN_CHROMA_URL" in done.stdout
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == "opened"


def test_threads_of_one_process_share_the_directory(settings: Settings) -> None:
    made = [document(tuple(f"{text} {number}" for text in TEXTS)) for number in range(4)]
    embedder = Embedder(settings)

    def add(number: int) -> int:
        with PassageIndex(settings, embedder, wait_s=1.0) as index:
            index.add(*made[number % 4])
            return len(index.similar("heart", 9, [made[number % 4][0].id]))

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(add, range(8))) == [5] * 8
    with open_index(settings) as index:
        assert len(index.similar("heart", 99, [one.id for one, _ in made])) == 20


def test_more_than_one_batch(settings: Settings) -> None:
    # Chroma takes 5,461 rows at once; few distinct texts keep the embedding cheap.
    texts = tuple(f"w{number % 40}" for number in range(5600))
    made, _ = document(texts[:1])
    where = (Segment(at=0, span=Span(page=1, start=0, end=2)),)
    passages = tuple(
        Passage(document_id=made.id, number=number, text=text, segments=where) for number, text in enumerate(texts)
    )
    with open_index(settings) as index:
        assert index.add(made, passages).shape == (5600, 384)
        assert len(index.similar("w1", 5, [made.id])) == 5
        index.add(made, passages[:3])
        assert len(index.similar("w1", 99, [made.id])) == 3


def test_a_foreign_directory_is_named(settings: Settings) -> None:
    (settings.home / "chroma").mkdir()
    (settings.home / "chroma" / "chroma.sqlite3").write_bytes(b"not a database" * 200)
    for _ in range(2):
        with pytest.raises(StateError, match=r"chroma' cannot be opened .*delete the folder"), open_index(settings):
            pass


@pytest.mark.skipif(os.name != "posix", reason="other systems say it otherwise")
def test_a_folder_that_cannot_be_made_is_named(settings: Settings) -> None:
    (settings.home / "chroma").write_text("a file in the way")
    with pytest.raises(StateError, match="MCQGEN_HOME"), open_index(settings):
        pass


def test_a_closed_index_says_so(settings: Settings) -> None:
    with pytest.raises(StateError, match="with statement"):
        open_index(settings).similar("heart", 1, ["x"])


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://host", "http://", "http://host:port"])
def test_a_bad_address_is_refused(tmp_path: Path, url: str) -> None:
    with (
        pytest.raises(RequestError, match="http://localhost:8000"),
        open_index(Settings(home=tmp_path, chroma_url=url)),
    ):
        pass


def test_a_silent_server_is_named(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}"
    with pytest.raises(StateError, match=r"chroma run"), open_index(Settings(home=tmp_path, chroma_url=url)):
        pass
