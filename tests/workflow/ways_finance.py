"""Every transition of the registers of module ``finance``; read ``flow_tables`` for how a line is read."""

from typing import Any

from seed.examples import example
from seed.factories import Centre
from tests.workflow import stages

# Filled by -.
FEE_ITEM = """
archive | active   | archived | sysadmin | reason
restore | archived | active   | sysadmin |
"""


def _fee_item(centre: Centre, state: str) -> Any:
    return stages.kept(centre, example(centre, "FeeItem"), state)


# Filled by cashier, cs_supervisor.
RECEIPT_BOOK = """
close | open        | closed | cashier cs_supervisor  |
void  | open closed | void   | cs_supervisor director | reason
"""


def _receipt_book(centre: Centre, state: str) -> Any:
    return stages.record(centre, example(centre, "ReceiptBook"), state, "cashier")


# Filled by receptionist, reception_lead.
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
    ("ReceiptBook", "ReceiptBook", RECEIPT_BOOK, _receipt_book, "open closed void"),
    ("CashDeposit", "CashDeposit", CASH_DEPOSIT, _cash_deposit, "draft submitted approved rejected void"),
    ("Expense", "Expense", EXPENSE, _expense, "draft submitted approved rejected void"),
    ("Budget", "Budget", BUDGET, _budget, "draft submitted approved rejected void"),
)
"""(name, register, table, how a document gets into a state, the states looked at)."""
