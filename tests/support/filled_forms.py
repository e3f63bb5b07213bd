"""Forms as companies lay them out, filled in; each with what a careful reader takes from it."""

from typing import Final

from support.form_kit import SIGNING, STANDARD_TERMS, Form, p, table

FORMS: Final = (
    Form(
        "labels on the left",
        p("EQUIPMENT SUPPLY AGREEMENT", "Cover Page")
        + table(
            ["Supplier", "Larkfield Gauges Ltd"],
            ["Supplier's registered office", "14 Millrace Lane, Derby DE1 2QR, United Kingdom"],
            ["Purchaser", "Otterbourne Pumps plc"],
            ["Purchaser's registered office", "9 Quayside, Bristol BS1 4DJ, United Kingdom"],
            ["Purpose", "How the equipment may be used: in the purchaser's own works"],
            ["Commencement", "1 May 2025"],
            ["Initial Period", "24 months"],
            ["Applicable law", "England and Wales"],
            ["Courts", "Courts of England and Wales"],
        )
        + STANDARD_TERMS
        + SIGNING,
        ("Larkfield Gauges Ltd", "Otterbourne Pumps plc"),
        {
            "Larkfield Gauges Ltd": "14 Millrace Lane, Derby DE1 2QR, United Kingdom",
            "Otterbourne Pumps plc": "9 Quayside, Bristol BS1 4DJ, United Kingdom",
        },
        "2025-05-01",
        (24, "month"),
        "GB-EAW",
    ),
    Form(
        "labels above the values",
        p("MARKETING SERVICES AGREEMENT", "This agreement is made between the parties below.")
        + table(
            ["Client", "Agency"],
            ["Fennimore Foods Inc.", "Blue Heron Media LLC"],
            ["Client address", "Agency address"],
            [
                "1200 Harbor Boulevard, Tampa, FL 33602",
                "77 Mercer Street, New York, NY 10012",
            ],
            ["Start date", "Duration"],
            ["June 16, 2024", "18 months"],
            ["Governing law", "Venue"],
            ["State of Florida", "Hillsborough County, Florida"],
        )
        + STANDARD_TERMS
        + SIGNING,
        ("Fennimore Foods Inc.", "Blue Heron Media LLC"),
        {
            "Fennimore Foods Inc.": "1200 Harbor Boulevard, Tampa, FL 33602",
            "Blue Heron Media LLC": "77 Mercer Street, New York, NY 10012",
        },
        "2024-06-16",
        (18, "month"),
        "US-FL",
    ),
    Form(
        "blocks side by side",
        p("COMMERCIAL LEASE", "Particulars")
        + table(
            [
                [
                    "LANDLORD",
                    "Stonebridge Estates Limited",
                    "22 Castle Street",
                    "Edinburgh EH2 3HT",
                ],
                ["TENANT", "Pellworm Textiles GmbH", "Deichstrasse 40", "20459 Hamburg", "Germany"],
            ],
        )
        + p(
            "Effective from: 3 March 2025",
            "Length of lease: five (5) years",
            "Law: Scotland",
        )
        + STANDARD_TERMS
        + SIGNING,
        ("Stonebridge Estates Limited", "Pellworm Textiles GmbH"),
        {
            "Stonebridge Estates Limited": "22 Castle Street, Edinburgh EH2 3HT",
            "Pellworm Textiles GmbH": "Deichstrasse 40, 20459 Hamburg, Germany",
        },
        "2025-03-03",
        (5, "year"),
        "GB-SCT",
    ),
    Form(
        "paragraphs with Party A and Party B",
        p(
            "COOPERATION AGREEMENT",
            "Party A: Jasper Ridge Robotics Co., Ltd.",
            "Address: 88 Jianguo Road, Chaoyang District, Beijing 100022, China",
            "Party B: Holm & Sorensen ApS",
            "Address: Vesterbrogade 12, 1620 Copenhagen, Denmark",
            "Date of commencement: 15 September 2023",
            "Term of cooperation: three years",
            "Choice of law: Denmark",
        )
        + STANDARD_TERMS
        + SIGNING,
        ("Jasper Ridge Robotics Co., Ltd.", "Holm & Sorensen ApS"),
        {
            "Jasper Ridge Robotics Co., Ltd.": "88 Jianguo Road, Chaoyang District, Beijing "
            "100022, China",
            "Holm & Sorensen ApS": "Vesterbrogade 12, 1620 Copenhagen, Denmark",
        },
        "2023-09-15",
        (3, "year"),
        "DK",
    ),
    Form(
        "name and address in one cell",
        p("CONSULTING AGREEMENT", "Key terms")
        + table(
            ["Company", "Kestrel Analytics, Inc., 400 Pine Street, Suite 900, Seattle, WA 98101"],
            ["Contractor", "Moreau Conseil SARL, 18 rue des Lilas, 69003 Lyon, France"],
            ["Services", "Advice on data pipelines"],
            ["Effective Date", "November 9, 2025"],
            ["Engagement period", "6 months from the Effective Date"],
            ["Governing Law", "Washington"],
            ["Jurisdiction", "King County, Washington"],
        )
        + STANDARD_TERMS
        + SIGNING,
        ("Kestrel Analytics, Inc.", "Moreau Conseil SARL"),
        {
            "Kestrel Analytics, Inc.": "400 Pine Street, Suite 900, Seattle, WA 98101",
            "Moreau Conseil SARL": "18 rue des Lilas, 69003 Lyon, France",
        },
        "2025-11-09",
        (6, "month"),
        "US-WA",
    ),
    Form(
        "addresses over several lines of a cell",
        p("SOFTWARE LICENCE AGREEMENT", "Order Form")
        + table(
            ["Licensor name", "Bramble Logic Pty Ltd"],
            ["Licensor address", ["Level 7", "210 George Street", "Sydney NSW 2000", "Australia"]],
            ["Licensee name", "Thornbury Council"],
            ["Licensee address", "Civic Centre\n1 Market Square\nThornbury VIC 3071\nAustralia"],
            ["Date of agreement", "22 July 2024"],
            ["Start date", "1 August 2024"],
            ["Licence term", "Two (2) years"],
            ["Governing law and courts", "New South Wales"],
        )
        + STANDARD_TERMS
        + SIGNING,
        ("Bramble Logic Pty Ltd", "Thornbury Council"),
        {
            "Bramble Logic Pty Ltd": "Level 7, 210 George Street, Sydney NSW 2000, Australia",
            "Thornbury Council": "Civic Centre, 1 Market Square, Thornbury VIC 3071, Australia",
        },
        "2024-08-01",
        (2, "year"),
        "AU-NSW",
    ),
    Form(
        "four columns of key terms",
        p("DISTRIBUTION AGREEMENT", "SUMMARY OF KEY TERMS")
        + table(
            ["Manufacturer", "Caldera Boilers Inc.", "Distributor", "Norrland Heat AB"],
            [
                "Address",
                "55 Front Street West, Toronto, Ontario M5J 1E6",
                "Address",
                "Storgatan 5, 903 26 Umea, Sweden",
            ],
            ["Effective Date", "February 10, 2025", "Term", "4 years"],
            ["Governing Law", "Ontario", "Courts", "Toronto"],
        )
        + STANDARD_TERMS
        + SIGNING,
        ("Caldera Boilers Inc.", "Norrland Heat AB"),
        {
            "Caldera Boilers Inc.": "55 Front Street West, Toronto, Ontario M5J 1E6",
            "Norrland Heat AB": "Storgatan 5, 903 26 Umea, Sweden",
        },
        "2025-02-10",
        (4, "year"),
        "CA-ON",
    ),
    Form(
        "a letter",
        p(
            "Wexcombe Partners LLP\n31 Lombard Street\nLondon EC3V 9BQ",
            "12 January 2024",
            "Tamarind Hotels Limited\n5 Beach Road\nBrighton BN2 1TB",
            "Dear Sirs,",
            "LETTER OF ENGAGEMENT",
            "We are pleased to confirm the terms on which Wexcombe Partners LLP will advise "
            "Tamarind Hotels Limited.",
            "Start date: 1 February 2024",
            "Duration: twelve (12) months",
            "Governing law: England",
            "Please sign and return the enclosed copy.",
        )
        + SIGNING,
        ("Wexcombe Partners LLP", "Tamarind Hotels Limited"),
        {
            "Wexcombe Partners LLP": "31 Lombard Street, London EC3V 9BQ",
            "Tamarind Hotels Limited": "5 Beach Road, Brighton BN2 1TB",
        },
        "2024-02-01",
        (12, "month"),
        "GB-EAW",
    ),
    Form(
        "a numbered cover sheet",
        p("MASTER PURCHASE AGREEMENT", "COVER SHEET")
        + table(
            ["1.", "Seller", "Ironwood Castings Corp."],
            ["2.", "Address of Seller", "3100 Foundry Road, Pittsburgh, Pennsylvania 15201"],
            ["3.", "Buyer", "Lumen Rail Company"],
            ["4.", "Address of Buyer", "650 Michigan Avenue, Chicago, Illinois 60611"],
            ["5.", "Effective Date", "April 7, 2025"],
            ["6.", "Term of this Agreement", "Thirty-six (36) months"],
            ["7.", "Law that governs", "Commonwealth of Pennsylvania"],
            ["8.", "Courts", "Allegheny County, Pennsylvania"],
        )
        + STANDARD_TERMS
        + SIGNING,
        ("Ironwood Castings Corp.", "Lumen Rail Company"),
        {
            "Ironwood Castings Corp.": "3100 Foundry Road, Pittsburgh, Pennsylvania 15201",
            "Lumen Rail Company": "650 Michigan Avenue, Chicago, Illinois 60611",
        },
        "2025-04-07",
        (36, "month"),
        "US-PA",
    ),
    Form(
        "lists of boxes to tick",
        p("MUTUAL NON-DISCLOSURE AGREEMENT", "Cover Page")
        + table(
            ["First party", ["Quillon Biotech B.V.", "Keizersgracht 241", "1016 EA Amsterdam"]],
            ["Second party", ["University of Ashcombe", "1 College Green", "Ashcombe CB9 8AL"]],
            ["Effective date", "\u2610 date of last signature \u2612 20 October 2024"],
            ["MNDA term", "\u2610 1 year \u2612 2 years \u2610 until terminated"],
            [
                "Governing law",
                "\u2610 Delaware \u2612 the Netherlands \u2610 other: ______",
            ],
        )
        + STANDARD_TERMS
        + SIGNING,
        ("Quillon Biotech B.V.", "University of Ashcombe"),
        {
            "Quillon Biotech B.V.": "Keizersgracht 241, 1016 EA Amsterdam",
            "University of Ashcombe": "1 College Green, Ashcombe CB9 8AL",
        },
        "2024-10-20",
        (2, "year"),
        "NL",
    ),
)
