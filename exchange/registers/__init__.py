"""From paper to here: a workbook of open papers becomes records of any register, all or nothing, and can be taken back.

```python
template(out, actor, RepairOrder, site_id)
found = plan(path, "报修.xlsx", session, RepairOrder, actor, site_id, now)  # a rehearsal; nothing stays written
made = apply(path, "报修.xlsx", session, RepairOrder, actor, site_id, now)  # the caller commits
undo(session, batch, RepairOrder, actor, now)
```

Every row goes through ``workflow.create`` with the right to import, so the rules of the form hold here too.
"""

from exchange.registers.plan import Finding, Plan, Refused, apply, plan
from exchange.registers.template import template
from exchange.registers.undo import undo, undoable

__all__ = ["Finding", "Plan", "Refused", "apply", "plan", "template", "undo", "undoable"]
