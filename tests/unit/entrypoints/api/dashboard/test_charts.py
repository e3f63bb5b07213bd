"""Charts of what has ended: each is told in words, too."""

from datetime import UTC, datetime, timedelta

import pytest
from support.dashboard import Dashboard

from contractsai.application.ports import Ended
from contractsai.application.trend import DAY, SPANS, WEEK, Span, Stretch, Trend
from contractsai.domain.job import Counts
from contractsai.entrypoints.api.dashboard.charts import HEIGHT, charts, when

FIRST = datetime(2026, 3, 2, 9, tzinfo=UTC)


def a_trend(*ended: Ended, span: Span = DAY) -> Trend:
    stretches = [Stretch(FIRST + number * span.step, it) for number, it in enumerate(ended)]
    return Trend(span, stretches)


BUSY = Ended(Counts(completed=1440, failed=60), 10, timedelta(minutes=25), timedelta(minutes=5))
CALM = Ended(Counts(completed=720), 5, timedelta(minutes=5), timedelta(minutes=2))


def test_a_chart_says_in_a_sentence_what_it_shows() -> None:
    done, failed, took = charts(a_trend(BUSY, CALM))

    assert done.says == "2,160 documents in 24 h: 1.5 a minute; 1,440 in the best 1 h"
    assert failed.says == "60 documents in 24 h, 2.7% of all"
    assert took.says == "15 jobs in 24 h: 2 min on average, 5 min at the most"


def test_columns_stand_on_the_ground_and_the_highest_fills_the_chart() -> None:
    done, failed, took = (
        [(it.y, it.height) for it in chart.columns] for chart in charts(a_trend(BUSY, CALM))
    )

    assert done == [(0, HEIGHT), (HEIGHT / 2, HEIGHT / 2)]
    assert failed == [(0, HEIGHT), (HEIGHT, 0)]
    assert took == [(0, HEIGHT), (43.2, 28.8)]


def test_a_column_says_when_and_how_much() -> None:
    done, _, took = charts(a_trend(CALM, BUSY))

    assert [it.says for it in done.columns] == [
        "09:00 UTC: 720 completed",
        "10:00 UTC: 1,440 completed",
    ]
    assert took.columns[1].says == "10:00 UTC: 2 min on average"


def test_nothing_is_told_as_nothing() -> None:
    done, failed, took = charts(a_trend(Ended(), Ended()))

    assert {column.height for chart in (done, failed, took) for column in chart.columns} == {0}
    assert failed.says == "0 documents in 24 h"
    assert took.says == "In 24 h no job ended"


def test_where_there_are_days_they_are_named() -> None:
    stretch = a_trend(CALM).stretches[0]

    assert when(stretch, DAY) == "09:00 UTC"
    assert when(stretch, WEEK) == "Mon 02 Mar 09:00 UTC"


@pytest.mark.parametrize("span", SPANS, ids=lambda span: span.code)
def test_the_overview_shows_the_span_that_was_chosen(dashboard: Dashboard, span: Span) -> None:
    """Also after it has asked for itself anew."""
    dashboard.reviewed_job()

    text = dashboard.get(span=span.code).text

    assert f'href="/dashboard?span={span.code}" aria-current="true"' in text
    assert f'hx-get="/dashboard?span={span.code}"' in text
    assert 'aria-label="Documents completed: 1 document in ' in text


def test_a_span_that_is_not_there_is_a_day(dashboard: Dashboard) -> None:
    dashboard.reviewed_job()

    assert 'span=24h" aria-current="true"' in dashboard.get(span="x").text
