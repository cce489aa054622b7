"""The words of the page where teachers sign in, and of their menu."""

from typing import Final

TITLE: Final = "Questions from your own material"
LEAD: Final = "Sign in to see your documents and questions. Other teachers do not see them."
SIGN_IN: Final = "Sign in"
SIGN_IN_WITH: Final = "Sign in with {provider}"
SIGN_OUT: Final = "Sign out"
SIGNED_OUT: Final = "Signing you out …"
EXPIRED: Final = "You signed in a while ago. Please sign in again; your work is kept."
STRANGER: Final = (
    "You are signed in{address}, but this address may not use mcqgen here. "
    "Ask your administrator to let you in, or sign in with another address."
)
STRANGER_AS: Final = " as {mail}"
INCOMPLETE: Final = (
    "The login does not say who you are. Please tell your administrator that it gives no subject or no time."
)
