"""What forms in the other languages of trade write beside their boxes, word for word.

A label of these stands often beside its English one, "Concédant / Licensor", and English clauses
follow. Roles are kept as they are written; dates, terms and laws are among the patterns of
`key_labels`.
"""

from typing import Final

_PARTY: Final = """
concédant; licencié; prestataire; prestataire de services; fournisseur; acheteur; vendeur; bailleur
locataire; preneur; mandant; mandataire; emprunteur; prêteur; maître d'ouvrage; donneur d'ordre
sous-traitant; entrepreneur; distributeur; employeur; salarié; cédant; cessionnaire; éditeur; auteur
concedente; licenciante; licenciatario; arrendador; arrendadora; arrendatario; arrendataria
cliente; proveedor; proveedora; comprador; compradora; vendedor; vendedora; contratante; contratista
prestador; distribuidor; prestamista; prestatario; cedente; cesionario
committente; appaltatore; fornitore; locatore; conduttore; acquirente; venditore; licenziante
licenziatario; prestatore; mandatario; cessionario
opdrachtgever; opdrachtnemer; leverancier; verhuurder; huurder; koper; verkoper; afnemer
licentiegever; licentienemer; werkgever; werknemer
contratada; contratado; fornecedor; fornecedora; locador; locatário; prestadora; licenciado
leverandør; kunde; oppdragsgiver; oppdragstaker; udlejer; lejer; utleier; leietaker; selger; kjøper
sælger; køber; leverantör; beställare; säljare; köpare; hyresvärd; hyresgäst; uppdragsgivare
uppdragstagare; toimittaja; asiakas; tilaaja; myyjä; ostaja; vuokranantaja; vuokralainen
zamawiający; wykonawca; sprzedawca; sprzedający; kupujący; wynajmujący; najemca; zleceniodawca
zleceniobiorca; objednatel; zhotovitel; prodávající; kupující; pronajímatel; nájemce; dodavatel
odběratel; megrendelő; vállalkozó; eladó; vevő; bérbeadó; bérlő; auftragnehmerin; lizenzgeberin
pächter; verpächter; darlehensgeber; darlehensnehmer; leasinggeber; leasingnehmer; entleiher
verleiher; abnehmer; hersteller; händler; handelsvertreter; unternehmer
"""
_NAME: Final = """
nom; raison sociale; dénomination; dénomination sociale; société; nombre; razón social
denominación social; empresa; ragione sociale; denominazione; denominazione sociale; naam; bedrijf
bedrijfsnaam; razão social; nome; navn; firmanavn; namn; företag; företagsnamn; nimi; yritys; nazwa
firmenname; név; cégnév; název; obchodní firma; denominação social
"""
_ADDRESS: Final = """
siège; siège social; adresse; adresse du siège; domicile; domicile élu; domicilio; domicilio social
dirección; sede; sede legale; indirizzo; zetel; statutaire zetel; maatschappelijke zetel; adres
vestigingsadres; endereço; sede social; morada; forretningsadresse; postadresse; adress
postadress; besöksadress; osoite; kotipaikka; siedziba; adres siedziby; sídlo; székhely; cím
anschrift; firmensitz; geschäftssitz; ladungsfähige anschrift
"""
_PART: Final = """
rue; code postal; ville; pays; calle; código postal; ciudad; población; provincia; país; via
città; comune; paese; straat; postcode en plaats; plaats; woonplaats; land; rua; cidade
postnummer; sted; gata; postnummer och ort; ort; katuosoite; postinumero; kaupunki; ulica
kod pocztowy; miasto; kraj; plz und ort; plz ort; plz, ort; straße und hausnummer; straße, nr.
"""


def _words(table: str) -> list[str]:
    return [word.strip() for line in table.splitlines() for word in line.split(";") if word.strip()]


FOREIGN: Final = {
    **dict.fromkeys(_words(_PART), ("address_part", None)),
    **dict.fromkeys(_words(_ADDRESS), ("address", None)),
    **dict.fromkeys(_words(_NAME), ("name", None)),
    **{word: ("party", word) for word in _words(_PARTY)},
}
_ARTICLES: Final = frozenset({"der", "die", "le", "la", "el", "il", "lo", "de", "het", "o", "a"})


def foreign_label(label: str) -> tuple[str, str | None] | None:
    """Return what a label in another language asks for, and of whom; None if nobody knows it."""
    plain = label.casefold().replace("\u2019", "'").removeprefix("l'")
    article, _, noun = plain.partition(" ")
    return FOREIGN.get(plain) or (FOREIGN.get(noun) if article in _ARTICLES else None)
