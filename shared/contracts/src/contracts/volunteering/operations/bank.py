"""Love banks (爱心银行): hours served become minutes that can be given, held and exchanged for goods."""

from __future__ import annotations

from contracts.access import Area, role, self_in, signed_in
from contracts.imports import ImportReply, request_of
from contracts.operations import Command, Import, Query
from contracts.roles import COMMUNITY_SECRETARY, OFFICERS, REGISTRAR
from contracts.volunteering.examples import ACCOUNT, AREA, BANK, HELPED, OTHER_BANK, PERSON
from contracts.volunteering.records import bank as records
from contracts.volunteering.replies import bank as replies
from contracts.volunteering.requests import bank as requests
from contracts.volunteering.resources import Bank, BankAccount

_READERS = [self_in(BankAccount.person_id), role(*OFFICERS).over(BankAccount.area)]
_BALANCE = {
    "record_key": "2010/陈一",
    "source": "圳尾社区爱心银行台账",
    "person_id": PERSON,
    "minutes": 540,
    "earned_on": "2010-12-31",
}

open_bank = Command(
    "volunteering.open_bank",
    "POST /banks",
    request=requests.OpenBank,
    reply=replies.Bank,
    on=Area,
    allow=[role(*OFFICERS).over(Area.area_id)],
    refuses=["bank_exists", "bank_needs_community"],
    about="Open the love bank of a community or of a larger area; from now on hours of its residents earn minutes.",
    example={"area_id": AREA},
    status=201,
)
list_banks = Query(
    "volunteering.list_banks",
    "GET /banks",
    request=requests.ListBanks,
    reply=replies.BankPage,
    allow=[signed_in()],
    about="Love banks of an area and below it.",
    example={"area_id": AREA},
    paged=True,
)
show_bank = Query(
    "volunteering.show_bank",
    "GET /banks/{bank_id}",
    request=requests.ShowBank,
    reply=replies.BankBalance,
    on=Bank,
    allow=[role(*OFFICERS).over(Bank.area)],
    about="The books of one bank, now or as of the end of a day: issued, redeemed, expired, common, and what banks owe.",
    example={"bank_id": BANK},
)
open_bank_account = Command(
    "volunteering.open_bank_account",
    "POST /banks/{bank_id}/accounts",
    request=requests.OpenBankAccount,
    reply=replies.BankAccount,
    on=Bank,
    allow=[signed_in()],
    refuses=[
        "account_exists",
        "bank_of_others",
        "person_unknown",
        "person_not_alive",
        "not_for_others",
        "not_a_volunteer",
    ],
    about="Open an account (开户) at the bank of where one lives, oneself or by an officer. Whoever earns minutes without "
    "one gets it by that.",
    example={"bank_id": BANK, "person_id": HELPED},
    status=201,
)
grant_minutes = Command(
    "volunteering.grant_minutes",
    "POST /banks/{bank_id}/grants",
    request=requests.GrantMinutes,
    reply=replies.BankBalance,
    on=Bank,
    allow=[role(COMMUNITY_SECRETARY).over(Bank.area)],
    refuses=["balance_too_low", "person_unknown", "person_not_alive", "no_bank_at_home", "not_for_oneself"],
    about="Give minutes that were given to the community to somebody who needs them; nobody grants them to themselves.",
    example={"bank_id": BANK, "person_id": HELPED, "minutes": 60},
    status=201,
)
settle_banks = Command(
    "volunteering.settle_banks",
    "POST /banks/{bank_id}/settlements",
    request=requests.SettleBanks,
    reply=replies.BankBalance,
    on=Bank,
    allow=[role(*OFFICERS).over(Bank.area)],
    refuses=["bank_unknown", "nothing_to_settle", "other_bank_not_yours"],
    about="Settle what two banks owe each other: the one that holds the minutes takes over to have issued them. "
    "By an officer who answers for both.",
    example={"bank_id": BANK, "with_bank_id": OTHER_BANK},
    status=201,
)
list_bank_accounts = Query(
    "volunteering.list_bank_accounts",
    "GET /bank-accounts",
    request=requests.ListBankAccounts,
    reply=replies.BankAccountPage,
    allow=[signed_in()],
    about="Accounts with their balances: one's own, or those of an area for its officers.",
    example={"area_id": AREA},
    paged=True,
)
show_bank_account = Query(
    "volunteering.show_bank_account",
    "GET /bank-accounts/{account_id}",
    request=requests.ShowBankAccount,
    reply=replies.BankAccountOnDay,
    on=BankAccount,
    allow=_READERS,
    about="The balance of one account, now or as of the end of a day.",
    example={"account_id": ACCOUNT, "on": "2011-12-31"},
)
list_bank_entries = Query(
    "volunteering.list_bank_entries",
    "GET /bank-accounts/{account_id}/entries",
    request=requests.ListBankEntries,
    reply=replies.BankEntryPage,
    on=BankAccount,
    allow=_READERS,
    about="The statement (对账单) of one account, latest first.",
    example={"account_id": ACCOUNT},
    paged=True,
)
give_minutes = Command(
    "volunteering.give_minutes",
    "POST /bank-accounts/{account_id}/gifts",
    request=requests.GiveMinutes,
    reply=replies.BankAccount,
    on=BankAccount,
    allow=[self_in(BankAccount.person_id)],
    refuses=[
        "balance_too_low",
        "gift_limit_reached",
        "gift_to_oneself",
        "person_unknown",
        "person_not_alive",
        "no_bank_at_home",
        "bank_unknown",
    ],
    about="Give one's minutes to somebody, also of another community, or to a community; they keep their age.",
    example={"account_id": ACCOUNT, "minutes": 60, "to_person_id": HELPED},
    status=201,
)
bring_minutes_home = Command(
    "volunteering.bring_minutes_home",
    "POST /bank-accounts/{account_id}/transfers",
    request=requests.OfBankAccount,
    reply=replies.BankAccount,
    on=BankAccount,
    allow=[self_in(BankAccount.person_id), role(COMMUNITY_SECRETARY).over(BankAccount.area)],
    refuses=["already_at_home", "no_bank_at_home", "person_unknown", "person_not_alive"],
    about="Move all that can be spent to the bank of where one lives now. A move of home does it by itself; this is for a "
    "bank that opened later.",
    example={"account_id": ACCOUNT},
    status=201,
)
import_opening_balances = Import(
    "volunteering.import_opening_balances",
    "POST /opening-balances/imports",
    request=request_of(records.OpeningBalanceRecord),
    reply=ImportReply,
    record=records.OpeningBalanceRecord,
    allow=[role(REGISTRAR).anywhere()],
    refuses=[
        "out_of_area",
        "person_unknown",
        "person_not_alive",
        "not_a_volunteer",
        "no_bank_at_home",
        "date_in_future",
        "earned_after_opening",
        "already_brought_forward",
        "minutes_run_out",
    ],
    about="Bring balances of an older love bank forward (期初余额), by a posting of their own. Hours of the past, which "
    "`POST /attendances/imports` enters, earn nothing here: what they were worth and is not spent stands in these balances.",
    example={"dry_run": True, "records": [_BALANCE]},
)
