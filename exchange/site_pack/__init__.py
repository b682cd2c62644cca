"""A new site in one workbook: the template to fill in, the plan of what it would do, and opening the site.

```python
template(Path("开通模板.xlsx"))
plan_of = plan(Path("LTXY.xlsx"), "LTXY.xlsx", session)  # writes nothing; session bound to the administrator
if not plan_of.refused:
    result = apply(session, plan_of, actor, now)  # the caller commits; result.accounts to hand out
export(Path("LTXY.xlsx"), session, result.site_id, actor)  # the site as it stands, to be sent again
```
"""

from exchange.site_pack.applying import apply_pack as apply
from exchange.site_pack.exporting import export, numbers_in
from exchange.site_pack.planning import plan
from exchange.site_pack.plans import (
    Difference,
    Handout,
    PackRefused,
    RowPlan,
    SheetPlan,
    SitePlan,
    SiteResult,
    Verdict,
)
from exchange.site_pack.template import template

__all__ = [
    "Difference",
    "Handout",
    "PackRefused",
    "RowPlan",
    "SheetPlan",
    "SitePlan",
    "SiteResult",
    "Verdict",
    "apply",
    "export",
    "numbers_in",
    "plan",
    "template",
]
