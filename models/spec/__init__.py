"""The vocabulary declarations are written in: frozen data, standard library only."""

from models.spec.actor import Actor
from models.spec.deadlines import DueRule, Unit
from models.spec.enums import LabelEnum, Tone
from models.spec.fields import SENSITIVE, Default, Field, Kind, When
from models.spec.flow import (
    ME,
    NOW,
    STAY,
    VOID,
    Approval,
    Ask,
    Creates,
    Flow,
    State,
    Transition,
    approval_flow,
    asks,
    base_data,
    flow,
    record_flow,
    void_from,
)
from models.spec.register import Hint, Module, Register, Rights, Scope, Section, Verb
from models.spec.roles import ALL_SITE_ROLES, DESK, LEADS, RECEPTION, SUPERIOR, Role, superiors
from models.spec.rules import Apply, Case, Create, Effect, Effects, Guard, Refusal, Set, Update
from models.spec.text import L, Label

__all__ = [
    "ALL_SITE_ROLES", "DESK", "LEADS", "ME", "NOW", "RECEPTION", "SENSITIVE", "STAY", "SUPERIOR", "VOID", "Actor",
    "Apply", "Approval", "Ask", "Case", "Create", "Creates", "Default", "DueRule", "Effect", "Effects", "Field", "Flow",
    "Guard", "Hint", "Kind", "L", "Label", "LabelEnum", "Module", "Refusal", "Register", "Rights", "Role", "Scope",
    "Section", "Set", "State", "Tone", "Transition", "Unit", "Update", "Verb", "When", "approval_flow", "asks", "base_data",
    "flow", "record_flow", "superiors", "void_from",
]
