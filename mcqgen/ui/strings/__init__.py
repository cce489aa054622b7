"""Every word that the app shows, in one place, so that it can be translated."""

from typing import Final

from mcqgen.domain.blueprint import Difficulty
from mcqgen.domain.run import Stage

APP: Final = "mcqgen"
TITLE: Final = "Questions from your own material"
LEAD: Final = "Each right answer comes with the words of your text that prove it."
TAB: Final = "{page} · mcqgen"
PAGES: Final = {
    "create": "Create",
    "review": "Review",
    "bank": "Bank",
    "export": "Export",
    "insights": "Insights",
}

DROP: Final = "Drop your chapter, slides or notes here"
DROP_HELP: Final = "PDF, Word, PowerPoint, web page, Markdown or plain text; several at once, up to {megabytes} MB each"
READING: Final = "Reading …"
LITTLE_TEXT: Final = "Very little text: expect few questions."
FOREIGN: Final = "The offline writer writes English only, so far."
UNEXPECTED_FILE: Final = "This file could not be read. Try to save it again, or as PDF."

LOCKED: Final = "'{name}' opens with a password only."
PASSWORD: Final = "Password of '{name}'"
PASSWORD_WRONG: Final = "That was not the password of '{name}'. Try again"
PASSWORD_HELP: Final = "It is used once and not kept. The copy that this app keeps of the file opens without it."
BEFORE: Final = "Or take files from before"
BEFORE_NONE: Final = "None chosen"
BEFORE_HELP: Final = "Files that you used on this computer. They are kept so that each proof can be shown on its page."
BEFORE_FILE: Final = "{title} ({name}, {questions})"

HOW_MANY: Final = "How many?"
HOW_HARD: Final = "How hard?"
HOW_HARD_HELP: Final = (
    "Move the two handles: left of both are easy questions, between them medium ones, right of both hard ones. "
    "How hard a question really is can only be estimated."
)
ABOUT: Final = "About what?"
ABOUT_HELP: Final = "Choose sections of your files, or type a topic and press Enter."
ABOUT_ALL: Final = "Everything in the files"
OBJECTIVES: Final = "Or by learning objectives"
OBJECTIVES_LABEL: Final = "One objective a line"
OBJECTIVES_EXAMPLE: Final = "Explain how short-term memory differs from long-term memory"
OBJECTIVES_OR_TOPICS: Final = "Choose sections and topics, or give learning objectives, not both: empty one of them."
UNSERVED: Final = "Your files say nothing on “{objective}”."
PAGES_ONLY: Final = "Only these pages"
PAGES_ONLY_HELP: Final = "Such as 10-42 or 3,5,8-12, of each file that has pages or slides. Empty: all."
LANGUAGE: Final = "Language of the questions"
LANGUAGE_OWN: Final = "That of the file"
BY: Final = "Who writes"
BY_HELP: Final = (
    "The offline writer needs nothing. With a key for a language model, set by whoever looks after this computer, "
    "the questions test understanding, too, and other languages are written."
)
BY_OFFLINE: Final = "Offline writer"
MORE: Final = "More options"
OPTIONS: Final = "Answers per question"
OPTIONS_HELP: Final = "The right answer and the wrong answers together."
ROUGH: Final = "Rough drafts, too"
ROUGH_HELP: Final = (
    "Without a large language model, many questions need mending. They are left out unless you want them."
)
SEED: Final = "Variation"
SEED_HELP: Final = "The same files, choices and variation give the same questions. Change it for others."

MAKE: Final = "Make questions"
MAKE_MORE: Final = "Files and choices"
WRITER: Final = "Offline writer, free, nothing leaves this computer"
WRITER_HERE: Final = "{model} on this computer, free, nothing leaves it"
WRITER_ELSEWHERE: Final = "{model} writes: parts of your files are sent to it, and it may cost money"
WRITER_PRICE: Final = "{line} (about US$ {price:.2f})"
PLAN: Final = "Show the plan"
PLAN_HELP: Final = "What would be asked where, before anything is written."
PLAN_WAIT: Final = "Reading and finding what matters …"
PLAN_FOUND: Final = "Room for {places} in {sections}."
PLAN_EMPTY: Final = "Nothing to ask about was found. Choose other sections or topics, or add a file."
PLAN_WHERE: Final = "Where"
PLAN_NOWHERE: Final = "Beginning"
PLAN_BROKE_OFF: Final = "Something went wrong and no plan could be made. “Make questions” may still work."
WILL_TAKE: Final = "The model will be asked about {calls}{price}."
WILL_COST: Final = " (US$ {price:.2f})"
NOTHING_USABLE: Final = "None of these files can be used. Add another one."

