"""mcqgen turns documents into multiple-choice items whose keys are proven by the source."""

__version__ = "0.1.0"
