"""用户与角色: accounts and the roles they hold at each site (002 职责8; X-15)."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Integer, String, inspect, select
from sqlalchemy.orm import Mapped, mapped_column, object_session, relationship

from models.base.qualification import missing_qualification
from models.base.site import ZONE
from models.declare import Moment, Record, Row, choice, computed, flag, ref, rows, string
from models.engine.titles import title_of
from models.spec import (
    ALL_SITE_ROLES,
    Case,
    L,
    Label,
    LabelEnum,
    Module,
    Refusal,
    Register,
    Rights,
    Role,
    Scope,
    Section,
    Set,
    base_data,
)

if TYPE_CHECKING:
    from models.base.site import Site
    from models.base.staff import Staff

EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]*[A-Za-z0-9])+"
)
USERNAME = re.compile(r"[a-z0-9一-鿿][a-z0-9一-鿿._@-]{1,59}")


class Locale(LabelEnum):
    """The languages of the screens."""

    zh = "zh", "中文", "Chinese"
    en = "en", "英文", "English"


class Theme(LabelEnum):
    """Light or dark."""

    auto = "auto", "跟随系统", "As the device"
    light = "light", "浅色", "Light"
    dark = "dark", "深色", "Dark"


class MailChoice(LabelEnum):
    """What is also sent by e-mail."""

    none = "none", "不发邮件", "No mail"
    digest = "digest", "每天一封汇总", "One digest a day"
    all = "all", "到期、逾期当时发，其余每天一封", "Limits at once, the rest once a day"


class UserGrant(Row):
    """A role an account holds at a site; head-office roles and system administration name no site."""

    __tablename__ = "user_grants"
    __parent__ = "user"
    __table_args__ = (CheckConstraint("(site_id IS NULL) = (role IN ('hq_quality', 'sysadmin'))", name="site_of_role"),)

    site: Mapped[Site | None] = ref(
        "Site",
        L("项目", "Site"),
        help=L("总公司和系统管理员角色不选项目。", "Left empty for head office and administrators."),
    )
    site_id: Mapped[int | None]
    role: Mapped[Role] = choice(Role, L("角色", "Role"), required=True)
    reason: Mapped[str | None] = string(L("未具备资格的理由", "Reason where a qualification is missing"), length=200)


def username_is_plain(case: Case) -> Refusal | None:
    """Refuse a name that is hard to type when signing in."""
    if USERNAME.fullmatch((case.record.username or "").strip().lower()):
        return None
    return Refusal(
        L(
            "账号请用 2 到 60 个小写字母、数字、汉字或 . _ @ -，不带空格，例如 receptionist@ltxy。",
            "Write the account in 2 to 60 small letters, digits or . _ @ - without spaces, such as receptionist@ltxy.",
        ),
        "username",
    )


def address_is_sound(case: Case) -> Refusal | None:
    """Refuse an e-mail address that mail cannot be sent to."""
    given = (case.record.email or "").strip()
    if not given or (given.isascii() and EMAIL.fullmatch(given)):
        return None
    return Refusal(
        L(
            "邮箱地址看起来不完整，请按 zhangsan@example.com 这样填写；不收邮件就留空。",
            "The e-mail address looks incomplete: write it like zhangsan@example.com, or leave it empty for no mail.",
        ),
        "email",
    )


def _site_of(grant: Any) -> int | None:
    return grant.site_id if grant.site_id is not None else (grant.site.id if grant.site is not None else None)


def grants_are_sound(case: Case) -> Refusal | None:
    """Refuse a site role without a site, a head-office role with one, and the same role twice."""
    seen: set[tuple[int | None, str]] = set()
    for at, grant in enumerate(case.record.grants):
        if grant.role is None:
            continue
        role, site = grant.role, _site_of(grant)
        if role in ALL_SITE_ROLES and site is not None:
            return Refusal(
                L(
                    "“{role}”对所有项目有效，请不要选项目。", "“{role}” holds for every site; leave the site empty."
                ).format(role=role.label),
                f"grants-{at}-site",
            )
        if role not in ALL_SITE_ROLES and site is None:
            return Refusal(
                L("请选择“{role}”在哪个项目任职。", "Choose the site at which “{role}” is held.").format(
                    role=role.label
                ),
                f"grants-{at}-site",
            )
        if (site, role) in seen:
            return Refusal(
                L("“{role}”重复授予了，请删去一行。", "“{role}” is granted twice; remove one line.").format(
                    role=title_of(case.session, site, role)
                ),
                f"grants-{at}-role",
            )
        seen.add((site, role))
    return None


def grants_need_qualification(case: Case) -> Refusal | None:
    """Refuse a new reception or fee-taking role for a person without the training, unless a reason is given (X-16)."""
    from models.base.staff import Staff  # noqa: PLC0415 - Staff and User point at each other

    fresh = [
        (at, g)
        for at, g in enumerate(case.record.grants)
        if g.role is not None
        and not (g.reason or "").strip()
        and (not inspect(g).persistent or inspect(g).attrs.role.history.has_changes())
    ]
    if not fresh:
        return None
    with case.session.no_autoflush:
        staff = case.record.id and case.session.scalar(select(Staff).where(Staff.user_id == case.record.id))
    on = case.now.astimezone(ZoneInfo(ZONE)).date()
    for at, grant in fresh:
        refusal = missing_qualification(
            staff or None, grant.role, on, title_of(case.session, _site_of(grant), grant.role)
        )
        if refusal is not None:
            return Refusal(refusal.sentence, f"grants-{at}-reason", refusal.source)
    return None


def cash_roles_together(user: Any) -> Label | None:
    """Return the remark on a person who both takes money and checks it at one site (A-20); None when nobody does."""
    held: dict[int | None, set[Role]] = {}
    for grant in user.grants:
        held.setdefault(_site_of(grant), set()).add(grant.role)
    takers = {Role.receptionist, Role.reception_lead}
    if any(Role.cashier in roles and roles & takers for roles in held.values()):
        return L(
            "同一人兼任收款与财务核对，其缴存单须由主任复核。",
            "The same person takes money and checks it; the director reviews the bankings.",
        )
    return None


def roles_held(user: Any) -> Label:
    """Return the roles an account holds, each as its site calls it and with the site's name."""
    session = object_session(user)
    held = [
        (
            g.role.label if session is None else title_of(session, g.site_id, g.role),
            f" {g.site.name}" if g.site is not None else "",
        )
        for g in user.grants
        if g.role is not None
    ]
    return Label("、".join(f"{r.zh}{at}" for r, at in held), ", ".join(f"{r.en}{at}" for r, at in held))


