"""The bank: questions with every version and decision, the documents behind them, and the runs that made them.

`open_bank(settings).shelf(owner)` is all that one teacher sees. This is the only room that knows SQL.
"""

from mcqgen.bank.records import (
    Decision,
    Found,
    Insights,
    Kept,
    KnownDocument,
    MonthSpending,
    Order,
    OwnerUsage,
    Query,
    Reused,
    RunRecord,
    RunSpending,
    RunState,
    Status,
    Version,
    Why,
)
from mcqgen.bank.shelf import Shelf
from mcqgen.bank.store import Bank, open_bank
from mcqgen.errors import BankError

__all__ = [
    "Bank",
    "BankError",
    "Decision",
    "Found",
    "Insights",
    "Kept",
    "KnownDocument",
    "MonthSpending",
    "Order",
    "OwnerUsage",
    "Query",
    "Reused",
    "RunRecord",
    "RunSpending",
    "RunState",
    "Shelf",
    "Status",
    "Version",
    "Why",
    "open_bank",
]
