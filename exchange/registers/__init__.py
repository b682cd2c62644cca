"""From paper to here: a workbook of open papers becomes records of any register, and can be taken back.

```python
batch = upload(session, store, stream, "报修.xlsx", model=RepairOrder, site_id=1, actor=actor, now=now)
plan_papers(engine, store, batch.id, actor=actor, now=now)  # a rehearsal; nothing stays written
apply_asked(session, store, batch, good_rows_only=True)  # ``exchange.batches.life``; commit, then
apply_papers(engine, store, batch.id, actor=actor, now=now)
undo_papers(engine, store, batch.id, actor=actor, now=now)
```

``template`` writes the workbook to fill in; it is imported where it is called (see ``exchange.site_pack``).

Every row goes through ``workflow.create`` with the right to import, so the rules of the form hold here too. A paper comes
in the state its row says where the register's ``openings`` have that state.
"""

from exchange.registers.apply import apply_papers
from exchange.registers.batches import open_batch, upload
from exchange.registers.plan import plan_papers
from exchange.registers.undo import undo_papers, undoable

__all__ = ["apply_papers", "open_batch", "plan_papers", "undo_papers", "undoable", "upload"]
