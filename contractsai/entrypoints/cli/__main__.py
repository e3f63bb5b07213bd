"""``python -m contractsai.entrypoints.cli``: the command line, wherever it is installed."""

from contractsai.entrypoints.cli.start import main

if __name__ == "__main__":
    raise SystemExit(main())
