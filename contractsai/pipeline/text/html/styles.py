"""Style sheets, as far as they hide words, strike them out, or set them apart."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from lxml import html as lxml_html

_MOST_RULES: Final = 2_000  # that speak of being seen
_MOST_WORK: Final = 2_000_000  # comparisons of an element with a rule
_MOST_NAMES: Final = 10_000  # of elements, whose rules are kept
_MAX_CSS: Final = 1_000_000  # characters
_COMMENT: Final = re.compile(r"/\*.{0,10000}?\*/", re.DOTALL)
_SHOWN_MEDIA: Final = re.compile(r"@media\s{1,5}(?:all|screen)\s{0,5}$|@supports\b", re.IGNORECASE)
_PART: Final = re.compile(r"([.#]?)([\w-]{1,200})")
_NOTHING: Final = re.compile(r"0(?:\.0{1,5})?(?:px|pt|em|rem|%)?$")
_TINY: Final = re.compile(r"[01](?:\.[0-9]{1,5})?(?:px|pt)$|0?\.0[0-9]{0,5}r?em$")
_A_SIZE: Final = re.compile(
    r"[0-9.]{1,9}(?:px|pt|rem|cm|mm|in|vw)$|(?:xx?-)?(?:small|large)$|medium$"
)
_RGB: Final = re.compile(r"[0-9]{1,3}")
_AS_ABOVE: Final = frozenset({"", "inherit", "initial", "unset", "currentcolor", "none"})
_CLEAR: Final = frozenset({"transparent"})
_WHITE: Final = 250  # of each of red, green and blue: the eye takes no less for white
_COLOURS: Final = 3
_SHORT: Final = 5  # letters of "#fff" or "#ffff"
_SPREAD: Final = frozenset({"flex", "grid", "inline-flex", "inline-grid", "table-row"})
_APART: Final = dict.fromkeys(
    ("block", "flow-root", "list-item", "table", "table-cell", "table-row", "flex", "grid"), "\n"
) | dict.fromkeys(("inline-block", "inline-flex", "inline-grid", "inline-table"), "\t")
_MAX_STEPS: Final = 10  # parts of a selector


class Look(NamedTuple):
    """What a rule says: True or False where it says something."""

    hides: bool | None = None
    veils: bool | None = None  # visibility, which what is inside may take back
    strikes: bool | None = None
    parts: str | None = None  # what stands between it and what is beside it
    spreads: bool | None = None  # whether what is right inside stands apart
    shrinks: bool | None = None  # to what nobody can read
    fades: bool | None = None  # to the white of the page
    has_ground: bool | None = None  # that white stands out from


@dataclass(frozen=True, slots=True)
class _Compound:
    tag: str | None
    identity: str | None
    classes: frozenset[str]

    def fits(self, element: lxml_html.HtmlElement) -> bool:
        if self.tag is not None and element.tag != self.tag:
            return False
        if self.identity is not None and element.get("id") != self.identity:
            return False
        return not self.classes or self.classes <= set((element.get("class") or "").split())

    @property
    def weight(self) -> tuple[int, int, int]:
        return (self.identity is not None, len(self.classes), self.tag is not None)


@dataclass(frozen=True, slots=True)
class _Rule:
    last: _Compound
    above: tuple[_Compound, ...]  # from the inside out
    look: Look
    rank: tuple[int, int, int, int]


_ANYTHING: Final = _Compound(None, None, frozenset())


class Sheet:
    """The rules of a page that hide or strike words."""

    def __init__(self, css: str) -> None:
        """Take all style sheets of a page, one after the other."""
        rules = list(_rules(css))
        self._rules = sorted(rules[:_MOST_RULES], key=lambda rule: rule.rank)
        self._by_names: dict[tuple[str, str | None, str | None], list[_Rule]] = {}
        self._work = 0
        self._is_whole = len(rules) <= _MOST_RULES

    def look_of(self, element: lxml_html.HtmlElement) -> Look:
        """Return what holds for an element by itself: the strongest rule, then its own style."""
        look = _by_attributes(element)
        for rule in self._candidates(element):
            if not rule.above or self._is_under(element, rule):
                look = _over(look, rule.look)
        own = element.get("style")
        return _over(look, look_in(own)) if own else look

    def _candidates(self, element: lxml_html.HtmlElement) -> list[_Rule]:
        """Return the rules whose last part fits an element, kept for others of the same names."""
        if not self._rules:
            return self._rules
        key = (str(element.tag), element.get("id"), element.get("class"))
        found = self._by_names.get(key)
        if found is None:
            found = []
            if self._spend(len(self._rules)):
                found = [rule for rule in self._rules if rule.last.fits(element)]
            if len(self._by_names) < _MOST_NAMES:
                self._by_names[key] = found
        return found

    def _is_under(self, element: lxml_html.HtmlElement, rule: _Rule) -> bool:
        """Return whether the other parts of a selector fit what is around an element."""
        at = element.getparent()
        for compound in rule.above:
            while at is not None and self._spend(1) and not compound.fits(at):
                at = at.getparent()
            if at is None or self._work > _MOST_WORK:
                return False
            at = at.getparent()
        return True

    def _spend(self, steps: int) -> bool:
        self._work += steps
        return self._work <= _MOST_WORK

    @property
    def is_spent(self) -> bool:
        """Whether there was more to compare than anybody waits for: some rules were left out."""
        return not self._is_whole or self._work > _MOST_WORK


def look_in(declarations: str) -> Look:
    """Return what some declarations say about being seen."""
    look = Look()
    for declaration in declarations.split(";"):
        name, _, value = declaration.partition(":")
        look = _over(look, _said(name.strip().lower(), value.strip().lower()))
    return look


def _said(name: str, value: str) -> Look:
    value = value.removesuffix("!important").strip()
    if name in {"display", "float"}:
        return _placed(name, value)
    if name == "visibility":
        return Look(veils=value in {"hidden", "collapse"})
    if name in {"text-decoration", "text-decoration-line"}:
        return Look(strikes="line-through" in value)
    return _faint(name, value)


def _faint(name: str, value: str) -> Look:
    if name == "mso-hide":  # what Word writes for hidden text
        return Look(hides=True if value in {"all", "screen"} else None)
    if name == "opacity":
        return Look(hides=True if _NOTHING.match(value) else None)
    if name == "font-size":
        is_tiny = bool(_NOTHING.match(value) or _TINY.match(value))
        return Look(shrinks=is_tiny if is_tiny or _A_SIZE.match(value) else None)
    return _coloured(name, value)


def _coloured(name: str, value: str) -> Look:
    if name == "color":
        return Look(fades=None if value in _AS_ABOVE else value in _CLEAR or _is_white(value))
    if name in {"background", "background-color", "background-image"}:
        return Look(has_ground=None if value in _AS_ABOVE | _CLEAR else not _is_white(value))
    return Look()


def _is_white(value: str) -> bool:
    parts = [int(part) for part in _RGB.findall(value)] if value.startswith("rgb") else []
    if value.startswith("#"):
        digits = value[1:] if len(value) > _SHORT else "".join(digit * 2 for digit in value[1:])
        try:
            parts = list(bytes.fromhex(digits))
        except ValueError:
            return False
    return value == "white" or (len(parts) >= _COLOURS and min(parts[:_COLOURS]) >= _WHITE)


def _by_attributes(element: lxml_html.HtmlElement) -> Look:
    """Return what older pages say without a style; links have a colour of their own."""
    look = Look()
    if element.tag == "font" and element.get("color"):
        look = _said("color", element.get("color").strip().lower())
    elif element.tag == "a" and element.get("href") is not None:
        look = Look(fades=False)
    ground = element.get("bgcolor") or element.get("background")
    return _over(look, _said("background", ground.strip().lower())) if ground else look


def _placed(name: str, value: str) -> Look:
    if name == "float":
        return Look(parts="\t" if value in {"left", "right"} else None)
    return Look(hides=value == "none", parts=_APART.get(value, ""), spreads=value in _SPREAD)


def _over(below: Look, above: Look) -> Look:
    said = {name: value for name, value in above._asdict().items() if value is not None}
    return below._replace(**said)


def _rules(css: str) -> Iterator[_Rule]:
    for order, (selectors, body) in enumerate(_blocks(_COMMENT.sub(" ", css[:_MAX_CSS]))):
        look = look_in(body)
        if look == Look():
            continue
        for selector in selectors.split(",")[:_MOST_RULES]:
            compounds = _compounds(selector)
            if not compounds and look.has_ground:
                # Something has a colour, nobody knows what: white words may be seen anywhere.
                yield _Rule(_ANYTHING, (), Look(has_ground=True), (0, 0, 0, order))
            if compounds:
                weights = [compound.weight for compound in compounds]
                ids, classes, tags = (sum(column) for column in zip(*weights, strict=True))
                yield _Rule(
                    compounds[-1], tuple(compounds[-2::-1]), look, (ids, classes, tags, order)
                )


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """Yield selectors with their declarations; of rules within others, those for screens."""
    at = 0
    while (opens := css.find("{", at)) >= 0:
        head = css[at:opens].rpartition(";")[2].rpartition("}")[2].strip()
        at = opens + 1
        if head.startswith("@") and _SHOWN_MEDIA.match(head):
            continue  # its rules stand on their own
        closes = _end_of_block(css, at) if head.startswith("@") else css.find("}", at)
        if closes < 0:
            closes = len(css)
        if not head.startswith("@"):
            yield head, css[at:closes]
        at = closes + 1


def _end_of_block(css: str, at: int) -> int:
    depth = 1
    for brace in re.finditer(r"[{}]", css[at:]):
        depth += 1 if brace[0] == "{" else -1
        if not depth:
            return at + brace.start()
    return len(css)


def _compounds(selector: str) -> Sequence[_Compound]:
    """Return the parts of a selector; none where it asks for more than names."""
    steps = selector.replace(">", " ").split()
    found = [_compound(step) for step in steps[:_MAX_STEPS]]
    return [] if None in found or len(steps) > _MAX_STEPS else [item for item in found if item]


def _compound(step: str) -> _Compound | None:
    tag, identity, classes = None, None, set()
    step = step.removeprefix("*")
    parts = list(_PART.finditer(step))
    if sum(len(part[0]) for part in parts) != len(step):
        return None
    for part in parts:
        if part[1] == "#":
            identity = part[2]
        elif part[1] == ".":
            classes.add(part[2])
        else:
            tag = part[2].lower()
    return _Compound(tag, identity, frozenset(classes))
