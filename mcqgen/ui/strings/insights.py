"""The words of the page Insights."""

from typing import Final

from mcqgen.bank import RunState
from mcqgen.domain.blueprint import Bloom
from mcqgen.ui.strings import DIFFICULTIES

TITLE: Final = "Insights"
EMPTY: Final = "Once you have made questions, you see here what they cover, how hard they are and what they cost."
MAKE: Final = "Make questions"
OF: Final = "Look at"
OF_ALL: Final = "All questions"
OF_FILE: Final = "File: {title} ({questions})"
OF_RUN: Final = "Made on {day}: {title} ({questions})"

STATUSES: Final = "By status"
STATUS: Final = "Status"
QUESTIONS: Final = "Questions"

COVERAGE: Final = "What is covered"
COVERAGE_ALL: Final = "Choose a file above to see which of its sections have no question yet."
COVERAGE_FILES: Final = "Questions by file"
FILE: Final = "File"
NO_FILE: Final = "without a file"
SECTION: Final = "Section"
OBJECTIVE: Final = "Objective"
LEVELS: Final[dict[str, str]] = {
    Bloom.REMEMBER.value: "remember",
    Bloom.UNDERSTAND.value: "understand",
    Bloom.APPLY.value: "apply",
    Bloom.ANALYSE.value: "analyse",
    Bloom.EVALUATE.value: "evaluate",
    Bloom.CREATE.value: "create",
    **{level.value: name for level, name in DIFFICULTIES.items()},
}
"""What the columns of the map are called."""
PAGES: Final = "{touched} of {pages} pages have a question."
ALL_COVERED: Final = "Every section has a question."
ALL_SERVED: Final = "Every objective has a question."
NOT_COVERED: Final = "{sections} without a question. Choose one to make questions there:"
SECTIONS: Final = ("1 section is", "{n} sections are")
NO_SECTIONS: Final = "Which sections this file has is known once questions were made from it here."
ELSEWHERE: Final = "Other topics"
UNNAMED: Final = "Beginning"
MORE_SECTIONS: Final = "{n} more"
SAVE_MAP: Final = "Save as a picture"
MAP_NAME: Final = "coverage.svg"

DIFFICULTY: Final = "How hard they are"
LEVEL: Final = "Difficulty"
TENTHS: Final = "Estimated share of students who answer wrongly"
TENTH: Final = "{low} to {high} %"
HALF: Final = "Half of the questions are estimated to be missed by {percent} % of the students or more."
NO_ESTIMATE: Final = "For none of them there is an estimate."
ESTIMATED: Final = "An estimate, until responses of your students say more."

FLAWS: Final = "What the checks noticed"
FLAW: Final = "What"
NO_FLAWS: Final = "The checks noticed nothing."
FLAWED: Final = "Questions are only kept when they pass; these are the smaller things that remain, or came by editing."
FLAW_OTHER: Final = "another remark ({code})"
FLAW_NAMES: Final = {
    "B401": "another answer can be defended, too",
    "B402": "a second reader chose another answer",
    "B403": "can be answered without the text",
    "B404": "the answers alone give the right one away",
    "B405": "a wrong answer may be right by the text",
    "B406": "a wrong answer may be right by the text",
    "D501": "harder or easier than was asked for",
    "E201": "no proof",
    "E202": "the proof is not in the text word for word",
    "E203": "the right answer does not stand in the proof",
    "E204": "a wrong answer stands in the proof",
    "O301": "the right answer is the longest",
    "O302": "the answers differ much in length",
    "O303": "the answers begin unlike each other",
    "O304": "capital letters differ between the answers",
    "O305": "full stops differ between the answers",
    "O306": "a number among words",
    "O307": "numbers are out of order",
    "O308": "some answers have an article, others none",
    "O321": "the right answer shares most with the others",
    "O322": "a wrong answer does not fit the question",
    "O323": "“a” or “an” tells the right answer",
    "O324": "singular or plural tells the right answer",
    "O325": "“always” or “never” tells a wrong answer",
    "O326": "vague words such as “often”",
    "O341": "“none of the above”",
    "O342": "“all of the above”",
    "O343": "answers that join other answers",
    "O344": "a row of statements to be judged true or false",
    "O345": "a row of statements",
    "O346": "answers that overlap",
    "O361": "a wrong answer means nearly the same as the right one",
    "O362": "a wrong answer is far from the topic",
    "S101": "too few or too many answers",
    "S102": "not exactly one right answer",
    "S103": "an empty answer",
    "S104": "two answers say the same",
    "S105": "no question",
    "S106": "far too long",
    "S107": "letters out of order",
    "S108": "nothing says why the answer is right",
    "T401": "the question holds the right answer",
    "T402": "the question holds a word of the right answer",
    "T403": "asks for what is not so",
    "T404": "a gap in the middle of the question",
    "T405": "the question is not clear without the answers",
    "T406": "speaks of “the text” or “above”",
    "T407": "more words than are needed",
    "T408": "not worded clearly",
    "T411": "broken characters of the file",
    "T412": "refers to a figure or a note",
    "T413": "a doubled word",
    "X501": "a copy of another one",
    "X502": "asks for the same as another one",
    "X503": "has the same answer as another one",
    "X504": "asks for the same as another one",
    "X505": "gives another one away",
}
"""Flaws in plain words, by the code of the check."""

LETTERS: Final = "Where the right answer stands"
LETTER: Final = "Answer"
EVEN: Final = "The right answers are spread as chance would have it."
UNEVEN: Final = "“{letter}” is right more often than chance would have it: shuffle the answers when you export."
TOO_FEW: Final = "Too few questions to say whether they are spread evenly."

COSTS: Final = "What it cost"
FREE: Final = "Nothing: all your questions were written offline."
SPENT: Final = "US$ {spent:,.2f} this month."
SPENT_OF: Final = "US$ {spent:,.2f} of {most:,.2f} this month."
BY_MONTH: Final = "By month"
BY_RUN: Final = "By run"
MONTH: Final = "Month"
RUNS: Final = "Runs"
RUN: Final = "Run"
DAY: Final = "Day"
COST: Final = "US$"
UNKNOWN: Final = "unknown"
TOKENS: Final = "Words to and from the model"
DETAILS: Final = "Details"
STATES: Final = {
    RunState.RUNNING: "at work",
    RunState.DONE: "done",
    RunState.STOPPED: "stopped",
    RunState.BROKEN: "broke off",
    RunState.INTERRUPTED: "interrupted",
}

USAGE: Final = "All teachers"
USAGE_LEAD: Final = "What everybody keeps, and uses this month. What is in their questions only they see."
TEACHER: Final = "Teacher"
NOBODY: Final = "this computer"
