"""The string that names a model, and what can be used here."""

from pathlib import Path

import pytest
from fake_models import FakeModels
from model_asking import KEY
from pydantic import SecretStr

from mcqgen.errors import MissingDependency, RequestError
from mcqgen.llm import ChatModel, Ledger, default_spec, open_model, usable
from mcqgen.llm.choice import GEMINI, parse_spec
from mcqgen.settings import Settings


@pytest.fixture
def bare(tmp_path: Path) -> Settings:
    """Settings without keys."""
    return Settings(home=tmp_path / "home")


@pytest.mark.parametrize(
    ("spec", "provider", "name", "url"),
    [
        ("google_genai:gemini-2.5-flash", "google_genai", "gemini-2.5-flash", ""),
        ("openai:qwen/qwen3:8b@http://127.0.0.1:8000/v1/", "openai", "qwen/qwen3:8b", "http://127.0.0.1:8000/v1"),
        (" ollama:llama3.2:3b ", "ollama", "llama3.2:3b", ""),
        ("openai:team@home@https://u:p@host/v1", "openai", "team@home", "https://u:p@host/v1"),
        ("gguf:/models/my model@q4.gguf", "gguf", "/models/my model@q4.gguf", ""),
    ],
)
def test_a_spec_says_provider_name_and_address(bare: Settings, spec: str, provider: str, name: str, url: str) -> None:
    named = parse_spec(spec, bare)
    assert (named.provider, named.name, named.url) == (provider, name, url)
    assert named.label == f"{provider}:{name}"


def test_the_address_of_the_settings_is_for_models_without_one(bare: Settings) -> None:
    settings = bare.model_copy(update={"model_base_url": "http://127.0.0.1:1/v1"})
    assert parse_spec("openai:a", settings).url == "http://127.0.0.1:1/v1"
    assert parse_spec("openai:a@http://127.0.0.1:2", settings).url == "http://127.0.0.1:2"
    assert parse_spec("gguf:/a.gguf", settings).url == ""


@pytest.mark.parametrize("spec", ["gemini-2.5-flash", "gogle:x", "openai:", "openai: ", "", "offline", "anthropic:c"])
def test_what_names_no_model_is_told_with_what_there_is(bare: Settings, spec: str) -> None:
    with pytest.raises(RequestError, match="google_genai, openai, ollama, gguf"):
        open_model(spec, bare, Ledger())


def test_no_address_is_told_without_its_password(bare: Settings) -> None:
    settings = bare.model_copy(update={"model_base_url": "ftp://me:secret@host"})
    with pytest.raises(RequestError, match="'ftp://host' of the model's server is none") as told:
        parse_spec("openai:a", settings)
    assert "secret" not in str(told.value)


@pytest.mark.parametrize(("provider", "names"), [("google_genai", "GEMINI_API_KEY"), ("openai", "OPENAI_API_KEY")])
def test_a_missing_key_is_named(bare: Settings, provider: str, names: str) -> None:
    with pytest.raises(RequestError, match=names):
        open_model(f"{provider}:some-model", bare, Ledger())


def test_a_server_of_the_user_s_own_needs_no_key(bare: Settings) -> None:
    assert isinstance(open_model("openai:a@http://127.0.0.1:9/v1", bare, Ledger()), ChatModel)


def test_a_file_that_is_not_there_is_named(bare: Settings, tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"There is no file '.*none\.gguf'"):
        open_model(f"gguf:{tmp_path}/none.gguf", bare, Ledger())


def test_the_default_follows_setting_then_key_then_offline(bare: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    assert default_spec(bare) == "offline"
    assert default_spec(bare.model_copy(update={"google_api_key": SecretStr(" ")})) == "offline"
    for name in ("GOOGLE_API_KEY", "GEMINI_API_KEY"):
        monkeypatch.setenv(name, KEY)
        assert default_spec(Settings()) == GEMINI
        monkeypatch.delenv(name)
    monkeypatch.setenv("MCQGEN_MODEL", "ollama:a")
    monkeypatch.setenv("GEMINI_API_KEY", KEY)
    assert default_spec(Settings()) == "ollama:a"


def test_what_is_usable_depends_on_keys_and_servers(bare: Settings) -> None:
    with FakeModels() as gone:
        url = gone.url
    dead = bare.model_copy(update={"model_base_url": url})
    found = {status.name.partition(":")[0]: status for status in usable(dead)}
    assert [status.usable for status in found.values()] == [False, False, False, True, True]
    assert "GOOGLE_API_KEY" in found["google_genai"].reason
    assert "no answer" in found["openai"].reason and "ollama serve" in found["ollama"].reason
    keys = bare.model_copy(update={"google_api_key": SecretStr(KEY), "openai_api_key": SecretStr(KEY)})
    assert [status.usable for status in usable(keys)][:2] == [True, True]
    assert "OPENAI_API_KEY" in next(status for status in usable(bare) if status.name == "openai:NAME").reason
    with FakeModels() as fake:
        alive = bare.model_copy(update={"model_base_url": fake.url})
        assert [status.reason for status in usable(alive)][1:3] == [f"{fake.url} has small-model"] * 2


def test_the_libraries_of_the_extra_are_asked_for_by_its_name(bare: Settings, tmp_path: Path) -> None:
    """In a process that has none of them."""
    import subprocess
    import sys

    (tmp_path / "model.gguf").write_bytes(b"")
    code = f"""
import sys
class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name in ("xllamacpp", "langchain_ollama"):
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Hidden())
import importlib.util as util
real = util.find_spec
util.find_spec = lambda name, package=None: None if name in ("xllamacpp", "langchain_ollama") else real(name, package)
from mcqgen.errors import MissingDependency
from mcqgen.llm import Ledger, open_model, usable
from mcqgen.settings import Settings
for spec in ("ollama:a", "gguf:{tmp_path}/model.gguf"):
    try:
        open_model(spec, Settings(), Ledger())
    except MissingDependency as error:
        print(error)
print([status.usable for status in usable(Settings())])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    told = done.stdout.splitlines()
    assert told[0] == 'ollama:a needs langchain_ollama: pip install "mcqgen[local]".'
    assert "needs xllamacpp" in told[1]
    assert told[2] == "[False, False, False, False, True]"
    assert issubclass(MissingDependency, Exception)


def test_opening_imports_no_library_of_a_provider() -> None:
    import subprocess
    import sys

    code = """
import sys
from pydantic import SecretStr
from mcqgen.llm import Ledger, open_model, default_spec, price_of, usable
from mcqgen.settings import Settings
settings = Settings(google_api_key=SecretStr("k"), cache=False)
open_model("google_genai:gemini-2.5-flash", settings, Ledger())
print([name for name in sys.modules if name.startswith(("langchain", "google.genai", "openai", "ollama", "xllama"))])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
