"""The command line. Its modules import little at their top, so that ``--help`` is quick."""
