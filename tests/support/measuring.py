"""Which lines run is measured in the tests of the parts. It takes twice as long, so whole runs go without."""

import os


def unmeasured() -> dict[str, str]:
    """The environment for a process whose lines are not to be measured."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_PROCESS_")}
