"""Passwords: kept as argon2id hashes, checked against a few rules, made up for first sign-ins. Pure; knows no database."""

from __future__ import annotations

import secrets
import unicodedata
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from models.spec import L, Label, Refusal

SHORTEST = 10
"""Characters a password has at least."""
LONGEST = 128
"""Characters beyond which a password is refused, so that nobody keeps the server busy hashing a book."""
FEWEST_DIFFERENT = 5
COMMON = frozenset(
    (
        "1234567890",
        "0123456789",
        "12345678910",
        "123456789a",
        "1234567891",
        "9876543210",
        "0987654321",
        "1qaz2wsx3edc",
        "qwertyuiop",
        "asdfghjkl1",
        "q1w2e3r4t5",
        "1q2w3e4r5t",
        "password12",
        "password123",
        "password1234",
        "passw0rd123",
        "woaini1314",
        "woaini520",
        "woaini123456",
        "5201314520",
        "admin12345",
        "admin123456",
        "administrator",
        "abcd123456",
        "a123456789",
        "aa123456789",
        "abc123456789",
        "qq123456789",
        "wuye123456",
        "taizhang123",
        "taizhangtong",
        "wuyeguanli",
        "iloveyou123",
        "welcome123",
        "letmein1234",
        "changeme123",
        "xiaoqu123456",
        "yezhu123456",
    )
)
"""Passwords everybody tries first; none of them is allowed."""
_ALPHABET = "abcdefghijkmnpqrstuvwxyzACDEFGHJKLMNPQRTUVWXYZ234679"
_GROUPS, _GROUP = 4, 4

_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$AqjiTzBcoNPTEqHUqqAM6w$vv9g1cxnaByrDq8UrxBLntjwHNyCd6U2A/7Z1O0I/h4"
"""Checked in place of an unknown account's hash, so that both take the same time: of a chance word nobody knows."""


def normal(password: str) -> str:
    """The password as it is hashed: one form for characters that input methods write in two."""
    return unicodedata.normalize("NFKC", password)


def hash_password(password: str) -> str:
    """The argon2id hash to keep."""
    return _HASHER.hash(normal(password))


def verify(kept: str | None, password: str) -> bool:
    """Whether the password fits the kept hash; takes as long with None (unknown account), and says no."""
    if len(password) > LONGEST:
        password = ""
    try:
        _HASHER.verify(kept or NOBODY, normal(password))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def outdated(kept: str) -> bool:
    """Whether the hash was made with weaker parameters than today's and should be made anew at the next sign-in."""
    return _HASHER.check_needs_rehash(kept)


def refusals(password: str, *, username: str, shortest: int = SHORTEST, field: str = "password") -> list[Refusal]:
    """What is wrong with a new password; empty when it will do.

    ``field`` is the form field the sentences belong to, ``shortest`` the least number of characters.
    """
    plain = normal(password).casefold()
    account = normal(username).casefold()
    out = []
    if len(normal(password)) < shortest:
        out.append(_SHORT.format(n=shortest))
    if len(password) > LONGEST:
        out.append(_LONG.format(n=LONGEST))
    person = account.split("@")[0]
    if plain and (plain in account or (len(person) >= FEWEST_DIFFERENT - 1 and person in plain)):
        out.append(_NAME)
    if plain in COMMON or len(set(plain)) < FEWEST_DIFFERENT or _is_run(plain):
        out.append(_COMMON)
    return [Refusal(sentence, field) for sentence in out]


def rules(shortest: int = SHORTEST) -> tuple[Label, ...]:
    """The rules in words, for the form."""
    return (_RULE_LENGTH.format(n=shortest), _RULE_NAME, _RULE_COMMON)


def first_password() -> str:
    """A random password to hand out on paper: groups of letters and digits that are not mistaken for each other."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))


def _is_run(text: str) -> bool:
    """Whether the characters only count up or down: abcdefghij, 98765432."""
    steps = {ord(b) - ord(a) for a, b in pairwise(text)}
    return len(text) > 1 and len(steps) == 1


_SHORT = L("密码太短，至少要 {n} 个字符。", "The password is too short: at least {n} characters.")
_LONG = L("密码太长，最多 {n} 个字符。", "The password is too long: at most {n} characters.")
_NAME = L("密码里不要包含账号名。", "The password must not contain the account name.")
_COMMON = L("这个密码太常见，容易被猜到，请换一个。", "This password is too easy to guess; choose another one.")
_RULE_LENGTH = L("至少 {n} 个字符，可以用一句好记的话", "At least {n} characters; a phrase you remember well is fine")
_RULE_NAME = L("不包含账号名", "Does not contain the account name")
_RULE_COMMON = L("不是人人都会先试的密码，如 1234567890", "Not one that everybody tries first, such as 1234567890")
