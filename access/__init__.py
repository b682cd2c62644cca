"""Who may see what and do what: ``visible``, ``fields_for``, ``may``, and the wall around sites."""

from access.actors import AUTHZ, authz_stamp, default_roles, is_off, load_actor, rights_at, role_matrix, touch_authz
from access.decide import (
    CHOSEN_BY_ALL,
    Verdict,
    get,
    holds,
    involved,
    is_person,
    line_above,
    may,
    person_fields,
    roles_for,
    sight,
    visible,
)
from access.fields import FieldRight, Mode, Purpose, askable, editable, fields_at, fields_for, mask
from access.line import climb, line_of, stands_over
from access.scope import ALL_SITES, SYSTEM, SiteBreach, WriteOutsideWorkflow, acting, bind, execute_kept, gate
from access.succession import granted

__all__ = [
    "ALL_SITES",
    "AUTHZ",
    "CHOSEN_BY_ALL",
    "SYSTEM",
    "FieldRight",
    "Mode",
    "Purpose",
    "SiteBreach",
    "Verdict",
    "WriteOutsideWorkflow",
    "acting",
    "askable",
    "authz_stamp",
    "bind",
    "climb",
    "default_roles",
    "editable",
    "execute_kept",
    "fields_at",
    "fields_for",
    "gate",
    "get",
    "granted",
    "holds",
    "involved",
    "is_off",
    "is_person",
    "line_above",
    "line_of",
    "load_actor",
    "mask",
    "may",
    "person_fields",
    "rights_at",
    "role_matrix",
    "roles_for",
    "sight",
    "stands_over",
    "touch_authz",
    "visible",
]