def derived(case: Case) -> list[Set]:
    """Return the account name as it is compared when signing in."""
    out = [Set("username", case.record.username.strip().lower())] if case.record.username else []
    return [*out, Set("email", case.record.email.strip() or None)] if case.record.email else out


class User(Record):
    """An account; the person behind it is the Staff record that names it."""

    __register__ = Register(
        label=L("用户与角色", "User and role grants"),
        module=Module.base,
        source=("002 职责8", "X-15"),
        help=L(
            "开通登录账号，按项目授予角色；离职人员请停用账号，不要删除。",
            "Accounts and the roles they hold at each site; disable the account of a leaver, never delete it.",
        ),
        icon="shield-user",
        scope=Scope.none,
        sites=("grants", "people"),
        title="username",
        list=("username", "display_name", "roles", "active", "status"),
        sections=(
            Section(L("账号", "Account"), "username", "display_name", "active"),
            Section(L("授权", "Roles"), "grants", "cash_warning"),
            Section(L("界面与提醒", "Screens and notices"), "locale", "theme", "email", "mail"),
        ),
        search=("username", "display_name"),
        filters=("active", "status", "locale"),
        sort="username",
        flow=base_data(),
        rights=Rights(read=(Role.sysadmin, Role.hr_admin), create=(Role.sysadmin,), export=(Role.sysadmin,)),
        locked_rights=("read", "create", "edit", "export", "import", "unmask", "do:archive", "do:restore"),
        derive=derived,
        guards=(username_is_plain, address_is_sound, grants_are_sound, grants_need_qualification),
    )

    username: Mapped[str] = string(L("账号", "Account"), length=60, required=True, unique=True)
    display_name: Mapped[str | None] = string(L("显示姓名", "Name shown"), length=60)
    active: Mapped[bool] = flag(L("启用", "Enabled"), required=True, default=True)
    grants: Mapped[list[UserGrant]] = rows(L("授权", "Roles held"), model=UserGrant)
    locale: Mapped[Locale | None] = choice(Locale, L("界面语言", "Language"), default=Locale.zh)
    theme: Mapped[Theme | None] = choice(Theme, L("界面深浅", "Light or dark"), default=Theme.auto)
    email: Mapped[str | None] = string(
        L("电子邮箱", "E-mail"),
        length=254,
        help=L(
            "提醒也可发到邮箱；本人可在“提醒”页修改。", "Notices can be mailed too; changed by himself under Notices."
        ),
    )
    mail: Mapped[MailChoice | None] = choice(MailChoice, L("邮件提醒", "Notices by mail"), default=MailChoice.digest)
    roles: Mapped[Label] = computed(L("角色", "Roles"), roles_held)
    cash_warning: Mapped[Label | None] = computed(
        L("兼任提示", "Roles held together"), cash_roles_together, source="A-20"
    )

    people: Mapped[list[Staff]] = relationship(
        "Staff", viewonly=True, primaryjoin="User.id == Staff.user_id", foreign_keys="Staff.user_id"
    )
    """Whose account it is: administration sees the accounts of the people at its own sites."""

    # written by sign-in only; no field, so that no screen, export or history shows them
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    must_change_password: Mapped[bool] = mapped_column(Boolean, default=True)
    password_changed_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    session_epoch: Mapped[int] = mapped_column(Integer, default=0)
    last_site_id: Mapped[int | None] = mapped_column(
        ForeignKey("site.id", ondelete="SET NULL", use_alter=True, name="fk_user_last_site_id_site")
    )
    digest_on: Mapped[dt.date | None] = mapped_column(Date)
    """The last day, by his site's clock, for which the day's mail was made or found empty."""
