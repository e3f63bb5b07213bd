import pytest

from contractsai.domain.errors import UnsafeConfiguration
from contractsai.plugins import load_pipeline, with_ocr
from contractsai.testing.pipelines import EchoPipeline


class NoPipeline:
    version = 7


class Outer:
    class Inner(EchoPipeline):
        version = "inner 1"


def test_an_entry_point_is_found_by_its_name() -> None:
    """The default of the settings is such a name."""
    assert load_pipeline("contracts").version.startswith("contracts-")


def test_a_dotted_name_needs_no_entry_point() -> None:
    """Somebody who tries a pipeline out has not packaged it yet."""
    assert isinstance(load_pipeline("contractsai.testing.pipelines:EchoPipeline"), EchoPipeline)


def test_an_attribute_may_be_nested() -> None:
    assert load_pipeline(f"{__name__}:Outer.Inner").version == "inner 1"


def test_every_call_makes_a_new_pipeline() -> None:
    """A pipeline may keep state; two processes or threads must not share it by accident."""
    name = "contractsai.testing.pipelines:EchoPipeline"

    assert load_pipeline(name) is not load_pipeline(name)


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    """The message is all that somebody with a typo in the environment sees."""
    with pytest.raises(UnsafeConfiguration, match=r"'contarcts'.*contracts"):
        load_pipeline("contarcts")


@pytest.mark.parametrize(
    "name",
    ["no.such.module:Thing", "contractsai.plugins:no_such_thing", "contractsai.plugins:", ":Thing"],
)
def test_what_cannot_be_imported_is_refused_by_its_name(name: str) -> None:
    with pytest.raises(UnsafeConfiguration, match=name):
        load_pipeline(name)


@pytest.mark.parametrize("made", ["NoPipeline", "__name__"])
def test_what_makes_no_pipeline_is_refused(made: str) -> None:
    """Better at start-up than under the first document."""
    with pytest.raises(UnsafeConfiguration, match="does not make a valid pipeline"):
        load_pipeline(f"{__name__}:{made}")


class Ruled(EchoPipeline):
    def with_playbook(self, text: str) -> EchoPipeline:
        if not text.startswith("name"):
            raise ValueError("line 1: no name")
        ruled = Ruled()
        ruled.version = f"ruled by {text}"
        return ruled


def test_a_pipeline_goes_by_the_playbook_it_is_given() -> None:
    """Anybody's pipeline may have rules, and its version tells which."""
    assert load_pipeline(f"{__name__}:Ruled", playbook="name: a").version == "ruled by name: a"
    assert "+ours-" in load_pipeline("contracts", playbook="name: ours\nrules: []").version


def test_a_playbook_that_is_wrong_is_refused_with_its_lines() -> None:
    with pytest.raises(UnsafeConfiguration, match="line 1: no name"):
        load_pipeline(f"{__name__}:Ruled", playbook="")


def test_a_pipeline_without_rules_refuses_a_playbook() -> None:
    """Its owner would wait for risks in vain."""
    with pytest.raises(UnsafeConfiguration, match="leave CONTRACTSAI_PLAYBOOK unset"):
        load_pipeline("contractsai.testing.pipelines:EchoPipeline", playbook="name: a")


def test_a_pipeline_that_reads_no_pictures_stays_as_it_is() -> None:
    """OCR is offered to every pipeline, and asked of none."""
    plain = EchoPipeline()

    assert with_ocr(plain, "tesseract", languages="eng") is plain


def test_a_pipeline_that_reads_pictures_is_told_how() -> None:
    with pytest.raises(UnsafeConfiguration, match="names no program"):
        with_ocr(load_pipeline("contracts"), "/nowhere/tesseract", languages="eng")
