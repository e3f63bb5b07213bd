"""The facts of other pipelines, before anybody makes a report of them."""

from contractsai.domain import facts
from contractsai.plugins import load_facts


def learn_facts() -> None:
    """Make the facts of every installed pipeline known to this process.

    Raises:
        UnsafeConfiguration: a plug-in cannot be loaded, or means something else by a name.
    """
    facts.learn(load_facts())
