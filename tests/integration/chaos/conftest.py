"""How long chaos lasts, and from which seed."""


def pytest_report_header() -> str:
    """Shown where this folder is named on the command line; each failure names its seed anyway."""
    return "chaos: CONTRACTSAI_CHAOS_SEED and CONTRACTSAI_CHAOS_SECONDS repeat or prolong a run"
