"""What the environment may say and what is refused, each with a sentence."""

from pathlib import Path

import pytest

from web import settings as module
from web.settings import CHECKOUT, Settings, SettingsError, database_address, terminal_locale

GOOD_KEY = "9f8d2c41b7e06a53c1d4f7e2a8b90536"


def read(**environ: str) -> Settings:
    return Settings.from_env({"SECRET_KEY": GOOD_KEY, **environ})


def test_defaults_are_absolute_and_under_instance() -> None:
    got = read()
    assert got.database_url == f"sqlite:///{CHECKOUT}/instance/taizhang.db"
    assert got.sqlite_file == CHECKOUT / "instance" / "taizhang.db"
    assert got.data_dir == CHECKOUT / "instance"
    assert got.jobs_url == f"sqlite:///{CHECKOUT}/instance/queue.db"
    assert (got.host, got.port, got.web_workers, got.env, got.log) == ("127.0.0.1", 8000, 2, "development", "text")
    assert got.mail_url is None
    assert not got.secure_cookies


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("sqlite:///data/x.db", f"sqlite:///{CHECKOUT}/data/x.db"),
        ("sqlite:////srv/x.db", "sqlite:////srv/x.db"),
        ("sqlite:///../x.db?timeout=5", f"sqlite:///{CHECKOUT.parent}/x.db?timeout=5"),
        ("postgres://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        ("postgresql://u@h:5433/d", "postgresql+psycopg://u@h:5433/d"),
        ("postgresql+psycopg://u@/d?host=/run/pg", "postgresql+psycopg://u@/d?host=/run/pg"),
    ],
)
def test_database_addresses(given: str, kept: str) -> None:
    assert read(DATABASE_URL=given).database_url == kept
    assert database_address(kept) == kept


def test_the_queue_lies_in_the_data_folder() -> None:
    got = read(DATA_DIR="shared/files")
    assert got.data_dir == CHECKOUT / "shared" / "files"
    assert got.jobs_url == f"sqlite:///{CHECKOUT}/shared/files/queue.db"
    assert read(JOBS_URL="redis://queue:6379/1").jobs_url == "redis://queue:6379/1"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://h/d"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "８０００"),
        ("PORT", "eighty"),
        ("WEB_WORKERS", "-1"),
        ("TAIZHANG_ENV", "prod"),
        ("TAIZHANG_LOG", "xml"),
        ("MAIL_URL", "mail.example.com"),
        ("JOBS_URL", "amqp://queue"),
        ("TRUSTED_PROXIES", "127.0.0.1, proxy.lan"),
    ],
)
def test_a_wrong_value_is_named_in_both_languages(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read(**{name: value})
    assert refused.value.name == name
    assert name in refused.value.text("zh")
    assert name in refused.value.text("en")
    assert any("一" <= letter <= "鿿" for letter in refused.value.text("zh"))
    assert not any("一" <= letter <= "鿿" for letter in refused.value.text("en"))


@pytest.mark.parametrize(
    "key", ["short", "a" * 64, "changeme-changeme-changeme-0123456789", "Password-1234567890-abcdefghijkl"]
)
def test_a_weak_key_is_refused_for_real_work_only(key: str) -> None:
    with pytest.raises(SettingsError, match="SECRET_KEY"):
        read(SECRET_KEY=key, TAIZHANG_ENV="production")
    assert read(SECRET_KEY=key).secret_key == key


def test_a_key_is_made_once_and_kept_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "INSTANCE", tmp_path / "instance")
    first = Settings.from_env({"TAIZHANG_ENV": "production"})
    kept = tmp_path / "instance" / "secret_key"
    assert len(first.secret_key) == 64
    assert Settings.from_env({}).secret_key == first.secret_key == kept.read_text()
    assert kept.stat().st_mode & 0o077 == 0
    assert [path.name for path in kept.parent.iterdir()] == ["secret_key"]


def test_a_key_that_cannot_be_kept_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "instance").write_text("a file where the folder should be")
    monkeypatch.setattr(module, "INSTANCE", tmp_path / "instance")
    with pytest.raises(SettingsError, match="SECRET_KEY"):
        Settings.from_env({})


def test_empty_values_count_as_not_given() -> None:
    assert read(PORT=" ", MAIL_URL="", TAIZHANG_DEMO_PASSWORD="").port == 8000


def test_children_read_the_same_settings(tmp_path: Path) -> None:
    got = read(
        DATA_DIR=str(tmp_path),
        HOST="0.0.0.0",
        PORT="8123",
        TRUSTED_PROXIES="10.0.0.0/8, ::1",
        TAIZHANG_LOG="json",
        MAIL_URL="smtp://mail.lan:25",
        TAIZHANG_DEMO_PASSWORD="Lan-tian-2026",
    )
    assert got.trusted_proxies == ("10.0.0.0/8", "::1")
    assert got.secure_cookies
    assert Settings.from_env(got.as_environ()) == got


def test_secrets_do_not_show_in_a_log() -> None:
    shown = repr(read(DATABASE_URL="postgresql://u:hunter2@h/d", TAIZHANG_DEMO_PASSWORD="Lan-tian-2026"))
    assert GOOD_KEY not in shown
    assert "hunter2" not in shown
    assert "Lan-tian-2026" not in shown


@pytest.mark.parametrize(
    ("environ", "locale"),
    [
        ({}, "zh"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LC_ALL": "zh_CN", "LANG": "en_US"}, "zh"),
    ],
)
def test_the_terminals_language(environ: dict[str, str], locale: str) -> None:
    assert terminal_locale(environ) == locale
