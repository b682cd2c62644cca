"""The sentences of a roster import."""

from __future__ import annotations

from typing import Final

from models.spec import L

ARCHIVED_UNIT: Final = L(
    "{home} 在系统里已归档，请先恢复它，或删掉这一行。", "{home} is archived; restore it first, or delete the row."
)
ARCHIVED_BUILDING: Final = L(
    "楼号 {building} 在系统里已归档，请先恢复它。", "Building {building} is archived; restore it first."
)
TOO_LONG: Final = L(
    "“{field}”有 {count} 个字，最多 {limit} 个。请缩短。",
    "“{field}” has {count} characters; at most {limit} are kept. Shorten it.",
)
OUT_OF_RANGE: Final = L(
    "“{field}”是 {value}，应在 {low} 到 {high} 之间。", "“{field}” is {value}; it must lie between {low} and {high}."
)
OTHERWISE: Final = L(
    "{name} 在前面第 {row} 行已有不同的“{field}”，按前面那一行。",
    "{name} has a different “{field}” in row {row} above; that row counts.",
)
NEW_OWNER: Final = L(
    "更换业主：{old} → {new}；原关系截止到导入当天。",
    "Change of owner: {old} → {new}; the former relation ends on the day of the import.",
)
NEW_TENANT: Final = L("更换租户：{old} → {new}", "Change of tenant: {old} → {new}")
JOINS: Final = L("{name} 的另一套房屋", "A further home of {name}")
NO_RIGHT: Final = L(
    "您的岗位不能导入这些列，已跳过：{fields}", "Your role may not import these columns; they are passed over: {fields}"
)
NOT_THERE: Final = L(
    "表里没有必填的列：{fields}。新增的资料这一项先空着，下次改到它时再填。",
    "The file lacks columns that must be filled in: {fields}. New entries stay without them until somebody fills them in.",
)
