"""Contracts that say when they end, renew and are to be noticed, each in words of its own.

The right answers were worked out by the rules of `docs/deadlines.md` before anything had read
them. A pair of days is a span: a notice in business days may err early by the holidays that nobody
knows.
"""

from dataclasses import dataclass
from typing import Any, Final

SILENT: Final = "told by nobody, and no wrong day in its place"


@dataclass(frozen=True, slots=True)
class Wording:
    """One contract; `days` has what is right on each day that is asked about."""

    name: str
    made: str
    body: str
    days: tuple[dict[str, Any], ...]
    title: str = "SERVICES AGREEMENT"
    roles: tuple[str, str] = ("Provider", "Customer")
    law: str = "England and Wales"

    @property
    def text(self) -> str:
        """Return the whole contract."""
        one, other = self.roles
        return (
            f'{self.title}\n\nThis {self.title.title()} (this "Agreement") is made on {self.made} '
            f'between Alder Works Ltd ("{one}") and Birch Foods plc ("{other}").\n\n{self.body}\n\n'
            f"Governing law. This Agreement is governed by the laws of {self.law}.\n\n"
            "IN WITNESS WHEREOF, the parties have signed this Agreement.\n\n"
            "Alder Works Ltd\nBy: /s/ R. Example\nName: R. Example\n\n"
            "Birch Foods plc\nBy: /s/ S. Sample\nName: S. Sample\n"
        )


