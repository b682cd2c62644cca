"""Every transition of the registers of module ``finance``; read ``flow_tables`` for how a line is read."""

import datetime as dt
from typing import Any

from seed.examples import example
from seed.factories import Centre
from tests.workflow import stages

COUNTER = "cashier receptionist reception_lead"
VOIDERS = "cs_supervisor director"

# No filler named: the supervisor and the director keep the price list; cashier and reception_lead make a period's bills.
FEE_ITEM = """
make_bills | active   | =        | cashier reception_lead | bill_from bill_due_on
archive    | active   | archived | cs_supervisor director | reason
restore    | archived | active   | cs_supervisor director |
"""


def _fee_item(centre: Centre, state: str) -> Any:
    return stages.kept(centre, example(centre, "FeeItem"), state)


# Filled by cashier, receptionist, reception_lead; waived by the director alone.
BILL = f"""
collect | due  | paid   | {COUNTER}               |
dun     | due  | =      | {COUNTER} cs_supervisor |
waive   | due  | waived | director                | reason
void    | due  | void   | {VOIDERS}               | reason
"""

# With money on it: the rest may be collected or waived, but it can't be voided (tests/registers/test_bill.py).
BILL_PARTLY_PAID = f"""
collect | part | paid   | {COUNTER}               |
dun     | part | =      | {COUNTER} cs_supervisor |
waive   | part | waived | director                | reason
"""
BILL_PAID = f"""
dun     | due part | =      | {COUNTER} cs_supervisor |
waive   | due part | waived | director                | reason
"""


def _bill(centre: Centre, state: str) -> Any:
    bill = example(centre, "Bill")
    if state in {"part", "paid"}:
        line = {"bill": bill.id, "amount": bill.amount if state == "paid" else bill.amount / 2}
        example(centre, "Receipt", lines=[line])
    if state == "waived":
        centre.do(bill, "waive", "director", reason="空置房减免")
    return centre.do(bill, "void", "director", reason="重复") if state == "void" else bill


# Filled by receptionist, reception_lead, cashier. Asked for here by the receptionist; never voided (G1).
RECEIPT = """
ask_reversal    | issued         | reversal_asked | cashier receptionist | reason
reverse         | reversal_asked | reversed       | director             | reason
refuse_reversal | reversal_asked | issued         | director             | reason
"""


def _receipt(centre: Centre, state: str) -> Any:
    receipt = example(centre, "Receipt")
    if state != "issued":
        centre.do(receipt, "ask_reversal", "receptionist", reason="金额写错")
    return centre.do(receipt, "reverse", "director", reason="属实") if state == "reversed" else receipt


# Filled by cashier, cs_supervisor.
RECEIPT_BOOK = """
close | open        | closed | cashier cs_supervisor  |
void  | open closed | void   | cs_supervisor director | reason
"""


def _receipt_book(centre: Centre, state: str) -> Any:
    spoilt = [{"number": "0000501", "reason": "写坏"}]
    book = example(centre, "ReceiptBook", number_from="0000501", number_to="0000501", voided=spoilt)
    return stages.record(centre, book, state, "cashier")


# Filled by cashier, receptionist. This one was taken before, on paper: with a receipt, the receipt is reversed instead.
DEPOSIT = f"""
deduct        | held                             | =              | {VOIDERS}                   | deducted_now reason
ask_refund    | held                             | refund_asked   | receptionist reception_lead |
first_approve | refund_asked                     | first_approved | director                    |
refuse_refund | refund_asked first_approved      | held           | director                    | reason
refund        | first_approved                   | refunded       | cashier                     |
void          | held refund_asked first_approved | void           | {VOIDERS}                   | reason
"""


def _deposit(centre: Centre, state: str) -> Any:
    deposit = example(centre, "Deposit", old_receipt="0008123")
    if state == "forfeited":
        return centre.do(deposit, "deduct", "director", deducted_now=deposit.amount, reason="破坏承重结构")
    if state == "void":
        return centre.do(deposit, "void", "director", reason="登记错")
    for name, step, who in (
        ("refund_asked", "ask_refund", "receptionist"),
        ("first_approved", "first_approve", "director"),
        ("refunded", "refund", "cashier"),
    ):
        if deposit.status == state:
            break
        centre.do(deposit, step, who)
        assert deposit.status == name
    return deposit


# Filled by receptionist, reception_lead; the cashier took none of that day's cash.
CASH_DEPOSIT = """
submit   | draft                    | submitted | receptionist reception_lead |
approve  | submitted                | approved  | cashier                     |
return_  | submitted                | draft     | cashier                     | reason
reject   | submitted                | rejected  | cashier                     | reason
withdraw | submitted                | draft     | receptionist                |
void     | draft submitted approved | void      | cs_supervisor director      | reason
"""


def _cash_deposit(centre: Centre, state: str) -> Any:
    return stages.approval(centre, example(centre, "CashDeposit"), state, "receptionist", ("cashier",))


# Filled by receptionist, reception_lead, cs_supervisor, cashier. The first call lies four months back.
DUNNING = f"""
remind      | new reminded                        | reminded | {COUNTER}                                 | how
send_letter | reminded                            | lettered | cs_supervisor                             | tracking_no
visit       | reminded lettered                   | visited  | cs_supervisor reception_lead receptionist | step_result
go_legal    | lettered visited                    | legal    | director                                  | reason
complain    | new reminded lettered visited legal | =        | receptionist reception_lead cs_supervisor |
void        | new reminded lettered visited legal | void     | {VOIDERS}                                 | reason
"""
LONG_AGO = dt.datetime(2026, 7, 10, 2, 0, tzinfo=dt.UTC)


