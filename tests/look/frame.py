"""The globals of layout/base.html for previews and tests: a receptionist, her navigation, her notices."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2

from admin_views import viewmodels as vm

ROOT = Path(__file__).resolve().parents[2]
Words = Callable[[str, str], str]


def words(locale: str) -> Words:
    return lambda zh, en: zh if locale == "zh" else en


def asset(path: str) -> str:
    digest = hashlib.sha256((ROOT / "static" / path).read_bytes()).hexdigest()[:8]
    return f"/static/{path}?v={digest}"


def environment() -> jinja2.Environment:
    """As the application makes it: autoescape, no reloading, undefined names are errors."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _group(t: Words, path: str, key: str, zh: str, en: str, icon: str, *items: tuple[str, str, str]) -> vm.NavGroup:
    entries = (
        vm.NavItem(slug=slug, label=t(name, english), url=f"/admin/{slug}/", active=f"/{slug}/" in path)
        for slug, name, english in items
    )
    return vm.NavGroup(key=key, label=t(zh, en), icon=icon, items=tuple(entries))


def navigation(t: Words, path: str = "") -> tuple[vm.NavGroup, ...]:
    base = (
        ("unit", "房屋", "Units"),
        ("resident", "业主/住户", "Residents"),
        ("building", "楼栋", "Buildings"),
        ("staff", "员工", "Staff"),
        ("checklist_item", "检查项库", "Checklists"),
    )
    service = (
        ("service_log", "服务登记本", "Service register"),
        ("repair_order", "维修任务单", "Repair orders"),
        ("complaint", "客户投诉登记及处理表", "Complaints"),
        ("callback", "回访记录表", "Callbacks"),
    )
    return (
        _group(t, path, "base", "基础资料", "Base data", "database", *base),
        _group(t, path, "service", "客户服务", "Customer service", "users", *service),
        _group(t, path, "hr", "人事考勤", "People", "briefcase", ("separation", "辞职审批", "Separations")),
        _group(
            t, path, "office", "内部管理", "Administration", "folder", ("work_inspection", "工作检查", "Inspections")
        ),
        _group(
            t, path, "safety", "安全保密", "Safety", "shield-check", ("secret_access_log", "查阅登记", "Access log")
        ),
        _group(t, path, "duty", "时限汇总", "Deadlines", "alarm-clock", ("deadline", "时限台账", "Deadlines")),
    )


def daily(t: Words, path: str = "") -> tuple[vm.NavItem, ...]:
    entries = (
        ("service_log", "服务登记本", "Service register", "phone-call", "4"),
        ("repair_order", "维修任务单", "Repair orders", "wrench", "9"),
        ("complaint", "客户投诉", "Complaints", "megaphone", "1"),
        ("callback", "回访记录", "Callbacks", "phone-forwarded", ""),
        ("unit", "房屋", "Units", "building", ""),
    )
    return tuple(
        vm.NavItem(
            slug=s, label=t(zh, en), url=f"/admin/{s}/", icon=icon, count=n, starred=True, active=f"/{s}/" in path
        )
        for s, zh, en, icon, n in entries
    )


def frame(locale: str = "zh", theme: str = "light", path: str = "/admin/", *, signed_in: bool = True) -> dict[str, Any]:
    """Every global the templates expect, for one page at `path`."""
    t = words(locale)
    site = vm.SiteChoice(id="1", code="LTXY", name=t("蓝天新苑", "Lantian Xinyuan"))
    me = vm.Me(
        name=t("陈晓燕", "Chen Xiaoyan"),
        initials=t("晓燕", "CX"),
        role_label=t("接待专员 · 蓝天新苑", "Reception clerk · Lantian Xinyuan"),
        sites=(site, vm.SiteChoice(id="2", code="YGHY", name=t("阳光花园", "Yangguang Huayuan"))),
        site=site,
        locale="en" if locale == "en" else "zh",
        theme={"dark": "dark", "light": "light"}.get(theme, "auto"),  # type: ignore[arg-type] # a Literal by construction
    )
    return {
        "t": t,
        "csrf_token": lambda: "IjY5ZjM1YzE0ZTA0MDQ4ZTRhYzEyM2ZkYjI5NWQ3ZjY2ZDQ3MmQwYzEi.Zz8Q",
        "nonce": "cHJldmlld25vbmNl",
        "asset": asset,
        "locale": locale,
        "me": me if signed_in else None,
        "nav": navigation(t, path),
        "nav_html": "",
        "nav_daily": daily(t, path),
        "nav_active": "desk" if path == "/admin/" else "",
        "crumbs": (),
        "messages": (),
        "quick_create": (
            vm.Link(label=t("登记来电来访", "Log a call or visit"), url="/admin/service_log/new/", icon="phone-call"),
            vm.Link(label=t("报修", "Repair order"), url="/admin/repair_order/new/", icon="wrench"),
            vm.Link(label=t("投诉", "Complaint"), url="/admin/complaint/new/", icon="megaphone"),
        ),
        "bell": vm.Bell(count="2"),
        "urls": vm.FrameUrls(),
        "here": path,
        "search_query": "",
    }


def crumbs(t: Words, *tail: tuple[str, str]) -> tuple[vm.Link, ...]:
    head = (
        vm.Link(label=t("客户服务", "Customer service"), url=""),
        vm.Link(label=t("维修任务单", "Repair orders"), url="/admin/repair_order/"),
    )
    return head + tuple(vm.Link(label=label, url=url) for label, url in tail)
