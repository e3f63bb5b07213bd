"""Damage that can be repeated, on documents of every medium."""

from contractsai.pipeline.limits import DEFAULT_LIMITS
from contractsai.pipeline.text.identify import Media, identify
from contractsai.testing.fuzz.corpus import corpus
from contractsai.testing.fuzz.mutate import case


def medium(content: bytes) -> object:
    return identify(content, max_bytes=DEFAULT_LIMITS.max_bytes)


def test_the_documents_to_begin_with_reach_every_reader() -> None:
    assert {medium(content) for content in corpus()} >= set(Media)


def test_the_same_seed_does_the_same_damage() -> None:
    """A defect that cannot be shown again cannot be mended."""
    seeds = corpus()
    numbers = range(len(seeds), len(seeds) + 60)

    first = [case(seeds, 7, number) for number in numbers]

    assert first == [case(corpus(), 7, number) for number in numbers]
    assert first != [case(seeds, 8, number) for number in numbers]
    assert len(set(first)) > 50


def test_the_documents_themselves_come_first() -> None:
    seeds = corpus()

    assert tuple(case(seeds, 7, number) for number in range(len(seeds))) == seeds


def test_damage_gets_through_to_every_reader() -> None:
    """Documents that are refused at the door say nothing about the readers behind it."""
    seeds = corpus()

    media = [medium(case(seeds, 1, number)) for number in range(2000)]

    assert min(media.count(wanted) for wanted in Media) >= 10
