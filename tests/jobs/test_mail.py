"""Mail: what goes out at once and what once a day, to whom and in whose language, over a real server, never twice."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

import access
from access import SYSTEM
from jobs import tasks
from jobs.config import Config
from jobs.post import WAITS
from jobs.queue import Jobs
from models.base.site import Site
from models.base.staff import Staff
from models.base.unit import Unit
from models.base.user import MailChoice, User
from models.connect import make_engine, reader
from models.declare import table_of
from models.engine import OutgoingMail
from models.spec import Role
from seed import factories
from seed.examples import example
from seed.factories import Centre
from tests.support.databases import Databases
from tests.support.smtp import Mailbox, mail_server
from workflow import accounts, edit

MORNING = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)
"""Monday, 10:00 at the site."""
CLERK, DIRECTOR, LEAD = "clerk@example.com", "director@example.com", "lead@example.com"


@dataclass
class Post:
    """A centre whose clerk wants mail at once, whose director wants one letter a day in English, and the worker's hands."""

    centre: Centre
    jobs: Jobs
    box: Mailbox
    at: list[dt.datetime] = field(default_factory=list)

    def tick(self, **passed: float) -> None:
        self.at[0] += dt.timedelta(**passed)
        self.centre.now = self.at[0]

    def sweep(self) -> None:
        self.centre.session.commit()
        tasks.sweep_deadlines(self.jobs)

    def run(self) -> None:
        """What the worker does in five minutes."""
        self.sweep()
        tasks.write_mail(self.jobs)
        tasks.send_mail(self.jobs)

    def subjects(self, address: str) -> list[str]:
        return [str(mail["Subject"]) for mail in self.box.to(address)]

    def mails(self) -> list[OutgoingMail]:
        self.centre.session.expire_all()
        found = list(self.centre.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))
        self.centre.session.commit()
        return found


def choose(centre: Centre, role: str, address: str, choice: MailChoice, locale: str = "zh") -> None:
    """What somebody chose; the letter of Monday has gone out already."""
    actor = centre.actor(role)
    accounts.choose_mail(centre.session, actor.user_id, email=address, mail=choice, actor=actor, now=centre.now)
    centre.session.execute(
        update(table_of(User))
        .where(table_of(User).c.id == actor.user_id)
        .values(locale=locale, digest_on=MORNING.date())
    )


@pytest.fixture(scope="module")
def built(databases: Databases) -> str:
    """A centre with its desk, lead and director, who chose their mail."""
    url = databases.fresh("sqlite")
    engine = make_engine(url, poolclass=NullPool)
    with Session(engine, expire_on_commit=False) as session:
        access.bind(session, SYSTEM)
        centre = factories.centre(session, MORNING)
        for role in (Role.receptionist, Role.reception_lead, Role.director):
            centre.actor(role)
        centre.unit("3-1-502")
        choose(centre, "receptionist", CLERK, MailChoice.all)
        choose(centre, "reception_lead", LEAD, MailChoice.none)
        choose(centre, "director", DIRECTOR, MailChoice.digest, "en")
        session.commit()
    engine.dispose()
    return url


@pytest.fixture
def post(built: str, databases: Databases, tmp_path: Path) -> Iterator[Post]:
    url = databases.copy(built)
    engine = make_engine(url)
    at = [MORNING]
    with mail_server() as box, Session(reader(engine), expire_on_commit=False) as session:
        access.bind(session, SYSTEM)
        config = Config(url, tmp_path, f"sqlite:///{tmp_path / 'queue.db'}", box.url, "https://tz.example.com")
        jobs = Jobs(config, clock=lambda: at[0])
        centre = factories.Centre(session, session.scalars(select(Site)).one(), MORNING)
        for staff in session.scalars(select(Staff)):
            (held,) = session.get_one(User, staff.user_id).grants
            centre._staff[held.role, 1] = staff
        centre._units["3-1-502"] = session.scalars(select(Unit)).one()
        yield Post(centre, jobs, box, at)
        jobs.close()
    engine.dispose()
    databases.drop(url)


def told(post: Post) -> Any:
    """A repair nobody takes: the clerk's limit of five minutes passes."""
    order = post.centre.repair_order()
    post.centre.session.commit()
    post.tick(minutes=6)
    post.run()
    return order


def test_what_passes_its_limit_is_mailed_at_once_to_who_wants_it_without_the_residents_data(post: Post) -> None:
    order = told(post)
    (mail,) = post.box.mails
    words = f"维修任务单 {order.number} 的“派单”已超过时限（11-23 10:05），请尽快办理。"
    assert (mail["To"], mail["Subject"]) == (CLERK, words)
    body = mail.get_content()
    assert f"https://tz.example.com/admin/repair_order/details/?id={order.id}" in body
    assert body.startswith(f"{post.centre.actor('receptionist').name}，您好：")
    assert "https://tz.example.com/admin/notices/" in body
    for secret in (order.reporter, order.phone, order.content, "3-1-502"):
        assert secret not in body + str(mail["Subject"])


def test_nothing_is_mailed_twice(post: Post) -> None:
    told(post)
    for _ in range(3):
        post.run()
        post.tick(minutes=5)
    assert len(post.subjects(CLERK)) == 1


