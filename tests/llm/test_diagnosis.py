"""What exceptions mean that no local server brings about."""

from types import SimpleNamespace

import pytest

from mcqgen.llm.diagnosis import Kind, diagnose


class _Answered(Exception):
    """As libraries have it: a status, the answer's headers and its body."""

    def __init__(self, status: int, body: object = None, headers: dict[str, str] | None = None) -> None:
        super().__init__("an error")
        self.status_code, self.body = status, body
        self.response = SimpleNamespace(status_code=status, headers=headers or {})


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, Kind.UNFIT),
        (402, Kind.SPENT),
        (403, Kind.LOCKED),
        (408, Kind.DOWN),
        (413, Kind.UNFIT),
        (422, Kind.UNFIT),
        (429, Kind.BUSY),
        (500, Kind.DOWN),
        (501, Kind.UNFIT),
        (504, Kind.DOWN),
        (529, Kind.DOWN),
    ],
)
def test_the_status_decides(status: int, kind: Kind) -> None:
    assert diagnose(_Answered(status)).kind is kind


@pytest.mark.parametrize("after", ["soon", "", "Thu, 99 Foo 2026"])
def test_a_wait_that_is_not_understood_is_none(after: str) -> None:
    assert diagnose(_Answered(503, headers={"retry-after": after})).wait_s is None


@pytest.mark.parametrize(("after", "wait"), [("-5", 0.0), ("2.5", 2.5), ("Thu, 01 Jan 2026 00:00:00 GMT", 0.0)])
def test_a_wait_is_never_less_than_none(after: str, wait: float) -> None:
    assert diagnose(_Answered(429, headers={"retry-after": after})).wait_s == wait


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"error": {"message": "the\nreason"}}, "the reason"),
        ({"message": "the reason"}, "the reason"),
        ("the reason", "the reason"),
        ("<html>no</html>", ""),
        ("{'a': 1}", ""),
        (["the reason"], ""),
        ({"error": {"message": "x" * 1000}}, "x" * 300),
    ],
)
def test_the_provider_s_own_words_are_found_and_short(body: object, words: str) -> None:
    assert diagnose(_Answered(400, body)).words == words


def test_chains_of_exceptions_that_bite_their_tails_end() -> None:
    first, second = ValueError("first"), ValueError("second")
    first.__cause__, second.__cause__ = second, first
    found = diagnose(first)
    assert (found.kind, found.words) == (Kind.GARBLED, "ValueError: first")


@pytest.mark.parametrize(
    ("error", "kind", "tries"),
    [
        (TimeoutError("slow"), Kind.SILENT, 2),
        (ConnectionRefusedError("no"), Kind.UNREACHED, 3),
        (ConnectionResetError("gone"), Kind.CUT, 6),
        (TypeError("'NoneType'"), Kind.GARBLED, 6),
    ],
)
def test_kinds_without_a_status(error: Exception, kind: Kind, tries: int) -> None:
    found = diagnose(error)
    assert (found.kind, found.tries(6), found.transient, found.for_good) == (kind, tries, True, False)
