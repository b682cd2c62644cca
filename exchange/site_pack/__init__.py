"""A new site in one workbook: the plan of what it would do, and opening the site.

```python
plan_of = plan(Path("LTXY.xlsx"), "LTXY.xlsx", session)  # writes nothing; session bound to the administrator
if not plan_of.refused:
    result = apply(session, plan_of, actor, now)  # the caller commits; result.accounts to hand out
```

``template`` writes the workbook to fill in, ``exporting`` the site as it stands, to be sent again; both are imported where
they are called, since the library that writes them takes a while to load.
"""

from exchange.site_pack.applying import apply_pack as apply
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
    "plan",
]
