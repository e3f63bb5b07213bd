"""What people keep is named by content."""

from contractsai.domain.annotation import content_id
from contractsai.testing.builders import an_annotation


def test_the_same_content_has_one_name_and_another_member_another() -> None:
    one = an_annotation()

    assert one.id == content_id("a" * 64, None)
    assert len({one.id, content_id("a" * 64, "x"), content_id("b" * 64, None)}) == 3


def test_changes_leave_the_row_as_it_was() -> None:
    kept = an_annotation(fields={"Owner": "ada"})

    assert kept.fields_with({"Tag": " it "}) == {"Owner": "ada", "Tag": "it"}
    assert kept.fields == {"Owner": "ada"}
