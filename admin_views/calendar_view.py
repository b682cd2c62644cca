"""The working calendar's screens, with a word on top about years whose public holidays are not known yet."""

from __future__ import annotations

from admin_views.reader import Reader
from admin_views.register_view import RegisterView
from admin_views.viewmodels import Message
from deadlines.calendar import calendar_for


class CalendarView(RegisterView):
    """The register of days on which a site differs."""

    def remarks(self, who: Reader) -> tuple[Message, ...]:
        """Return the sentences about this year and the next, at the site the reader works at."""
        calendar = calendar_for(who.session, who.actor.site_id)
        return tuple(Message(text=who.say(words), tone="amber") for words in calendar.warnings(who.today))
