"""The configuration: what it may say, how a mistake is told, what stays secret."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from deadlinebot.config import (
    Config,
    bundled,
    load_settings,
    read_settings,
    schema,
)
from deadlinebot.errors import ConfigError
from deadlinebot.model.call import Lang

HOOK = "https://hooks.slack.com/services/T0/B0/topsecretvalue"
PATH = Path("lab.yaml")


def test_the_bundled_file_says_just_the_defaults() -> None:
    path = bundled("config") / "deadlinebot.yaml"

    written = read_settings(path.read_text(encoding="utf-8"), path).config

    assert written == Config()


def test_the_schema_beside_it_is_that_of_the_models() -> None:
    path = bundled("config") / "deadlinebot.schema.json"

    assert json.loads(path.read_text(encoding="utf-8")) == schema()


def test_no_file_at_all_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DEADLINEBOT_CONFIG", raising=False)
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)

    settings = load_settings()

    assert settings.path is None
    assert Path(settings.location(settings.config.sources["curated"])).is_dir()


def test_the_first_file_found_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "deadlinebot.yaml").write_text("language: en\n")
    (tmp_path / "other.yaml").write_text("home: Europe/Berlin\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DEADLINEBOT_CONFIG", raising=False)

    assert load_settings().config.language is Lang.EN
    monkeypatch.setenv("DEADLINEBOT_CONFIG", "other.yaml")
    assert load_settings().config.home == "Europe/Berlin"
    assert load_settings(Path("config/deadlinebot.yaml")).config.language is Lang.EN


def test_lengths_of_time_are_written_as_people_do() -> None:
    config = read_settings(
        "horizon: 30d\nfeeds: {x: {alarms: [7d, 90m]}}\n", PATH
    ).config

    assert config.horizon == timedelta(days=30)
    assert config.feeds["x"].alarms == (timedelta(days=7), timedelta(minutes=90))


def test_relative_paths_start_from_the_folder_of_the_file(tmp_path: Path) -> None:
    text = "state: data\nsources: {lab: {format: native, location: calls}}\n"

    settings = read_settings(text, tmp_path / "lab.yaml")

    assert settings.location(settings.config.sources["lab"]) == str(tmp_path / "calls")
    assert settings.state == tmp_path / "data" / "deadlinebot.sqlite"


def test_the_environment_goes_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEADLINEBOT_WEB__PORT", "9999")

    assert (
        read_settings("web: {port: 1234, host: 0.0.0.0}\n", PATH).config.web.port
        == 9999
    )


def test_a_wrong_variable_is_named_and_its_value_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DEADLINEBOT_WEB__PORT", "topsecret")

    with pytest.raises(ConfigError, match="DEADLINEBOT_WEB__PORT") as caught:
        read_settings("language: en\n", PATH)

    assert "topsecret" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "spot", "words"),
    [
        ("langage: en\n", "1:1", "did you mean 'language'"),
        ("language: fr\n", "1:11", "must be one of zh, en"),
        ("home: Asia/Beijin\n", "1:7", "zone"),
        ("horizon: soon\n", "1:10", "30m, 6h or 60d"),
        ("web: {port: 99999}\n", "1:13", "at most 65535"),
        ("web: {base_url: ddl.org}\n", "1:17", "https://ddl.example.org"),
        ("sources: {x: {format: ccfdl, location: y}}\n", "1:23", "ccfddl"),
        ("sources: {x: {format: native}}\n", "1:14", "'location' is missing"),
        ("channels: {x: {notifier: slak}}\n", "1:26", "slack"),
        ("routes: {r: {channels: [consle]}}\n", "1:25", "did you mean 'console'"),
        (
            "feeds: {all: {route: everythin}}\n",
            "1:22",
            "no route 'everythin' (did you mean 'everything'?)",
        ),
        ("routes: {r: {channels: []}}\n", "1:24", "at least 1"),
        ("routes: {r: {leads: [3], channels: [console]}}\n", "1:22", "write 14d"),
        ("routes: {r: {leads: [6h, 3 wrkdays], channels: [x]}}\n", "1:26", "'3wd'"),
        (
            "routes: {r: {ladders: [{when: cff:A, leads: []}], channels: [x]}}\n",
            "1:31",
            "did you mean 'ccf'",
        ),
        (
            "routes: {r: {ladders: [{when: ccf:A, leads: [1y]}], channels: [x]}}\n",
            "1:46",
            "unknown lead '1y'",
        ),
        (
            "routes: {r: {digest: daily@09:00, channels: [console]}}\n",
            "1:22",
            "write 09:03",
        ),
        ("channels: {x: {notifier: console, quiet: 22-8}}\n", "1:42", "22:00-08:00"),
        ("working_days: CNN\n", "1:15", "such as CN"),
        ("working_days: XX\n", "1:15", "no holidays are known of 'XX'"),
        ("working_days: DE-XX\n", "1:15", "DE has no region 'XX'; there are BB"),
        (
            "routes: {r: {filter: cff:A, channels: [console]}}\n",
            "1:22",
            "did you mean 'ccf'",
        ),
        (
            "routes: {r: {filter: 'ccf:A and tagg:nlp', channels: [console]}}\n",
            "1:33",
            "did you mean 'tag'",
        ),
        ("feeds: {nlp: {filter: ccf:A or}}\n", "1:31", "missing at the end"),
        ("feeds: {Bad Name: {}}\n", "1:8", "'Bad Name' is no name"),
        ("a: [\n", "2:1", ""),
        ("language: zh\nlanguage: en\n", "2:1", "twice"),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, spot: str, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_settings(text, PATH)

    assert str(caught.value).startswith(f"lab.yaml:{spot}")
    assert words in caught.value.message


def channel(url: str, notifier: str = "slack") -> str:
    """Return a configuration with one channel."""
    return f'channels: {{lab: {{notifier: {notifier}, url: "{url}"}}}}\nroutes: {{}}\n'


def test_a_secret_may_come_from_the_environment_a_file_or_a_credential(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAB_HOOK", HOOK)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    (tmp_path / "hook").write_text(HOOK + "\n")

    for reference in ("${env:LAB_HOOK}", "file:hook", "credential:hook", HOOK):
        settings = read_settings(channel(reference), tmp_path / "lab.yaml")
        assert settings.urls == {"lab": HOOK}


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        ("${env:LAB_NO_HOOK}", "LAB_NO_HOOK is not set"),
        ("file:nowhere", "No such file"),
        ("credential:hook", "no credentials"),
        ("", "hooks.slack.com"),
        ("https://example.org/services/T0/B0/topsecretvalue", "hooks.slack.com"),
        ("http://hooks.slack.com/services/T0/B0/topsecretvalue", "https"),
    ],
)
def test_a_webhook_that_cannot_work_says_how_to_mend_it(
    reference: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)

    with pytest.raises(ConfigError) as caught:
        read_settings(channel(reference), PATH)

    assert words in caught.value.message
    assert "topsecretvalue" not in str(caught.value) + caught.value.excerpt


def test_a_secret_is_in_no_repr() -> None:
    settings = read_settings(channel(HOOK), PATH)

    assert "topsecretvalue" not in repr(settings)
    assert "topsecretvalue" not in repr(settings.config)


def test_a_secret_is_in_no_error_about_something_else() -> None:
    text = channel(HOOK).replace("routes: {}", "routes: {r: {channels: [nowhere]}}")

    with pytest.raises(ConfigError) as caught:
        read_settings(text, PATH)

    assert "topsecretvalue" not in str(caught.value) + caught.value.excerpt


WHSEC = "whsec_dG9wc2VjcmV0dG9wc2VjcmV0dG9wc2VjcmV0"


def signed(secret: str, notifier: str = "generic") -> str:
    """Return a configuration with one channel that is signed."""
    url = {
        "generic": "https://hooks.example.org/x",
        "feishu": "https://open.feishu.cn/open-apis/bot/v2/hook/0aa1-22",
        "slack": HOOK,
    }[notifier]
    written = f"notifier: {notifier}, url: '{url}', secret: {secret}"
    return f"channels: {{lab: {{{written}}}}}\nroutes: {{}}\n"


@pytest.mark.parametrize(
    ("secret", "read"),
    [
        (WHSEC, (WHSEC,)),
        ("'${env:LAB_SECRET}'", (WHSEC,)),
        (f"['file:secret', {WHSEC}]", (WHSEC, WHSEC)),
        ("credential:secret", (WHSEC,)),
    ],
)
def test_what_signs_is_named_like_the_url_once_or_as_a_list(
    secret: str, read: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAB_SECRET", WHSEC)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    (tmp_path / "secret").write_text(WHSEC + "\n")

    settings = read_settings(signed(secret), tmp_path / "lab.yaml")

    assert settings.secrets == {"lab": read}
    assert WHSEC not in repr(settings) + repr(settings.config)


@pytest.mark.parametrize("secret", ["[]", ""])
def test_a_channel_without_a_secret_is_unsigned(secret: str) -> None:
    assert read_settings(signed(secret), PATH).secrets == {}


@pytest.mark.parametrize(
    ("secret", "notifier", "words"),
    [
        ("topsecretvalue", "generic", "openssl rand -base64 32"),
        (f"[{WHSEC}, whsec_topsecretvalue]", "generic", "24 to 64 random bytes"),
        ("[topsecretvalue, b]", "feishu", "one secret, not a list"),
        ("topsecretvalue", "slack", "slack takes no secret: remove it"),
        ("'file:nowhere'", "feishu", "'secret': No such file"),
        ("''", "feishu", "its secret is empty"),
        ("'${env:LAB_EMPTY}'", "feishu", "its secret is empty"),
    ],
)
def test_a_secret_that_cannot_work_says_how_to_mend_it(
    secret: str, notifier: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAB_EMPTY", "")

    with pytest.raises(ConfigError) as caught:
        read_settings(signed(secret, notifier), PATH)

    assert words in caught.value.message
    assert str(caught.value).startswith("lab.yaml:1:")
    assert "topsecretvalue" not in str(caught.value) + caught.value.excerpt
