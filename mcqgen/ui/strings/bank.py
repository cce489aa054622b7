"""The words of the page Bank."""

from typing import Final

from mcqgen.bank import Status

TITLE: Final = "Bank"
LEAD: Final = "All questions that you made, from all your files."
EMPTY: Final = "There is nothing here yet. The questions that you make are kept here, with all their versions."
MAKE: Final = "Make questions"

VIEW: Final = "What to show"
VIEWS: Final = {"list": "Questions", "repeats": "Repeats", "often": "Asked often"}

SEARCH: Final = "Search"
SEARCH_EXAMPLE: Final = "Words of the question, its answers or its topic"
DOCUMENT: Final = "File"
TOPIC: Final = "Topic"
DIFFICULTY: Final = "Difficulty"
STATUS: Final = "Status"
ORDER: Final = "Order"
ANY_DOCUMENT: Final = "All files"
ANY_TOPIC: Final = "All topics"
ANY_DIFFICULTY: Final = "Easy to hard"
ANY_STATUS: Final = "Any status"
STATUSES: Final = {
    Status.DRAFT: "draft",
    Status.APPROVED: "approved",
    Status.REJECTED: "rejected",
    Status.RETIRED: "retired",
}
DISPUTED: Final = "you chose another answer"
REMOVED: Final = "removed"
ORDERS: Final = {"newest": "Newest first", "oldest": "Oldest first", "place": "As in the text"}
CLEAR: Final = "Show all"
FOUND_NONE: Final = "No question is like that. Take out a word or a filter."

CHOOSE: Final = "Choose question {number}"
CHOOSE_PAGE: Final = "All on this page"
UNCHOOSE_PAGE: Final = "None on this page"
CHOSEN: Final = "{count:,} of {total:,} chosen"
APPROVE: Final = "Approve"
REJECT: Final = "Reject"
EXPORT: Final = "Export"
MORE: Final = "More"
RETIRE: Final = "Retire"
RETIRE_HELP: Final = "Good, but not to be used any more"
TO_DRAFT: Final = "Back to draft"
REMOVE: Final = "Remove"
BRING_BACK: Final = "Bring back"
CHOOSE_ALL: Final = "Choose all {questions}"
CHOOSE_NONE: Final = "Choose none"
DONE: Final = {
    Status.APPROVED: "{questions} approved.",
    Status.REJECTED: "{questions} rejected.",
    Status.RETIRED: "{questions} retired.",
    Status.DRAFT: "{questions} set back to draft.",
}
REMOVED_NOW: Final = "{questions} removed."
BROUGHT_BACK: Final = "{questions} brought back."
UNDO: Final = "Undo"
UNDONE: Final = "Undone: {what}."
NOTHING_TO_UNDO: Final = "There is nothing to undo."
OPEN: Final = "Open"
ESTIMATE: Final = "{difficulty} (estimate)"
RIGHT: Final = "Right answer:"
PREVIOUS: Final = "Previous"
NEXT: Final = "Next"
PAGE: Final = "Page {page} of {pages}"

REPEATS_LEAD: Final = "Questions that ask for the same fact, be it in other words: who knows it scores twice."
REPEATS_AMONG: Final = "Looked for among {questions}; rejected, retired and removed ones are left out."
REPEATS_MOST: Final = (
    "These are more than can be compared at a time: the newest {most:,} are. Narrow it down by a filter."
)
FIND_REPEATS: Final = "Find repeats"
FINDING: Final = "Reading {done:,} of {total:,} questions …"
STOP: Final = "Stop"
NO_REPEATS: Final = "No two of these questions ask for the same fact."
REPEATS: Final = "{pairs} found."
PAIRS: Final = ("1 pair", "{n} pairs")
KEEP: Final = "Keep this one"
KEEP_HELP: Final = "Removes the other one; you can undo that."
BOTH: Final = "Keep both"
PAIR: Final = "Pair {number}"
SAME_WORDS: Final = "Almost the same words."
SAME_PROOF: Final = "The same proof and the same answer."
SAME_MEANING: Final = "The same meaning in other words."
BROKE_OFF: Final = "Something went wrong while comparing. Please try again."

OFTEN_LEAD: Final = "What your questions ask about most, and which ones you were given again and again."
OFTEN_TOPICS: Final = "Questions by topic"
OFTEN_TOPIC: Final = "Topic"
OFTEN_COUNT: Final = "Questions"
OFTEN_REST: Final = "{topics} more topics have as many or fewer."
OFTEN_AGAIN: Final = "Given more than once"
OFTEN_RUNS: Final = "came up {times}"
OFTEN_NONE: Final = "No question came up more than once."
OFTEN_SHOW: Final = "Show"
