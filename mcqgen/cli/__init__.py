"""The command line: data on stdout, progress and problems on stderr.

Exit codes: 0 all is well, 1 partial or flaws found, 2 usage or bad input.
"""

from mcqgen.cli.app import app, main

__all__ = ["app", "main"]
