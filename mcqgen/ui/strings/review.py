"""The words of the page Review."""

from typing import Final

from mcqgen.bank import Status

TITLE: Final = "Review"
EMPTY: Final = (
    "There is nothing to look through yet. The questions that you make come here, beside the page that proves them."
)
MAKE: Final = "Make questions"
GONE: Final = "This question is not among yours. Choose one from the list."
NONE_SUCH: Final = "None of these questions is like that."

SET: Final = "Questions of"
SET_ALL: Final = "All files"
SET_RUN: Final = "{title} ({when}, {questions})"
SHOW: Final = "Show"
SHOWN: Final = {
    "": "All questions",
    "draft": "Drafts",
    "approved": "Approved",
    "rejected": "Rejected",
    "disputed": "Flagged",
}
DECIDED: Final = "{decided:,} of {total:,} decided"
STATUSES: Final = {
    Status.DRAFT: "draft",
    Status.APPROVED: "approved",
    Status.REJECTED: "rejected",
    Status.RETIRED: "retired",
}
FLAGGED: Final = "flagged"
PLACE: Final = "Question {number:,} of {total:,}"
PLACE_ALONE: Final = "Question"
PREVIOUS: Final = "Previous"
NEXT: Final = "Next"
EARLIER: Final = "Earlier ones"
LATER: Final = "Later ones"

DRAFT: Final = "Please read before use"
ESTIMATE: Final = "{difficulty} (estimate)"
ESTIMATE_HELP: Final = "about {percent} % would answer wrong"
RIGHT: Final = "right answer"
CHOSEN: Final = "your answer"
PROOF: Final = "Proof"
WHY: Final = "Why it is right"

APPROVE: Final = "Approve"
REJECT: Final = "Reject"
EDIT: Final = "Edit"
AGAIN: Final = "Another one"
UNDO: Final = "Undo"
MORE: Final = "More"
MORES: Final = {
    "versions": "Earlier versions",
    "draft": "Back to draft",
    "retire": "Retire: good, but not to be used any more",
    "remove": "Remove",
}
DONE: Final = {
    Status.APPROVED: "Approved.",
    Status.REJECTED: "Rejected.",
    Status.RETIRED: "Retired.",
    Status.DRAFT: "Set back to draft.",
}
REMOVED: Final = "Removed."
UNDONE: Final = "Undone: {what}."
NOTHING_TO_UNDO: Final = "There is nothing to undo."
ALL_DECIDED: Final = "All of these are decided: {approved} approved."
EXPORT: Final = "Export the approved ones"
SAVED: Final = "Saved as version {version}."
SAVED_DRAFT: Final = "Saved as version {version}. It is a draft again, as its words changed."
SAVED_OVER: Final = "Saved as version {version}. It was changed elsewhere meanwhile: that is version {other}."
UNCHANGED: Final = "Nothing was changed."
MENDED: Final = "Mended: version {version}."

ANSWER_FIRST: Final = "Let me answer first"
ANSWER_FIRST_HELP: Final = "Hides the right answer and the proof until you have chosen one."
CHOOSE: Final = "Which is right?"
HIDDEN: Final = "The page is shown once you have answered."
AGREED: Final = "You chose the right answer."
DISAGREED: Final = "You chose {yours}, the right answer is given as {key}. The question is flagged: look at the proof."
FLAG_STANDS: Final = "Flagged: you chose another answer than the one given as right."
UNFLAG: Final = "Take the flag away"

CHECKS: Final = "What the checks say"
NO_FLAWS: Final = "The checks find nothing wrong."
MEND: Final = "Mend"
MEND_HELP: Final = "Changes nothing that the question asks"

STEM: Final = "Question"
ANSWER: Final = "Answer {letter}"
ANSWER_WHY: Final = "Why answer {letter} is right or wrong"
ANSWER_WHY_EXAMPLE: Final = "Why it is right or wrong"
WHICH: Final = "Right answer"
RATIONALE: Final = "Why the right answer is right"
ADD: Final = "Add a wrong answer"
DROP: Final = "Empty an answer to leave it out."
SAVE: Final = "Save"
CANCEL: Final = "Cancel"
PREVIEW: Final = "Preview"

AGAIN_LEAD: Final = "Write another one like this, but …"
AGAIN_EXAMPLE: Final = "ask for a cause, not for a date"
AGAIN_WRITE: Final = "Write another one"
AGAIN_OFFLINE: Final = "The offline writer cannot follow wishes: it asks for something else at the same place."
AGAIN_KEPT: Final = "The present question stays as an earlier version."
AGAIN_AT_WORK: Final = "Writing another one …"
AGAIN_DONE: Final = "Written anew: version {version}."
AGAIN_NONE: Final = "No other question was found there. Edit this one instead."
AGAIN_NO_FILE: Final = "The file of this question is not kept here, so no other one can be written from it."
AGAIN_BROKE_OFF: Final = "Something went wrong and no other question was written. Please try again."
AGAIN_TITLE: Final = "Another one: {title}"

VERSION: Final = "Version {number}, {why} on {when}"
VERSION_BY: Final = "Version {number}, {why} by {by} on {when}"
VERSION_NOW: Final = "{version} (shown)"
WHY_VERSION: Final = {
    "written": "written",
    "edited": "edited",
    "mended": "mended",
    "again": "written anew",
    "restored": "brought back",
    "imported": "taken from a file",
}
RESTORE: Final = "Bring back version {number}"
RESTORED: Final = "Version {number} is back, as version {version}."
CLOSE: Final = "Close"

SOURCE_SHOW: Final = "Show the page of the source"
SOURCE_PAGES: Final = "Pages that prove it"
SOURCE_PAGE: Final = "Page {page}"
SOURCE_WAIT: Final = "Drawing the page …"
SOURCE_ALT: Final = "{place}, as it looks. Marked in yellow: “{quote}”"
SOURCE_FRAME: Final = "{place}; scroll to see all of it"
SOURCE_UNMARKED: Final = "The proof could not be found again on this page."
SOURCE_NONE: Final = "This question names no words of a file that prove it."
SOURCE_NO_FILE: Final = "The file itself is not kept here: the question came without it."
SOURCE_BROKE_OFF: Final = "The page cannot be shown."
BIGGER: Final = "Zoom in"
SMALLER: Final = "Zoom out"
WHOLE: Final = "Whole page"

PLAIN: Final = {
    "O301": "The right answer is the longest: shorten it, or lengthen a wrong one.",
    "O302": "One answer is much longer or shorter than the others: bring them to about the same length.",
    "S101": "A question needs three to five answers.",
    "S102": "Mark exactly one answer as the right one.",
}
"""What a check says, in words of its own, by its code; all others are put into the app's words by `WORDS`."""
WORDS: Final = {
    r"\bwrong options\b": "wrong answers",
    r"\bwrong option\b": "wrong answer",
    r"\boptions\b": "answers",
    r"\bOptions\b": "Answers",
    r"\boption\b": "answer",
    r"\bOption\b": "Answer",
    r"\bkeys\b": "right answers",
    r"\bkey\b": "right answer",
    r"\bstem\b": "question",
    r"\bitems\b": "questions",
    r"\bitem\b": "question",
    r"\b[Ee]vidence\b": "proof",
    r"\brationale\b": "explanation",
    r" \(cosine [\d.]+\)": "",
}
"""Words of the checks, and those of the app for them."""
