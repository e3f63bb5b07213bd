"""What stands in forms, whatever the geometry: text by text, with what a careful reader takes."""

from typing import Final

# name: the text, addresses by party, effective date, term, law
Layout = tuple[str, dict[str, str], str, tuple[int, str], str]

LAYOUTS: Final[dict[str, Layout]] = {
    "gapped columns": (
        """\
EQUIPMENT HIRE AGREEMENT - SCHEDULE

Owner           Hartfell Plant Hire Ltd
Address         Unit 4, Fell Road
                Kendal
                LA9 6XX
Hirer           Brayside Builders Limited
Address         22 Castle Street
                Penrith
                CA11 7YY

Commencement Date:    3rd March 2025
Minimum Hire Period:  12 months
Governing Law:        England

1. The Owner lets the equipment to the Hirer on the terms below.
""",
        {
            "Hartfell Plant Hire Ltd": "Unit 4, Fell Road, Kendal, LA9 6XX",
            "Brayside Builders Limited": "22 Castle Street, Penrith, CA11 7YY",
        },
        "2025-03-03",
        (12, "month"),
        "GB-EAW",
    ),
    "a row for each part of an address": (
        """\
<html><body><h1>Licence Agreement</h1>
<table><tr><th></th>
<th>Licensor</th>
<th>Licensee</th></tr>
<tr><td>Company name</td>
<td>Tarnbeck Media Pty Ltd</td>
<td>Silverfern Learning Limited</td></tr>
<tr><td>Street</td>
<td>18 Cove Road</td>
<td>7 Harbour View</td></tr>
<tr><td>City</td>
<td>Sydney</td>
<td>Wellington</td></tr>
<tr><td>Post code</td>
<td>2000</td>
<td>6011</td></tr>
<tr><td>Country</td>
<td>Australia</td>
<td>New Zealand</td></tr></table>
<dl><dt>Effective as of</dt>
<dd>14 July 2025</dd>
<dt>Licence period</dt>
<dd>Three years from the Effective Date</dd>
<dt>Governing law and jurisdiction</dt>
<dd>New Zealand</dd></dl>
<p>1. Licence. The Licensor grants the Licensee a licence.</p></body></html>
""",
        {
            "Tarnbeck Media Pty Ltd": "18 Cove Road, Sydney, 2000, Australia",
            "Silverfern Learning Limited": "7 Harbour View, Wellington, 6011, New Zealand",
        },
        "2025-07-14",
        (3, "year"),
        "NZ",
    ),
    "a block in a cell": (
        """\
<html><body><h1>Vendor Agreement</h1>
<table>
<tr><td>Vendor</td>
<td>Cinder Lake Roasters, LLC<br>9 Pier Avenue<br>Duluth, MN 55802</td></tr>
<tr><td>Customer</td>
<td><p>Maple Hollow Grocers, Inc.</p>
<p>120 Birch Street, Suite 5</p>
<p>St. Paul, MN 55101</p></td></tr>
<tr><td>Date of commencement</td>
<td>June 2, 2025</td></tr>
<tr><td>Length of agreement</td>
<td>18 months</td></tr>
<tr><td>This agreement is governed by</td>
<td>Minnesota law</td></tr></table>
<p>1. Supply. The Vendor supplies coffee to the Customer.</p></body></html>
""",
        {
            "Cinder Lake Roasters, LLC": "9 Pier Avenue, Duluth, MN 55802",
            "Maple Hollow Grocers, Inc.": "120 Birch Street, Suite 5, St. Paul, MN 55101",
        },
        "2025-06-02",
        (18, "month"),
        "US-MN",
    ),
    "sections of labelled lines": (
        """\
MASTER SERVICES AGREEMENT

This Agreement is made as of October 1, 2025 (the "Effective Date") by and between the parties
identified below.

SERVICE PROVIDER:
Name: Opaline Data Services, Inc.
Type of entity: Delaware corporation
Street: 500 Market Street, 8th Floor
City, State, ZIP: San Francisco, CA 94105

CUSTOMER:
Name: Thornbury Health Network, LLC
Type of entity: Texas limited liability company
Street: 88 Pecan Boulevard
City, State, ZIP: Austin, TX 78701

Initial Term: Twenty-four (24) months
Governing Law: State of Texas

1. SERVICES. Service Provider shall provide the services.

AGREED:
OPALINE DATA SERVICES, INC.          THORNBURY HEALTH NETWORK, LLC
By: ______________________           By: ______________________
Name: Pat Lee                        Name: Chris Orr
Title: CEO                           Title: COO
""",
        {
            "Opaline Data Services, Inc.": "500 Market Street, 8th Floor, San Francisco, CA 94105",
            "Thornbury Health Network, LLC": "88 Pecan Boulevard, Austin, TX 78701",
        },
        "2025-10-01",
        (24, "month"),
        "US-TX",
    ),
    "a table in plain text": (
        """\
NON-DISCLOSURE AGREEMENT

| Disclosing Party | Receiving Party |
|---|---|
| Quartzline Sensors Inc. | Pinemarsh Labs Ltd. |
| 41 Wellington Street West | 200 Granville Street |
| Toronto, ON M5V 3A8 | Vancouver, BC V6C 1S4 |
| Canada | Canada |

| Item | Value |
|---|---|
| Effective Date | 2025-08-20 |
| Term | 2 years |
| Governing Law | Province of Ontario |

1. Confidentiality. Each party keeps secrets.
""",
        {
            "Quartzline Sensors Inc.": "41 Wellington Street West, Toronto, ON M5V 3A8, Canada",
            "Pinemarsh Labs Ltd.": "200 Granville Street, Vancouver, BC V6C 1S4, Canada",
        },
        "2025-08-20",
        (2, "year"),
        "CA-ON",
    ),
    "words between the names": (
        """\
SERVICE AGREEMENT

BETWEEN

Copperfield Logistics (Pty) Ltd
Registration number 2011/000000/07
of 12 Long Street, Cape Town, 8001, South Africa
("the Client")

AND

Veld Analytics CC
Registration number 2009/111111/23
of 3 Loop Street, Stellenbosch, 7600
("the Consultant")

COMMENCEMENT: 1 September 2025
DURATION: 12 (twelve) months
LAW: Republic of South Africa

1. The Consultant renders the services.
""",
        {
            "Copperfield Logistics (Pty) Ltd": "12 Long Street, Cape Town, 8001, South Africa",
            "Veld Analytics CC": "3 Loop Street, Stellenbosch, 7600",
        },
        "2025-09-01",
        (12, "month"),
        "ZA",
    ),
    "lines written on": (
        """\
LEASE PARTICULARS

1. Landlord:  ___Fenwick Estates Limited___ of ___10 High Row, Durham DH1 3AA___
2. Tenant:    ___Corbel Books Ltd___ of ___3 Bridge End, Durham DH1 1BB___
3. Premises:  ___Shop 2, 9 Market Place, Durham DH1 3NJ___
4. Term:      ___5 years___ from ___25 March 2025___
5. Rent:      ___12,000 pounds a year___
6. Governing law: ___England and Wales___
""",
        {
            "Fenwick Estates Limited": "10 High Row, Durham DH1 3AA",
            "Corbel Books Ltd": "3 Bridge End, Durham DH1 1BB",
        },
        "2025-03-25",
        (5, "year"),
        "GB-EAW",
    ),
    "a German preamble": (
        """\
Kooperationsvertrag

zwischen

Lindenau Optik GmbH, Bahnhofstraße 3, 07745 Jena
- nachfolgend "Auftraggeber" -

und

Steigerwald Messtechnik KG, Am Graben 5, 96047 Bamberg
- nachfolgend "Auftragnehmer" -

Vertragsbeginn: 01.05.2025
Vertragslaufzeit: 2 Jahre
Anwendbares Recht: Recht der Bundesrepublik Deutschland
""",
        {
            "Lindenau Optik GmbH": "Bahnhofstraße 3, 07745 Jena",
            "Steigerwald Messtechnik KG": "Am Graben 5, 96047 Bamberg",
        },
        "2025-05-01",
        (2, "year"),
        "DE",
    ),
    "German labels": (
        """\
DIENSTLEISTUNGSVERTRAG

Auftraggeber: Nordwind Anlagen GmbH
Straße: Hafenweg 12
PLZ / Ort: 20457 Hamburg
Land: Deutschland

Auftragnehmer: Talbach Software AG
Anschrift: Seestrasse 44, 8002 Zürich, Schweiz

Vertragsbeginn: 1. März 2025
Laufzeit: 24 Monate
Anwendbares Recht: Schweizer Recht
""",
        {
            "Nordwind Anlagen GmbH": "Hafenweg 12, 20457 Hamburg, Deutschland",
            "Talbach Software AG": "Seestrasse 44, 8002 Zürich, Schweiz",
        },
        "2025-03-01",
        (24, "month"),
        "CH",
    ),
    "labels above lines": (
        """\
SUBSCRIPTION AGREEMENT

Customer details
Legal name: Fernhollow Veterinary Group, Inc.
Business address:
210 Orchard Avenue
Boise, ID 83702
Contact person: Kim Roe
E-mail: kim@fern.example

Vendor details
Legal name: Slateford Systems Corp.
Business address:
5 Foundry Lane, Suite 300
Denver, CO 80202
Contact person: Al Poe

Commercial terms
Subscription start: 09/15/2025
Subscription term: 36 months
Governing law: Colorado

1. Subscription. Customer subscribes.
""",
        {
            "Fernhollow Veterinary Group, Inc.": "210 Orchard Avenue, Boise, ID 83702",
            "Slateford Systems Corp.": "5 Foundry Lane, Suite 300, Denver, CO 80202",
        },
        "2025-09-15",
        (36, "month"),
        "US-CO",
    ),
    "a row for each party": (
        """\
<html><body><h1>Statement of terms</h1>
<h2>Parties</h2>
<table>
<tr><th>Role</th>
<th>Name</th>
<th>Address</th>
<th>Country</th></tr>
<tr><td>Seller</td>
<td>Brackenridge Timber Ltd</td>
<td>Sawmill Yard, Forres IV36 1AA</td>
<td>United Kingdom</td></tr>
<tr><td>Buyer</td>
<td>Halvorsen Møbler AS</td>
<td>Storgata 14, 0184 Oslo</td>
<td>Norway</td></tr></table>
<h2>Terms</h2>
<table>
<tr><th>Term begins</th>
<th>Duration</th>
<th>Proper law</th></tr>
<tr><td>1 October 2025</td>
<td>3 years</td>
<td>Scots law</td></tr></table>
<p>1. Sale. The Seller sells and the Buyer buys.</p></body></html>
""",
        {
            "Brackenridge Timber Ltd": "Sawmill Yard, Forres IV36 1AA, United Kingdom",
            "Halvorsen Møbler AS": "Storgata 14, 0184 Oslo, Norway",
        },
        "2025-10-01",
        (3, "year"),
        "GB-SCT",
    ),
    "roles before names": (
        """\
AGENCY AGREEMENT

between

the Principal: Alder & Finch Instruments Ltd, 16 Mill Street, Cork T12 AB34, Ireland

and

the Agent: Costa Verde Representações Lda., Rua das Flores 20, 4050-262 Porto, Portugal

Start of agreement: 1 November 2025
Period of agreement: 2 years
The law of Ireland applies.

1. Appointment. The Principal appoints the Agent.
""",
        {
            "Alder & Finch Instruments Ltd": "16 Mill Street, Cork T12 AB34, Ireland",
            "Costa Verde Representações Lda.": "Rua das Flores 20, 4050-262 Porto, Portugal",
        },
        "2025-11-01",
        (2, "year"),
        "IE",
    ),
    "addresses of who signs": (
        """\
CONTRACT FOR SERVICES

This Contract commences on 5 January 2026 and lasts for twelve months.
It is governed by the laws of the Republic of Ireland.

Signed for Ballyvarra Creamery Limited
Signature: ____________
Name: M. Shea
Position: Director
Registered address: Main Street, Ballyvarra, Co. Limerick V94 Y1Y1

Signed for Dunmore Engineering DAC
Signature: ____________
Name: P. Hale
Position: Director
Registered address: 9 Dock Road, Limerick V94 Z2Z2
""",
        {
            "Ballyvarra Creamery Limited": "Main Street, Ballyvarra, Co. Limerick V94 Y1Y1",
            "Dunmore Engineering DAC": "9 Dock Road, Limerick V94 Z2Z2",
        },
        "2026-01-05",
        (12, "month"),
        "IE",
    ),
    "colons in a column": (
        """\
CONSULTANCY AGREEMENT SUMMARY
Client name            : Redgate Minerals Pvt. Ltd.
Client address         : 12-3 Tank Bund Road, Hyderabad 500080, Telangana, India
Consultant name        : Saptarang Geo Services LLP
Consultant address     : 45 FC Road, Pune 411004, Maharashtra, India
Effective date         : 15-09-2025
Contract period        : 11 (eleven) months
Governing law          : India
""",
        {
            "Redgate Minerals Pvt. Ltd.": "12-3 Tank Bund Road, Hyderabad 500080, Telangana, India",
            "Saptarang Geo Services LLP": "45 FC Road, Pune 411004, Maharashtra, India",
        },
        "2025-09-15",
        (11, "month"),
        "IN",
    ),
    "blocks below roles": (
        """\
FRANCHISE AGREEMENT

FRANCHISOR:
Bluecap Bakeries, LLC
a Nevada limited liability company
3400 Desert Inn Road
Las Vegas, NV 89121

FRANCHISEE:
Oak & Ember Holdings, Inc.
a Utah corporation
91 Temple View Drive
Provo, UT 84601

COMMENCEMENT DATE: August 1, 2025
INITIAL TERM: ten (10) years
GOVERNING LAW: Nevada
""",
        {
            "Bluecap Bakeries, LLC": "3400 Desert Inn Road, Las Vegas, NV 89121",
            "Oak & Ember Holdings, Inc.": "91 Temple View Drive, Provo, UT 84601",
        },
        "2025-08-01",
        (10, "year"),
        "US-NV",
    ),
}
