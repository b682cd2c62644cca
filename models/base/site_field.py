"""本项目字段: fields that a site adds to a register without code; they go wherever a declared field goes (decision 0022)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Mapped

from models.base.rules import changed, is_new
from models.declare import Record, choice, choices, decimal, flag, integer, rows, string
from models.declare.site_values import PLACES
from models.spec import Case, Kind, L, LabelEnum, Module, Refusal, Register, Rights, Role, Section, Set, When, base_data
from models.spec.enums import made
from models.spec.site_fields import PREFIX

MOST = 30
"""Fields one site may add to one register, archived ones among them."""
LONGEST_KEY = 32
NUMBERS = ("int", "decimal", "money")
CHOICES = ("enum", "enums")
WORDS = ("str", "text", "int")
DOCUMENT = re.compile(
    r"身份证|护照|证件号|银行卡|银行账|\bid (?:card|number|no)|passport|bank (?:card|account)", re.IGNORECASE
)
TELEPHONE = re.compile(r"(?:电话|手机)(?:号|号码)?$|(?:phone|telephone|mobile)(?: number| no\.?)?$", re.IGNORECASE)


class SiteKind(LabelEnum):
    """The types a site's own field may have; the codes are those of ``spec.Kind``."""

    str = "str", "单行文字", "Short text"
    text = "text", "多行文字", "Long text"
    int = "int", "整数", "Whole number"
    money = "money", "金额", "Amount"
    decimal = "decimal", "小数", "Decimal number"
    date = "date", "日期", "Date"
    datetime = "datetime", "日期和时间", "Date and time"
    bool = "bool", "是/否", "Yes or no"
    enum = "enum", "单选", "One choice"
    enums = "enums", "多选", "Several choices"
    phone = "phone", "电话", "Telephone"


def _same(words: str | None) -> str:
    return "".join((words or "").split()).casefold()


def _model(slug: str | None) -> type[Record] | None:
    from models import REGISTERS  # noqa: PLC0415 -- the list of registers holds this one

    return next((m for m in REGISTERS if m.slug() == slug and m.__register__.takes_site_fields), None)


def _others(case: Case) -> list[Any]:
    """Return the other fields of the same site and register, archived ones too."""
    row = case.record
    query = select(SiteField).where(SiteField.site_id == row.site_id, SiteField.register == row.register)
    with case.session.no_autoflush:
        return [f for f in case.session.scalars(query) if f is not row]


