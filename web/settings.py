"""Settings: what the environment says, checked once and frozen. Knows no Flask, so that every process can read it."""

import ipaddress
import os
import re
import secrets
import socket
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

CHECKOUT = Path(__file__).resolve().parent.parent
"""The folder the program lies in; a relative path in a setting counts from here."""

INSTANCE = CHECKOUT / "instance"
"""What one installation keeps beside the program: database, key, attachments, queue."""

SHORTEST_KEY = 32
FEWEST_DIFFERENT_CHARACTERS = 10
MOST_WORKERS = 64
_WEAK_WORDS = re.compile(r"change.?me|secret|password|example|default|^dev|taizhang", re.IGNORECASE)
_POSTGRES = re.compile(r"^postgres(ql)?(\+psycopg)?://")
_QUEUES = ("redis", "rediss", "unix", "sqlite")
_MAILS = ("smtp", "smtps")
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - compared

Environment = Literal["development", "production"]
LogFormat = Literal["text", "json"]


class SettingsError(ValueError):
    """A setting the program cannot start with; says which, why and what to do, in Chinese and English."""

    def __init__(self, name: str, zh: str, en: str) -> None:
        super().__init__(name, zh, en)
        self.name = name
        self.zh = zh
        self.en = en

    def __str__(self) -> str:
        return f"{self.zh}\n{self.en}"

    def text(self, locale: str) -> str:
        """The sentence in the reader's language (`zh` or `en`)."""
        return self.en if locale == "en" else self.zh


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """Everything an installation may choose. Paths are absolute, addresses complete, values checked.

    `database_url` and `jobs_url` are SQLAlchemy-style addresses (`sqlite:////absolute/path`, `postgresql+psycopg://…`,
    `redis://…`). `public_url` is the address people open, for the links in mails. `trusted_proxies` are the addresses or networks whose X-Forwarded-* headers count.
    """

    database_url: str
    secret_key: str
    host: str = "127.0.0.1"
    port: int = 8000
    data_dir: Path = INSTANCE
    mail_url: str | None = None
    public_url: str = ""
    jobs_url: str = ""
    trusted_proxies: tuple[str, ...] = ()
    env: Environment = "development"
    log: LogFormat = "text"
    demo_password: str | None = None
    web_workers: int = 2
    testing: bool = False

    def __post_init__(self) -> None:
        if not self.public_url:
            host = socket.gethostname() if self.host in _EVERYWHERE else self.host
            object.__setattr__(self, "public_url", f"http://{host}:{self.port}")
        if not self.jobs_url:
            object.__setattr__(self, "jobs_url", f"sqlite:///{self.data_dir / 'queue.db'}")

    def __repr__(self) -> str:
        """Without the values that must not reach a log."""
        hidden = {"secret_key", "demo_password", "mail_url", "database_url", "jobs_url"}
        shown = ", ".join(f"{f.name}={getattr(self, f.name)!r}" for f in fields(self) if f.name not in hidden)
        return f"Settings({shown})"

    @property
    def production(self) -> bool:
        """Whether the installation is declared to be for real work (`TAIZHANG_ENV=production`)."""
        return self.env == "production"

    @property
    def secure_cookies(self) -> bool:
        """Whether people come through HTTPS: true behind a trusted proxy."""
        return bool(self.trusted_proxies)

    @property
    def sqlite_file(self) -> Path | None:
        """The embedded database's file; None with PostgreSQL."""
        return sqlite_file(self.database_url)

    @classmethod
    def from_env(cls, environ: Mapping[str, str], *, testing: bool = False) -> Self:
        """Read and check the settings.

        Makes and keeps a secret key in `instance/` when none is given.

        Args:
            environ: usually `os.environ`; an empty value counts as not given.
            testing: marks the settings as a test's.

        Raises:
            SettingsError: naming the setting that is wrong and what to do.
        """
        given = {name: value.strip() for name, value in environ.items() if value.strip()}
        env = _one_of(given, "TAIZHANG_ENV", "development", ("development", "production"))
        data_dir = _from_checkout(given.get("DATA_DIR", "instance"))
        return cls(
            database_url=database_address(given.get("DATABASE_URL", "sqlite:///instance/taizhang.db")),
            secret_key=_secret_key(given.get("SECRET_KEY"), production=env == "production"),
            host=given.get("HOST", "127.0.0.1"),
            port=_number(given, "PORT", 8000, 65535),
            data_dir=data_dir,
            mail_url=_mail(given.get("MAIL_URL")),
            public_url=_public(given.get("PUBLIC_URL")),
            jobs_url=_jobs(given.get("JOBS_URL"), data_dir),
            trusted_proxies=_proxies(given.get("TRUSTED_PROXIES", "")),
            env="production" if env == "production" else "development",
            log="json" if _one_of(given, "TAIZHANG_LOG", "text", ("text", "json")) == "json" else "text",
            demo_password=given.get("TAIZHANG_DEMO_PASSWORD"),
            web_workers=_number(given, "WEB_WORKERS", 2, MOST_WORKERS),
            testing=testing,
        )

    def as_environ(self) -> dict[str, str]:
        """The settings as environment variables, all absolute, for processes that we start."""
        pairs = {
            "DATABASE_URL": self.database_url,
            "SECRET_KEY": self.secret_key,
            "HOST": self.host,
            "PORT": str(self.port),
            "DATA_DIR": str(self.data_dir),
            "MAIL_URL": self.mail_url or "",
            "PUBLIC_URL": self.public_url,
            "JOBS_URL": self.jobs_url,
            "TRUSTED_PROXIES": ",".join(self.trusted_proxies),
            "TAIZHANG_ENV": self.env,
            "TAIZHANG_LOG": self.log,
            "TAIZHANG_DEMO_PASSWORD": self.demo_password or "",
            "WEB_WORKERS": str(self.web_workers),
        }
        return {name: value for name, value in pairs.items() if value}


