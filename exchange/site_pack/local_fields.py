"""The sheet 本项目字段 of a site pack: the fields a site added to its registers (decision 0022)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from exchange.reading import cells
from exchange.reading.refusals import CellRefused
from exchange.site_pack.columns import Col, SheetSpec, choice, names, whole
from exchange.site_pack.plans import Difference
from models import REGISTERS
from models.base.site_field import CHOICES, SiteKind
from models.spec import L, Role

NO_REGISTER = L(
    "没有叫“{value}”的登记簿，或者它不能加字段；请写登记簿的名称，例如 维修任务单。",
    "There is no register “{value}” that takes fields; write its name, such as 维修任务单.",
)
OPTIONS: Final = L("选项", "Choices")


def register(value: Any) -> str | None:
    """A register by its name in either language, or its code."""
    words = cells.text(value)
    if words is None:
        return None
    for model in REGISTERS:
        spec = model.__register__
        if spec.takes_site_fields and words.lower() in {spec.label.zh, spec.label.en.lower(), model.slug()}:
            return model.slug()
    raise CellRefused(NO_REGISTER.format(value=words[:40]))


def role_names(value: Any) -> tuple[Role, ...] | None:
    """Roles, divided by 、."""
    read = choice(Role)
    return tuple(read(word) for word in found) if (found := names(value)) else None


def options(value: Any) -> tuple[tuple[str, str | None], ...] | None:
    """Choices a line each, in one line divided by 、; each with its English after an equals sign where it has one."""
    lines = str(value or "").replace("\r\n", "\n")
    found = tuple(w for line in lines.split("\n") if (w := line.strip())) if "\n" in lines else names(value)
    split = [w.rpartition("=") if "=" in w else (w, "", "") for w in found or ()]
    return tuple((zh.strip(), en.strip() or None) for zh, _, en in split) or None


def _said(options: Iterable[Any]) -> str | None:
    """Choices as ``options`` reads them: in lines where a name has a mark that divides."""
    words = [f"{o.zh}={o.en or ''}" if o.en or "=" in o.zh else o.zh for o in options if not o.withdrawn]
    if any(names(word) != (word,) for word in words):
        return "\n".join([*words, ""])
    return "、".join(words) or None


FIELDS = SheetSpec(
    "site_field",
    "本项目字段",
    (
        Col("register", "登记簿", register, 20, required=True, help="登记簿的名称，例如 维修任务单。"),
        Col("label_zh", "名称", cells.text, 16, required=True, also=("字段名称",)),
        Col("kind", "类型", choice(SiteKind), 12, required=True, choices=tuple(k.label.zh for k in SiteKind)),
        Col(
            "options",
            "选项",
            options,
            30,
            help="单选、多选才填，用顿号隔开，选项里带顿号的一行写一个；要英文的写成 好=Good。",
        ),
        Col("required", "必填", cells.yes_or_no, 8, choices=("是", "否")),
        Col("hint", "填写提示", cells.text, 24),
        Col("length", "最多字数", whole, 10),
        Col("minimum", "最小值", cells.area, 10),
        Col("maximum", "最大值", cells.area, 10),
        Col("places", "小数位数", whole, 10),
        Col("label_en", "英文名称", cells.text, 16),
        Col("position", "顺序", whole, 8),
        Col("see_roles", "谁能看", role_names, 24, help="角色用顿号隔开；空着就是能看这张单据的人都能看。"),
        Col("edit_roles", "谁能填", role_names, 24, help="角色用顿号隔开；空着就是能改这张单据的人都能填。"),
    ),
    said=("label_zh",),
)


def row_of(record: Any) -> dict[str, Any]:
    """Return a field as its row of the sheet."""
    label = {m.slug(): m.__register__.label.zh for m in REGISTERS}
    row: dict[str, Any] = {c.key: getattr(record, c.key) for c in FIELDS.columns if c.key != "options"}
    return {
        **row,
        "register": label[record.register],
        "kind": record.kind.label.zh,
        "options": _said(record.options),
        "required": "是" if record.required else None,
        "see_roles": "、".join(r.label.zh for r in record.see_roles or ()) or None,
        "edit_roles": "、".join(r.label.zh for r in record.edit_roles or ()) or None,
    }


def new_options(record: Any, given: tuple[tuple[str, str | None], ...]) -> list[tuple[str, str | None]]:
    """Return the choices a row names that the field does not have: a pack adds choices, it never takes one away."""
    held = {o.zh for o in record.options} if record is not None else set()
    return [one for one in given if one[0] not in held]


def differences(record: Any, values: Mapping[str, Any]) -> list[Difference]:
    """Say which choices a row would add."""
    added = new_options(record, values.get("options") or ()) if record.kind in CHOICES else []
    return (
        [Difference(OPTIONS, "、".join(o.zh for o in record.options), "＋" + "、".join(zh for zh, _ in added))]
        if added
        else []
    )


def written(record: Any | None, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a row says as ``workflow`` takes it; ``record`` is the field that is there."""
    out = dict(values)
    given = out.pop("options", ())
    if record is not None:
        out.pop("register", None)
    if added := new_options(record, given):
        old = record.options if record is not None else ()
        kept = [{"id": o.id, "zh": o.zh, "en": o.en, "withdrawn": o.withdrawn} for o in old]
        out["options"] = [*kept, *({"zh": zh, "en": en} for zh, en in added)]
    return out


__all__ = ["FIELDS", "differences", "row_of", "written"]