def key_of(words: str, taken: Iterable[str]) -> str:
    """Return the name a new field goes by in addresses and files: its Chinese words in pinyin, with a number when taken."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 -- its dictionaries take a third of a second to load

    plain = re.sub(r"[^a-z0-9]+", "_", "".join(lazy_pinyin(words)).lower()).strip("_")[:LONGEST_KEY].strip("_")
    key, known, n = f"{PREFIX}{plain or 'field'}", set(taken), 1
    while (key if n == 1 else f"{key}_{n}") in known:
        n += 1
    return key if n == 1 else f"{key}_{n}"


def keyed(case: Case) -> list[Set]:
    """Give a new field its key, once and for all."""
    if case.record.key:
        return []
    return [Set("key", key_of(case.record.label_zh or "", [f.key for f in _others(case)]))]


def stays_where_it_is(case: Case) -> Refusal | None:
    """Refuse another register, or another type once records hold a value."""
    row = case.record
    if is_new(row):
        return None
    if changed(row, "register"):
        return Refusal(
            L("字段建好后不能换登记簿，请另建一个。", "A field can't move to another register; add a new one."),
            "register",
        )
    if changed(row, "kind") and in_use(case, row):
        return Refusal(
            L(
                "已有单据填过这个字段，类型不能再改。需要别的类型时，请停用它，另建一个。",
                "Records already hold values of this field, so its type can't change. Archive it and add another one.",
            ),
            "kind",
        )
    return None


def in_use(case: Case, row: Any) -> bool:
    """Say whether a record of the site holds a value of the field."""
    model: Any = _model(row.register)
    if model is None:
        return False
    query = select(model.id).where(model.site_id == row.site_id, model.site_values[row.key].as_string().is_not(None))
    with case.session.no_autoflush:
        return case.session.execute(query.limit(1), execution_options={"all_sites": True}).first() is not None


def name_is_free(case: Case) -> Refusal | None:
    """Refuse a name that the register's form already has: a workbook's columns are told apart by their names."""
    row = case.record
    names = (
        {"label_zh": _same(row.label_zh), "label_en": _same(row.label_en)}
        if row.label_en
        else {"label_zh": _same(row.label_zh)}
    )
    model = _model(row.register)
    for field in model.__fields__.values() if model is not None else ():
        for at, name in names.items():
            if name in {_same(field.label.zh), _same(field.label.en)}:
                return Refusal(
                    L(
                        "这个登记簿已有“{name}”，请换个名称。",
                        "This register already has “{name}”; choose another name.",
                    ).format(name=field.label),
                    at,
                )
    for other in _others(case):
        for at, name in names.items():
            if name in {_same(other.label_zh), _same(other.label_en)}:
                gone = L(
                    "“{name}”已经建过，现在停用着；请恢复它，或换个名称。",
                    "“{name}” exists and is archived; restore it or choose another name.",
                )
                here = L("“{name}”已经建过，请换个名称。", "“{name}” exists already; choose another name.")
                return Refusal((gone if other.status == "archived" else here).format(name=other.label_zh), at)
    return None


def nothing_secret(case: Case) -> Refusal | None:
    """Refuse numbers that have to be masked in a field that isn't (X-01, 001 保密制度)."""
    row = case.record
    words = f"{row.label_zh or ''} {row.label_en or ''}"
    if DOCUMENT.search(words):
        return Refusal(
            L(
                "证件号、银行账号不能放在自加的字段里：它们要遮挡显示、查阅留痕。请填在住户档案的“证件号码”里。",
                "Identity and bank numbers don't belong in an added field: they must be masked and every look logged. "
                "Use the resident's “ID number”.",
            ),
            "label_zh",
        )
    if row.kind in WORDS and any(TELEPHONE.search((name or "").strip()) for name in (row.label_zh, row.label_en)):
        return Refusal(
            L(
                "存电话的字段，类型请选“电话”：列表和导出会遮挡中间几位。",
                "For telephone numbers choose the type “Telephone”: lists and exports then mask them.",
            ),
            "kind",
        )
    return None


def choices_are_sound(case: Case) -> Refusal | None:
    """Refuse a choice without choices, two of one name, and taking away one that records may hold."""
    row = case.record
    gone = inspect(row).attrs.options.history.deleted
    if not is_new(row) and any(line.id for line in gone):
        return Refusal(
            L(
                "保存过的选项不能删除，旧单据可能选过它。不再用的请勾“停用”。",
                "A saved choice can't be taken away: records may hold it. Tick “No longer offered” instead.",
            ),
            "options",
        )
    if row.kind not in CHOICES:
        return None
    if not any(not line.withdrawn for line in row.options):
        return Refusal(L("请至少写一个选项。", "Please write at least one choice."), "options")
    words = [_same(w) for line in row.options for w in {line.zh, line.en or line.zh}]
    if len(words) != len(set(words)):
        return Refusal(
            L("有两个选项同名，请改成不同的。", "Two choices have the same name; make them different."), "options"
        )
    return None


def limits_are_sound(case: Case) -> Refusal | None:
    """Refuse a least value above the greatest, and more fields than a form can bear."""
    row = case.record
    if row.minimum is not None and row.maximum is not None and row.minimum > row.maximum:
        return Refusal(
            L("“最小值”大于“最大值”，请对调。", "The least value is above the greatest; swap them."), "minimum"
        )
    if is_new(row) and len(_others(case)) >= MOST:
        return Refusal(
            L(
                "一个登记簿最多加 {n} 个字段（含停用的）。",
                "At most {n} fields can be added to a register, archived ones included.",
            ).format(n=MOST),
            "register",
        )
    return None


