"""Where the command begins: health checks go a short way, everything else to `main`."""

import sys


def main() -> int:
    """Run the command of this process and return its exit code.

    A health check is run every few seconds for as long as the service lives, so it imports nothing
    but a little of the standard library. What is not spelled as one, `main` explains.
    """
    if sys.argv[1:2] == ["healthcheck"]:
        from contractsai.entrypoints.cli.quick_check import CHECKS, report

        check = CHECKS.get(tuple(sys.argv[2:]))
        if check is not None:
            return report(check)
    from contractsai.entrypoints.cli.main import main as everything

    return everything()
