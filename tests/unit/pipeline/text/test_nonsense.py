"""Text that decodes to nothing is told from text in any language, and from tables."""

import string

import pytest

from contractsai.pipeline.text.nonsense import is_nonsense

ENGLISH = (
    "The Licensee shall keep the Software secret and return every copy within thirty (30) days "
    "after the end of this Agreement, unless the Licensor (Quayside Systems Ltd.) waives it.\n"
) * 6
READABLE = {
    "english": ENGLISH,
    "shouting": ENGLISH.upper(),
    "german": "Der Mieter zahlt die Miete für Räume in der Schloßstraße bis zum dritten Werktag. "
    * 5,
    "polish": "Wykonawca zobowiązuje się do świadczenia usług zgodnie z umową przez rok. " * 5,
    "czech": "Smluvní strany se dohodly, že tato smlouva vstoupí v platnost dnem podpisu. " * 5,
    "russian": "Стороны подписали настоящий договор после переговоров. " * 5,
    "chinese": "甲方应当在合同签订之日起三十日内支付全部货款逾期按日计算违约金。" * 8,
    "arabic": "يلتزم الطرف الأول بتسليم البضاعة خلال ثلاثين يوما من تاريخ التوقيع. " * 5,
    "numbers": "\n".join(f"{n} 1,{n}00.00 $2,{n}45.10 12/31/2024 3.5%" for n in range(100, 140)),
    "contents": "\n".join(f"{n}. Notices {'.' * 60} {n + 3}" for n in range(1, 30)),
    "blanks": "\n".join("By: ____________ Name: ____________ Date: ________" for _ in range(20)),
    "addresses": "Write to legal@quayside.example or see www.quayside.example?id=4 by Monday. " * 4,
    "bullets": "\n".join(f"\uf0b7 The party pays item {n} in full" for n in range(20)),
    "abbreviations": "TLDR HTTP GmbH XML PDF NTSB " * 2 + ENGLISH,
    "short": "#@!%",
}


def shifted(text: str, by: int) -> str:
    return "".join(chr(max(ord(letter) + by, 1)) if letter > " " else letter for letter in text)


def substituted(text: str, by: int) -> str:
    low, high = string.ascii_lowercase, string.ascii_uppercase
    table = str.maketrans(low + high, low[by:] + low[:by] + high[by:] + high[:by])
    return text.translate(table)


NOISE = {
    "shifted down": shifted(ENGLISH, -31),
    "shifted far down": shifted(ENGLISH, -53),
    "shifted up": shifted(ENGLISH, 40),
    "other letters": substituted(ENGLISH, 3),
    "letters half round": substituted(ENGLISH, 13),
    "private use": "".join(
        chr(0xE000 + ord(letter)) if letter > " " else letter for letter in ENGLISH
    ),
    "replacements": "".join("\ufffd" if letter.islower() else letter for letter in ENGLISH),
    "controls": "".join(chr(ord(letter) % 8) if letter.islower() else letter for letter in ENGLISH),
}


@pytest.mark.parametrize("text", READABLE.values(), ids=READABLE)
def test_what_people_write_is_no_nonsense(text: str) -> None:
    """A page that can be read must not be thrown away."""
    assert not is_nonsense(text)


@pytest.mark.parametrize("text", NOISE.values(), ids=NOISE)
def test_what_no_language_has_is(text: str) -> None:
    """Facts out of noise are wrong facts, and the page shows a contract."""
    assert is_nonsense(text)
