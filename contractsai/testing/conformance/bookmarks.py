"""A `Store` keeps how far pieces of work have come; one at a time moves a bookmark."""

from contractsai.application.ports import Store
from contractsai.domain.bookmark import Bookmark
from contractsai.testing.builders import NOW
from contractsai.testing.conformance.steps import SECOND, THREADS, at_once


class BookmarkConformance:
    """Every test starts with an empty `store`."""

    def test_a_bookmark_is_put_where_there_is_none_and_read_where_there_is(
        self, store: Store
    ) -> None:
        with store.begin() as work:
            first = work.bookmarks.lock("news", NOW)
            work.bookmarks.put(Bookmark("news", NOW + SECOND, "page 7 \udcff"))
            work.commit()
        with store.begin() as work:
            then = work.bookmarks.lock("news", NOW + 2 * SECOND)

        assert first == Bookmark("news", NOW, "")
        assert then == Bookmark("news", NOW + SECOND, "page 7 \udcff")

    def test_many_that_move_one_at_once_come_one_after_the_other(self, store: Store) -> None:
        """Two that read the same page would both tell of it."""

        def move(_: int) -> None:
            with store.begin() as work:
                page = int(work.bookmarks.lock("news", NOW).value or 0)
                work.bookmarks.put(Bookmark("news", NOW, str(page + 1)))
                work.commit()

        at_once(move)

        with store.begin() as work:
            assert work.bookmarks.lock("news", NOW).value == str(THREADS)

    def test_those_that_begin_alike_are_found_by_name(self, store: Store) -> None:
        with store.begin() as work:
            for name in ("b/2", "a/1", "b/1", "b", "b0", "c/1"):
                work.bookmarks.put(Bookmark(name, NOW, name))
            work.commit()

        found = store.ask(lambda work: work.bookmarks.beginning("b/"))

        assert [bookmark.value for bookmark in found] == ["b/1", "b/2"]

    def test_one_that_is_forgotten_is_not_there_any_more(self, store: Store) -> None:
        with store.begin() as work:
            work.bookmarks.put(Bookmark("a/1", NOW, "x"))
            work.bookmarks.put(Bookmark("a/2", NOW, "y"))
            work.commit()
        with store.begin() as work:
            work.bookmarks.forget("a/1")
            work.bookmarks.forget("a/3")
            work.commit()

        found = store.ask(lambda work: work.bookmarks.beginning("a/"))

        assert [bookmark.name for bookmark in found] == ["a/2"]
