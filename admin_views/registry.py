"""Puts every register's screens, and the few that belong to none, into the program."""

from __future__ import annotations

from flask import Flask
from flask_admin import Admin

from admin_views.attachments import blueprint as attachments
from admin_views.board_screen import BoardView
from admin_views.calendar_view import CalendarView
from admin_views.callback_view import CallbackView
from admin_views.desk import DeskView
from admin_views.duty_task_view import DutyTaskView
from admin_views.help_screen import HelpView
from admin_views.import_papers import PapersImportView
from admin_views.import_screens import RosterImportView
from admin_views.import_site import SiteImportView
from admin_views.leave_view import LeaveView
from admin_views.notices import NoticesView
from admin_views.papers import imports_papers
from admin_views.periodic_report_view import PeriodicReportView
from admin_views.register_view import RegisterView
from admin_views.roles_screen import RolesView
from admin_views.settings_screen import SettingsView
from admin_views.titles_screen import TitlesView
from models import REGISTERS

VIEWS: dict[str, type[RegisterView]] = {
    "unit": RosterImportView,
    "resident": RosterImportView,
    "site": SiteImportView,
    "work_calendar": CalendarView,
    "callback": CallbackView,
    "duty_task": DutyTaskView,
    "leave_request": LeaveView,
    "periodic_report": PeriodicReportView,
}
"""Registers with screens of their own besides the generated ones."""


def register_views(admin: Admin) -> None:
    """Add one view a register, in the order of ``models.REGISTERS``."""
    for model in REGISTERS:
        usual = PapersImportView if imports_papers(model) else RegisterView
        admin.add_view(VIEWS.get(model.slug(), usual)(model))


def init_app(app: Flask) -> None:
    """Mount the desk at ``/admin/``, the registers below it, and the attachments."""
    admin = Admin(app, name="Taizhang", index_view=DeskView())
    register_views(admin)
    admin.add_view(BoardView())
    admin.add_view(HelpView())
    admin.add_view(RolesView())
    admin.add_view(SettingsView())
    admin.add_view(TitlesView())
    admin.add_view(NoticesView())
    app.register_blueprint(attachments)
