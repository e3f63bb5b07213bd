"""Text in the charsets of a time before UTF-8, which nobody declares."""

from collections.abc import Callable

import pytest

from contractsai.domain.findings import Analysis

Analyse = Callable[..., tuple[Analysis, ...]]
TextOf = Callable[[bytes | str], str]
_ENGLISH = "This Agreement is entered into between {} and Harrow, Inc., an Ohio corporation."


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("cp1252", "Le contrat est conclu entre Éclair S.à r.l. et l’acheteur « Noël » – 5 000 €."),
        ("cp1252", "Die Müller GmbH, München, und der Käufer schließen folgenden Vertrag § 5."),
        ("cp1252", "El contrato de la compañía Señal dura tres años. ¿Cómo se prorroga?"),
        ("cp1252", _ENGLISH.format("the “Supplier” – Société Générale")),
        (
            "cp1250",
            "Umowa zawarta w Łodzi między spółką Żuraw a panem Gąską, zwanym dalej Najemcą.",
        ),
        ("cp1250", _ENGLISH.format("Spółka Żuraw, ul. Świętokrzyska 12, Łódź")),
        (
            "cp1250",
            "Smlouva o dílo uzavřená mezi společností Růže, se sídlem v Brně, a objednatelem.",
        ),
        ("iso8859_2", "Umowa zawarta w Łodzi między spółką Żuraw a panem Gąską, zwanym Najemcą."),
        ("cp1251", "Договор поставки заключен между обществом Ромашка и покупателем."),
        ("koi8_r", "Договор поставки заключен между обществом Ромашка и покупателем."),
        ("cp866", "Договор поставки заключен между обществом Ромашка и покупателем."),
        ("cp1253", "Η σύμβαση συνάπτεται μεταξύ της εταιρείας Ήλιος και του αγοραστή."),
        (
            "cp1254",
            "Bu sözleşme Güneş A.Ş. ile alıcı arasında imzalandı; taraflar şartları kabul eder.",
        ),
        ("cp1255", "הסכם זה נערך בין חברת השמש לבין הקונה. הצדדים מסכימים כדלקמן."),
        ("cp1256", "أبرم هذا العقد بين شركة الشمس والمشتري. اتفق الطرفان على ما يلي."),
        ("gb18030", "本协议由北岸工具有限公司与买方签订。双方同意如下条款。"),
        ("gb18030", _ENGLISH.format("北岸工具有限公司")),
        ("big5hkscs", "本協議由北岸工具有限公司與買方簽訂。雙方同意如下條款。"),
        ("cp932", "本契約は株式会社ひかりと買主の間で締結された。"),
        ("euc_jp", "本契約は株式会社ひかりと買主の間で締結された。"),
        ("cp949", "본 계약은 주식회사 한빛과 구매자 사이에 체결되었다."),
    ],
)
def test_a_text_is_read_in_the_charset_whose_letters_it_has(
    text_of: TextOf, codec: str, text: str
) -> None:
    """Another reading is no error that anybody would see: it is a party of a wrong name."""
    assert text_of(text.encode(codec)) == text


@pytest.mark.parametrize(
    "content",
    [
        b"LICENCE AGREEMENT\x00\nThis Agreement is made between Harrow, Inc. and Quill GmbH.",
        b"LICENCE AGREEMENT\nThis Agreement is made between Harrow, Inc. and Quill GmbH."
        + b"\0" * 4000,
    ],
)
def test_a_few_zero_bytes_make_no_text_binary(analyse: Analyse, content: bytes) -> None:
    """Old programs end records with them, and crashes fill files up."""
    [found] = analyse(content)

    assert found.outcome.value == "analysed"
    assert "\x00" not in (found.text or "\x00")
    assert "Quill GmbH" in (found.text or "")


def test_many_zero_bytes_do(analyse: Analyse) -> None:
    [found] = analyse(b"\x01\x00\x00ab" * 500)

    assert (found.outcome.value, found.reason) == ("skipped", "unsupported")