WORDINGS: Final = (
    Wording(
        "business-days",
        "1 March 2025",
        (
            "1. Term. The initial term begins on 1 March 2025 and lasts one year. It renews for "
            "successive one-year terms unless either party notifies the other in writing that it "
            "does not wish to renew no fewer than thirty (30) business days before the term then "
            "running ends."
        ),
        (
            {
                "as_of": "2026-11-29",
                "status": "renewed",
                "term_from": "2026-03-01",
                "term_to": "2027-03-01",
                "notice_by": ("2027-01-01", "2027-01-17"),
            },
        ),
    ),
    Wording(
        "working-days",
        "2 June 2026",
        (
            "1. Duration. This Agreement starts on 2 June 2026 and has an initial duration of "
            "twelve months. On expiry it is automatically renewed for further periods of twelve "
            "months unless, at least 20 working days before the expiry, a party informs the "
            "other in writing that it will not renew."
        ),
        (
            {
                "as_of": "2026-11-29",
                "status": "running",
                "term_to": "2027-06-02",
                "notice_by": ("2027-04-20", "2027-05-04"),
            },
        ),
    ),
    Wording(
        "nor-more-than",
        "March 20, 2024",
        (
            "2. Term. The term shall commence on April 1, 2024 and, unless sooner terminated, "
            "shall expire on March 31, 2027. Thereafter this Agreement shall be renewed "
            "automatically for additional periods of two (2) years each unless written notice "
            "that it elects not to renew is delivered by one party to the other not less than 90 "
            "nor more than 120 days prior to the expiry of the initial or any additional period."
        ),
        (
            {
                "as_of": "2026-11-29",
                "status": "running",
                "term_to": "2027-03-31",
                "notice_by": "2026-12-31",
                "window_opens": "2026-12-01",
            },
        ),
        law="the State of New York",
    ),
    Wording(
        "commencement",
        "15 January 2025",
        (
            '1. The services start on 1 February 2025 (the "Commencement Date").\n\n2. This '
            "Agreement shall run for a period of 24 months from the Commencement Date, and shall "
            "then renew for periods of 12 months unless either party gives the other three "
            "months' written notice before the end of the period then running."
        ),
        (
            {
                "as_of": "2026-11-29",
                "status": "running",
                "term_from": "2025-02-01",
                "term_to": "2027-02-01",
                "notice_by": None,
                "missed": "2026-10-31",
                "next_notice_by": "2027-10-31",
            },
        ),
    ),
    Wording(
        "evergreen",
        "10 June 2023",
        (
            "1. This is an evergreen agreement: it takes effect on 10 June 2023 and stays in "
            "force until one of the parties withdraws from it by ninety days' written notice."
        ),
        ({"as_of": "2026-11-29", "status": "open_ended", "term_to": None, "notice_by": None},),
    ),
    Wording(
        "coterminous",
        "1 May 2025",
        (
            "1. This Order Form takes effect on 1 May 2025 and is co-terminous with the Master "
            "Services Agreement dated 3 March 2024 between the parties, and ends when that "
            "agreement ends."
        ),
        (
            {
                "as_of": "2026-11-29",
                "status": ("unknown", "open_ended"),
                "term_to": None,
                "notice_by": None,
            },
        ),
        title="ORDER FORM",
    ),
    Wording(
        "mutual-only",
        "1 January 2025",
        (
            "1. This Agreement commences on 1 January 2025 and ends on 31 December 2026. It may "
            "be renewed for further terms of one year upon the mutual written agreement of the "
            "parties reached not later than 60 days before it ends."
        ),
        (
            {
                "as_of": "2026-11-29",
                "status": "running",
                "term_to": "2026-12-31",
                "notice_by": None,
                "missed": None,
            },
            {"as_of": "2027-02-01", "status": "expired", "expired_on": "2026-12-31"},
        ),
    ),
    Wording(
        "option-lease",
        "20 March 2018",
        (
            "1. The term is ten years from and including 25 March 2018.\n\n2. The Tenant shall "
            "have the option, exercisable by notice in writing to the Landlord not later than "
            "nine months before the term expires, to extend the term by five years."
        ),
        (
            {
                "as_of": "2026-11-29",
                "status": "running",
                "term_from": "2018-03-25",
                "term_to": "2028-03-25",
                "notice_by": None,
                "option_by": "2027-06-24",
            },
        ),
        title="LEASE",
        roles=("Landlord", "Tenant"),
    ),
    Wording(
        "price-window",
        "15 July 2026",
        (
            "1. Subscription Term. Twelve (12) months starting 15 July 2026. The subscription "
            "renews automatically for successive 12-month terms unless Customer cancels in "
            "writing at least 45 days before the renewal date.\n\n2. Fees. Provider may increase "
            "the fees for a renewal term by giving at least 90 days' notice before the renewal "
            "date."
        ),
        (
            {
                "as_of": "2026-11-29",
                "status": "running",
                "term_to": "2027-07-15",
                "notice_by": "2027-05-30",
            },
        ),
        title="SUBSCRIPTION AGREEMENT",
    ),
    Wording(
        "month-end",
        "30 November 2024",
        (
            "1. This Agreement starts on 30 November 2024 for three months and then rolls over "
            "for successive terms of three months each, unless either party gives one month's "
            "written notice before the end of the current three-month term."
        ),
        (
            {
                "as_of": "2026-11-29",
                "status": "renewed",
                "term_from": "2026-08-30",
                "term_to": "2026-11-30",
                "notice_by": None,
                "missed": "2026-10-29",
                "next_notice_by": "2027-01-27",
            },
        ),
    ),
    Wording(
        "leap-annual",
        "29 February 2024",
        (
            "1. This Agreement commences on 29 February 2024 and continues for one year. It "
            "renews annually for further periods of one year unless a party gives thirty days' "
            "notice of non-renewal before the end of the current year."
        ),
        (
            {
                "as_of": "2026-11-29",
                "status": "renewed",
                "term_from": "2026-02-28",
                "term_to": "2027-02-28",
                "notice_by": "2027-01-28",
            },
            {
                "as_of": "2028-01-10",
                "status": "renewed",
                "term_to": "2028-02-29",
                "notice_by": "2028-01-29",
            },
        ),
    ),
    Wording(
        "dotted-dates",
        "25.03.2025",
        (
            "1. The contract takes effect on 01.04.2025 and ends on 31.03.2027. It is tacitly "
            "renewed for one year at a time unless a party gives notice of termination three "
            "months before expiry."
        ),
        (
            {
                "as_of": "2026-11-29",
                "status": "running",
                "term_to": "2027-03-31",
                "notice_by": "2026-12-31",
            },
        ),
        law="Austria",
    ),
    Wording(
        "slashed-european",
        "28/6/2024",
        (
            "1. The contract runs from 1/7/2024 to 30/6/2027 and is extended for consecutive "
            "periods of 12 months unless one of the parties objects by registered letter at "
            "least six months before expiry."
        ),
        (
            {
                "as_of": "2026-11-29",
                "status": "running",
                "term_to": "2027-06-30",
                "notice_by": "2026-12-30",
            },
        ),
        law="Italy",
    ),
    Wording(
        "american-slashes",
        "04/10/2025",
        (
            "1. Term. This Agreement is effective as of 04/15/2025 and continues for one (1) "
            "year. It will automatically renew for successive one (1) year periods unless either "
            "party gives notice of non-renewal at least sixty (60) days prior to the end of the "
            "then-current term.\n\n2. Fees. The first invoice is due 06/30/2025."
        ),
        (
            {
                "as_of": "2026-11-29",
                "status": "renewed",
                "term_from": "2026-04-15",
                "term_to": "2027-04-15",
                "notice_by": "2027-02-13",
            },
        ),
        law="the State of Texas",
    ),
    Wording(
        "instrument-only",
        "May 5, 2024",
        (
            "1. This Agreement is effective as of May 5, 2024 and shall remain in force for a "
            "period of three years thereafter. It shall not be renewed except by an instrument "
            "in writing signed by both parties."
        ),
        (
            {
                "as_of": "2026-11-29",
                "status": "running",
                "term_to": "2027-05-05",
                "notice_by": None,
                "missed": None,
            },
            {"as_of": "2027-06-01", "status": "expired"},
        ),
        law="the State of Ohio",
    ),
    Wording(
        "once-more",
        "1 October 2023",
        (
            "1. The initial period is two years from 1 October 2023. It shall be extended once "
            "for a further period of 18 months unless the Customer objects in writing at least "
            "eight weeks before the initial period runs out."
        ),
        (
            {
                "as_of": "2025-01-01",
                "status": "running",
                "term_to": "2025-10-01",
                "notice_by": "2025-08-05",
            },
            {
                "as_of": "2026-11-29",
                "status": "renewed",
                "term_from": "2025-10-01",
                "term_to": "2027-04-01",
                "notice_by": None,
                "missed": None,
                "next_notice_by": None,
            },
            {"as_of": "2027-05-01", "status": "expired", "expired_on": "2027-04-01"},
        ),
    ),
    Wording(
        "up-to-two",
        "September 1, 2022",
        (
            "1. Following the initial three-year term starting September 1, 2022, this Agreement "
            "will automatically renew for up to two (2) additional one-year terms, unless either "
            "party notifies the other of non-renewal in writing at least 60 days before the end "
            "of the term."
        ),
        (
            {
                "as_of": "2025-06-01",
                "status": "running",
                "term_to": "2025-09-01",
                "notice_by": "2025-07-02",
            },
            {
                "as_of": "2026-11-29",
                "status": "renewed",
                "term_from": "2026-09-01",
                "term_to": "2027-09-01",
                "notice_by": None,
                "missed": None,
            },
            {"as_of": "2027-10-01", "status": "expired", "expired_on": "2027-09-01"},
        ),
        law="the State of Delaware",
    ),
    Wording(
        "indefinite-quarter",
        "1 September 2023",
        (
            "1. The contract begins on 1 September 2023 and is concluded for an indefinite "
            "period. It may be terminated by either party at the end of a calendar quarter by "
            "giving six weeks' notice."
        ),
        ({"as_of": "2026-11-29", "status": "open_ended", "term_to": None, "notice_by": None},),
        law="Germany",
    ),
    Wording(
        "fixed-calendar-day",
        "1 February 2024",
        (
            "1. This Agreement is effective on 1 February 2024 and shall expire on December 31, "
            "2025, and shall renew from year to year thereafter unless notice of termination is "
            "given on or before October 1 of the year in which it would expire."
        ),
        (
            {
                "as_of": "2026-08-01",
                "status": "renewed",
                "term_from": "2026-01-01",
                "term_to": "2026-12-31",
                "notice_by": SILENT,
            },
            {
                "as_of": "2026-11-29",
                "status": "renewed",
                "term_to": "2026-12-31",
                "notice_by": SILENT,
                "missed": SILENT,
                "next_notice_by": SILENT,
            },
        ),
    ),
    Wording(
        "third-anniversary",
        "1 January 2026",
        (
            '1. "Initial Term" means the period from 1 January 2026 to the third anniversary of '
            "that date. Upon its expiry this Agreement renews for further periods of 12 months "
            "each unless one party serves on the other not less than six (6) months' prior "
            "written notice expiring at the end of the Initial Term or of any further period."
        ),
        (
            {
                "as_of": "2026-11-29",
                "status": "running",
                "term_from": "2026-01-01",
                "term_to": "2029-01-01",
                "notice_by": "2028-06-30",
            },
        ),
    ),
    Wording(
        "day-before",
        "14 February 2022",
        (
            "1. This Agreement commences on 14 February 2022 and expires on the day before the "
            "fifth anniversary of that date."
        ),
        (
            {
                "as_of": "2026-11-29",
                "status": "running",
                "term_to": ("2027-02-13", "2027-02-14"),
                "notice_by": None,
            },
        ),
    ),
    Wording(
        "minimum-term",
        "1 June 2024",
        (
            "1. This Agreement begins on 1 June 2024. There is a minimum term of twelve months, "
            "after which it continues unless and until terminated by either party giving not "
            "less than three months' notice in writing, such notice not to expire before the end "
            "of the minimum term."
        ),
        ({"as_of": "2026-11-29", "status": "open_ended", "notice_by": None},),
    ),
    Wording(
        "not-started",
        "2 November 2026",
        (
            "1. The engagement shall commence on 1 January 2027 for a fixed term of two years "
            "and shall end without notice at the end of it."
        ),
        (
            {
                "as_of": "2026-11-29",
                "status": "not_started",
                "term_from": "2027-01-01",
                "term_to": "2029-01-01",
                "notice_by": None,
            },
        ),
    ),
    Wording(
        "no-earlier-no-later",
        "10 January 2026",
        (
            "1. The Subscription Period is twelve months from 10 January 2026. Each Subscription "
            "Period is followed automatically by another of the same length unless Customer "
            "gives notice of cancellation no earlier than 60 days and no later than 30 days "
            "before the last day of the Subscription Period then running."
        ),
        (
            {
                "as_of": "2026-11-29",
                "status": "running",
                "term_to": "2027-01-10",
                "notice_by": "2026-12-10",
                "window_opens": "2026-11-10",
            },
        ),
        title="SUBSCRIPTION AGREEMENT",
    ),
    Wording(
        "calendar-months",
        "1 April 2024",
        (
            "1. This Agreement shall be in force for two (2) years from 1 April 2024 and "
            "thereafter for successive periods of one year, unless terminated at the end of any "
            "such period by not less than six (6) full calendar months' written notice."
        ),
        (
            {
                "as_of": "2026-11-29",
                "status": "renewed",
                "term_from": "2026-04-01",
                "term_to": "2027-04-01",
                "notice_by": None,
                "missed": "2026-09-30",
                "next_notice_by": "2027-09-30",
            },
        ),
    ),
    Wording(
        "option-window",
        "June 1, 2019",
        (
            "1. Term. The Term is one hundred twenty (120) months commencing July 1, 2019.\n\n2. "
            "Option. Tenant may extend the Term for one (1) additional period of sixty (60) "
            "months by giving Landlord written notice no sooner than eighteen (18) months and no "
            "later than twelve (12) months prior to the expiration of the initial Term."
        ),
        (
            {
                "as_of": "2026-11-29",
                "status": "running",
                "term_from": "2019-07-01",
                "term_to": "2029-07-01",
                "notice_by": None,
                "option_by": "2028-06-30",
            },
        ),
        title="LEASE AGREEMENT",
        roles=("Landlord", "Tenant"),
        law="the State of Illinois",
    ),
    Wording(
        "no-automatic",
        "1 March 2024",
        (
            "1. This Agreement starts on 1 March 2024. There shall be no automatic renewal. Upon "
            "expiry on 28 February 2027 the parties shall negotiate in good faith about a new "
            "agreement."
        ),
        (
            {
                "as_of": "2026-11-29",
                "status": "running",
                "term_to": "2027-02-28",
                "notice_by": None,
            },
            {"as_of": "2027-04-01", "status": "expired"},
        ),
    ),
    Wording(
        "dispatching",
        "20 January 2025",
        (
            "1. The agreement enters into force on 20 January 2025 for a term of two years and "
            "is tacitly renewed for the same term. Either party can prevent the renewal by "
            "dispatching a written notice at least one month prior to the end of the term."
        ),
        (
            {
                "as_of": "2026-11-29",
                "status": "running",
                "term_to": "2027-01-20",
                "notice_by": "2026-12-19",
            },
            {
                "as_of": "2028-01-01",
                "status": "renewed",
                "term_from": "2027-01-20",
                "term_to": "2029-01-20",
            },
        ),
        law="Belgium",
    ),
    Wording(
        "each-anniversary",
        "June 15, 2022",
        (
            "1. Term. The Executive's employment begins on June 15, 2022 and continues for an "
            "initial term of three years. Commencing on the third anniversary of that date and "
            "on each anniversary thereafter, the term shall automatically be extended for one "
            "additional year unless, at least ninety (90) days prior to such anniversary, either "
            "party gives written notice that the term shall not be extended."
        ),
        (
            {
                "as_of": "2026-11-29",
                "status": "renewed",
                "term_from": "2026-06-15",
                "term_to": "2027-06-15",
                "notice_by": "2027-03-16",
            },
        ),
        title="EMPLOYMENT AGREEMENT",
        roles=("Company", "Executive"),
        law="the State of New Jersey",
    ),
    Wording(
        "duty-yearly",
        "1 January 2024",
        (
            "1. This Agreement begins on 1 January 2024 and continues until terminated by ninety "
            "days' notice.\n\n2. Provider shall furnish Customer with a certificate of insurance "
            "by 31 January of each year."
        ),
        (
            {
                "as_of": "2026-11-29",
                "status": "open_ended",
                "duties": [{"who": "Provider", "by": "2027-01-31", "every": "year"}],
            },
        ),
    ),
    Wording(
        "duty-quarter",
        "1 January 2024",
        (
            "1. This Agreement begins on 1 January 2024 and continues until terminated by ninety "
            "days' notice.\n\n2. Licensee shall pay to Licensor the royalties within forty-five "
            "(45) days following the end of each calendar quarter."
        ),
        (
            {
                "as_of": "2026-11-29",
                "duties": [{"who": "Licensee", "by": "2027-02-14", "every": "quarter"}],
            },
        ),
        title="LICENCE AGREEMENT",
        roles=("Licensor", "Licensee"),
    ),
    Wording(
        "duty-fiscal",
        "1 January 2024",
        (
            "1. This Agreement begins on 1 January 2024 and continues until terminated by ninety "
            "days' notice.\n\n2. Borrower shall deliver to Lender unaudited financial statements "
            "within 30 days after the end of each fiscal quarter. Borrower's fiscal year ends on "
            "31 March."
        ),
        (
            {
                "as_of": "2026-11-29",
                "duties": [
                    {"who": "Borrower", "by": ("2027-01-30", "2027-01-30"), "every": "quarter"}
                ],
            },
        ),
        title="LOAN AGREEMENT",
        roles=("Lender", "Borrower"),
    ),
    Wording(
        "duty-monthly",
        "1 January 2024",
        (
            "1. This Agreement begins on 1 January 2024 and continues until terminated by ninety "
            "days' notice.\n\n2. Agency shall submit its report of sales no later than the 10th "
            "day of each month."
        ),
        (
            {
                "as_of": "2026-11-29",
                "duties": [{"who": "Agency", "by": "2026-12-10", "every": "month"}],
            },
        ),
        title="AGENCY AGREEMENT",
        roles=("Principal", "Agency"),
    ),
    Wording(
        "duty-once",
        "1 January 2026",
        (
            "1. This Agreement begins on 1 January 2026 and continues until terminated by ninety "
            "days' notice.\n\n2. No later than March 1, 2027, Provider shall deliver the final "
            "design to Customer."
        ),
        (
            {
                "as_of": "2026-11-29",
                "duties": [{"who": "Provider", "by": "2027-03-01", "every": None}],
            },
        ),
        law="the State of Ohio",
    ),
    Wording(
        "quarters",
        "1 January 2026",
        (
            "1. This Agreement has an initial period of four calendar quarters beginning on 1 "
            "January 2026, and continues thereafter from quarter to quarter unless terminated by "
            "either party by thirty days' notice to the end of the quarter."
        ),
        (
            {
                "as_of": "2026-11-29",
                "status": "running",
                "term_to": "2027-01-01",
                "notice_by": "2026-12-01",
            },
        ),
    ),
    Wording(
        "two-notices",
        "1 February 2026",
        (
            "1. This Agreement begins on 1 February 2026 and has an initial term of one year. It "
            "renews automatically for further terms of one year unless Customer gives at least "
            "30 days', or Provider gives at least 90 days', written notice of non-renewal before "
            "the end of the term."
        ),
        (
            {
                "as_of": "2026-10-01",
                "status": "running",
                "term_to": "2027-02-01",
                "notice_by": "2026-11-02",
            },
        ),
    ),
    Wording(
        "end-of-month",
        "1 July 2025",
        ("1. This Agreement takes effect on 1 July 2025 and runs through the end of June 2027."),
        ({"as_of": "2026-11-29", "status": SILENT, "term_to": SILENT, "notice_by": None},),
    ),
    Wording(
        "midnight",
        "1 February 2025",
        (
            "1. This Agreement is in force from 1 February 2025 until midnight on 31 January "
            "2027 and is not capable of renewal."
        ),
        ({"as_of": "2026-11-29", "status": "running", "term_to": "2027-01-31", "notice_by": None},),
    ),
    Wording(
        "convenience",
        "1 December 2025",
        (
            "1. Term. This Agreement begins on 1 December 2025 and has an initial term of "
            "eighteen months. It renews automatically for successive terms of six months unless "
            "a party gives written notice of non-renewal at least 60 days before the end of the "
            "term.\n\n2. Convenience. Either party may terminate this Agreement for convenience "
            "at any time upon fifteen (15) days' written notice.\n\n3. Breach. Either party may "
            "terminate it if the other fails to cure a breach within 30 days of notice."
        ),
        (
            {
                "as_of": "2026-11-29",
                "status": "running",
                "term_to": "2027-06-01",
                "notice_by": "2027-04-01",
            },
        ),
    ),
    Wording(
        "equal-to-initial",
        "1 May 2023",
        (
            "1. The Initial Term is 36 months from 1 May 2023. At its end this Agreement "
            "automatically renews for a term equal to the Initial Term unless cancelled by "
            "written notice at least 90 days before the end of the term then running."
        ),
        (
            {
                "as_of": "2026-11-29",
                "status": "renewed",
                "term_from": "2026-05-01",
                "term_to": "2029-05-01",
            },
        ),
    ),
    Wording(
        "like-periods",
        "1 May 2024",
        (
            "1. This Agreement is effective on 1 May 2024 and shall continue for two years, and "
            "shall thereafter be automatically renewed for like periods unless either party "
            "gives written notice to the other at least 120 days before the expiration of any "
            "such period."
        ),
        (
            {
                "as_of": "2026-11-29",
                "status": "renewed",
                "term_from": "2026-05-01",
                "term_to": "2028-05-01",
                "notice_by": "2028-01-01",
            },
        ),
        law="the State of Georgia",
    ),
    Wording(
        "received-by",
        "1 January 2026",
        (
            "1. This Agreement starts on 1 January 2026 and lasts twelve months. Unless notice "
            "that it shall lapse has been received by the other party not later than 31 days "
            "before its end, it shall continue for another twelve months, and so on from year to "
            "year."
        ),
        (
            {
                "as_of": "2026-11-29",
                "status": "running",
                "term_to": "2027-01-01",
                "notice_by": SILENT,
            },
        ),
    ),
    Wording(
        "unless-sooner",
        "November 1, 2024",
        (
            "3. Unless sooner terminated as set forth herein, the term of this Agreement shall "
            "be for a period commencing November 1, 2024 and ending October 31, 2026, provided "
            "that such term shall be automatically extended for successive one-year periods "
            "unless Customer notifies Provider to the contrary in writing at least four (4) "
            "months before the end of such term."
        ),
        (
            {
                "as_of": "2026-11-29",
                "status": "renewed",
                "term_from": "2026-11-01",
                "term_to": "2027-10-31",
                "notice_by": "2027-06-30",
            },
        ),
        law="the State of Delaware",
    ),
)