def test_the_rest_comes_once_a_day_in_ones_own_language(post: Post) -> None:
    order = told(post)
    post.tick(hours=21)  # Tuesday, 7:06
    post.run()
    assert post.subjects(DIRECTOR) == []
    post.tick(hours=1)
    for _ in range(4):
        post.run()
        post.tick(minutes=5)
    (mail,) = post.box.to(DIRECTOR)
    assert "overdue" in str(mail["Subject"])
    body = mail.get_content()
    assert body.startswith("Dear ")
    assert f"Repair order {order.number}: “Finished the same day”, due 11-23 23:59" in body
    assert "Dispatch" not in body, "that one is with the lead, not with him"
    (clerks,) = [mail for mail in post.box.to(CLERK) if str(mail["Subject"]).startswith("今日提醒")]
    assert f"维修任务单 {order.number} “派单”，时限 11-23 10:05" in clerks.get_content()


def test_other_news_waits_for_the_days_letter_and_stands_in_one_only(post: Post) -> None:
    paper = example(post.centre, "Announcement", title="周五停水检修")
    post.centre.do(paper, "submit", "receptionist")
    post.run()
    assert post.subjects(DIRECTOR) == []
    post.tick(hours=24)
    post.run()
    first = [mail for mail in post.box.to(DIRECTOR) if paper.number in mail.get_content()]
    post.tick(hours=24)
    post.run()
    again = [mail for mail in post.box.to(DIRECTOR) if paper.number in mail.get_content()]
    assert (len(first), len(again)) == (1, 1)
    assert f"{paper.number} waits for your decision." in first[0].get_content()


def test_whoever_wants_none_or_left_gets_none(post: Post) -> None:
    told(post)
    user = post.centre.user("receptionist")
    edit(post.centre.session, user, {"active": False}, actor=SYSTEM, now=post.at[0])
    post.box.mails.clear()
    post.tick(hours=24)
    post.run()
    assert (post.subjects(CLERK), post.subjects(LEAD)) == ([], [])


def test_a_day_without_the_worker_is_made_up_for_in_one_letter(post: Post) -> None:
    for _ in range(12):
        post.centre.repair_order()
    post.centre.session.commit()
    post.tick(hours=25)
    post.run()
    (mail,) = post.box.to(CLERK)
    assert str(mail["Subject"]).startswith("今日提醒：逾期 ")
    assert mail.get_content().count("“派单”") == 12


def test_a_server_that_is_away_gets_it_later_and_once(post: Post) -> None:
    url, post.jobs.config = post.jobs.config.mail_url, replace(post.jobs.config, mail_url="smtp://127.0.0.1:1")
    told(post)
    (mail,) = post.mails()
    assert (mail.sent_at, post.box.mails) == (None, [])
    assert mail.fault
    post.jobs.config = replace(post.jobs.config, mail_url=url)
    post.tick(minutes=5)
    post.run()
    assert len(post.subjects(CLERK)) == 1
    assert post.mails()[0].sent_at == post.at[0]


def test_a_busy_server_is_tried_again_ever_later_and_given_up_in_the_end(post: Post) -> None:
    post.box.busy = True
    told(post)
    for wait in WAITS[:-1]:
        assert post.mails()[0].given_up_at is None
        post.at[0] += wait - dt.timedelta(seconds=1)
        tasks.send_mail(post.jobs)
        before = post.mails()[0].tries
        post.at[0] += dt.timedelta(seconds=1)
        tasks.send_mail(post.jobs)
        assert post.mails()[0].tries == before + 1
    assert post.mails()[0].given_up_at == post.at[0]
    post.box.busy = False
    post.tick(days=2)
    tasks.send_mail(post.jobs)
    assert post.box.mails == []


def test_an_address_nobody_knows_is_given_up_and_holds_up_nobody(post: Post) -> None:
    choose(post.centre, "reception_lead", LEAD, MailChoice.all)
    post.box.refused = {CLERK}
    told(post)
    assert [(mail.address, mail.given_up_at is not None) for mail in post.mails()] == [(CLERK, True), (LEAD, False)]
    assert len(post.subjects(LEAD)) == 1


def test_a_connection_that_broke_before_the_answer_sends_the_same_message_again(post: Post) -> None:
    post.box.hangs_up = 1
    told(post)
    assert post.mails()[0].sent_at is None
    post.tick(minutes=5)
    post.run()
    one, other = post.box.to(CLERK)
    assert one["Message-ID"] == other["Message-ID"], "mail servers know it for the same"
    post.tick(minutes=30)
    post.run()
    assert len(post.box.to(CLERK)) == 2


def test_without_a_mail_server_nothing_is_written_and_old_news_never_floods(post: Post) -> None:
    url, post.jobs.config = post.jobs.config.mail_url, replace(post.jobs.config, mail_url="")
    told(post)
    assert post.mails() == []
    post.jobs.config = replace(post.jobs.config, mail_url=url)
    post.tick(hours=22)
    post.run()
    (mail,) = post.box.to(CLERK)
    assert str(mail["Subject"]).startswith("今日提醒"), "one letter for all of it"
