"""What must hold among the rows of a pack before anything is written: names that lead somewhere, accounts that are free."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.site_pack.plans import RowPlan, SheetPlan, SitePlan, Verdict
from exchange.site_pack.sheets import ReadSheet
from models.base.department import Department
from models.base.post import Post
from models.base.qualification import QualificationKind, missing_qualification
from models.base.setting_keys import SettingError, parse
from models.base.site import CODE
from models.base.staff import Staff
from models.base.user import USERNAME, User
from models.spec import L, Label

NOT_FOUND = L(
    "“{name}”在“{sheet}”页和已有资料里都没有，请核对。",
    "“{name}” is neither in the sheet “{sheet}” nor in the register.",
)
SEVERAL = L("有几个人叫“{name}”，请改填工号。", "Several people are called “{name}”; write the staff number.")
BAD_CODE = L(
    "项目代码请用 2 到 8 位大写字母或数字，例如 LTXY。",
    "Write the site code in 2 to 8 capital letters or digits, such as LTXY.",
)
BAD_ACCOUNT = L(
    "账号请用 2 到 60 个小写字母、数字、汉字或 . _ @ -，不带空格，例如 receptionist@ltxy。",
    "Write the account in 2 to 60 small letters, digits or . _ @ - without spaces, such as receptionist@ltxy.",
)
ACCOUNT_TAKEN = L("账号“{name}”已有人用，请换一个。", "The account “{name}” is taken; choose another.")
OTHER_ACCOUNT = L(
    "{name}已有账号 {username}，不能换成 {new}。", "{name} has the account {username}; it can't become {new}."
)
ROLE_NO_ACCOUNT = L("填了角色，请同时填账号。", "There are roles but no account; please write the account.")
ACCOUNT_NO_ROLE = L(
    "填了账号，请同时填角色；没有别的角色就填“员工”。", "There is an account but no role; write at least “员工”."
)
NO_KEY = L("没有“{key}”这个参数，请用模板里的参数名。", "There is no setting “{key}”; use the names of the template.")
CIRCLE = L("“直接上级”绕成了圈，请核对。", "The line of superiors leads back to the post itself; please check.")
POST_TWICE = L("岗位“{name}”在别的部门已有，岗位名称不能重复。", "The post “{name}” is in another department already.")


class _Checker:
    """One pass over a plan."""

    def __init__(self, session: Session, plan: SitePlan, read: Mapping[str, ReadSheet]) -> None:
        self.session = session
        self.plan = plan
        self.read = read
        self.departments = self._names("department", Department, "name")
        self.posts = self._names("post", Post, "name")
        people = self.rows("staff")
        old = self.all(Staff)
        self.numbers = {r.values["job_no"] for r in people if "job_no" in r.values} | {s.job_no for s in old}
        named = {(r.values.get("job_no"), r.values.get("name")) for r in people} | {(s.job_no, s.name) for s in old}
        self.named = Counter(name for _, name in named if name)

    def rows(self, key: str) -> list[RowPlan]:
        return self.plan.sheets[key].rows if key in self.plan.sheets else []

    def all(self, model: Any) -> list[Any]:
        site_id = self.plan.site_id
        return [] if site_id is None else list(self.session.scalars(select(model).where(model.site_id == site_id)))

    def _names(self, key: str, model: Any, field: str) -> set[str]:
        return {r.values[field] for r in self.rows(key) if field in r.values} | {
            getattr(record, field) for record in self.all(model)
        }

    def no(self, key: str, row: RowPlan, column: str, message: Label) -> None:
        """Refuse a cell, unless it is refused already."""
        sheet: SheetPlan = self.plan.sheets[key]
        header = self.read[key].spec.header(column)
        if any(p.header == header for p in row.problems):
            return
        sheet.refuse(row, self.read[key].problem(row.row, column, message))

    def one_of(self, key: str, row: RowPlan, column: str, known: set[str], where: str) -> None:
        given = row.values.get(column)
        for name in given if isinstance(given, tuple) else (given,):
            if name is not None and name not in known:
                self.no(key, row, column, NOT_FOUND.format(name=name, sheet=where))

    def person(self, key: str, row: RowPlan, column: str) -> None:
        token = row.values.get(column)
        if token is None or token in self.numbers or self.named[token] == 1:
            return
        words = SEVERAL.format(name=token) if self.named[token] else NOT_FOUND.format(name=token, sheet="员工与账号")
        self.no(key, row, column, words)


def check(session: Session, plan: SitePlan, read: Mapping[str, ReadSheet]) -> None:
    """Refuse the rows that could not be written, each in a sentence."""
    checker = _Checker(session, plan, read)
    for row in checker.rows("site"):
        if "code" in row.values and not CODE.fullmatch(row.values["code"]):
            checker.no("site", row, "code", BAD_CODE)
    for row in checker.rows("department"):
        checker.person("department", row, "head")
        checker.person("department", row, "leader")
    _posts(checker)
    _staff(checker)
    for row in checker.rows("building"):
        checker.person("building", row, "area_keeper")
    for row in checker.rows("setting"):
        _setting(checker, row)


def _posts(checker: _Checker) -> None:
    rows = checker.rows("post")
    above = {r.values["name"]: r.values.get("reports_to") for r in rows if "name" in r.values}
    others = {p.name: p.department.name for p in checker.all(Post)}
    for row in rows:
        checker.one_of("post", row, "department", checker.departments, "部门")
        checker.one_of("post", row, "reports_to", checker.posts, "岗位")
        name = row.values.get("name")
        if name in others and row.values.get("department") not in {None, others[name]}:
            checker.no("post", row, "department", POST_TWICE.format(name=name))
        seen: set[Any] = set()
        higher = above.get(name)
        while higher is not None and higher not in {name, *seen}:
            seen.add(higher)
            higher = above.get(higher)
        if higher is not None and higher == name:
            checker.no("post", row, "reports_to", CIRCLE)


def _staff(checker: _Checker) -> None:
    by_name = {u.username: u for u in checker.session.scalars(select(User))}
    by_number = {s.job_no: s for s in checker.all(Staff)}
    seen: Counter[str] = Counter()
    for row in checker.rows("staff"):
        checker.one_of("staff", row, "post", checker.posts, "岗位")
        checker.one_of("staff", row, "concurrent_posts", checker.posts, "岗位")
        username, roles = row.values.get("username"), row.values.get("roles")
        if roles and not username:
            checker.no("staff", row, "username", ROLE_NO_ACCOUNT)
        if not username:
            continue
        if not roles:
            checker.no("staff", row, "roles", ACCOUNT_NO_ROLE)
        if not USERNAME.fullmatch(username):
            checker.no("staff", row, "username", BAD_ACCOUNT)
        seen[username] += 1
        person = by_number.get(row.values.get("job_no"))
        mine = person.user if person is not None else None
        if seen[username] > 1 or (username in by_name and by_name[username] is not mine):
            checker.no("staff", row, "username", ACCOUNT_TAKEN.format(name=username))
        elif person is not None and mine is not None and mine.username != username:
            words = OTHER_ACCOUNT.format(name=person.name, username=mine.username, new=username)
            checker.no("staff", row, "username", words)
        _qualified(checker, row, person)


def _qualified(checker: _Checker, row: RowPlan, person: Any) -> None:
    """Refuse a role of the desk without training, unless a reason stands there (X-16)."""
    if row.values.get("reason") or row.verdict is Verdict.unchanged:
        return
    kinds = [q.kind for q in person.qualifications] if person is not None else []
    if row.values.get("trained_on"):
        kinds.append(QualificationKind.training)
    lines = [SimpleNamespace(kind=kind, passed_on=None, valid_until=None) for kind in kinds]
    staff = SimpleNamespace(name=row.values.get("name", ""), qualifications=lines)
    for role in row.values.get("roles") or ():
        refusal = missing_qualification(staff, role, dt.date.max)
        if refusal is not None:
            checker.no("staff", row, "reason", refusal.sentence)
            return


def _setting(checker: _Checker, row: RowPlan) -> None:
    if "key" not in row.values:
        return
    try:
        parse(row.values["key"], row.values.get("value", ""))
    except KeyError:
        checker.no("setting", row, "key", NO_KEY.format(key=row.values["key"]))
    except SettingError as wrong:
        checker.no("setting", row, "value", wrong.sentence)