def database_address(url: str) -> str:
    """A database address as SQLAlchemy needs it: SQLite's file absolute, PostgreSQL with its driver named.

    Raises:
        SettingsError: for a database we do not run on.
    """
    if _POSTGRES.match(url):
        return _POSTGRES.sub("postgresql+psycopg://", url)
    if url.startswith("sqlite://"):
        return _sqlite_address("DATABASE_URL", url)
    scheme = url.split(":", 1)[0]
    raise SettingsError(
        "DATABASE_URL",
        f"DATABASE_URL 以“{scheme}”开头，本系统只支持 sqlite:///文件 或 postgresql+psycopg://用户:密码@主机/库名，请改正后重新启动。",
        f"DATABASE_URL begins with “{scheme}”; use sqlite:///file or postgresql+psycopg://user:password@host/name.",
    )


def sqlite_file(url: str) -> Path | None:
    """The file of a SQLite address made by `database_address`; None for any other address or memory."""
    if not url.startswith("sqlite:///"):
        return None
    name = url.removeprefix("sqlite:///").split("?", 1)[0]
    return Path(name) if name and name != ":memory:" else None


def terminal_locale(environ: Mapping[str, str]) -> Literal["zh", "en"]:
    """The language for words on a terminal: English where the terminal says English, else Chinese."""
    chosen = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    return "en" if chosen.lower().startswith("en") else "zh"


def _from_checkout(path: str) -> Path:
    return Path(os.path.normpath(CHECKOUT / Path(path).expanduser()))


def _sqlite_address(setting: str, url: str) -> str:
    name, _, query = url.removeprefix("sqlite://").removeprefix("/").partition("?")
    if not name or name == ":memory:":
        raise SettingsError(
            setting,
            f"{setting} 指向内存数据库，进程之间无法共享；请写成 sqlite:///instance/taizhang.db 这样的文件。",
            f"{setting} points at a database in memory, which processes cannot share; name a file.",
        )
    return f"sqlite:///{_from_checkout(name)}" + (f"?{query}" if query else "")


def _one_of(given: Mapping[str, str], name: str, default: str, allowed: tuple[str, ...]) -> str:
    value = given.get(name, default)
    if value not in allowed:
        choices = " / ".join(allowed)
        raise SettingsError(
            name, f"{name} 是“{value}”，只能是 {choices}。", f"{name} is “{value}”; it must be one of {choices}."
        )
    return value


def _number(given: Mapping[str, str], name: str, default: int, most: int) -> int:
    value = given.get(name, str(default))
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= most):
        raise SettingsError(
            name,
            f"{name} 是“{value}”，应当是 1 到 {most} 之间的整数。",
            f"{name} is “{value}”; it must be a whole number from 1 to {most}.",
        )
    return int(value)


