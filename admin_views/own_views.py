"""What every screen of ours takes away from Flask-Admin's views: its menu, and its habit of calling a view twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class OwnView:
    """Mixed into every view, before Flask-Admin's class."""

    def is_visible(self) -> bool:
        """The menu is ours (web.context)."""
        return False

    def _run_view(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Call the view once; Flask-Admin's own calls it again on any TypeError and hides the true one."""
        return fn(self, *args, **kwargs)
