"""Which registers take a workbook of papers from before the system."""

from __future__ import annotations

from models.declare import Record
from models.spec import Module, Scope


def imports_papers(model: type[Record]) -> bool:
    """Say whether ``model`` has the general import: a site's documents that some role may import, no base data."""
    spec = model.__register__
    papers = spec.module is not Module.base or bool(spec.prefix)
    return papers and spec.scope is Scope.site and bool(spec.rights.import_) and not spec.read_only