def _dunning(centre: Centre, state: str) -> Any:
    bill = example(centre, "Bill")
    paper = example(centre, "Dunning", bills=[bill.id])
    if state == "void":
        return centre.do(paper, "void", "director", reason="登记错")
    if state == "settled":
        example(centre, "Receipt", bill=bill)
        return paper
    for name, step, who, given in (
        ("reminded", "remind", "receptionist", {"how": "phone", "step_result": "下月发工资后缴", "step_at": LONG_AGO}),
        ("lettered", "send_letter", "cs_supervisor", {"tracking_no": "EB000000001CS"}),
        ("visited", "visit", "receptionist", {"step_result": "家中无人"}),
        ("legal", "go_legal", "director", {"reason": "长期拒缴"}),
    ):
        if paper.status == state:
            break
        centre.do(paper, step, who, **given)
        assert paper.status == name
    return paper


# Filled by receptionist, reception_lead.
FEE_APPOINTMENT = f"""
collect | booked | collected | {COUNTER} |
miss    | booked | missed    | {COUNTER} | reason
cancel  | booked | cancelled | {COUNTER} |
void    | booked | void      | {VOIDERS} | reason
"""


def _fee_appointment(centre: Centre, state: str) -> Any:
    paper = example(centre, "FeeAppointment")
    steps = {"collected": "collect", "missed": "miss", "cancelled": "cancel", "void": "void"}
    if state == "booked":
        return paper
    who = "director" if state == "void" else "receptionist"
    given = {"reason": "敲门无人应"} if state in {"missed", "void"} else {}
    return centre.do(paper, steps[state], who, **given)


# Filled by cashier, cs_supervisor.
EXPENSE = """
submit   | draft                    | submitted | cashier cs_supervisor  |
approve  | submitted                | approved  | director               |
return_  | submitted                | draft     | director               | reason
reject   | submitted                | rejected  | director               | reason
withdraw | submitted                | draft     | cashier                |
void     | draft submitted approved | void      | cs_supervisor director | reason
"""


def _expense(centre: Centre, state: str) -> Any:
    return stages.approval(centre, example(centre, "Expense"), state, "cashier", ("director",))


# Filled by cs_supervisor, hr_admin.
BUDGET = """
submit   | draft                    | submitted | cs_supervisor hr_admin |
approve  | submitted                | approved  | director               |
return_  | submitted                | draft     | director               | reason
reject   | submitted                | rejected  | director               | reason
withdraw | submitted                | draft     | cs_supervisor          |
void     | draft submitted approved | void      | cs_supervisor director | reason
"""


def _budget(centre: Centre, state: str) -> Any:
    return stages.approval(centre, example(centre, "Budget"), state, "cs_supervisor", ("director",))


WAYS = (
    ("FeeItem", "FeeItem", FEE_ITEM, _fee_item, "active archived"),
    ("Bill", "Bill", BILL, _bill, "due waived void"),
    ("Bill partly paid", "Bill", BILL_PARTLY_PAID, _bill, "part"),
    ("Bill paid", "Bill", BILL_PAID, _bill, "paid"),
    ("Receipt", "Receipt", RECEIPT, _receipt, "issued reversal_asked reversed"),
    ("ReceiptBook", "ReceiptBook", RECEIPT_BOOK, _receipt_book, "open closed void"),
    ("Deposit", "Deposit", DEPOSIT, _deposit, "held refund_asked first_approved refunded forfeited void"),
    ("CashDeposit", "CashDeposit", CASH_DEPOSIT, _cash_deposit, "draft submitted approved rejected void"),
    ("Dunning", "Dunning", DUNNING, _dunning, "new reminded lettered visited legal settled void"),
    ("FeeAppointment", "FeeAppointment", FEE_APPOINTMENT, _fee_appointment, "booked collected missed cancelled void"),
    ("Expense", "Expense", EXPENSE, _expense, "draft submitted approved rejected void"),
    ("Budget", "Budget", BUDGET, _budget, "draft submitted approved rejected void"),
)
"""(name, register, table, how a document gets into a state, the states looked at)."""


def answers(_centre: Centre, record: Any, transition: str) -> dict[str, Any] | None:
    """What each step of these registers asks, filled in."""
    every: dict[tuple[str, str], dict[str, Any]] = {
        ("fee_item", "make_bills"): {"bill_from": dt.date(2026, 11, 1), "bill_due_on": dt.date(2026, 11, 30)},
        ("bill", "waive"): {"reason": "空置房减免"},
        ("receipt", "ask_reversal"): {"reason": "金额写错"},
        ("receipt", "reverse"): {"reason": "属实"},
        ("receipt", "refuse_reversal"): {"reason": "金额没有错"},
        ("deposit", "deduct"): {"deducted_now": "200.00", "reason": "破坏防水层"},
        ("deposit", "refuse_refund"): {"reason": "验收还没有通过"},
        ("dunning", "remind"): {"how": "phone"},
        ("dunning", "send_letter"): {"tracking_no": "EB000000002CS"},
        ("dunning", "visit"): {"step_result": "答应周末缴"},
        ("dunning", "go_legal"): {"reason": "长期拒缴"},
        ("dunning", "complain"): {"summary": "业主嫌保洁不干净，不肯缴费"},
        ("fee_appointment", "miss"): {"reason": "敲门无人应"},
    }
    return every.get((record.slug(), transition))
