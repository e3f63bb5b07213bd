# ruff: noqa: E501 - a line of a form is as long as people wrote it
"""What people filled in, in the geometries that forms have beside tables of labels.

Each kind is what is written, the parties with their addresses, the day, the term and the law.
"""

from typing import Final

CLAUSES: Final = """1. Services. The Supplier performs with care. Payment is due within thirty (30) days. The law of Ireland applies to the data clauses.

2. Insurance. The policies run to 31 December 2027 and are renewed for 12 months.

3. Copies. A copy of each notice goes to Tarn & Pike LLP, 9 Fenwick Court, Wilmington, DE 19801."""

KINDS: Final[dict[str, tuple[str, dict[str, str], str, tuple[int, str], str | None]]] = {
    "a dated cover and boxed parties": (
        (
            "DATED 3 March 2025\n"
            "\n"
            "(1) PENHALE TOOLS LIMITED\n"
            "\n"
            "and\n"
            "\n"
            "(2) GORSE HILL DAIRY LIMITED\n"
            "\n"
            "SUPPLY AGREEMENT\n"
            "\n"
            "PARTY 1 | PENHALE TOOLS LIMITED  (company number 01234567)  Quarry House, 9 Fore Street, Bodmin PL31 2HQ  (the \u201cSupplier\u201d)\n"
            "PARTY 2 | GORSE HILL DAIRY LIMITED  (company number 07654321)  Unit 3, Mill Lane, Leeds LS1 4QT  (the \u201cCustomer\u201d)\n"
            "\n"
            "This Agreement starts on the date stated on the cover and lasts for two years. It is governed by the law of England and Wales.\n"
            "\n"
            "{clauses}\n"
        ),
        {
            "Penhale Tools Limited": "Quarry House, 9 Fore Street, Bodmin PL31 2HQ",
            "Gorse Hill Dairy Limited": "Unit 3, Mill Lane, Leeds LS1 4QT",
        },
        "2025-03-03",
        (2, "year"),
        "GB-EAW",
    ),
    "parties in columns below their roles": (
        (
            "DATED 3 March 2025\n"
            "\n"
            "SUPPLY AGREEMENT\n"
            "\n"
            "The Supplier | The Customer\n"
            "Penhale Tools Limited (no. 01234567) whose registered office is at Quarry House, 9 Fore Street, Bodmin PL31 2HQ | Gorse Hill Dairy Limited (no. 07654321) whose registered office is at Unit 3, Mill Lane, Leeds LS1 4QT\n"
            "\n"
            "Commencement Date | 3 March 2025\n"
            "Term | two years\n"
            "Law | England and Wales\n"
            "\n"
            "{clauses}\n"
        ),
        {
            "Penhale Tools Limited": "Quarry House, 9 Fore Street, Bodmin PL31 2HQ",
            "Gorse Hill Dairy Limited": "Unit 3, Mill Lane, Leeds LS1 4QT",
        },
        "2025-03-03",
        (2, "year"),
        "GB-EAW",
    ),
    "questions about named roles": (
        (
            "KEY FACTS\n"
            "\n"
            "Question | Answer\n"
            "Who is the supplier? | Penhale Tools Limited\n"
            "Where is the supplier based? | Quarry House, 9 Fore Street, Bodmin PL31 2HQ\n"
            "Who is the customer? | Gorse Hill Dairy Limited\n"
            "Where is the customer based? | Unit 3, Mill Lane, Leeds LS1 4QT\n"
            "What is supplied? | Milking tools, 3 sets\n"
            "When does the contract start? | 3 March 2025\n"
            "How long does the contract last? | 2 years\n"
            "When is payment due? | 30 days after invoice\n"
            "Which country\u2019s law applies? | England and Wales\n"
            "\n"
            "{clauses}\n"
        ),
        {
            "Penhale Tools Limited": "Quarry House, 9 Fore Street, Bodmin PL31 2HQ",
            "Gorse Hill Dairy Limited": "Unit 3, Mill Lane, Leeds LS1 4QT",
        },
        "2025-03-03",
        (2, "year"),
        "GB-EAW",
    ),
    "questions about who does what": (
        (
            "KEY FACTS\n"
            "\n"
            "Who is providing the services? | Penhale Tools Limited of Quarry House, 9 Fore Street, Bodmin PL31 2HQ (\u201cwe\u201d, \u201cus\u201d)\n"
            "Who is the client? | Gorse Hill Dairy Limited of Unit 3, Mill Lane, Leeds LS1 4QT (\u201cyou\u201d)\n"
            "When do we start? | On 3 March 2025.\n"
            "How long for? | Two years, unless ended early\n"
            "How much notice? | 60 days\n"
            "What law applies to this contract? | English law\n"
            "\n"
            "{clauses}\n"
        ),
        {
            "Penhale Tools Limited": "Quarry House, 9 Fore Street, Bodmin PL31 2HQ",
            "Gorse Hill Dairy Limited": "Unit 3, Mill Lane, Leeds LS1 4QT",
        },
        "2025-03-03",
        (2, "year"),
        "GB-EAW",
    ),
    "questions about you and us": (
        (
            "KEY FACTS\n"
            "\n"
            "Who are you? | Gorse Hill Dairy Limited, Unit 3, Mill Lane, Leeds LS1 4QT\n"
            "Who are we? | Penhale Tools Limited, Quarry House, 9 Fore Street, Bodmin PL31 2HQ\n"
            "When does this agreement begin? | 3 March 2025\n"
            "How long will it run? | For two years\n"
            "Whose law governs it? | The law of England and Wales\n"
            "\n"
            "{clauses}\n"
        ),
        {
            "Penhale Tools Limited": "Quarry House, 9 Fore Street, Bodmin PL31 2HQ",
            "Gorse Hill Dairy Limited": "Unit 3, Mill Lane, Leeds LS1 4QT",
        },
        "2025-03-03",
        (2, "year"),
        "GB-EAW",
    ),
    "rows without a label go on": (
        (
            "REFERENCE DATA\n"
            "\n"
            "Date of Lease: | May 5, 2025\n"
            "Landlord: | Bluestem Seed Works, Inc.\n"
            " | 418 Prairie Road\n"
            " | Salina, KS 67401\n"
            " | Attn: Property Manager\n"
            "Tenant: | Ochre Bluff LLC\n"
            " | 7 Pier Street, Suite 1200\n"
            " | Mobile, AL 36602\n"
            "Premises: | 12 Barn Street, Topeka, KS 66603\n"
            "Term: | Thirty-six (36) months\n"
            "Commencement Date: | May 5, 2025\n"
            "Governing Law: | Kansas\n"
            "\n"
            "{clauses}\n"
        ),
        {
            "Bluestem Seed Works, Inc.": "418 Prairie Road, Salina, KS 67401",
            "Ochre Bluff LLC": "7 Pier Street, Suite 1200, Mobile, AL 36602",
        },
        "2025-05-05",
        (36, "month"),
        "US-KS",
    ),
    "a work order to M/s": (
        (
            "NEEM GROVE FOODS PVT. LTD.\n"
            "Regd. Office: Plot No. 88, Park Road, Pune 411001\n"
            "Ph: 020-0000000\n"
            "\n"
            "Ref: NGF/WO/77                Date: 10.08.2025\n"
            "\n"
            "To,\n"
            "M/s. Sal Forest Engineers LLP,\n"
            "14, Station Road,\n"
            "Nagpur 440001, Maharashtra\n"
            "\n"
            "Sub: Work Order for maintenance of silos\n"
            "\n"
            "Dear Sir,\n"
            "\n"
            "With reference to your quotation dated 01.08.2025 we are pleased to place this work order on you.\n"
            "\n"
            "1. Commencement: The work shall commence on 15.08.2025.\n"
            "\n"
            "2. Period: This work order is valid for a period of two years from the date of commencement.\n"
            "\n"
            "3. Site: Gate 4, Silo Yard, Satara 415001.\n"
            "\n"
            "4. This order is governed by the laws of India and courts at Pune have jurisdiction.\n"
            "\n"
            "For Neem Grove Foods Pvt. Ltd.\n"
            "\n"
            "Authorised Signatory\n"
            "\n"
            "{clauses}\n"
        ),
        {
            "Neem Grove Foods Pvt. Ltd.": "Plot No. 88, Park Road, Pune 411001",
            "Sal Forest Engineers LLP": "14, Station Road, Nagpur 440001, Maharashtra",
        },
        "2025-08-15",
        (2, "year"),
        "IN",
    ),
    "an order to a firm below To": (
        (
            "Neem Grove Foods Private Limited\n"
            "Plot No. 88, Park Road\n"
            "Pune - 411001\n"
            "\n"
            "WORK ORDER\n"
            "\n"
            "No. 77\n"
            "Date: 10th August 2025\n"
            "\n"
            "To\n"
            "\n"
            "M/s Sal Forest Engineers LLP\n"
            "\n"
            "14, Station Road\n"
            "\n"
            "Nagpur - 440001\n"
            "\n"
            "Maharashtra\n"
            "\n"
            "Kind attention: Mr. Rao\n"
            "\n"
            "Dear Sirs,\n"
            "\n"
            "Subject: Maintenance of silos\n"
            "\n"
            "This order takes effect from 15th August 2025 and shall remain in force for 2 (two) years.\n"
            "\n"
            "The contract shall be governed by Indian law.\n"
            "\n"
            "Yours faithfully,\n"
            "\n"
            "for Neem Grove Foods Private Limited\n"
            "\n"
            "{clauses}\n"
        ),
        {
            "Neem Grove Foods Private Limited": "Plot No. 88, Park Road, Pune - 411001",
            "Sal Forest Engineers LLP": "14, Station Road, Nagpur - 440001",
        },
        "2025-08-15",
        (2, "year"),
        "IN",
    ),
    "addresses in columns of signatures": (
        (
            "MUTUAL NDA\n"
            "\n"
            "This agreement takes effect on May 5, 2025, lasts three (3) years and is governed by the laws of Kansas.\n"
            "\n"
            "{clauses}\n"
            "\n"
            "Bluestem Seed Works, Inc. | Ochre Bluff LLC\n"
            "DocuSigned by:  R. Vane  3F9A77B2C1 | DocuSigned by:  T. Lund  77AA01C9\n"
            "Name: Rita Vane | Name: Tor Lund\n"
            "Title: CEO | Title: Member\n"
            "Address: 418 Prairie Road, Salina, KS 67401 | Address: 7 Pier Street, Suite 1200, Mobile, AL 36602\n"
            "Date: May 2, 2025 | Date: May 3, 2025\n"
        ),
        {
            "Bluestem Seed Works, Inc.": "418 Prairie Road, Salina, KS 67401",
            "Ochre Bluff LLC": "7 Pier Street, Suite 1200, Mobile, AL 36602",
        },
        "2025-05-05",
        (36, "month"),
        "US-KS",
    ),
    "addresses in cells of signatures": (
        (
            "MUTUAL NDA\n"
            "\n"
            "This agreement takes effect on May 5, 2025, lasts three (3) years and is governed by the laws of Kansas.\n"
            "\n"
            "{clauses}\n"
            "\n"
            "BLUESTEM SEED WORKS, INC.  By: ___________  Name: Rita Vane  Title: CEO  Address: 418 Prairie Road  Salina, KS 67401  Date: May 2, 2025 | OCHRE BLUFF LLC  By: ___________  Name: Tor Lund  Title: Member  Address: 7 Pier Street, Suite 1200  Mobile, AL 36602  Date: May 3, 2025\n"
        ),
        {
            "Bluestem Seed Works, Inc.": "418 Prairie Road, Salina, KS 67401",
            "Ochre Bluff LLC": "7 Pier Street, Suite 1200, Mobile, AL 36602",
        },
        "2025-05-05",
        (36, "month"),
        "US-KS",
    ),
    "numbered parties in one cell": (
        (
            "KEY TERMS\n"
            "\n"
            "1. | Parties | (1) Penhale Tools Limited of Quarry House, 9 Fore Street, Bodmin PL31 2HQ (\u201cSupplier\u201d); and (2) Gorse Hill Dairy Limited of Unit 3, Mill Lane, Leeds LS1 4QT (\u201cCustomer\u201d)\n"
            "2. | Start date | 3 March 2025\n"
            "3. | Duration | Two years\n"
            "4. | Site | Barn 2, Otley LS21 1AA\n"
            "5. | Law | England and Wales\n"
            "\n"
            "{clauses}\n"
        ),
        {
            "Penhale Tools Limited": "Quarry House, 9 Fore Street, Bodmin PL31 2HQ",
            "Gorse Hill Dairy Limited": "Unit 3, Mill Lane, Leeds LS1 4QT",
        },
        "2025-03-03",
        (2, "year"),
        "GB-EAW",
    ),
    "parties on the lines of one cell": (
        (
            "KEY TERMS\n"
            "\n"
            "1 | Parties | Penhale Tools Limited, Quarry House, 9 Fore Street, Bodmin PL31 2HQ (Supplier)  Gorse Hill Dairy Limited, Unit 3, Mill Lane, Leeds LS1 4QT (Customer)\n"
            "2 | Commencement | 3 March 2025\n"
            "3 | Term | Two (2) years\n"
            "4 | Governing law | English law\n"
            "\n"
            "{clauses}\n"
        ),
        {
            "Penhale Tools Limited": "Quarry House, 9 Fore Street, Bodmin PL31 2HQ",
            "Gorse Hill Dairy Limited": "Unit 3, Mill Lane, Leeds LS1 4QT",
        },
        "2025-03-03",
        (2, "year"),
        "GB-EAW",
    ),
    "parties joined by and": (
        (
            "KEY TERMS\n"
            "\n"
            "1. Parties: Penhale Tools Limited, a company registered in England (no. 123) at Quarry House, 9 Fore Street, Bodmin PL31 2HQ, and Gorse Hill Dairy Limited, a company registered in England (no. 456) at Unit 3, Mill Lane, Leeds LS1 4QT.\n"
            "\n"
            "2. Start date: 3 March 2025\n"
            "\n"
            "3. Term: two years\n"
            "\n"
            "4. Governing law: England and Wales\n"
            "\n"
            "{clauses}\n"
        ),
        {
            "Penhale Tools Limited": "Quarry House, 9 Fore Street, Bodmin PL31 2HQ",
            "Gorse Hill Dairy Limited": "Unit 3, Mill Lane, Leeds LS1 4QT",
        },
        "2025-03-03",
        (2, "year"),
        "GB-EAW",
    ),
    "a column of colons": (
        (
            "PARTICULARS\n"
            "\n"
            "Landlord | : | Angsana Tools Pte. Ltd.  (UEN 299900011Z)\n"
            "Address | : | 9 Tuas Link, #04-11, Singapore 638999\n"
            "Tenant | : | Rambai Foods Pte. Ltd.  (UEN 299900022K)\n"
            "Address | : | 150 Ubi Avenue 4, #07-30, Singapore 408999\n"
            "Premises | : | 1 Senoko Road, Singapore 758111\n"
            "Term | : | 24 months\n"
            "Commencement Date | : | 1 July 2025\n"
            "Expiry Date | : | 30 June 2027\n"
            "\n"
            "{no_law}\n"
        ),
        {
            "Angsana Tools Pte. Ltd.": "9 Tuas Link, #04-11, Singapore 638999",
            "Rambai Foods Pte. Ltd.": "150 Ubi Avenue 4, #07-30, Singapore 408999",
        },
        "2025-07-01",
        (24, "month"),
        None,
    ),
    "numbers and a column of colons": (
        (
            "PARTICULARS\n"
            "\n"
            "1. | The Lessor | : | Angsana Tools Pte. Ltd. (UEN 299900011Z), having its registered office at 9 Tuas Link, #04-11, Singapore 638999\n"
            "2. | The Lessee | : | Rambai Foods Pte. Ltd. (UEN 299900022K), having its registered office at 150 Ubi Avenue 4, #07-30, Singapore 408999\n"
            "3. | Lease Period | : | Twenty-four (24) months from 1 July 2025\n"
            "4. | Commencement | : | 1 July 2025\n"
            "\n"
            "{no_law}\n"
        ),
        {
            "Angsana Tools Pte. Ltd.": "9 Tuas Link, #04-11, Singapore 638999",
            "Rambai Foods Pte. Ltd.": "150 Ubi Avenue 4, #07-30, Singapore 408999",
        },
        "2025-07-01",
        (24, "month"),
        None,
    ),
    "colons and lines below": (
        (
            "PARTICULARS\n"
            "\n"
            "Supplier            :   Angsana Tools Pte. Ltd.\n"
            "                        9 Tuas Link, #04-11\n"
            "                        Singapore 638999\n"
            "\n"
            "Customer            :   Rambai Foods Pte. Ltd.\n"
            "                        150 Ubi Avenue 4, #07-30\n"
            "                        Singapore 408999\n"
            "\n"
            "Start Date          :   1 July 2025\n"
            "Contract Period     :   24 months\n"
            "\n"
            "{no_law}\n"
        ),
        {
            "Angsana Tools Pte. Ltd.": "9 Tuas Link, #04-11, Singapore 638999",
            "Rambai Foods Pte. Ltd.": "150 Ubi Avenue 4, #07-30, Singapore 408999",
        },
        "2025-07-01",
        (24, "month"),
        None,
    ),
    "leaders of dots": (
        (
            "KEY TERMS\n"
            "\n"
            " 1. Supplier .................. Penhale Tools Limited\n"
            "    Address ................... Quarry House,\n"
            "                                9 Fore Street,\n"
            "                                Bodmin PL31 2HQ\n"
            " 2. Customer .................. Gorse Hill Dairy Limited\n"
            "    Address ................... Unit 3, Mill Lane,\n"
            "                                Leeds LS1 4QT\n"
            " 3. Start date ................ 3 March 2025\n"
            " 4. Term ...................... two years, then by\n"
            "                                notice of 3 months\n"
            " 5. Delivery address .......... Barn 2, Otley LS21 1AA\n"
            " 6. Governing law ............. England and Wales\n"
            "\n"
            "{clauses}\n"
        ),
        {
            "Penhale Tools Limited": "Quarry House, 9 Fore Street, Bodmin PL31 2HQ",
            "Gorse Hill Dairy Limited": "Unit 3, Mill Lane, Leeds LS1 4QT",
        },
        "2025-03-03",
        (2, "year"),
        "GB-EAW",
    ),
    "leaders before whole addresses": (
        (
            "KEY TERMS\n"
            "\n"
            "1. Supplier ........ Penhale Tools Limited,\n"
            "                    Quarry House, 9 Fore Street,\n"
            "                    Bodmin PL31 2HQ\n"
            "2. Customer ........ Gorse Hill Dairy Limited,\n"
            "                    Unit 3, Mill Lane,\n"
            "                    Leeds LS1 4QT\n"
            "3. Commencement .... 3 March 2025\n"
            "4. Duration ........ two years\n"
            "5. Proper law ...... English\n"
            "\n"
            "{clauses}\n"
        ),
        {
            "Penhale Tools Limited": "Quarry House, 9 Fore Street, Bodmin PL31 2HQ",
            "Gorse Hill Dairy Limited": "Unit 3, Mill Lane, Leeds LS1 4QT",
        },
        "2025-03-03",
        (2, "year"),
        "GB-EAW",
    ),
    "leaders of parted dots": (
        (
            "KEY TERMS\n"
            "\n"
            "1.1 The Supplier . . . . . . . . Penhale Tools Limited\n"
            "      of Quarry House, 9 Fore Street, Bodmin PL31 2HQ\n"
            "1.2 The Customer . . . . . . . . Gorse Hill Dairy Limited\n"
            "      of Unit 3, Mill Lane, Leeds LS1 4QT\n"
            "1.3 Start date . . . . . . . . . 3 March 2025\n"
            "1.4 Term . . . . . . . . . . . . two years\n"
            "1.5 Law . . . . . . . . . . . . . England and Wales\n"
            "\n"
            "{clauses}\n"
        ),
        {
            "Penhale Tools Limited": "Quarry House, 9 Fore Street, Bodmin PL31 2HQ",
            "Gorse Hill Dairy Limited": "Unit 3, Mill Lane, Leeds LS1 4QT",
        },
        "2025-03-03",
        (2, "year"),
        "GB-EAW",
    ),
    "a letter without a preamble's addresses": (
        (
            "Penhale Tools Limited\n"
            "\n"
            "Quarry House\n"
            "\n"
            "9 Fore Street\n"
            "\n"
            "Bodmin PL31 2HQ\n"
            "\n"
            "Telephone 01208 000 000\n"
            "\n"
            "14 February 2025\n"
            "\n"
            "The Directors\n"
            "\n"
            "Gorse Hill Dairy Limited\n"
            "\n"
            "Unit 3, Mill Lane\n"
            "\n"
            "Leeds LS1 4QT\n"
            "\n"
            "Dear Directors\n"
            "\n"
            "Engagement\n"
            "\n"
            "This letter records the agreement between Penhale Tools Limited (\u201cwe\u201d) and Gorse Hill Dairy Limited (\u201cyou\u201d). It takes effect on 3 March 2025 and continues for an initial period of two years.\n"
            "\n"
            "This letter and everything we do under it is governed by English law.\n"
            "\n"
            "{clauses}\n"
        ),
        {
            "Penhale Tools Limited": "Quarry House, 9 Fore Street, Bodmin PL31 2HQ",
            "Gorse Hill Dairy Limited": "Unit 3, Mill Lane, Leeds LS1 4QT",
        },
        "2025-03-03",
        (2, "year"),
        "GB-EAW",
    ),
    "rows of labels, some unknown": (
        (
            "NDA\n"
            "Disclosing Party | Receiving Party | Effective Date\n"
            "Penhale Tools Limited | Gorse Hill Dairy Limited | 3 March 2025\n"
            "Address of Disclosing Party | Address of Receiving Party | Disclosure Period\n"
            "Quarry House, 9 Fore Street, Bodmin PL31 2HQ | Unit 3, Mill Lane, Leeds LS1 4QT | 24 months from the Effective Date\n"
            "Disclosing Party contact | Receiving Party contact | Governing Law\n"
            "R. Vane, CSO | T. Lund, Head of Sourcing | England and Wales\n"
            "\n"
            "{clauses}\n"
        ),
        {
            "Penhale Tools Limited": "Quarry House, 9 Fore Street, Bodmin PL31 2HQ",
            "Gorse Hill Dairy Limited": "Unit 3, Mill Lane, Leeds LS1 4QT",
        },
        "2025-03-03",
        (2, "year"),
        "GB-EAW",
    ),
    "rows of labels of several widths": (
        (
            "ORDER\n"
            "Supplier | Customer | Account manager\n"
            "Penhale Tools Limited | Gorse Hill Dairy Limited | R. Vane\n"
            "Supplier address | Customer address | Payment\n"
            "Quarry House, 9 Fore Street, Bodmin PL31 2HQ | Unit 3, Mill Lane, Leeds LS1 4QT | 30 days net\n"
            "Quote no. | Start date | Contract term | Law\n"
            "Q-118 | 3 March 2025 | 24 months | English\n"
            "\n"
            "{clauses}\n"
        ),
        {
            "Penhale Tools Limited": "Quarry House, 9 Fore Street, Bodmin PL31 2HQ",
            "Gorse Hill Dairy Limited": "Unit 3, Mill Lane, Leeds LS1 4QT",
        },
        "2025-03-03",
        (2, "year"),
        "GB-EAW",
    ),
    "a purchase order of who heads it": (
        (
            "Bluestem Seed Works, Inc.  418 Prairie Road  Salina, KS 67401 | PURCHASE ORDER  PO Number: B-11  Issued: 04/24/2025\n"
            "\n"
            "VENDOR | SHIP TO | BILL TO\n"
            "Ochre Bluff LLC\n"
            "7 Pier Street, Suite 1200\n"
            "Mobile, AL 36602\n"
            "Vendor no. 100447\n"
            "Bluestem Seed Works \u2013 Plant 3\n"
            "Dock B, 1500 Turnpike Spur\n"
            "Elyria, OH 44035\n"
            "Bluestem Seed Works, Inc.\n"
            "Accounts Payable\n"
            "P.O. Box 66014\n"
            "Salina, KS 67402\n"
            "\n"
            "Buyer | Effective from | PO term | Payment terms | F.O.B.\n"
            "R. Vane | May 5, 2025 | 36 months | Net 45 | Destination\n"
            "\n"
            "SPECIAL CONDITIONS\n"
            "\n"
            "a) Quantities are estimates.\n"
            "\n"
            "c) This order is a contract made in Kansas and shall be governed by the law of that State, the U.N. Convention being excluded.\n"
            "\n"
            "d) Tooling held at Maumee Pattern Shop, 18 Kilbourne Alley, Toledo, OH 43604 remains property of the buyer.\n"
            "\n"
            "{clauses}\n"
        ),
        {
            "Bluestem Seed Works, Inc.": "418 Prairie Road, Salina, KS 67401",
            "Ochre Bluff LLC": "7 Pier Street, Suite 1200, Mobile, AL 36602",
        },
        "2025-05-05",
        (36, "month"),
        "US-KS",
    ),
    "sentences in cells": (
        (
            "STATEMENT OF MAIN TERMS\n"
            "\n"
            "1 | Employer | The name of your employer is Penhale Tools Limited, of Quarry House, 9 Fore Street, Bodmin PL31 2HQ.\n"
            "2 | Employee | Your name is Ms Rita Vane-Lund. You live at Unit 3, Mill Lane, Leeds LS1 4QT.\n"
            "3 | Start of employment | Your employment under this contract begins on Monday 3rd March 2025. No earlier employment counts.\n"
            "4 | How long the job is expected to last | Your employment is for a fixed period of 24 months, unless ended earlier by notice.\n"
            "5 | Notice | One week.\n"
            "6 | Law | This contract is to be read under the law of England and Wales.\n"
            "\n"
            "{clauses}\n"
        ),
        {
            "Penhale Tools Limited": "Quarry House, 9 Fore Street, Bodmin PL31 2HQ",
            "Rita Vane-Lund": "Unit 3, Mill Lane, Leeds LS1 4QT",
        },
        "2025-03-03",
        (24, "month"),
        "GB-EAW",
    ),
    "heads above a drawn line": (
        (
            "SOFTWARE CONTRACT\n"
            "======\n"
            "\n"
            "CLIENT                                  DEVELOPER\n"
            "------                                  ---------\n"
            "Penhale Tools Limited                   Gorse Hill Dairy Limited\n"
            "Quarry House                            Unit 3, Mill Lane\n"
            "9 Fore Street                           Leeds LS1 4QT\n"
            "Bodmin PL31 2HQ\n"
            "\n"
            "Attn: Head of IT                        Attn: Manager\n"
            "\n"
            "Effective Date          3 March 2025      Acceptance target      15/06/2026\n"
            "Contract period         24 months         Warranty               90 days\n"
            "Law                     English           Server location        Mumbai\n"
            "\n"
            "{clauses}\n"
        ),
        {
            "Penhale Tools Limited": "Quarry House, 9 Fore Street, Bodmin PL31 2HQ",
            "Gorse Hill Dairy Limited": "Unit 3, Mill Lane, Leeds LS1 4QT",
        },
        "2025-03-03",
        (2, "year"),
        "GB-EAW",
    ),
    "headings above blocks": (
        (
            "Manufacturing Agreement\n"
            "\n"
            "concluded between\n"
            "\n"
            "the Manufacturer\n"
            "\n"
            "Sandweg Optik Aktiengesellschaft\n"
            "Am Graben 12a\n"
            "80331 M\u00fcnchen\n"
            "Deutschland\n"
            "\n"
            "and the Brand Owner\n"
            "\n"
            "Holzmann Handel GmbH\n"
            "M\u00fchlweg 3\n"
            "20457 Hamburg\n"
            "Deutschland\n"
            "\n"
            "Essentials\n"
            "\n"
            "Production begins with effect from 1 July 2025; the first batch must be released by 30 April 2026.\n"
            "\n"
            "The fixed term is two years. It is not extended.\n"
            "\n"
            "The contract is subject to German law.\n"
            "\n"
            "{clauses}\n"
        ),
        {
            "Sandweg Optik Aktiengesellschaft": "Am Graben 12a, 80331 M\u00fcnchen, Deutschland",
            "Holzmann Handel GmbH": "M\u00fchlweg 3, 20457 Hamburg, Deutschland",
        },
        "2025-07-01",
        (2, "year"),
        "DE",
    ),
    "a label in brackets": (
        (
            "ORDER\n"
            "\n"
            "Ordering organisation | Registered name | Penhale Tools Limited\n"
            "\n"
            "Registered office | Quarry House, 9 Fore Street, Bodmin PL31 2HQ\n"
            "\n"
            "Software company | Registered name | Gorse Hill Dairy Limited\n"
            "\n"
            "Registered office | Unit 3, Mill Lane, Leeds LS1 4QT\n"
            "\n"
            "Order | Product | Trace\n"
            "\n"
            "Quoted on | 11 January 2025\n"
            "\n"
            "Live from (Effective Date) | 3rd March 2025\n"
            "\n"
            "Runs for (Initial Term) | 24 months\n"
            "\n"
            "Special conditions | S1 | Migration is free if complete by 30 November 2025.\n"
            "\n"
            "S2 | The laws of England and Wales govern this order.\n"
            "\n"
            "{clauses}\n"
        ),
        {
            "Penhale Tools Limited": "Quarry House, 9 Fore Street, Bodmin PL31 2HQ",
            "Gorse Hill Dairy Limited": "Unit 3, Mill Lane, Leeds LS1 4QT",
        },
        "2025-03-03",
        (2, "year"),
        "GB-EAW",
    ),
}
