"""The sheets of a site pack and their order in the workbook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from exchange.site_pack.columns import (
    BUILDINGS,
    CHECKLIST,
    DEPARTMENTS,
    HOMES,
    POSTS,
    SETTINGS_SHEET,
    SITE,
    STAFF,
    SheetSpec,
)
from exchange.site_pack.local_fields import FIELDS

SHEETS: Final = (SITE, DEPARTMENTS, POSTS, STAFF, BUILDINGS, CHECKLIST, SETTINGS_SHEET, FIELDS)
ORDER: Final = ("项目", "部门", "岗位", "员工与账号", "楼栋", HOMES, "检查项", "参数", FIELDS.name)
BY_NAME: Final[Mapping[str, SheetSpec]] = {s.name: s for s in SHEETS}
