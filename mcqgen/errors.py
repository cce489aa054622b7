"""Errors for misuse and broken environments; what is expected to fail is data, not an exception."""


class McqgenError(Exception):
    """Root of all our errors; the message says what is wrong, with which thing, and what to do."""


class DocumentError(McqgenError):
    """A document cannot be read; the message names the file and the way out."""


class DocumentLocked(DocumentError):
    """A document opens with a password only, and it was not given, or a wrong one."""


class RequestError(McqgenError):
    """What was asked for makes no sense (a count of 0, an unknown difficulty, an unknown page)."""


class UnsupportedLanguage(McqgenError):
    """The writer at work does not write in the document's language."""


class MissingDependency(McqgenError):
    """An optional library is absent; the message names the extra to install."""


class FormatError(McqgenError):
    """A file does not follow the interchange format that it claims to have."""


class OutputError(McqgenError):
    """A result cannot be written where it was asked for."""


class StateError(McqgenError):
    """The state folder is in use by another process or damaged."""


class BankError(McqgenError):
    """What was asked of the bank is not there, or was changed by somebody else meanwhile."""


class PromptError(McqgenError):
    """A prompt file is missing or malformed, or a value for one of its variables is."""


class ServiceError(McqgenError):
    """Another system cannot be reached, or refuses what we ask of it."""
