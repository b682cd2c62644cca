"""What waits on everybody's desk at the moment the demo is looked at: open, overdue and undecided work for each role."""

from __future__ import annotations

import dataclasses
import datetime as dt
from functools import partial

from models.spec import Role
from seed import papers, words
from seed.service import Case, Repair, visit
from seed.service import log as write_log
from seed.stage import ZONE, Scene, after, local


def anchor(now: dt.datetime) -> dt.datetime:
    """Return the last moment the desk was busy: ``now`` in office hours, else the evening before."""
    here = now.astimezone(ZONE)
    if here.time() < dt.time(9, 45):
        return local(here.date() - dt.timedelta(days=1), 17, 40)
    return min(now, local(here.date(), 17, 40))


def leave_open(scene: Scene, now: dt.datetime) -> None:
    """Plan the work that is under way at ``now``."""
    at = anchor(now)
    _orders(scene, at)
    _complaints(scene, at)
    _calls(scene, at)
    _papers(scene, at)


def _left(scene: Scene, until: dt.datetime) -> Scene:
    """Return the same scene for a story that is left at ``until``."""
    return dataclasses.replace(scene, clock=scene.clock.limited(until))


def _orders(scene: Scene, at: dt.datetime) -> None:
    troubles = words.HOME_TROUBLES

    def repair(minutes: float, nth: int, lasts: float, *, home: bool = True) -> None:
        """An order called in ``minutes`` before, left alone ``lasts`` minutes later."""
        trouble, place = (troubles[nth], "") if home else words.PUBLIC_TROUBLES[nth]
        who = scene.random.choice(scene.homes) if home else None
        begun = after(at, -minutes)
        story = Repair(_left(scene, after(begun, lasts)), trouble, who, place.format(block="1"), bumpy=False)
        scene.clock.at(begun, story.call)

    repair(9, 2, 0)  # registered, not dispatched yet
    repair(26, 5, 8)  # on the way
    repair(95, 7, 10)  # dispatched an hour and a half ago, nobody there: overdue
    repair(70, 9, 40)  # he is there
    repair(210, 0, 150)  # done, the slip is not back
    repair(1800, 13, 240)  # done yesterday, the slip not back for a day: overdue
    repair(1650, 1, 260)  # returned yesterday, not called back: overdue
    repair(300, 3, 230)  # returned today
    repair(3000, 11, 420)  # a leak of the day before yesterday
    repair(160, 0, 25, home=False)  # a common part


def _complaints(scene: Scene, at: dt.datetime) -> None:
    def complaint(minutes: float, nth: int, stop: str, *, major: bool = False) -> None:
        grievance = words.MAJOR if major else words.GRIEVANCES[nth]
        story = Case(scene, grievance, scene.random.choice(scene.homes), major=major, stop=stop)
        scene.clock.at(after(at, -minutes), story.call)

    complaint(25, 3, "registered")  # to be looked into today
    complaint(1500, 7, "investigated")  # the supervisor decides
    complaint(2900, 0, "decided")  # security is to put it right
    complaint(4300, 5, "decided")  # engineering
    complaint(4500, 1, "handled")  # the owner is to be told
    complaint(520, 0, "investigated", major=True)  # the director decides


def _calls(scene: Scene, at: dt.datetime) -> None:
    home = scene.random.choice(scene.homes)
    scene.clock.at(after(at, -14), lambda moment: write_log(scene, moment, home, "consult", words.TALKS[3][1]))
    promise = {"reply_due_at": after(at, -30)}
    scene.clock.at(
        after(at, -190),
        lambda moment: write_log(scene, moment, scene.homes[0], "fee_query", words.TALKS[4][1], **promise),
    )
    scene.clock.at(
        after(at, -1600), lambda moment: write_log(scene, moment, scene.homes[3], "suggestion", words.TALKS[7][1])
    )
    for minutes in (130, 200):
        still = _left(scene, after(at, -100))
        scene.clock.at(after(at, -minutes), partial(_visited, still))


def _visited(scene: Scene, when: dt.datetime) -> None:
    """A regular call-back that waits for the supervisor."""
    visit(scene, when, "regular")


def _papers(scene: Scene, at: dt.datetime) -> None:
    clock, day = scene.clock, 1440
    clock.at(
        after(at, -6 * day),
        lambda m: papers.demand(scene, m, Role.reception_lead, papers.clerk_wanted(scene), Role.director),
    )
    clock.at(after(at, -2 * day), lambda m: papers.demand(scene, m, Role.engineering_lead, papers.fitter_wanted(scene)))
    wanted = papers.clerk_wanted(scene)
    clock.at(after(at, -150), lambda m: papers.demand(scene, m, Role.cs_supervisor, wanted, submit=False))
    clock.at(
        after(at, -3 * day),
        lambda m: papers.resignation(
            scene, m, Role.staff, "家人生病，需回老家照顾。", Role.cs_supervisor, Role.director
        ),
    )
    clock.at(after(at, -1 * day), lambda m: papers.resignation(scene, m, Role.guard, "找到离家更近的工作。"))
    for nth, role in enumerate((Role.receptionist, Role.guard, Role.technician, Role.staff)):
        clock.at(after(at, -(9 - nth) * day), partial(_action, scene, nth=nth, role=role, at=at))
    clock.at(after(at, -3 * day), partial(papers.receipts_action, scene))
    clock.at(after(at, -250), lambda m: papers.inspection(scene, m, "daily", 0))
    clock.at(after(at, -190), lambda m: papers.inspection(scene, m, "daily", 3))


def _action(scene: Scene, when: dt.datetime, *, nth: int, role: Role, at: dt.datetime) -> None:
    """A corrective action: overdue, planned, done and waiting to be verified, or just opened."""
    at_post = {Role.receptionist: 0, Role.staff: 1, Role.guard: 2, Role.technician: 3}[role]
    finding = words.FINDINGS[{Role.receptionist: 0, Role.staff: 2, Role.guard: 3, Role.technician: 1}[role]]
    inspector = papers.LOOKED_AT[at_post][0]
    sheet = papers.inspection(scene, when, "weekly", at_post, finding)
    scene.do(sheet, "approve", Role.director, after(when, 60))
    action = papers.Action(scene, finding, role)
    action.open(after(when, 90), sheet, inspector, (5, 12, 10, 14)[nth])
    if nth in {1, 2}:
        action.plan(min(after(when, 1500), at))
    if nth == 2:
        action.finish(min(after(when, 4000), at))
