"""More layouts of filled forms, that people came up with later."""

from typing import Final

from support.form_kit import SIGNING, STANDARD_TERMS, Form, p, table

FORMS: Final = (
    Form(
        "vendor sheet with headings",
        p("VENDOR AGREEMENT")
        + table(
            ["Vendor details"],
            ["Legal entity name", "Saltmarsh Foods Limited"],
            ["Place of business", "Unit 4, Dock Road, Hull HU1 1AA, England"],
            ["Client details"],
            ["Legal entity name", "Penrose Retail Group plc"],
            ["Place of business", "200 High Holborn, London WC1V 7EX, England"],
            ["Agreement details"],
            ["Commences on", "1 July 2025"],
            ["Contract duration", "12 months"],
            ["Governing law & jurisdiction", "England and Wales"],
        )
        + STANDARD_TERMS
        + SIGNING,
        ("Saltmarsh Foods Limited", "Penrose Retail Group plc"),
        {
            "Saltmarsh Foods Limited": "Unit 4, Dock Road, Hull HU1 1AA, England",
            "Penrose Retail Group plc": "200 High Holborn, London WC1V 7EX, England",
        },
        "2025-07-01",
        (12, "month"),
        "GB-EAW",
    ),
    Form(
        "three columns, a party each",
        p("JOINT MARKETING AGREEMENT")
        + table(
            ["", "Party 1", "Party 2"],
            ["Name", "Copperleaf Systems Inc.", "Vantage Labs, LLC"],
            [
                "Address",
                "80 State Street, Albany, NY 12207",
                "3500 Sand Hill Road, Menlo Park, CA 94025",
            ],
            ["State of incorporation", "Delaware", "California"],
        )
        + table(
            ["Effective Date", "May 12, 2024"],
            ["Term", "One (1) year"],
            ["Governing Law", "State of New York"],
        )
        + STANDARD_TERMS
        + SIGNING,
        ("Copperleaf Systems Inc.", "Vantage Labs, LLC"),
        {
            "Copperleaf Systems Inc.": "80 State Street, Albany, NY 12207",
            "Vantage Labs, LLC": "3500 Sand Hill Road, Menlo Park, CA 94025",
        },
        "2024-05-12",
        (1, "year"),
        "US-NY",
    ),
    Form(
        "colon paragraphs, address on lines below",
        p(
            "SERVICES AGREEMENT",
            "Service Provider: Ridgeway Cleaning Ltd",
            "Registered office:\n12 Mill Road\nCambridge CB1 2AB",
            "Customer: Fenland Housing Association",
            "Registered office:\n90 Station Road\nEly CB7 4BP",
            "Start Date: 6 January 2025",
            "Initial Term: 36 months",
            "Governing Law: England and Wales",
        )
        + STANDARD_TERMS
        + SIGNING,
        ("Ridgeway Cleaning Ltd", "Fenland Housing Association"),
        {
            "Ridgeway Cleaning Ltd": "12 Mill Road, Cambridge CB1 2AB",
            "Fenland Housing Association": "90 Station Road, Ely CB7 4BP",
        },
        "2025-01-06",
        (36, "month"),
        "GB-EAW",
    ),
    Form(
        "between blocks",
        p(
            "LOAN AGREEMENT",
            "between",
            'Kingsmere Capital LLC\n500 Fifth Avenue, New York, NY 10110\n("Lender")',
            "and",
            'Tallow Energy, Inc.\n1400 Smith Street, Houston, TX 77002\n("Borrower")',
            "Dated as of: March 15, 2024",
        )
        + table(
            ["Maturity", "5 years"],
            ["Term of loan", "5 years"],
            ["Applicable Law", "Texas"],
            ["Effective Date", "March 15, 2024"],
        )
        + STANDARD_TERMS
        + SIGNING,
        ("Kingsmere Capital LLC", "Tallow Energy, Inc."),
        {
            "Kingsmere Capital LLC": "500 Fifth Avenue, New York, NY 10110",
            "Tallow Energy, Inc.": "1400 Smith Street, Houston, TX 77002",
        },
        "2024-03-15",
        (5, "year"),
        "US-TX",
    ),
    Form(
        "German style",
        p("RAHMENVERTRAG / FRAMEWORK AGREEMENT")
        + table(
            [
                "Contractor (Auftragnehmer)",
                "Voss Elektrotechnik GmbH, Lindenallee 7, 50968 Köln, Germany",
            ],
            [
                "Client (Auftraggeber)",
                "Brandt Anlagenbau AG, Hafenstr. 22, 68159 Mannheim, Germany",
            ],
            ["Start of contract", "01.04.2025"],
            ["Contract term", "24 months"],
            ["Applicable law", "German law"],
        )
        + STANDARD_TERMS
        + SIGNING,
        ("Voss Elektrotechnik GmbH", "Brandt Anlagenbau AG"),
        {
            "Voss Elektrotechnik GmbH": "Lindenallee 7, 50968 Köln, Germany",
            "Brandt Anlagenbau AG": "Hafenstr. 22, 68159 Mannheim, Germany",
        },
        "2025-04-01",
        (24, "month"),
        "DE",
    ),
    Form(
        "employment particulars",
        p("CONTRACT OF EMPLOYMENT", "Statement of particulars")
        + table(
            ["Employer", "Hollis & Drew Ltd of 3 Abbey Street, Bath BA1 1NN"],
            ["Employee", "Marta Lind of 17 Orchard Way, Bath BA2 3QX"],
            ["Date of commencement of employment", "2 September 2024"],
            ["Job title", "Bookkeeper"],
            ["Duration", "Fixed term of 18 months"],
            ["Governing law", "England"],
        )
        + STANDARD_TERMS
        + SIGNING,
        ("Hollis & Drew Ltd", "Marta Lind"),
        {
            "Hollis & Drew Ltd": "3 Abbey Street, Bath BA1 1NN",
            "Marta Lind": "17 Orchard Way, Bath BA2 3QX",
        },
        "2024-09-02",
        (18, "month"),
        "GB-EAW",
    ),
    Form(
        "SaaS order form",
        p("ORDER FORM", "This Order Form is entered into under the Master Terms.")
        + table(
            ["Customer Information", "Vendor Information"],
            ["Company: Lakeshore Clinics PLLC", "Company: Nimbus Records, Inc."],
            [
                "Address: 77 W Wacker Dr, Chicago, IL 60601",
                "Address: 2 Embarcadero Center, San Francisco, CA 94111",
            ],
        )
        + table(
            ["Subscription Start Date", "10/15/2025"],
            ["Subscription Term", "12 months"],
            ["Governing Law", "Illinois"],
        )
        + STANDARD_TERMS
        + SIGNING,
        ("Lakeshore Clinics PLLC", "Nimbus Records, Inc."),
        {
            "Lakeshore Clinics PLLC": "77 W Wacker Dr, Chicago, IL 60601",
            "Nimbus Records, Inc.": "2 Embarcadero Center, San Francisco, CA 94111",
        },
        "2025-10-15",
        (12, "month"),
        "US-IL",
    ),
    Form(
        "lease particulars",
        p("LEASE", "PARTICULARS")
        + table(
            ["(a)", "Lessor", "Greystone Properties (Pty) Ltd"],
            ["(b)", "Lessor's domicilium address", "18 Long Street, Cape Town, 8001, South Africa"],
            ["(c)", "Lessee", "Baobab Coffee CC Ltd"],
            ["(d)", "Lessee's domicilium address", "5 Kloof Street, Cape Town, 8001, South Africa"],
            ["(e)", "Commencement Date", "1 March 2026"],
            ["(f)", "Lease Period", "3 years"],
            ["(g)", "Governing law", "Republic of South Africa"],
        )
        + STANDARD_TERMS
        + SIGNING,
        ("Greystone Properties (Pty) Ltd", "Baobab Coffee CC Ltd"),
        {
            "Greystone Properties (Pty) Ltd": "18 Long Street, Cape Town, 8001, South Africa",
            "Baobab Coffee CC Ltd": "5 Kloof Street, Cape Town, 8001, South Africa",
        },
        "2026-03-01",
        (3, "year"),
        "ZA",
    ),
)
