"""The words of the page Export."""

from typing import Final

from mcqgen.formats.contract import AnswerKey, Feature

TITLE: Final = "Export"

WHICH: Final = "Which questions?"
CHOSEN: Final = "Those that you chose in the bank"
ALL: Final = "All that you ever approved"
FILE: Final = "From the file “{title}”"
RUN: Final = "{title}, {moment} ({questions})"
MOMENT: Final = "%d %B %Y, %H:%M"
UNTITLED: Final = "Questions"
DRAFTS: Final = "With the {drafts} that nobody has approved"
DRAFTS_HELP: Final = "Nobody has read them yet. Please read them before students do."
DRAFTS_IN: Final = "{drafts} among them: please read them before use."
COUNTED_DRAFTS: Final = ("1 draft", "{n} drafts")
PART: Final = "Part"
PART_LABEL: Final = "Questions {first:,} to {last:,} of {total:,}"
ORDER: Final = "Order"
ORDERS: Final = {"place": "As in the text", "easy": "Easy ones first", "mixed": "Mixed"}
AS_CHOSEN: Final = "As chosen"

EMPTY: Final = "There is nothing to export yet. Make questions, approve the good ones, and get them here as a file."
MAKE: Final = "Make questions"
NONE_APPROVED: Final = "None of these questions is approved yet."
REVIEW: Final = "Review them"
GONE: Final = "There are no such questions among yours."

WHERE: Final = "Where do they go?"
OTHER: Final = "Other …"
OTHER_LABEL: Final = "Kind of file"
SYSTEMS: Final = {
    "moodle": "Moodle",
    "canvas": "Canvas",
    "blackboard": "Blackboard",
    "brightspace": "Brightspace",
    "kahoot": "Kahoot!",
    "wayground": "Wayground (Quizizz)",
    "word": "Word",
    "paper": "Printed paper",
    "page": "Web page for practice",
    "h5p": "H5P",
    "anki": "Anki",
    "excel": "Excel",
}
"""Systems by the word in the address, in the order in which they are offered."""
OTHERS: Final = {
    "qti21": "QTI 2.1 package (OpenOlat, TAO and others)",
    "qti30": "QTI 3.0 package",
    "cartridge": "Common Cartridge (Schoology, Sakai and others)",
    "gift": "GIFT, text for Moodle",
    "aiken": "Aiken, plain text",
    "csv": "CSV table",
    "markdown": "Markdown paper",
    "json": "All that mcqgen knows (JSON)",
    "jsonl": "A line for each question (JSON Lines)",
}
HOW: Final = {
    "moodle": "In Moodle: Question bank, Import, Moodle XML format.",
    "canvas": "In Canvas: Settings, Import Course Content, QTI .zip file.",
    "blackboard": "In Blackboard: Question banks (or Pools), Import, QTI 2.1 package.",
    "brightspace": "In Brightspace: Course Admin, Import / Export / Copy Components, Import Components.",
    "kahoot": "In Kahoot!: Create, Add question, Import spreadsheet.",
    "wayground": "In Wayground: Create, Import from spreadsheet.",
    "word": "A paper to print, with its answer key on pages of its own; change in Word what you like.",
    "paper": "A PDF to print, with its answer key on pages of its own.",
    "page": "One file that marks itself in any browser, offline too. It holds the answers: for practice only.",
    "h5p": "In H5P: Create new content, Upload. The question types must be installed there.",
    "anki": "In Anki: File, Import.",
    "excel": "A table with one row for each question.",
    "qti21": "Most platforms for tests import it as “QTI 2.1” or “IMS QTI package”.",
    "qti30": "For platforms that ask for QTI 3.0.",
    "cartridge": "Import it as “Common Cartridge”, usually in the settings of the course.",
    "gift": "In Moodle: Question bank, Import, GIFT format.",
    "aiken": "In Moodle: Question bank, Import, Aiken format.",
    "csv": "A table with one row for each question, for other programs.",
    "markdown": "A paper as text, for notes and for programs such as pandoc.",
    "json": "To keep, or to hand to a colleague who has mcqgen.",
    "jsonl": "For programs.",
}
"""How a file gets into its system, or what it is for."""
NOT_INSTALLED: Final = (
    "This kind of file needs an addition that is not installed here: ask whoever looks after this computer "
    "for mcqgen[{extra}]."
)

QUIZ_TITLE: Final = "Title"
CATEGORY: Final = "Folder in the question bank"
CATEGORY_HELP: Final = "Such as Biology/Blood. It is made if need be. Empty: wherever you import it."
POINTS: Final = "Points for each question"
SHUFFLE: Final = "Show the answers in a new order each time"
SHUFFLE_PAPER: Final = "Another order of the answers in each version"
VERSIONS: Final = "Versions"
VERSIONS_HELP: Final = "The same questions in different orders, so that neighbours cannot copy."
VERSION_NAMES: Final = {1: "One", 2: "A and B", 3: "A to C", 4: "A to D"}
KEY: Final = "Answer key"
KEYS: Final = {
    AnswerKey.WITH: "On pages of its own",
    AnswerKey.WITHOUT: "Left out",
    AnswerKey.ONLY: "Nothing but the key",
}

FITS: Final = "All {questions} fit, with all that belongs to them."
LOST: Final = "Left out: {features}."
LOST_SOME: Final = "{feature} ({count} of {total})"
FEATURES: Final = {
    Feature.SEVERAL_KEYS: "further right answers",
    Feature.OPTION_FEEDBACK: "what each answer is told",
    Feature.GENERAL_FEEDBACK: "the explanations",
    Feature.EVIDENCE: "the proofs",
    Feature.DIFFICULTY: "how hard the questions are",
    Feature.BLOOM: "the level of thinking",
    Feature.TOPIC: "the topics",
    Feature.LINES: "line breaks",
    Feature.MARKUP: "bold, italics and code",
    Feature.MATHS: "formulas, which appear as they are typed",
    Feature.TITLE: "the title",
    Feature.CATEGORY: "the folder",
    Feature.POINTS: "the points",
    Feature.SHUFFLE: "the order of the answers",
    Feature.VERSIONS: "the versions",
    Feature.ANSWER_KEY: "the choice of an answer key",
}
"""What a kind of file may leave out, as a teacher would call it."""
REFUSED: Final = "{system} cannot take question {number} (“{stem}”): {reason}."
REFUSED_MORE: Final = "{system} cannot take {questions} more."
REFUSED_ALL: Final = "{system} can take none of these questions. Choose other questions, or another place."

DOWNLOAD: Final = "Download {questions} {how}"
DOWNLOAD_FOR: Final = "for {system}"
DOWNLOAD_AS: Final = {
    "word": "as a Word file",
    "paper": "as a PDF",
    "page": "as a web page",
    "excel": "as an Excel file",
    "qti21": "as QTI 2.1",
    "qti30": "as QTI 3.0",
    "cartridge": "as a Common Cartridge",
    "gift": "as GIFT",
    "aiken": "as Aiken",
    "csv": "as a table",
    "markdown": "as Markdown",
    "json": "as JSON",
    "jsonl": "as JSON Lines",
}
"""What the button says where the file is for no system of that name."""
PREVIEW: Final = "Preview"
SHOW_ANSWERS: Final = "Show answers"
MORE: Final = "… and {questions} more."
THE_FILE: Final = "The beginning of the file itself"
SHEET: Final = "Version shown"
VERSION: Final = "Version {name}"
KEY_LINE: Final = "Answer key: {letters}"
