"""What can go wrong with a model; each message says what failed, with which model, and what to do."""

from mcqgen.errors import McqgenError


class ModelError(McqgenError):
    """A model gave no usable answer."""


class ModelUnavailable(ModelError):
    """The model cannot be reached, is overloaded, or refuses the key; other calls will fare no better for now."""


class ModelRefused(ModelError):
    """The provider does not answer this request (a safety block, a request that it does not take)."""


class BadReply(ModelError):
    """An answer came, and does not follow the schema or is cut off."""


class BudgetSpent(ModelError):
    """The call was not made, for it could pass the cap on tokens or cost."""
