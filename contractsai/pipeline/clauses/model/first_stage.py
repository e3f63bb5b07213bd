"""The first stage: what linear models, rules and descriptions say of every unit."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from contractsai.pipeline.clauses.model.candidates import Scores
from contractsai.pipeline.clauses.model.cues import Cues
from contractsai.pipeline.clauses.model.descriptions import Descriptions
from contractsai.pipeline.clauses.model.document import Prior
from contractsai.pipeline.clauses.model.linear import Linear
from contractsai.pipeline.clauses.model.patterns import Patterns
from contractsai.pipeline.clauses.model.rows import Rows, Vocabulary, numbers_of, rows_of
from contractsai.pipeline.text.units import Unit


@dataclass(frozen=True, slots=True)
class FirstStage:
    """Linear models, rules and descriptions of one vocabulary, for analysing and training."""

    vocabulary: Vocabulary
    linear: Linear
    prior: Prior
    cues: Cues
    patterns: Patterns
    descriptions: Descriptions

    def scores(self, text: str, units: Sequence[Unit]) -> tuple[Rows, Scores]:
        """Return the words of *units* of *text*, and what they say."""
        numbers = numbers_of(text, units, self.vocabulary.known)
        rows = rows_of(numbers, self.vocabulary)
        log_odds = self.linear.log_odds(rows)
        count, value = self.cues.count(rows)
        ruled, rules = self.patterns.log_odds_of(rows, log_odds.shape[2])
        scores = Scores(
            said=log_odds[:, 0],
            headed=log_odds[:, 1],
            document=self.prior.log_odds(numbers.word).astype(np.float32),
            lengths=numbers.lengths,
            cues=count,
            cue_value=value,
            ruled=ruled,
            rules=rules,
            told=self.descriptions.told(numbers),
        )
        return rows, scores

    def terms(
        self, rows: Rows, unit: int, category: int, most: int
    ) -> tuple[tuple[str, float], ...]:
        """Return the words of a unit that speak most for a category, and what each gives."""
        return tuple(
            (self.vocabulary.name_of(column), round(weight, 2))
            for column, weight in self.linear.terms(rows, unit, category, most)
        )
