"""The words for what a teacher may take of the server."""

from typing import Final

TOO_MANY: Final = "{asked} questions are more than one run may ask for on this server: ask for {most} at most."
NO_MORE_RUNS: Final = (
    "You have made questions {most} times this month, as often as this server allows. "
    "It goes on next month; your administrator can allow more."
)
NO_MORE_MONEY: Final = (
    "Your questions have cost US$ {most:.2f} this month, as much as this server allows. "
    "Choose the offline writer, which is free, or wait for next month; your administrator can allow more."
)