class SiteField(Record):
    """One field that a site added to one of its registers."""

    __register__ = Register(
        label=L("本项目字段", "Fields of this site"),
        module=Module.base,
        source=("desk custom", "A-19"),
        help=L(
            "给本项目的登记簿加几个自己要的字段：填表、列表、筛选、搜索、导入导出和打印里都有，别的项目看不到。",
            "Fields this site adds to its registers: in forms, lists, filters, searches, workbooks and prints; other sites don't see them.",
        ),
        icon="columns-3",
        title="label_zh",
        list=("label_zh", "register", "kind", "required", "position", "key", "status"),
        sections=(
            Section(L("字段", "Field"), "register", "label_zh", "kind", "options", "required", "hint"),
            Section(L("限制", "Limits"), "length", "minimum", "maximum", "places"),
            Section(L("其他设置", "More"), "label_en", "position", "see_roles", "edit_roles", "key"),
        ),
        search=("label_zh", "label_en", "key"),
        filters=("register", "kind", "status"),
        sort="register",
        flow=base_data(),
        rights=Rights(
            read=(Role.sysadmin, Role.director, Role.hq_quality), create=(Role.sysadmin,), export=(Role.sysadmin,),
            import_=(),
        ),
        locked_rights=("create", "edit", "import", "do:archive", "do:restore"),
        fixed=True,
        derive=keyed,
        guards=(stays_where_it_is, name_is_free, nothing_secret, choices_are_sound, limits_are_sound),
        unique=(("site_id", "register", "key"),),
    )  # fmt: skip

    register: Mapped[str] = string(L("登记簿", "Register"), length=60, required=True)
    label_zh: Mapped[str] = string(L("名称", "Name"), length=20, required=True)
    kind: Mapped[SiteKind] = choice(SiteKind, L("类型", "Type"), required=True)
    options: Mapped[list[Any]] = rows(
        L("选项", "Choices"),
        options={"shown_when": When("kind", *CHOICES)},
        zh=string(L("选项", "Choice"), length=30, required=True),
        en=string(L("英文", "In English"), length=60),
        withdrawn=flag(L("停用", "No longer offered")),
    )
    required: Mapped[bool | None] = flag(
        L("必填", "Required"),
        help=L(
            "旧单据和自动生成的单据不受影响，打开时会提示补填。",
            "Older records and those made automatically are not held up; their pages say what is still to be filled in.",
        ),
    )
    hint: Mapped[str | None] = string(L("填写提示", "Hint"), length=120)
    length: Mapped[int | None] = integer(
        L("最多字数", "Most characters"),
        minimum=1,
        maximum=500,
        shown_when=When("kind", "str"),
        help=L("不填为 120 字。", "Left empty: 120."),
    )
    minimum: Mapped[Decimal | None] = decimal(
        L("最小值", "Least value"), places=PLACES, shown_when=When("kind", *NUMBERS)
    )
    maximum: Mapped[Decimal | None] = decimal(
        L("最大值", "Greatest value"), places=PLACES, shown_when=When("kind", *NUMBERS)
    )
    places: Mapped[int | None] = integer(
        L("小数位数", "Decimal places"),
        minimum=1,
        maximum=PLACES,
        shown_when=When("kind", "decimal"),
        help=L("不填为 2 位。", "Left empty: 2."),
    )
    label_en: Mapped[str | None] = string(
        L("英文名称", "Name in English"),
        length=60,
        help=L("不填时英文界面也显示中文。", "Left empty, English pages show the Chinese."),
    )
    position: Mapped[int | None] = integer(
        L("顺序", "Order"),
        minimum=0,
        maximum=999,
        help=L("小的在前；不填按建立的先后。", "Smaller comes first; empty ones follow in the order they were added."),
    )
    see_roles: Mapped[tuple[Role, ...]] = choices(
        Role,
        L("谁能看", "Who sees it"),
        help=L("不选：能看这张单据的人都能看。", "Left empty: whoever sees the record."),
    )
    edit_roles: Mapped[tuple[Role, ...]] = choices(
        Role,
        L("谁能填", "Who fills it in"),
        help=L("不选：能改这张单据的人都能填。", "Left empty: whoever may change the record."),
    )
    key: Mapped[str | None] = string(L("字段代码", "Key"), length=40, system=True)


def offer(registers: Iterable[type[Record]]) -> None:
    """Name the registers a field may be added to; called once, when the list of registers is complete."""
    specs = [(m.slug(), m.__register__) for m in registers if m.__register__.takes_site_fields]
    words = [
        (slug, L(f"{s.label.zh}（{s.module.label.zh}）", f"{s.label.en} ({s.module.label.en})")) for slug, s in specs
    ]
    enum = made("TakesSiteFields", words)
    SiteField.__fields__["register"] = replace(SiteField.__fields__["register"], kind=Kind.enum, enum=enum, wide=True)
