"""Schedules as hypothesis draws them: small ones, which it makes smaller still when one fails."""

from hypothesis import strategies as st

from contractsai.testing.simulation.faults import Fault, FaultKind, draw_fault
from contractsai.testing.simulation.host import Nature
from contractsai.testing.simulation.scenario import JobPlan, Scenario
from contractsai.testing.simulation.schedule import Schedule


def faults() -> st.SearchStrategy[Fault]:
    """Return a strategy of any fault."""
    return st.builds(
        lambda kind, chance: draw_fault(chance, kind),
        st.sampled_from(list(FaultKind)),
        st.randoms(use_true_random=False),
    )


def scenarios() -> st.SearchStrategy[Scenario]:
    """Return a strategy of services with a job or two."""
    jobs = st.builds(
        JobPlan,
        at=st.integers(0, 40).map(float),
        natures=st.lists(st.sampled_from(list(Nature)), min_size=1, max_size=4).map(tuple),
    )
    return st.builds(
        Scenario,
        jobs=st.lists(jobs, min_size=1, max_size=2).map(tuple),
        workers=st.integers(1, 3),
        slots=st.integers(1, 2),
        window=st.integers(1, 3),
        acks_late=st.booleans(),
        visibility_seconds=st.sampled_from([4500.0, 20.0, 2.0]),
    )


def schedules() -> st.SearchStrategy[Schedule]:
    """Return a strategy of small schedules: up to five faults."""
    plans = st.lists(faults(), max_size=5).map(tuple)
    return st.builds(Schedule, st.integers(0, 10_000), scenarios(), plans)
