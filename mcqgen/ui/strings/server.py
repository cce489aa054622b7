"""What the server says when it will not start; the administrator reads it in a terminal or a log."""

from typing import Final

NO_LOGIN: Final = (
    "mcqgen has no login, but would serve other computers at {address}: everybody who reaches it could read and change "
    "everything. Set up a login (docs/server.md), serve 127.0.0.1 only, or say that this is meant: "
    "mcqgen app --without-login, or MCQGEN_WITHOUT_LOGIN=true."
)
BAD_SECRETS: Final = (
    "The login cannot be read from {files}: mend the file (it is TOML), or take it away if there should be no login."
)
BAD_REDIRECT: Final = (
    "The login lacks redirect_uri in the section [auth] of secrets.toml, or it does not end in /oauth2callback: "
    "write the address at which teachers open the app, and /oauth2callback after it."
)
BAD_COOKIE_SECRET: Final = (
    "The login lacks cookie_secret in the section [auth] of secrets.toml, or it is shorter than {shortest} characters: "
    "make one with python3 -c 'import secrets; print(secrets.token_urlsafe(48))'."
)
NO_PROVIDER: Final = (
    "The login lacks client_id, client_secret or server_metadata_url in the section [auth] of secrets.toml: "
    "the school's login gives them when the app is registered there."
)
