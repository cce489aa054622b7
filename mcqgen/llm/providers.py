"""How each provider's own LangChain client is made; imported and built at the first call."""

import copy
import importlib
import logging
import re
import threading
import weakref
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mcqgen.errors import MissingDependency
from mcqgen.llm.choice import OLLAMA_URL, ModelSpec, check_file, secret
from mcqgen.llm.local import local_address
from mcqgen.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

ON_THIS_MACHINE = ("ollama", "gguf")
OPENAI_URL = "https://api.openai.com/v1"
_LOCAL_PATIENCE = 15
"""A busy processor without a graphics card may write two tokens a second; giving up then loses all of its work."""
TEMPERATURE = 0.4
"""Low, for facts; not 0, so that a draft asked for again may differ."""
_MODULES = {
    "google_genai": ("langchain_google_genai", "mcqgen"),
    "openai": ("langchain_openai", "mcqgen"),
    "ollama": ("langchain_ollama", "mcqgen[local]"),
    "gguf": ("xllamacpp", "mcqgen[local]"),
}
# How little a model can be told to think, by its name: ai.google.dev/gemini-api/docs/thinking and
# developers.openai.com/api/docs/guides/reasoning. Models that are not named here are told nothing.
_THOUGHT: tuple[tuple[str, dict[str, Any]], ...] = (
    (r"google_genai:gemini-2\.5-flash.*", {"thinking_budget": 0}),
    (r"google_genai:gemini-2\.5-pro.*", {"thinking_budget": 128}),
    (r"google_genai:gemini-3.*flash.*", {"thinking_level": "minimal"}),
    (r"google_genai:gemini-3.*pro.*", {"thinking_level": "low"}),
    (r"openai:gpt-5(-mini|-nano)?(-\d{4}.*)?", {"reasoning_effort": "minimal"}),
    (r"openai:gpt-5\.\d(-mini|-nano)?(-\d{4}.*)?", {"reasoning_effort": "none"}),
    (r"openai:o\d.*", {"reasoning_effort": "low"}),
)
# What OpenAI's own service refuses in a strict schema.
_NOT_AT_OPENAI = ("minLength", "maxLength", "default")


def check_installed(spec: ModelSpec) -> None:
    """Raise MissingDependency where the provider's library is absent, RequestError where a model's file is."""
    module, wanted = _MODULES[spec.provider]
    if importlib.util.find_spec(module) is None:
        raise MissingDependency(f'{spec.label} needs {module}: pip install "{wanted}".')
    if spec.provider == "gguf":
        check_file(spec)


@dataclass(frozen=True, eq=False)
class Provider:
    """Makes the clients of one model, one for each limit on output; safe for several threads."""

    spec: ModelSpec
    settings: Settings
    _clients: dict[int, "BaseChatModel"] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        """Close the connections at the latest when nobody uses this any more."""
        weakref.finalize(self, _close_all, self._clients)

    @property
    def asked_with(self) -> dict[str, Any]:
        """What shapes an answer beside prompt and schema."""
        return {"temperature": None if "reasoning_effort" in self._thought() else TEMPERATURE, **self._thought()}

    @property
    def at_openai(self) -> bool:
        """Whether OpenAI's own service is asked, and not another one that speaks its protocol."""
        return self.spec.provider == "openai" and not self.spec.url

    @property
    def timeout_s(self) -> float:
        """Longest wait for an answer."""
        return self.settings.model_timeout_s * (_LOCAL_PATIENCE if self.spec.provider in ON_THIS_MACHINE else 1)

    def key(self) -> str:
        """The secret that this provider is asked with; empty where it needs none."""
        keys = {"google_genai": self.settings.google_api_key, "openai": self.settings.openai_api_key}
        return secret(keys.get(self.spec.provider))

    def schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The JSON Schema as this provider takes it."""
        return _without(schema, _NOT_AT_OPENAI) if self.at_openai else schema

    def client(self, max_output_tokens: int) -> "BaseChatModel":
        """The client that answers with so many tokens at most."""
        with self._lock:
            if max_output_tokens not in self._clients:
                make = {"google_genai": self._gemini, "openai": self._openai, "ollama": self._ollama}
                self._clients[max_output_tokens] = make.get(self.spec.provider, self._gguf)(max_output_tokens)
            return self._clients[max_output_tokens]

    def close(self) -> None:
        """Close the connections of all clients."""
        with self._lock:
            _close_all(self._clients)

    def _thought(self) -> dict[str, Any]:
        return next((told for name, told in _THOUGHT if re.fullmatch(name, self.spec.label)), {})

    def _gemini(self, max_output_tokens: int) -> "BaseChatModel":
        from langchain_google_genai import ChatGoogleGenerativeAI

        # The library warns of empty answers on a channel of its own; we tell them as errors.
        logging.getLogger("langchain_google_genai").addHandler(logging.NullHandler())
        return ChatGoogleGenerativeAI(
            model=self.spec.name,
            api_key=self.key(),
            base_url=self.spec.url or None,
            timeout=self.timeout_s,
            max_retries=1,
            max_output_tokens=max_output_tokens,
            vertexai=False,
            **self.asked_with,
        )

    def _openai(self, max_output_tokens: int) -> "BaseChatModel":
        return self._chat_completions(self.spec.name, self.spec.url, max_output_tokens)

    def _gguf(self, max_output_tokens: int) -> "BaseChatModel":
        address = local_address(self.spec.name, self.settings.context_tokens)
        return self._chat_completions("local", f"{address}/v1", max_output_tokens)

    def _chat_completions(self, name: str, url: str, max_output_tokens: int) -> "BaseChatModel":
        from langchain_openai import ChatOpenAI

        # Servers other than OpenAI's know the older name of the limit; the client sends the newer one.
        own = {} if self.at_openai else {"extra_body": {"max_tokens": max_output_tokens}}
        return ChatOpenAI(
            model=name,
            api_key=self.key() or "none",
            base_url=url or OPENAI_URL,
            timeout=self.timeout_s,
            max_retries=0,
            use_responses_api=False,
            max_tokens=max_output_tokens if self.at_openai else None,
            **own,
            **self.asked_with,
        )

    def _ollama(self, max_output_tokens: int) -> "BaseChatModel":
        from langchain_ollama import ChatOllama

        return ChatOllama(
            model=self.spec.name,
            base_url=self.spec.url or OLLAMA_URL,
            num_predict=max_output_tokens,
            num_ctx=self.settings.context_tokens,
            reasoning=False,
            client_kwargs={"timeout": self.timeout_s},
            **self.asked_with,
        )


def _without(schema: Any, names: tuple[str, ...]) -> Any:
    """A copy of a JSON Schema without these keywords (properties may be called so)."""
    if isinstance(schema, list):
        return [_without(part, names) for part in schema]
    if not isinstance(schema, dict):
        return copy.copy(schema)
    return {
        name: {key: _without(part, names) for key, part in value.items()}
        if name in ("properties", "$defs")
        else _without(value, names)
        for name, value in schema.items()
        if name not in names
    }


def _close_all(clients: dict[int, "BaseChatModel"]) -> None:
    """Close the connections of clients, which each library keeps elsewhere, and forget them.

    Those of OpenAI's client stay open: LangChain shares them between all clients of the process.
    """
    for client in clients.values():
        for path in ("client", "_client._client"):
            holder: object = client
            for name in path.split("."):
                holder = getattr(holder, name, None)
            if close := getattr(holder, "close", None):
                close()
    clients.clear()
