"""固定资产登记: what the site owns, where it stands and who keeps it (002 职责15; R-F03)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import Index, inspect, select, text
from sqlalchemy.orm import Mapped

from models.base.moments import today
from models.base.rules import is_new, referred
from models.base.staff import Employment, Staff
from models.declare import Record, choice, date, money, ref, rows, string
from models.spec import (
    RECEPTION,
    STAY,
    Case,
    Effect,
    Flow,
    L,
    LabelEnum,
    Module,
    Refusal,
    Register,
    Rights,
    Role,
    Section,
    Set,
    Transition,
    altered,
    asks,
    record_flow,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

KEEPERS = (Role.hr_admin, *RECEPTION)
IN_USE = text("status <> 'void'")


class AssetCondition(LabelEnum):
    """What it is doing."""

    in_use = "in_use", "在用", "In use"
    idle = "idle", "闲置", "Idle"
    repair = "repair", "维修", "Under repair"
    scrapped = "scrapped", "报废", "Scrapped"


TAKEN = L(
    "资产编号{code}已经登记（{number}），请核对。", "Asset {code} is registered already ({number}); please check."
)
HAS_LEFT = L("{name}已离职，请选在职的保管人。", "{name} has left; choose somebody who works here.")
NOT_SCRAPPED = L(
    "资产还没有报废。请先在“变动登记”里改为报废，再归档。",
    "The asset is not scrapped. Record it as scrapped first, then file it.",
)
NOTHING_CHANGED = L("没有变动：请改地点、保管人或状态。", "Nothing changed: give another place, keeper or condition.")


def code_is_free(case: Case) -> Refusal | None:
    """Refuse a code that another asset bears; the database holds it too."""
    asset = case.record
    with case.session.no_autoflush:
        query = select(FixedAsset.number).where(
            FixedAsset.site_id == asset.site_id,
            FixedAsset.code == asset.code,
            FixedAsset.status != "void",
            FixedAsset.id != (asset.id or 0),
        )
        number = case.session.scalars(query.limit(1)).first()
    return None if number is None else Refusal(TAKEN.format(code=asset.code, number=number), "code")


def keeper_works_here(case: Case) -> Refusal | None:
    """Refuse a keeper who has left."""
    keeper = referred(case, "keeper", Staff)
    if keeper is None or keeper.employment != Employment.left or not _changed(case.record, "keeper"):
        return None
    return Refusal(HAS_LEFT.format(name=keeper.name), "keeper")


def something_changed(case: Case) -> Refusal | None:
    """Refuse to note a change that is none."""
    names = ("place", "keeper", "condition")
    return None if any(_changed(case.record, n) for n in names) else Refusal(NOTHING_CHANGED, "place")


def scrapped(case: Case) -> Refusal | None:
    """Refuse to file an asset that is still there."""
    return None if case.record.condition == AssetCondition.scrapped else Refusal(NOT_SCRAPPED)


def kept_track(case: Case) -> list[Set]:
    """Note a change of place or keeper that was made in the form."""
    if is_new(case.record):
        return []
    return [s for s in _noted(case, "") if isinstance(s, Set)]


def noted(case: Case) -> list[Effect]:
    """Note where the asset was and who kept it before, with the reason."""
    return _noted(case, str(case.data.get("reason") or ""))


def _noted(case: Case, reason: str) -> list[Effect]:
    asset = case.record
    if not any(_changed(asset, n) for n in ("place", "keeper", "condition")):
        return []
    place, keeper = _before(asset, "place"), _before(asset, "keeper_id")
    line = {
        "on": today(case),
        "place_before": place,
        "place_after": asset.place,
        "keeper_before": keeper if keeper is not None else asset.keeper_id,
        "keeper_after": asset.keeper_id,
        "reason": reason or L("修改登记", "Changed in the form").zh,
    }
    names = [f.name for f in type(asset).__fields__["moves"].rows]
    earlier = [
        {"id": r.id, **{n: getattr(r, f"{n}_id" if n.startswith("keeper") else n) for n in names}} for r in asset.moves
    ]
    return [Set("moves", [*earlier, line])]


def _changed(asset: Any, name: str) -> bool:
    attrs = inspect(asset).attrs
    names: Sequence[str] = (name, f"{name}_id") if name == "keeper" else (name,)
    return any((h := attrs[n].history).has_changes() and list(h.added) != list(h.deleted) for n in names)


def _before(asset: Any, name: str) -> Any:
    history = inspect(asset).attrs[name].history
    return history.deleted[0] if history.deleted else getattr(asset, name)


def _flow() -> Flow:
    plain = record_flow(close=KEEPERS, standing=True)
    change = Transition(
        name="change",
        label=L("变动登记", "Record a change"),
        source=("open",),
        to=STAY,
        roles=KEEPERS,
        asks=asks("reason", optional=("place", "keeper", "condition")),
        guards=(something_changed, keeper_works_here),
        effects=noted,
        primary=True,
        clause="002 职责15",
        done=L("{number}的变动已登记。", "The change of {number} is recorded."),
    )
    return altered(plain, first=(change,), close={"guards": (scrapped,)})


class FixedAsset(Record):
    """A fixed asset."""

    __table_args__ = (
        Index(
            "uq_fixed_asset_code_in_use",
            "site_id",
            "code",
            unique=True,
            sqlite_where=IN_USE,
            postgresql_where=IN_USE,
        ),
    )
    __register__ = Register(
        label=L("固定资产登记", "Fixed asset"),
        module=Module.assets,
        source=("002 职责15",),
        help=L(
            "登记电脑、家具、设备等固定资产和保管人；换地点、换保管人、维修或报废用“变动登记”，离职前保管的资产要交清。",
            "Computers, furniture, equipment and who keeps them; record moves, new keepers, repair and scrapping. A leaver "
            "hands over what he keeps.",
        ),
        icon="boxes",
        prefix="ZC",
        aliases=("固定资产台账", "资产卡片"),
        title="name",
        list=("code", "name", "model_no", "place", "keeper", "condition", "bought_on", "status"),
        sections=(
            Section(L("资产", "Asset"), "code", "name", "model_no", "bought_on", "price"),
            Section(L("使用与保管", "Place and keeper"), "place", "keeper", "condition"),
            Section(L("变动", "Changes"), "moves"),
        ),
        search=("number", "code", "name", "model_no", "place", "keeper"),
        filters=("status", "condition", "keeper", "bought_on"),
        sort="code",
        rights=Rights(
            read=(*KEEPERS, Role.cs_supervisor, Role.director, Role.cashier, Role.hq_quality),
            own=(Role.staff,),
            create=KEEPERS,
            export=(Role.director, Role.hr_admin, Role.cashier, Role.hq_quality),
            import_=(Role.hr_admin, Role.sysadmin),
        ),
        flow=_flow(),
        derive=kept_track,
        guards=(code_is_free, keeper_works_here),
    )

    code: Mapped[str] = string(L("资产编号", "Asset code"), length=40, required=True)
    name: Mapped[str] = string(L("名称", "Name"), length=80, required=True)
    model_no: Mapped[str | None] = string(L("规格型号", "Model"), length=80)
    bought_on: Mapped[dt.date | None] = date(L("购置日期", "Bought on"))
    price: Mapped[Decimal | None] = money(L("原值", "Cost"), minimum=0)
    place: Mapped[str | None] = string(L("使用地点", "Place"), length=80)
    keeper: Mapped[Staff] = ref("Staff", L("保管人", "Keeper"), required=True, involves=True)
    keeper_id: Mapped[int]
    condition: Mapped[AssetCondition] = choice(
        AssetCondition, L("状态", "Condition"), required=True, default=AssetCondition.in_use
    )
    moves: Mapped[list[Any]] = rows(
        L("变动", "Changes"),
        options={"system": True},
        on=date(L("日期", "On")),
        place_before=string(L("原地点", "From"), length=80),
        place_after=string(L("现地点", "To"), length=80),
        keeper_before=ref("Staff", L("原保管人", "Keeper before")),
        keeper_after=ref("Staff", L("现保管人", "Keeper now")),
        reason=string(L("原因", "Reason"), length=200),
    )
