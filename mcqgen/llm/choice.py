"""Which model: the string that names it, the default, and what can be used here."""

import importlib.util
import json
import re
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr

from mcqgen.errors import RequestError
from mcqgen.settings import Settings

GEMINI = "google_genai:gemini-2.5-flash"
OFFLINE = "offline"
OLLAMA_URL = "http://127.0.0.1:11434"
_PROVIDERS = ("google_genai", "openai", "ollama", "gguf")
_SPEC = re.compile(r"(?P<provider>[a-z_]+):(?P<name>[^\s].*?)(?:@(?P<url>https?://\S+))?", re.DOTALL)
_LOOK_S = 1.0
_MOST_NAMED = 5


@dataclass(frozen=True)
class ModelSpec:
    """A model as a user names it: `provider:name`, with `@http…` where its server is not the provider's own."""

    provider: str
    name: str
    url: str = ""

    @property
    def label(self) -> str:
        """Provider and name, as reports and items tell it; without the address, which may hold a password."""
        return f"{self.provider}:{self.name}"


@dataclass(frozen=True)
class ModelStatus:
    """A model, or a family of them, and whether it can be used on this machine."""

    name: str
    usable: bool
    reason: str


def parse_spec(spec: str, settings: Settings) -> ModelSpec:
    """Read the string that names a model; raises RequestError that lists the providers where it makes no sense."""
    named = _SPEC.fullmatch(spec.strip())
    if named is None or named["provider"] not in _PROVIDERS:
        raise RequestError(
            f"The model '{_without_password(spec)}' is not understood: write provider:name, such as {GEMINI}; "
            f"providers are {', '.join(_PROVIDERS)}, and 'offline' needs no model."
        )
    url = named["url"] or (settings.model_base_url if named["provider"] != "gguf" else "")
    if url and not (url.startswith(("http://", "https://")) and urlsplit(url).hostname):
        raise RequestError(
            f"The address '{_without_password(url)}' of the model's server is none: write http://host:port/path."
        )
    return ModelSpec(named["provider"], named["name"], url.rstrip("/"))


def secret(key: SecretStr | None) -> str:
    """The key itself; empty where there is none."""
    return key.get_secret_value().strip() if key else ""


def default_spec(settings: Settings) -> str:
    """The model where the user names none: MCQGEN_MODEL, else Gemini where there is a key for it, else "offline"."""
    return settings.model or (GEMINI if secret(settings.google_api_key) else OFFLINE)


def usable(settings: Settings) -> list[ModelStatus]:
    """What can be used here, and why the rest cannot; asks only servers that the user runs or names (1 s at most)."""
    return [_gemini(settings), _openai(settings), _ollama(settings), _gguf(), _offline()]


def _gemini(settings: Settings) -> ModelStatus:
    if secret(settings.google_api_key):
        return ModelStatus(GEMINI, True, "GOOGLE_API_KEY or GEMINI_API_KEY is set")
    return ModelStatus(GEMINI, False, "set GOOGLE_API_KEY or GEMINI_API_KEY to a key from aistudio.google.com")


def _openai(settings: Settings) -> ModelStatus:
    name = "openai:NAME"
    if url := settings.model_base_url:
        found = _listed(f"{url.rstrip('/')}/models", "data", "id", secret(settings.openai_api_key))
        if found is None:
            return ModelStatus(name, False, f"no answer from {_without_password(url)} (MCQGEN_MODEL_BASE_URL)")
        return ModelStatus(name, True, f"{_without_password(url)} has {_some(found)}")
    if secret(settings.openai_api_key):
        return ModelStatus(name, True, "OPENAI_API_KEY is set")
    return ModelStatus(
        name, False, "set OPENAI_API_KEY, or name a server of your own: openai:NAME@http://127.0.0.1:8000/v1"
    )


def _ollama(settings: Settings) -> ModelStatus:
    name = "ollama:NAME"
    if importlib.util.find_spec("langchain_ollama") is None:
        return ModelStatus(name, False, 'install it: pip install "mcqgen[local]"')
    url = settings.model_base_url or OLLAMA_URL
    found = _listed(f"{url.rstrip('/')}/api/tags", "models", "name")
    if found is None:
        return ModelStatus(name, False, f"no answer from {_without_password(url)}: start it by 'ollama serve'")
    if not found:
        return ModelStatus(name, False, "it runs and has no model: get one by 'ollama pull NAME'")
    return ModelStatus(name, True, f"{_without_password(url)} has {_some(found)}")


def _gguf() -> ModelStatus:
    name = "gguf:/path/model.gguf"
    if importlib.util.find_spec("xllamacpp") is None:
        return ModelStatus(name, False, 'install it: pip install "mcqgen[local]"')
    return ModelStatus(name, True, "any file of a chat model in the GGUF format runs here, without a server")


def _offline() -> ModelStatus:
    return ModelStatus(OFFLINE, True, "needs no model, no key and no network; writes in English")


def check_file(spec: ModelSpec) -> None:
    """Raise RequestError where a gguf model's file is not there."""
    if not Path(spec.name).expanduser().is_file():
        raise RequestError(f"There is no file '{spec.name}': name a model in the GGUF format, gguf:/path/model.gguf.")


def _listed(url: str, outer: str, inner: str, key: str = "") -> list[str] | None:
    """Names of the models that a server has; None where it gives no such answer."""
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {key}"} if key else {})
    try:
        with urllib.request.urlopen(request, timeout=_LOOK_S) as answer:
            return [str(model[inner]) for model in json.load(answer)[outer]]
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _some(names: list[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more if names else "no model"


def _without_password(url: str) -> str:
    return re.sub(r"//[^/@\s]*@", "//", url)