def _mail(url: str | None) -> str | None:
    if url is None:
        return None
    parts = urlsplit(url)
    if parts.scheme not in _MAILS or not parts.hostname:
        raise SettingsError(
            "MAIL_URL",
            "MAIL_URL 应写成 smtp://用户:密码@邮件服务器:端口（加密用 smtps://）；不发邮件就不要设置它。",
            "MAIL_URL must read smtp://user:password@server:port (smtps:// for TLS); leave it unset for no mail.",
        )
    return url


def _public(url: str | None) -> str:
    if url is None:
        return ""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SettingsError(
            "PUBLIC_URL",
            "PUBLIC_URL 应写成大家打开本系统的网址，例如 https://taizhang.example.cn；邮件里的链接用它。",
            "PUBLIC_URL must be the address people open, such as https://taizhang.example.com; links in mails use it.",
        )
    return url.rstrip("/")


def _jobs(url: str | None, data_dir: Path) -> str:
    if url is None:
        return f"sqlite:///{data_dir / 'queue.db'}"
    scheme = urlsplit(url).scheme
    if scheme not in _QUEUES:
        raise SettingsError(
            "JOBS_URL",
            f"JOBS_URL 以“{scheme}”开头，只支持 redis://主机:端口/库号；单机使用时不要设置它。",
            f"JOBS_URL begins with “{scheme}”; use redis://host:port/number, or leave it unset on one machine.",
        )
    return _sqlite_address("JOBS_URL", url) if scheme == "sqlite" else url


def _proxies(text: str) -> tuple[str, ...]:
    names = tuple(part.strip() for part in text.split(",") if part.strip())
    for name in names:
        try:
            ipaddress.ip_network(name, strict=False)
        except ValueError:
            raise SettingsError(
                "TRUSTED_PROXIES",
                f"TRUSTED_PROXIES 里的“{name}”不是 IP 地址或网段；请写代理服务器的地址，如 127.0.0.1 或 10.0.0.0/24，多个用逗号分开。",
                f"“{name}” in TRUSTED_PROXIES is no IP address or network; name the proxy's, such as 127.0.0.1 or "
                "10.0.0.0/24, separated by commas.",
            ) from None
    return names


def _weak(key: str) -> bool:
    return len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_DIFFERENT_CHARACTERS or _WEAK_WORDS.search(key) is not None


def _secret_key(given: str | None, *, production: bool) -> str:
    key = given or _kept_key(INSTANCE / "secret_key")
    if production and _weak(key):
        raise SettingsError(
            "SECRET_KEY",
            f"SECRET_KEY 太弱，正式使用（TAIZHANG_ENV=production）不能启动：至少 {SHORTEST_KEY} 个字符，要随机，不要用常见词。"
            '可以运行 python3 -c "import secrets; print(secrets.token_hex(32))" 生成一个，或者不设置它，由系统自动生成并保存。',
            f"SECRET_KEY is too weak for TAIZHANG_ENV=production: at least {SHORTEST_KEY} random characters, no common "
            'words. Make one with python3 -c "import secrets; print(secrets.token_hex(32))", or leave it unset and one '
            "is made and kept.",
        )
    return key


def _kept_key(path: Path) -> str:
    """The installation's own key, made at the first call; two processes starting together agree on one."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        if not path.exists():
            draft.touch(mode=0o600)
            draft.write_text(secrets.token_hex(32))
            try:
                os.link(draft, path)  # refuses to replace: the first process wins
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        key = path.read_text().strip()
    except OSError as error:
        raise SettingsError(
            "SECRET_KEY",
            f"没有设置 SECRET_KEY，也无法在 {path} 保存自动生成的密钥（{error.strerror}）；请让该文件夹可写，或设置 SECRET_KEY。",
            f"SECRET_KEY is not set and none can be kept at {path} ({error.strerror}); make the folder writable or set it.",
        ) from error
    if not key:
        raise SettingsError(
            "SECRET_KEY",
            f"{path} 是空的；请删除它后重新启动（已登录的人需要重新登录）。",
            f"{path} is empty; delete it and start again (everybody signs in anew).",
        )
    return key
