"""Settings: described data with defaults, read from MCQGEN_… environment variables; builds nothing."""

from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Everything that can be set; each field's description feeds the CLI help, the UI and the docs."""

    model_config = SettingsConfigDict(env_prefix="MCQGEN_", frozen=True, extra="ignore")

    home: Path = Field(
        default_factory=lambda: user_data_path("mcqgen", appauthor=False),
        description="Folder for the index, the caches and the runs.",
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
    canvas_url: str = Field("", description="Address of Canvas, such as https://canvas.example.edu.")
    canvas_token: SecretStr | None = Field(
        None,
        exclude=True,
        repr=False,
        description="Access token for Canvas, made there under Account, Settings; never written anywhere.",
    )
    canvas_timeout_s: int = Field(30, ge=1, description="Longest wait for an answer of Canvas, in seconds.")
