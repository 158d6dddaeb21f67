"""Where the state lies: named like a secret, and shown without one."""

from __future__ import annotations

from pathlib import Path

import pytest

from deadlinebot.config import Settings, read_settings
from deadlinebot.errors import ConfigError
from deadlinebot.model.database import Postgres

PATH = Path("lab.yaml")
PASSWORD = "topsecretvalue"
URL = f"postgresql://bot:{PASSWORD}@db.example.org:5433/deadlines?sslmode=require"


def written(reference: str, path: Path = PATH) -> Settings:
    return read_settings(f'database: "{reference}"\n', path)


def test_without_a_word_it_is_a_file_of_the_state(tmp_path: Path) -> None:
    settings = read_settings("state: data\n", tmp_path / "lab.yaml")

    assert settings.database == tmp_path / "data" / "deadlinebot.sqlite"
    assert not settings.stored


def test_an_address_is_taken_apart() -> None:
    database = written(URL).database

    assert database == Postgres(
        host="db.example.org",
        port=5433,
        name="deadlines",
        user="bot",
        password=PASSWORD,
        options=(("sslmode", "require"),),
    )


def test_what_is_reserved_in_a_password_is_quoted() -> None:
    database = Postgres.read("postgresql://bot:a%2Fb%40c%23%3F@[::1]/x")

    assert (database.host, database.password) == ("::1", "a/b@c#?")
    assert str(database) == "postgresql://[::1]/x"


def test_what_libpq_finds_by_itself_may_be_left_out() -> None:
    database = Postgres.read("postgres:///deadlines")

    assert (database.host, database.port, database.user) == ("", None, "")
    assert str(database) == "postgresql:///deadlines"


def test_the_address_is_named_as_a_secret_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "address").write_text(f"{URL}\n")
    monkeypatch.setenv("DATABASE", URL)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    references = ("file:address", "credential:address", "${env:DATABASE}")

    found = {written(name, tmp_path / "lab.yaml").database for name in references}

    assert found == {Postgres.read(URL)}


def test_nobody_sees_the_password() -> None:
    settings = written(URL)

    shown = f"{settings!r} {settings.config!r} {settings.database}"

    assert PASSWORD not in shown
    assert str(settings.database) == "postgresql://db.example.org:5433/deadlines"


@pytest.mark.parametrize(
    "address",
    [
        f"mysql://bot:{PASSWORD}@host/x",
        f"postgresql://bot:{PASSWORD}@host",
        f"postgresql://bot:{PASSWORD}@host:port/x",
        f"postgresql://bot:1/{PASSWORD}@host/x",
        f"postgresql://bot:1#{PASSWORD}@host/x",
        f"postgresql://bot:1?{PASSWORD}@host/x",
        f"postgresql://bot:{PASSWORD}/1@host/x",
        f"postgresql://bot:{PASSWORD}#1@host/x",
        f"postgresql://bot:{PASSWORD}[@host/x",
        f"{PASSWORD}",
    ],
)
def test_what_is_no_address_is_refused_without_showing_it(address: str) -> None:
    with pytest.raises(ConfigError) as caught:
        written(address)

    assert str(caught.value).startswith("lab.yaml:1:11: 'database': write postgresql:")
    assert PASSWORD not in f"{caught.value} {caught.value.excerpt}"


def test_a_secret_that_is_missing_is_named_with_its_place() -> None:
    with pytest.raises(ConfigError) as caught:
        written("${env:NOT_THERE_AT_ALL}")

    assert str(caught.value) == (
        "lab.yaml:1:11: 'database': the environment variable NOT_THERE_AT_ALL "
        "is not set"
    )