STEPS: Final = {Stage.READING: "Reading", Stage.PLANNING: "Finding what matters", Stage.WRITING: "Writing"}
WRITING_OF: Final = "Writing {done} of {total}"
READING_OF: Final = "Reading {done} of {total}"
PLANNING_OF: Final = "Finding what matters ({percent} %)"
WAITING: Final = "Waiting: other questions are being made on this computer …"
STEPS_LABEL: Final = "How far it is"
STOP: Final = "Stop"
STOPPING: Final = "Stopping …"
STOP_HELP: Final = "Keeps the questions that are there."
NONE_YET: Final = "The first questions appear here as soon as they are written and checked."
BROKE_OFF: Final = (
    "Something went wrong and no more questions can be written. Those below are kept. "
    "Try again; if it happens again, leave out one file after the other to find the one at fault."
)

ELSEWHERE: Final = "This app was started anew a moment ago. Looking for what was being made …"
INTERRUPTED: Final = "The app was closed before the rest was written. The questions that were there are kept."
REVIEW: Final = "Review these questions"
GO_ON: Final = "Write the rest"
GO_ON_HELP: Final = "Goes on with the same files and choices. The questions that are there stay as they are."

DRAFT: Final = "Draft: please read before use"
SHOW_ANSWERS: Final = "Show answers"
QUESTION: Final = "Question {number}"
RIGHT: Final = "right answer"
PROOF: Final = "Proof"
PROOF_PAGE: Final = "page {page} of {name}"
PROOF_SLIDE: Final = "slide {page} of {name}"
ESTIMATE: Final = "{difficulty} (estimate)"
DIFFICULTIES: Final = {Difficulty.EASY: "easy", Difficulty.MEDIUM: "medium", Difficulty.HARD: "hard"}
ALL_MADE: Final = "{questions}, all that you asked for."
SOME_MADE: Final = "{delivered} of {questions}."
NONE_MADE: Final = "No question could be made."
SO_FAR: Final = "{questions} so far."
GONE: Final = "There are no such questions among yours. The Bank page has all that you made."
STOPPED: Final = "You stopped before the rest was written."
NO_FILE: Final = "None of the files could be used."
NO_MORE: Final = "The text gives no more {levels} questions: add a file, or ask for fewer."
NO_EASIER: Final = "The text gives no more {levels} questions: ask for easier ones, or add a file."
HELD_BACK: Final = (
    "Some that probably need mending were left out: “Rough drafts, too” under “More options” brings them."
)
OR: Final = " or "
NONE_DROPPED: Final = "None dropped."
DROPPED: Final = "{count} dropped: {reasons}."
FAILED_FILE: Final = "Left out: {reason}"

FAULTS: Final = {
    "S": "the question was not complete",
    "E": "the text does not prove the answer",
    "O30": "the answers were not alike",
    "O301": "the right answer was the longest",
    "O32": "the answer could be guessed",
    "O34": "the answers were not alternatives",
    "T": "the question was unclear on its own",
    "T401": "the question gave the answer away",
    "T402": "the question gave the answer away",
}
"""Why a question was dropped, by the beginning of the check's code; the longest that fits counts."""
FAULT_OTHER: Final = "it did not pass the checks"

COUNTED: Final = {
    "page": ("1 page", "{n} pages"),
    "slide": ("1 slide", "{n} slides"),
    "word": ("1 word", "{n} words"),
    "section": ("1 section", "{n} sections"),
    "question": ("1 question", "{n} questions"),
    "call": ("once", "{n} times"),
}
"""Singular and plural of what is counted."""

LANGUAGES: Final = {
    "ar": "Arabic",
    "bg": "Bulgarian",
    "ca": "Catalan",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "et": "Estonian",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "he": "Hebrew",
    "hi": "Hindi",
    "hr": "Croatian",
    "hu": "Hungarian",
    "id": "Indonesian",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "la": "Latin",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "nb": "Norwegian",
    "nl": "Dutch",
    "no": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sk": "Slovak",
    "sl": "Slovenian",
    "sr": "Serbian",
    "sv": "Swedish",
    "th": "Thai",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "vi": "Vietnamese",
    "zh": "Chinese",
}
"""Names of languages by ISO 639-1 code."""
LANGUAGE_UNKNOWN: Final = "language unclear"
LANGUAGE_OTHER: Final = "another language ({code})"
