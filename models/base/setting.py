"""项目参数: the limits, targets and switches of a site (requirements appendix B)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped

from models.base.setting_keys import BY_KEY, SettingError, parse
from models.base.setting_words import UNSET, worded
from models.declare import Record, computed, string, text
from models.spec import Case, L, Label, Module, Refusal, Register, Rights, Role, Scope, Section, base_data

EDITORS = (Role.sysadmin, Role.director)
NO_SUCH_ROLE = L(
    "没有“{name}”这个角色。请先写本系统的角色，再写本项目的称谓，例如 管理处主任：项目经理、服务中心经理。",
    "There is no role “{name}”. Write the role first and its titles here behind it, such as Site director: 项目经理.",
)
_ROLES = frozenset(r.value for r in Role)


def key_is_known(case: Case) -> Refusal | None:
    """Refuse a parameter the product doesn't know, and a value that can't be read."""
    key = (case.record.key or "").strip()
    try:
        value = parse(key, case.record.value or "")
    except KeyError:
        return Refusal(
            L(
                "没有“{key}”这个参数，请从参数清单中选择。", "There is no setting “{key}”; choose one from the list."
            ).format(key=key),
            "key",
        )
    except SettingError as wrong:
        return Refusal(wrong.sentence, "value")
    unknown = [name for name in value or () if name not in _ROLES] if key == "role.map" else []
    return Refusal(NO_SUCH_ROLE.format(name=unknown[0]), "value") if unknown else None


def meaning(row: Any) -> Label | None:
    """Return what the parameter stands for."""
    try:
        return BY_KEY[row.key].label
    except KeyError:
        return None


def in_words(row: Any) -> Label | str:
    """Return the value as it is read, in words."""
    try:
        return worded(row.key, parse(row.key, row.value))
    except (KeyError, SettingError):
        return str(row.value)


def default(row: Any) -> Label | str:
    """Return what holds without this row; 未配置 where nothing does."""
    try:
        declared = BY_KEY[row.key]
    except KeyError:
        return ""
    if declared.default is None:
        return UNSET
    mark = L("{value}(本系统建议)", "{value} (our suggestion)") if declared.suggested else L("{value}", "{value}")
    return mark.format(value=worded(declared.key, declared.default))


class Setting(Record):
    """One parameter of a site, or (site empty) of all sites."""

    __register__ = Register(
        label=L("项目参数", "Site setting"),
        module=Module.base,
        source=("requirements appendix B", "A-19", "A-61"),
        help=L(
            "设定本项目的时限、目标和开关；没有设定的按默认值，默认也没有的显示“未配置”，不作评判。",
            "The limits, targets and switches of this site; what isn't set follows the default, or shows as not set.",
        ),
        icon="sliders-horizontal",
        scope=Scope.site_or_all,
        title="key",
        list=("key", "meaning", "value_words", "default_value", "site", "status"),
        sections=(Section(L("参数", "Setting"), "key", "meaning", "value", "value_words", "default_value", "note"),),
        search=("key", "value", "note"),
        filters=("key", "status"),
        sort="key",
        flow=base_data(roles=EDITORS),
        rights=Rights(
            read=(*EDITORS, Role.cs_supervisor, Role.hq_quality), create=EDITORS, export=(*EDITORS, Role.hq_quality)
        ),
        locked_rights=("create", "edit", "do:archive", "do:restore"),
        fixed=True,
        guards=(key_is_known,),
        unique=(("site_id", "key"),),
    )
    __table_args__ = (
        Index(
            "uq_setting_key_all_sites",
            "key",
            unique=True,
            sqlite_where=sql("site_id IS NULL"),
            postgresql_where=sql("site_id IS NULL"),
        ),
    )

    key: Mapped[str] = string(L("参数", "Setting"), length=60, required=True)
    meaning: Mapped[Label | None] = computed(L("含义", "Meaning"), meaning)
    value: Mapped[str] = string(
        L("取值", "Value"),
        length=400,
        required=True,
        help=L("写“未配置”表示取消默认值。", "Write “unset” to take the default away."),
    )
    value_words: Mapped[Any] = computed(L("现在的取值", "Present value"), in_words)
    default_value: Mapped[Any] = computed(L("默认值", "Default"), default)
    note: Mapped[str | None] = text(L("说明", "Note"))
