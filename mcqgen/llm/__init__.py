"""Chat models of all providers behind one name, with what a provider does to its users taken care of.

Nothing here imports LangChain or a provider's library before a model is called.
"""

from mcqgen.llm.choice import OFFLINE, ModelStatus, default_spec, usable
from mcqgen.llm.errors import BadReply, BudgetSpent, ModelError, ModelRefused, ModelUnavailable
from mcqgen.llm.ledger import Ledger, Reservation, Usage
from mcqgen.llm.model import ChatModel, open_model
from mcqgen.llm.prices import Price, price_of
from mcqgen.llm.providers import ON_THIS_MACHINE
from mcqgen.llm.trial import Trial, try_model

__all__ = [
    "OFFLINE",
    "ON_THIS_MACHINE",
    "BadReply",
    "BudgetSpent",
    "ChatModel",
    "Ledger",
    "ModelError",
    "ModelRefused",
    "ModelStatus",
    "ModelUnavailable",
    "Price",
    "Reservation",
    "Trial",
    "Usage",
    "default_spec",
    "open_model",
    "price_of",
    "try_model",
    "usable",
]
