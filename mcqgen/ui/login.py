"""The page where teachers sign in: all that is drawn before they have, and the menu with their name afterwards."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from mcqgen.settings import Settings
from mcqgen.ui import account, markup
from mcqgen.ui.account import Account
from mcqgen.ui.strings import login as strings

if TYPE_CHECKING:
    from streamlit.navigation.page import Page


def draw(settings: Settings) -> None:
    """Draw the page."""
    claims = account.claims()
    with st.container(key="login", horizontal_alignment="center", gap="medium"):
        st.title(strings.TITLE, anchor=False, text_alignment="center")
        st.markdown(strings.LEAD, text_alignment="center")
        if claims:
            st.html(markup.line("info", trouble(claims, settings), kind="warn"), width="content")
        for provider in providers(st.secrets["auth"]):
            label = strings.SIGN_IN_WITH.format(provider=provider.title()) if provider else strings.SIGN_IN
            if st.button(label, type="primary", icon=":material/login:", key=f"login-{provider}"):
                st.login(provider or None)


def trouble(claims: Mapping[str, Any], settings: Settings) -> str:
    """Why somebody who is signed in is not let in, as a sentence."""
    if not account.is_admitted(claims, settings):
        mail = account.email_of(claims)
        return strings.STRANGER.format(address=strings.STRANGER_AS.format(mail=mail) if mail else "")
    if claims.get("sub") and claims.get("iat") and not account.is_fresh(claims, settings):
        return strings.EXPIRED
    return strings.INCOMPLETE


def providers(auth: Mapping[str, Any]) -> tuple[str, ...]:
    """The logins that are set up, by name; the empty one stands in the section `[auth]` itself."""
    named = tuple(name for name, value in auth.items() if isinstance(value, Mapping) and "client_id" in value)
    return (("",) if "client_id" in auth else ()) + named


def menu(who: Account) -> "Mapping[str, Sequence[Page]]":
    """The teacher's own part of the navigation: the name, and below it the way out; nothing on one's own computer."""
    if not who.owner:
        return {}
    return {who.name: [st.Page(_sign_out, title=strings.SIGN_OUT, icon=":material/logout:", url_path="sign-out")]}


def _sign_out() -> None:
    st.write(strings.SIGNED_OUT)
    st.logout()
