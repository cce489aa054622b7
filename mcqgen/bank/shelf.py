"""A shelf: all that one teacher sees of the bank, and may do there."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mcqgen.bank import deciding, documents, insights, questions, runs, searching, steps
from mcqgen.bank.access import Access
from mcqgen.bank.records import (
    Decision,
    Found,
    Insights,
    Kept,
    KnownDocument,
    Query,
    RunRecord,
    Status,
    Version,
    Why,
)
from mcqgen.domain.blueprint import Request
from mcqgen.domain.item import Item
from mcqgen.domain.moment import timestamp
from mcqgen.domain.report import make_report
from mcqgen.domain.run import DocumentInfo, ItemSet


class Shelf:
    """The documents, runs and questions of one owner.

    An id of somebody else is answered exactly like one that does not exist: with a BankError. What changes something
    is kept for good when it returns, whole or not at all. Each method raises StateError where the database fails.
    """

    def __init__(self, access: Access, owner: str, by: str) -> None:
        self._files = access.files
        self._reading = partial(access.reading, owner, by)
        self._writing = partial(access.writing, owner, by)

    # Documents

    def keep_document(self, info: DocumentInfo, path: Path, *, sections: Sequence[str] = ()) -> KnownDocument:
        """Keep a document and a copy of its file; a document that is known already stays as it is.

        Raises:
            BankError: The file at `path` is not the one that `info` tells of.
            StateError: The folder of files cannot be written.
        """
        self._files.keep(path, info.sha256, info.name)
        with self._writing() as desk:
            documents.keep(desk, info, sections)
            desk.session.flush()
            return documents.one(desk, info.id)

    def documents(self) -> tuple[KnownDocument, ...]:
        """All documents but removed ones, newest first."""
        with self._reading() as desk:
            return documents.known(desk)

    def document(self, document_id: str) -> KnownDocument:
        """One document, removed or not."""
        with self._reading() as desk:
            return documents.one(desk, document_id)

    def file_of(self, document_id: str) -> Path:
        """The file of a document, under the name that it came with; raises BankError where no file was kept."""
        with self._reading() as desk:
            return documents.file_of(desk, document_id)

    def remove_documents(self, ids: Sequence[str]) -> None:
        """Hide documents; their questions stay."""
        with self._writing() as desk:
            documents.remove(desk, ids, removed=True)

    def bring_back_documents(self, ids: Sequence[str]) -> None:
        """Show removed documents again."""
        with self._writing() as desk:
            documents.remove(desk, ids, removed=False)

    # Runs

    def begin_run(
        self,
        request: Request,
        *,
        title: str,
        documents: Sequence[str] = (),
        model: str = "",
        choices: Mapping[str, Any] = MappingProxyType({}),
    ) -> str:
        """Begin a run; returns its id, which cannot be guessed.

        `choices` are plain values beside the request that whoever goes on with the run another day needs.
        """
        with self._writing() as desk:
            return runs.begin(desk, request, title, documents, model, choices)

    def accept(self, run_id: str, item: Item) -> Kept:
        """Keep a question of a run.

        One that says what a question of this shelf says, or said in an earlier version, is that question: it stays as
        it is, but for being brought back where it was removed.
        """
        with self._writing() as desk:
            return questions.kept(desk, runs.accept(desk, run_id, [item]))[0]

    def beat(self, run_id: str) -> None:
        """Say that a run is alive; one that is silent for 30 s is taken to be interrupted."""
        with self._writing() as desk:
            runs.beat(desk, run_id)

    def finish_run(self, run_id: str, result: ItemSet) -> None:
        """End a run with its result.

        Its questions stand in the order of the result from now on. What became known of them before the end (a
        judge's notes, an estimate made anew) is taken over into the versions that this run wrote.
        """
        with self._writing() as desk:
            runs.finish(desk, run_id, result)

    def break_off(self, run_id: str, problem: str) -> None:
        """End a run that cannot go on, with the reason for the user; what it gave is kept."""
        with self._writing() as desk:
            runs.break_off(desk, run_id, problem)

    def run(self, run_id: str) -> RunRecord:
        """One run."""
        with self._reading() as desk:
            return runs.one(desk, run_id)

    def runs(self, limit: int = 50) -> tuple[RunRecord, ...]:
        """The latest runs, newest first."""
        with self._reading() as desk:
            return runs.latest(desk, limit)

    # Questions

    def add(self, items: ItemSet) -> tuple[Kept, ...]:
        """Keep questions of a file, in its order; those that are known already are not added again."""
        with self._writing() as desk:
            documents.meet(desk, items.documents)
            return questions.kept(desk, questions.take_in(desk, items.items, "imported"))

    def find(self, query: Query) -> Found:
        """One page of the questions that a query finds."""
        with self._reading() as desk:
            return searching.find(desk, query)

    def ids(self, query: Query) -> tuple[str, ...]:
        """Ids of all questions that a query finds, in its order; its offset and limit do not count."""
        with self._reading() as desk:
            return searching.ids(desk, query)

    def question(self, question_id: str) -> Kept:
        """One question as it stands, removed or not."""
        with self._reading() as desk:
            return questions.kept(desk, [question_id])[0]

    def there(self, ids: Sequence[str]) -> frozenset[str]:
        """Those of these questions that are on the shelf and not removed."""
        with self._reading() as desk:
            return questions.there(desk, ids)

    def versions(self, question_id: str) -> tuple[Version, ...]:
        """All that a question said, oldest first."""
        with self._reading() as desk:
            return questions.versions(desk, question_id)

    def decisions(self, question_id: str) -> tuple[Decision, ...]:
        """What was changed of a question, by whom and when, oldest first."""
        with self._reading() as desk:
            questions.get(desk, question_id)
            return steps.decisions(desk, question_id)

    def revise(self, question_id: str, item: Item, why: Why, *, based_on: int) -> Kept:
        """Let a question say something else; what it said stays as a version.

        An approved question whose words change is a draft again. Where nothing changes there is no new version.

        Raises:
            BankError: The question is not at version `based_on` any more, or is not there.
        """
        with self._writing() as desk:
            questions.revise(desk, question_id, item, why, based_on)
            desk.session.flush()
            return questions.kept(desk, [question_id])[0]

    def restore(self, question_id: str, number: int) -> Kept:
        """Let a question say again what version `number` said, as a new version."""
        with self._writing() as desk:
            current = questions.get(desk, question_id).version
            questions.revise(desk, question_id, questions.said(desk, question_id, number), "restored", current)
            desk.session.flush()
            return questions.kept(desk, [question_id])[0]

    def decide(self, ids: Sequence[str], status: Status) -> int:
        """Give questions a status, all or none; returns how many had another one."""
        with self._writing() as desk:
            return deciding.decide(desk, ids, status)

    def dispute(self, question_id: str, yes: bool) -> None:
        """Note that the teacher answered otherwise than the key, or does not any more."""
        with self._writing() as desk:
            deciding.dispute(desk, question_id, yes)

    def remove(self, ids: Sequence[str]) -> None:
        """Hide questions; nothing is deleted."""
        with self._writing() as desk:
            deciding.remove(desk, ids, removed=True)

    def bring_back(self, ids: Sequence[str]) -> None:
        """Show removed questions again."""
        with self._writing() as desk:
            deciding.remove(desk, ids, removed=False)

    def undo(self) -> str | None:
        """Take back the latest decision, removal or change of words, one step a call.

        Returns:
            What was taken back, such as "3 questions approved"; None where nothing is left.
        """
        with self._writing() as desk:
            return deciding.undo(desk)

    # All together

    def item_set(self, ids: Sequence[str], title: str) -> ItemSet:
        """Questions as the formats want them: in the order of ids, with their documents and a report that counts."""
        with self._reading() as desk:
            items = tuple(one.item for one in questions.kept(desk, ids))
            named = [quote.document for item in items for quote in item.evidence]
            infos = documents.infos(desk, named)
        request = Request(mix=dict(Counter(item.difficulty for item in items)))
        return ItemSet(
            title=title,
            created_at=timestamp(""),
            documents=infos,
            items=items,
            report=make_report(request, items, (), planned=len(items)),
        )

    def topics(self) -> tuple[tuple[str, int], ...]:
        """Topics and how many questions each has, most frequent first."""
        with self._reading() as desk:
            return insights.topics(desk)

    def insights(self, *, document: str = "", run: str = "") -> Insights:
        """Counts over all questions, or those that one document proves or one run gave; and what all runs took."""
        with self._reading() as desk:
            return insights.insights(desk, document, run)

    def spent_this_month(self) -> float:
        """US$ that the runs begun this month (UTC) took, as far as it is known."""
        with self._reading() as desk:
            return insights.spent_this_month(desk)
