# ruff: noqa: E501 - a line of a form is as long as people wrote it
"""More kinds of forms: covers, letters, charters, other languages, lines that gaps part."""

from typing import Final

_A: Final = {
    "Penhale Tools Limited": "Quarry House, 9 Fore Street, Bodmin PL31 2HQ",
    "Gorse Hill Dairy Limited": "Unit 3, Mill Lane, Leeds LS1 4QT",
}
Kind = tuple[str, dict[str, str], str, tuple[int, str], str | None]

KINDS_ABROAD: Final[dict[str, Kind]] = {
    "a cover with both firms and their offices": (
        (
            "DATED 2 December 2024\n\n"
            "Penhale Tools Limited\n(registered in England, 01234567)\nRegistered office:\n"
            "Quarry House\n9 Fore Street\nBodmin PL31 2HQ\n(1)\n\nand\n\n"
            "Gorse Hill Dairy Limited\n(registered in England, 07654321)\nRegistered office:\n"
            "Unit 3, Mill Lane\nLeeds LS1 4QT\n(2)\n\nSUPPLY AGREEMENT\n\n"
            "1.1 This agreement comes into effect on 3 March 2025 (the \u201cCommencement Date\u201d).\n\n"
            "1.2 It shall remain in force for two years from the Commencement Date.\n\n"
            "1.3 This agreement is governed by the law of England and Wales.\n\n{clauses}\n"
        ),
        _A,
        "2025-03-03",
        (2, "year"),
        "GB-EAW",
    ),
    "addresses below the signatures": (
        (
            "Supply Agreement\n\n"
            "The parties agree that this Agreement is effective March 3, 2025, that it stays in force for two years, and that the law of the State of Texas governs it.\n\n"
            "{no_law}\n\n"
            "SUPPLIER\nSigned by:\nA. Reed\nEntity: Bluestem Seed Works, Inc.\nPrinted name: A. Reed\nTitle: Member\n"
            "Mailing address: 418 Prairie Road\nBuilding 300\nSalina, KS 67401\nDate signed: 2/17/2025\n"
            "BUYER\nSigned by:\nB. Cole\nEntity: Ochre Bluff LLC\nPrinted name: B. Cole\nTitle: Director\n"
            "Mailing address: 12 Canyon Way\nTucson, AZ 85713\nDate signed: 2/19/2025\n"
        ),
        {
            "Bluestem Seed Works, Inc.": "418 Prairie Road, Building 300, Salina, KS 67401",
            "Ochre Bluff LLC": "12 Canyon Way, Tucson, AZ 85713",
        },
        "2025-03-03",
        (2, "year"),
        "US-TX",
    ),
    "counted parties of one box, one without a form": (
        (
            "No. | Term | Details\n"
            "1. | Parties | (a) Penhale Tools Limited, of Quarry House, 9 Fore Street, Bodmin PL31 2HQ (the \u201cProvider\u201d); and  (b) Gorse Hill Library Board, of Unit 3, Mill Lane, Leeds LS1 4QT (the \u201cBoard\u201d).\n"
            "2. | Guarantor | None\n"
            "3. | Commencement | 3 March 2025\n"
            "4. | Duration | two years\n"
            "5. | Applicable law and forum | England and Wales; courts sitting in Leeds\n"
            "6. | Subcontractor | Tarn Backup Ltd., 9 Miles Canyon Way, Whitehorse, Yukon Y1A 0A1\n\n{clauses}\n"
        ),
        {
            "Penhale Tools Limited": "Quarry House, 9 Fore Street, Bodmin PL31 2HQ",
            "Gorse Hill Library Board": "Unit 3, Mill Lane, Leeds LS1 4QT",
        },
        "2025-03-03",
        (2, "year"),
        "GB-EAW",
    ),
    "parts of addresses with labels in every cell": (
        (
            "Renter | Rental company\n\n"
            "Name: Hollandse Zuivel B.V. | Name: Nordheide Technik GmbH\n\n"
            "Street: Dijkwachter 45 | Street: Ziegeleiweg 6a\n\n"
            "Postal code and town: 8861 ZZ Harlingen | Postal code and town: 21255 Tostedt\n\n"
            "Country: Netherlands | Country: Germany\n\n"
            "Rental starts on: 3.3.2025 | Rental period: 24 months\n\n"
            "Choice of law and forum: Netherlands law to the exclusion of the Sales Convention; court of Leeuwarden\n\n"
            "{no_law}\n\n"
            "4. Subcontractors. Tests are hosted under a separate contract that is subject to Finnish law.\n"
        ),
        {
            "Hollandse Zuivel B.V.": "Dijkwachter 45, 8861 ZZ Harlingen, Netherlands",
            "Nordheide Technik GmbH": "Ziegeleiweg 6a, 21255 Tostedt, Germany",
        },
        "2025-03-03",
        (24, "month"),
        "NL",
    ),
    "a label that leaves room for one dot": (
        (
            "AGENCY AGREEMENT\n\nPARTICULARS\n\n"
            " 1. Principal .................. Penhale Tools Limited\n"
            "                                 Quarry House\n                                 9 Fore Street\n                                 Bodmin PL31 2HQ\n\n"
            " 2. Agent ...................... Gorse Hill Dairy Limited\n"
            "                                 Unit 3, Mill Lane\n                                 Leeds LS1 4QT\n\n"
            " 3. Appointment effective from . Monday, 3 March 2025\n"
            " 4. Fair to be attended ........ Leeds Show, 6 May 2025\n"
            " 5. Term ....................... 2 years\n"
            " 6. Law ........................ The law of Scotland\n\n{clauses}\n"
        ),
        _A,
        "2025-03-03",
        (2, "year"),
        "GB-SCT",
    ),
    "a broker and a shipper, and a law for what another leaves open": (
        (
            "Transportation Agreement\n\n"
            "Broker\n\nBluestem Freight, Inc.\n\n418 Prairie Road\n\nSalina, KS 67401\n\nMC-990011\n\n"
            "Shipper\n\nOchre Bluff LLC\n\n12 Canyon Way\n\nTucson, AZ 85713\n\n"
            "Begins\n\n03/03/2025\n\nRuns for\n\ntwo years\n\n"
            "Law\n\nFederal transportation law and, where it is silent, the law of Texas\n\n{no_law}\n"
        ),
        {
            "Bluestem Freight, Inc.": "418 Prairie Road, Salina, KS 67401",
            "Ochre Bluff LLC": "12 Canyon Way, Tucson, AZ 85713",
        },
        "2025-03-03",
        (2, "year"),
        "US-TX",
    ),
    "an order from where houses have numbers like days": (
        (
            "PENHALE FIBRE LIMITED\n\nRegd. Office: 5-9-88, Tank Bund Lane, Hyderabad 500004, India\n\n"
            "SERVICE WORK ORDER\n\nTo,\n\nM/s. Gorse Boiler Maintenance Pvt. Ltd.\n\n"
            "12/3, Strand Godown Road,\n\nHowrah \u2013 711101,\n\nWest Bengal, India.\n\nDear Sir,\n\n"
            "A) Validity: This order is effective from 03-Mar-2025 and is valid for a period of two years therefrom.\n\n"
            "B) Law: Indian law applies to this order.\n\nFor PENHALE FIBRE LIMITED\n\nAuthorised Signatory\n\n{no_law}\n"
        ),
        {
            "Penhale Fibre Limited": "5-9-88, Tank Bund Lane, Hyderabad 500004, India",
            "Gorse Boiler Maintenance Pvt. Ltd.": "12/3, Strand Godown Road, Howrah \u2013 711101, West Bengal, India",
        },
        "2025-03-03",
        (2, "year"),
        "IN",
    ),
    "labels in French beside those in English": (
        (
            "Contrat de licence / Licence Agreement\n\n"
            "Conc\u00e9dant / Licensor | \u00c9ditions du Lavoir SAS\n"
            "Si\u00e8ge social / Registered office | 14 rue des Tanneurs, 69005 Lyon, France\n"
            "Licenci\u00e9 / Licensee | Gorse Hill Press Ltd\n"
            "Si\u00e8ge social / Registered office | Unit 3, Mill Lane, Leeds LS1 4QT\n"
            "Date d\u2019entr\u00e9e en vigueur / Effective date | 3 March 2025\n"
            "Dur\u00e9e / Term | 2 ans / two (2) years\n"
            "Droit applicable / Governing law | droit fran\u00e7ais / the laws of France\n\n{no_law}\n"
        ),
        {
            "\u00c9ditions du Lavoir SAS": "14 rue des Tanneurs, 69005 Lyon, France",
            "Gorse Hill Press Ltd": "Unit 3, Mill Lane, Leeds LS1 4QT",
        },
        "2025-03-03",
        (2, "year"),
        "FR",
    ),
    "boxes of a charter": (
        (
            "TIME CHARTER\n\n"
            "3. Owners (name and place of business)\nThalassa Bulk S.A.\n22 Akti Kondyli, 185 45 Piraeus, Greece\n"
            "4. Charterers (name and place of business)\nNordfjord Feed AS\nStrandgata 9, 6700 M\u00e5l\u00f8y, Norway\n"
            "5. Commencement  3 March 2025 | 6. Period of charter  24 months, 15 days more or less in Charterers\u2019 option\n"
            "7. Hire  USD 11,450 per day | 8. Broker  Helios Chartering Co., 5 Filonos Street, Piraeus\n"
            "9. Law and arbitration  English law; arbitration in London | 10. Additional clauses  33 to 41\n\n{no_law}\n"
        ),
        {
            "Thalassa Bulk S.A.": "22 Akti Kondyli, 185 45 Piraeus, Greece",
            "Nordfjord Feed AS": "Strandgata 9, 6700 M\u00e5l\u00f8y, Norway",
        },
        "2025-03-03",
        (24, "month"),
        "GB-EAW",
    ),
    "cards with small legal forms": (
        (
            "Web Services Agreement\n\nAgency\n\nCorporate name\nBor\u00e9al inc.\n\nHead office\n4100, rue Molson, bureau 340\nMontr\u00e9al (Qu\u00e9bec) H1Y 3N1\nCanada\n\nRepresented by\nMireille G.\n\n"
            "Client\n\nCorporate name\nFromagerie du Lac lt\u00e9e\n\nHead office\n27, chemin du Barrage\nSaint-\u00c9lie (Qu\u00e9bec) G0X 2N0\n\nRepresented by\nLuc H.\n\n"
            "Agreement takes effect on\nMarch 3, 2025\n\nInitial term\n24 months\n\n"
            "Laws that govern\nLaws of the Province of Qu\u00e9bec\n\n{no_law}\n"
        ),
        {
            "Bor\u00e9al inc.": "4100, rue Molson, bureau 340, Montr\u00e9al (Qu\u00e9bec) H1Y 3N1, Canada",
            "Fromagerie du Lac lt\u00e9e": "27, chemin du Barrage, Saint-\u00c9lie (Qu\u00e9bec) G0X 2N0",
        },
        "2025-03-03",
        (24, "month"),
        "CA-QC",
    ),
    "paragraphs below a label and a tab": (
        (
            "FIT-OUT AGREEMENT\n\n"
            "CONTRACTOR\tAl Wadi Interiors L.L.C.\n\nOffice 1904, Marina Gate Tower\n\nP.O. Box 55512, Dubai\n\nUnited Arab Emirates\n\n"
            "CLIENT\tCrescent Quay FZE\n\nWarehouse 9, Al Jazeera Street\n\nRas Al Khaimah\n\nUnited Arab Emirates\n\n"
            "PROJECT\tLobby, Level 1\n\nSTART DATE\t3 March 2025\n\nCONTRACT DURATION\t24 months\n\nGOVERNING LAW\tDIFC law\n\n{no_law}\n"
        ),
        {
            "Al Wadi Interiors L.L.C.": "Office 1904, Marina Gate Tower, P.O. Box 55512, Dubai, United Arab Emirates",
            "Crescent Quay FZE": "Warehouse 9, Al Jazeera Street, Ras Al Khaimah, United Arab Emirates",
        },
        "2025-03-03",
        (24, "month"),
        "AE-DU",
    ),
    "a letter of engagement": (
        (
            "Penhale Surveyors Limited\n\nQuarry House, 9 Fore Street, Bodmin PL31 2HQ\n\nT: 068 555 0199\n\n9 February 2025\n\n"
            "The Directors\n\nGorse Hill Dairy Limited\n\nUnit 3, Mill Lane\n\nLeeds LS1 4QT\n\nDear Directors,\n\n"
            "Engagement letter: land surveying services\n\n"
            "Appointment begins | 3 March 2025\nAppointment lasts | two years\nLaw that applies | Irish law\n\n{no_law}\n"
        ),
        {
            "Penhale Surveyors Limited": "Quarry House, 9 Fore Street, Bodmin PL31 2HQ",
            "Gorse Hill Dairy Limited": "Unit 3, Mill Lane, Leeds LS1 4QT",
        },
        "2025-03-03",
        (2, "year"),
        "IE",
    ),
    "numbered lines with Japanese addresses": (
        (
            "BASIC SALES CONTRACT\n(1) Seller\nName: Kogane Kikai K.K.\nAddress: 2-11-3 Nishi-Ojima, Koto-ku, Tokyo 136-0074, Japan\n"
            "(2) Buyer\nName: Pacific Loom Co., Ltd.\nAddress: 5F Asahi Building, 1-4-20 Kitahama, Chuo-ku, Osaka 541-0041, Japan\n"
            "(3) Date on which this contract comes into force: 3 March 2025\n(4) Contract period: two years\n(5) Applicable law: laws of Japan\n\n{no_law}\n"
        ),
        {
            "Kogane Kikai K.K.": "2-11-3 Nishi-Ojima, Koto-ku, Tokyo 136-0074, Japan",
            "Pacific Loom Co., Ltd.": "5F Asahi Building, 1-4-20 Kitahama, Chuo-ku, Osaka 541-0041, Japan",
        },
        "2025-03-03",
        (2, "year"),
        "JP",
    ),
    "labels in German with a form in small letters": (
        (
            "Maintenance Contract\n\n"
            "Auftragnehmer: Steinhuder Technik GmbH\n\nAnschrift: Am Hafen 3, 31515 Wunstorf\n\n"
            "Auftraggeber: Emsland Kartoffel eG\n\nAnschrift: Moorstra\u00dfe 77, 49767 Twist\n\n"
            "Vertragsbeginn: 03.03.2025\n\nLaufzeit: 24 Monate\n\nRechtswahl: Deutsches Recht\n\n{no_law}\n"
        ),
        {
            "Steinhuder Technik GmbH": "Am Hafen 3, 31515 Wunstorf",
            "Emsland Kartoffel eG": "Moorstra\u00dfe 77, 49767 Twist",
        },
        "2025-03-03",
        (24, "month"),
        "DE",
    ),
    "records above the heads of the next table": (
        (
            "Supply Contract\n\n"
            "Role | Party | Registered office | E-mail\n"
            "Seller | Penhale Tools Limited | Quarry House, 9 Fore Street, Bodmin PL31 2HQ | sales@penhale.example\n"
            "Buyer | Gorse Hill Dairy Limited | Unit 3, Mill Lane, Leeds LS1 4QT | buy@gorse.example\n"
            "Contract start | Contract length | First shipment | Contract law\n"
            "3 March 2025 | 24 months | 22 June 2025 | Scots law\n\n{no_law}\n"
        ),
        _A,
        "2025-03-03",
        (24, "month"),
        "GB-SCT",
    ),
    "offices within sentences of a box, and insurers": (
        (
            "Cask Storage Agreement\nContract particulars\n"
            "1 | The Depositor | Penhale Tools Limited, incorporated in England (01234567), registered  office: Quarry House, 9 Fore Street, Bodmin PL31 2HQ\n"
            "2 | The Warehousekeeper | Gorse Hill Dairy Limited, registered in England (07654321), registered  office: Muir of Ord, Unit 3, Mill Lane, Leeds LS1 4QT\n"
            "3 | Start of storage | 3 March 2025\n4 | Storage term | Two years\n"
            "5 | Governing law | The laws of Scotland\n6 | Insurers | Tarn Mutual Society, 2 Royal Exchange, Glasgow G1 3ZZ\n\n{no_law}\n"
        ),
        {**_A, "Gorse Hill Dairy Limited": "Muir of Ord, Unit 3, Mill Lane, Leeds LS1 4QT"},
        "2025-03-03",
        (2, "year"),
        "GB-SCT",
    ),
    "labels with Polish ones in brackets": (
        (
            "Packaging Agreement\n\n"
            "Contractor (Wykonawca) | Wis\u0142a Pakowanie Sp. z o.o.\nSeat | ul. Portowa 14, 80-864 Gda\u0144sk, Poland\n"
            "Ordering party (Zamawiaj\u0105cy) | Mazury Mi\u00f3d S.A.\nSeat | ul. Le\u015bna 2, 11-500 Gi\u017cycko, Poland\n"
            "In force from | 2025-03-03\nConcluded for | 2 years\nLaw | Law of the Republic of Poland\n\n{no_law}\n"
        ),
        {
            "Wis\u0142a Pakowanie Sp. z o.o.": "ul. Portowa 14, 80-864 Gda\u0144sk, Poland",
            "Mazury Mi\u00f3d S.A.": "ul. Le\u015bna 2, 11-500 Gi\u017cycko, Poland",
        },
        "2025-03-03",
        (2, "year"),
        "PL",
    ),
    "the undersigned, counted": (
        (
            "Maintenance Contract\n\nThe undersigned:\n\n"
            "1. Vlietland Bouw B.V., with its registered office in Naaldwijk, at Galgeweg 22, 2671 MG Naaldwijk, the Netherlands, hereinafter: \u201cContractor\u201d;\n\nand\n\n"
            "2. Serrewarmte NV, with its registered office at Dampoortstraat 8, 9000 Gent, Belgium, hereinafter: \u201cPrincipal\u201d;\n\nhave agreed the following main terms:\n\n"
            "1. Commencement of the works contract: 3 March 2025\n\n2. Duration of the works contract: 24 months\n\n3. Applicable law: Dutch law\n\n{no_law}\n"
        ),
        {
            "Vlietland Bouw B.V.": "Galgeweg 22, 2671 MG Naaldwijk, the Netherlands",
            "Serrewarmte NV": "Dampoortstraat 8, 9000 Gent, Belgium",
        },
        "2025-03-03",
        (24, "month"),
        "NL",
    ),
    "blanks that were written on": (
        (
            "CONSULTING FORM\n"
            "Consultant: ____Bluestem Seed Works, Inc.____\nConsultant address: ____418 Prairie Road, Salina, KS 67401____\n"
            "Client: ____Ochre Bluff LLC____\nClient address: ____12 Canyon Way, Tucson, AZ 85713____\n"
            "Work begins on: ____March 3, 2025____\nTerm of engagement: ____nine (9) months____\n"
            "This agreement is governed by the law of: ____Nebraska____\n\n{no_law}\n"
        ),
        {
            "Bluestem Seed Works, Inc.": "418 Prairie Road, Salina, KS 67401",
            "Ochre Bluff LLC": "12 Canyon Way, Tucson, AZ 85713",
        },
        "2025-03-03",
        (9, "month"),
        "US-NE",
    ),
}
