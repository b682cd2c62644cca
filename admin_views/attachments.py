"""Handing out kept files: only to whoever may see the record they belong to."""

from __future__ import annotations

from flask import Blueprint, abort, send_file
from werkzeug.wrappers import Response

import access
from admin_views import answers
from admin_views.uploads import path_of
from models import register
from models.engine import Attachment
from web import requests
from web.db import db

blueprint = Blueprint("attachments", __name__)
INLINE = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif", "image/bmp"})
"""Kinds a page may show; all others are downloads."""


@blueprint.get("/attachments/<int:number>")
def attachment(number: int) -> Response:
    """Send a file; 404 when the reader may not see its record, or not the field it was put into."""
    row = db.session.get(Attachment, number) if number < 2**31 else None
    if row is None or not _may_see(row):
        abort(404)
    path = path_of(requests.settings().data_dir, row.key)
    if not path.is_file():
        abort(404)
    shown = row.mime in INLINE
    answer: Response = send_file(
        path,
        mimetype=row.mime,
        as_attachment=not shown,
        download_name=row.name,
        max_age=0,
        etag=row.sha256,
        last_modified=row.at,
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def _may_see(row: Attachment) -> bool:
    who = answers.reader()
    if row.record_id is None:
        return row.uploaded_by_id == who.actor.user_id
    try:
        model = register(row.register)
    except KeyError:
        return False
    record = access.get(who.session, model, row.record_id, who.actor)
    if record is None:
        return False
    return any(r.field.name == row.field for r in access.fields_for(who.actor, model, access.Purpose.detail, record))
