"""Uploaded files: judged by their content, kept outside the web root under a random name, the original name beside it."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
import io
import secrets
import unicodedata
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from PIL import Image, UnidentifiedImageError
from sqlalchemy.orm import Session

from models.engine import Attachment
from models.spec import Actor, L, Label

LARGEST = 20 * 1024 * 1024
"""Bytes of one file."""
LARGEST_SIGN = 300 * 1024
MOST_PIXELS = 80_000_000
FOLDER = "attachments"
HEAD = 4096

TOO_LARGE = L(
    "文件“{name}”有 {size} MB，最大 {most} MB，请压缩后再传。",
    "“{name}” has {size} MB; the most is {most} MB. Please make it smaller.",
)
EMPTY = L("文件“{name}”是空的，请重新选择。", "“{name}” is empty; please choose again.")
WRONG_KIND = L(
    "文件“{name}”不能上传：只收图片（JPG、PNG、WEBP、GIF、BMP）、PDF、Word、Excel、PowerPoint、CSV 和文本文件。",
    "“{name}” can't be taken: only pictures (JPG, PNG, WEBP, GIF, BMP), PDF, Word, Excel, PowerPoint, CSV and text files.",
)
NOT_WHAT_IT_SAYS = L(
    "文件“{name}”的内容和扩展名不符，请确认没有改过扩展名，再重新上传。",
    "The content of “{name}” is not what its name says; check that it was not renamed, then try again.",
)
DAMAGED = L(
    "图片“{name}”打不开，可能没有传完整，请重新拍照或选择。",
    "The picture “{name}” can't be opened; it may be incomplete. Take or choose it again.",
)
BAD_SIGN = L("签名没有传上来，请重新签一次。", "The signature did not arrive; please sign again.")

_PICTURES = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP", ".gif": "GIF", ".bmp": "BMP"}
_OFFICE = {".docx": "word/", ".xlsx": "xl/", ".pptx": "ppt/"}
_SIGNS = {".pdf": b"%PDF-", **dict.fromkeys((".doc", ".xls", ".ppt"), bytes.fromhex("D0CF11E0A1B11AE1"))}
_TEXT = frozenset({".txt", ".csv"})
MIMES = {
    ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp", ".gif": "image/gif",
    ".bmp": "image/bmp", ".pdf": "application/pdf", ".txt": "text/plain", ".csv": "text/csv",
    ".doc": "application/msword", ".xls": "application/vnd.ms-excel", ".ppt": "application/vnd.ms-powerpoint",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}  # fmt: skip


class Refused(ValueError):
    """A file that is not taken; ``sentence`` says why."""

    def __init__(self, sentence: Label) -> None:
        super().__init__(sentence.zh)
        self.sentence = sentence


@dataclass(frozen=True, kw_only=True, slots=True)
class Keeper:
    """Keeps files for one request: into ``folder`` on the disk, as rows of ``session``."""

    session: Session
    folder: Path
    actor: Actor
    now: dt.datetime

    def keep(
        self, stream: IO[bytes], name: str, *, register: str, field: str, site_id: int | None = None
    ) -> Attachment:
        """Keep one uploaded file that belongs to no record yet.

        Raises:
            Refused: when it is too large, of a kind not taken, or not what its name says.
        """
        name = clean_name(name)
        content = stream.read(LARGEST + 1)
        if len(content) > LARGEST:
            stream.seek(0, io.SEEK_END)
            there = f"{stream.tell() / 1024**2:.0f}"
            raise Refused(TOO_LARGE.format(name=name, size=there, most=LARGEST // 1024**2))
        mime = judge(name, content)
        return self._write(content, name, mime, register, field, site_id)

    def keep_sign(self, data_url: str, *, register: str, field: str, site_id: int | None = None) -> Attachment:
        """Keep a drawn signature, given as a PNG data URL.

        Raises:
            Refused: when it is no such picture.
        """
        head, _, body = data_url.partition(",")
        try:
            content = base64.b64decode(body, validate=True) if head == "data:image/png;base64" else b""
        except (binascii.Error, ValueError):
            content = b""
        if not 0 < len(content) <= LARGEST_SIGN:
            raise Refused(BAD_SIGN)
        try:
            _picture("sign.png", content, "PNG")
        except Refused:
            raise Refused(BAD_SIGN) from None
        return self._write(content, f"{field}.png", "image/png", register, field, site_id)

    def _write(
        self, content: bytes, name: str, mime: str, register: str, field: str, site_id: int | None
    ) -> Attachment:
        key = secrets.token_hex(16)
        path = path_of(self.folder, key)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        row = Attachment(
            key=key, register=register, record_id=None, field=field, name=name, mime=mime, size=len(content),
            sha256=hashlib.sha256(content).hexdigest(), site_id=site_id, uploaded_by_id=self.actor.user_id or None, at=self.now,
        )  # fmt: skip
        self.session.add(row)
        self.session.flush()
        return row


def path_of(data_dir: Path, key: str) -> Path:
    """Return where the file of ``key`` lies; ValueError for a key that is none of ours."""
    if len(key) != 32 or not all(c in "0123456789abcdef" for c in key):
        msg = f"not an attachment key: {key!r}"
        raise ValueError(msg)
    return data_dir / FOLDER / key[:2] / key


def clean_name(name: str) -> str:
    """Return a file's own name without folders, control characters and excess length, its ending kept."""
    plain = unicodedata.normalize("NFC", name.replace("\\", "/"))
    plain = "".join(c for c in PurePosixPath(plain).name if unicodedata.category(c)[0] != "C").strip() or "file"
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[:200]}.{ending[:10]}" if dot else plain[:200]


def judge(name: str, content: bytes) -> str:
    """Return the MIME type of a file whose content is what its name says.

    Raises:
        Refused: when it is not, or of a kind we don't take.
    """
    ending = PurePosixPath(name).suffix.lower()
    if ending not in MIMES:
        raise Refused(WRONG_KIND.format(name=name))
    if not content:
        raise Refused(EMPTY.format(name=name))
    if ending in _PICTURES:
        _picture(name, content, _PICTURES[ending])
    elif not _is(ending, content):
        raise Refused(NOT_WHAT_IT_SAYS.format(name=name))
    return MIMES[ending]


def _picture(name: str, content: bytes, expected: str) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=(expected,)) as picture:
                fits = picture.width * picture.height <= MOST_PIXELS
                picture.verify()
    except UnidentifiedImageError:
        raise Refused(NOT_WHAT_IT_SAYS.format(name=name)) from None
    except Exception as fault:  # Pillow raises whatever its decoders meet in a broken file
        raise Refused(DAMAGED.format(name=name)) from fault
    if not fits:
        raise Refused(DAMAGED.format(name=name))


def _is(ending: str, content: bytes) -> bool:
    if ending in _OFFICE:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as book:
                names = book.namelist()
        except zipfile.BadZipFile:
            return False
        return "[Content_Types].xml" in names and any(n.startswith(_OFFICE[ending]) for n in names)
    if ending in _TEXT:
        return b"\x00" not in content[:HEAD] and not _is_program(content)
    return content.startswith(_SIGNS[ending])


def _is_program(content: bytes) -> bool:
    return content[:2] in {b"MZ", b"#!"} or content[:4] == b"\x7fELF" or b"<script" in content[:HEAD].lower()
