"""``python -m contractsai.testing.simulation``."""

import sys

try:
    from contractsai.testing.simulation.command import main
except ModuleNotFoundError as error:
    if error.name != "greenlet":
        raise
    sys.exit("The simulation needs greenlet. Try: pip install 'contractsai[simulation]'")

if __name__ == "__main__":
    main()
