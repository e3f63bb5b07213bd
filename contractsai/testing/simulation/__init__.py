"""The whole service in virtual time, with everything going wrong that can: run it, replay it.

``python -m contractsai.testing.simulation --schedules 1000`` runs as many schedules, each drawn
from a seed of its own; `docs/reliability.md` says what is simulated and what is not.
"""
