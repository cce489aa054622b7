"""Settings: described data with defaults, read from MCQGEN_… environment variables; builds nothing."""

from pathlib import Path
from typing import Literal

from platformdirs import user_data_path
from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from mcqgen.domain.spending import Verify


class Settings(BaseSettings):
    """Everything that can be set; each field's description feeds the CLI help, the UI and the docs."""

    model_config = SettingsConfigDict(env_prefix="MCQGEN_", frozen=True, extra="ignore", populate_by_name=True)

    home: Path = Field(
        default_factory=lambda: user_data_path("mcqgen", appauthor=False),
        description="Folder for the bank, the index and the caches.",
    )
    database_url: SecretStr | None = Field(
        None,
        exclude=True,
        repr=False,
        description="PostgreSQL database of the bank, such as postgresql://name:password@localhost/mcqgen; empty: a "
        "file under home.",
    )
    max_file_mb: int = Field(200, ge=1, description="Largest file that is read, in megabytes.")
    max_pages: int = Field(2000, ge=1, description="Most pages of one document that are read.")
    document_timeout_s: int = Field(120, ge=1, description="Longest time to read one document, in seconds.")
    ocr_page_timeout_s: int = Field(
        60, ge=1, description="Longest extra time for each page that needs OCR, in seconds."
    )
    reader_memory_mb: int = Field(
        2048, ge=256, description="Most memory for the process that reads one document, in megabytes."
    )
    ocr: bool = Field(True, description="Read pages without a text layer by OCR when it is installed.")
    writing_timeout_s: int = Field(
        900, ge=1, description="Longest time to write the items of one document of a batch, in seconds."
    )
    passage_chars: int = Field(1000, ge=200, le=4000, description="Size of a passage, in characters.")
    threads: int = Field(2, ge=1, description="Threads for computing embeddings.")
    workers: int = Field(2, ge=1, description="Documents that a batch reads at the same time.")
    chroma_url: str = Field("", description="Address of a Chroma server; empty: a folder under home.")
    revisions: int = Field(
        8, ge=0, description="How often a draft that the review refused is written anew before its place is given up."
    )
    offline_bar: float = Field(
        0.7,
        ge=0,
        le=1,
        description="Least chance of being usable as it is that an item of the offline writer must have (0.85 of it "
        "where a model on this machine gives the wrong options); a lower bar gives more items, of which more need "
        "mending.",
    )
    model: str = Field(
        "",
        description="Model that writes, such as google_genai:gemini-2.5-flash; empty: that one when there is a key for "
        "it, else the offline writer.",
    )
    judge_model: str = Field("", description="Model that checks the keys; empty: the one that writes.")
    model_base_url: str = Field(
        "", description="Address of the model's server, where the model itself names none (openai:name@http://…)."
    )
    google_api_key: SecretStr | None = Field(
        None,
        validation_alias=AliasChoices("GOOGLE_API_KEY", "GEMINI_API_KEY"),
        exclude=True,
        repr=False,
        description="Key for Gemini; never written anywhere.",
    )
    openai_api_key: SecretStr | None = Field(
        None,
        validation_alias=AliasChoices("OPENAI_API_KEY"),
        exclude=True,
        repr=False,
        description="Key for OpenAI, or for another server that speaks its protocol; never written anywhere.",
    )
    model_timeout_s: float = Field(
        120,
        gt=0,
        description="Longest wait for an answer of a model, in seconds; fifteen times that for one on this machine.",
    )
    model_attempts: int = Field(6, ge=1, description="How often a call to a model is tried before it is given up.")
    retry_wait_s: float = Field(
        1.0, ge=0, description="Wait before a call is tried again, in seconds; doubled each time, with jitter."
    )
    retry_longest_wait_s: float = Field(
        90.0, ge=0, description="Longest wait before a call is tried again; a provider that asks for more is given up."
    )
    requests_per_minute: int = Field(0, ge=0, description="Most calls to a provider in a minute; 0: no limit.")
    tokens_per_minute: int = Field(0, ge=0, description="Most tokens to and from a provider in a minute; 0: no limit.")
    concurrency: int = Field(8, ge=1, description="Most calls to a provider at the same time.")
    breaker_failures: int = Field(
        3, ge=1, description="Calls given up in a row after which a provider is taken to be down."
    )
    breaker_pause_s: float = Field(
        30.0, ge=0, description="How long a provider that is down is left alone, in seconds; then one call tries it."
    )
    cache: bool = Field(True, description="Keep answers of models, so that a repeated run makes no calls.")
    context_tokens: int = Field(
        8192, ge=512, description="Context window that a gguf model is loaded with, in tokens; more takes more memory."
    )
    prices_file: Path | None = Field(None, description="File of prices that goes before the one that is shipped.")
    max_tokens: int | None = Field(
        None, ge=1, description="Most tokens that a run may use; no call is made that could pass it."
    )
    max_cost: float | None = Field(
        None, gt=0, description="Most US$ that a run may cost; no call is made that could pass it."
    )
    verify: Verify = Field(
        Verify.FULL,
        description="How items of a model are proven beyond the checks: none; key (a judge that sees the material must "
        "find exactly the key); full (it also says what is known without the material, or guessed).",
    )
    solves: int = Field(
        0,
        ge=0,
        le=5,
        description="How often the judge must find exactly the key of an item, which stands elsewhere each time; 0: "
        "three times for a model on this machine, which is weak and costs nothing, and once for others.",
    )
    fallback: Literal["", "offline"] = Field(
        "", description="Who fills in when the provider is down or the budget is spent: offline; empty: nobody."
    )
    items_per_call: int = Field(
        4,
        ge=1,
        le=12,
        description="Most items that a model writes in one call; one on this machine writes one, as small models lose "
        "the thread and each call of theirs takes long.",
    )
    packet_tokens: int = Field(
        900, ge=200, le=20_000, description="Size of the evidence for one call that writes items, in tokens."
    )
    canvas_url: str = Field("", description="Address of Canvas, such as https://canvas.example.edu.")
    canvas_token: SecretStr | None = Field(
        None,
        exclude=True,
        repr=False,
        description="Access token for Canvas, made there under Account, Settings; never written anywhere.",
    )
    canvas_timeout_s: int = Field(30, ge=1, description="Longest wait for an answer of Canvas, in seconds.")
    without_login: bool = Field(
        False,
        description="Let the app serve other computers without a login: everybody who reaches it sees and changes "
        "everything.",
    )
    login_hours: int = Field(24, ge=1, description="How long a login to the app lasts, in hours.")
    teachers: str = Field(
        "",
        description="Who may sign in to the app: e-mail addresses, and domains such as @example.edu, separated by "
        "commas; empty: everybody whom the login knows.",
    )
    admins: str = Field(
        "",
        description="E-mail addresses, separated by commas, of those who may see how much each teacher uses the app.",
    )
    max_items_per_run: int = Field(100, ge=1, description="Most items that a teacher may ask for at a time in the app.")
    max_runs_per_month: int = Field(
        0, ge=0, description="Most runs that a teacher may start in a month in the app; 0: no limit."
    )
    max_spend_per_month: float | None = Field(
        None,
        gt=0,
        description="Most US$ that the runs of one teacher may cost in a month in the app; empty: no limit.",
    )
