"""Every word of the pages is there in every language, with the same places to fill in."""

import re

import pytest
from flask.testing import FlaskClient

from formsvc.web.language import LANGUAGES, SOURCE
from tools.words import LOCALE, read, source

OTHERS = [language.code for language in LANGUAGES if language.code != SOURCE]
_PLACES = re.compile(r"\{\w+\}")


def test_every_catalogue_is_a_language_of_the_pages() -> None:
    assert sorted(path.stem for path in LOCALE.glob("*.po")) == sorted(OTHERS)


@pytest.mark.parametrize("language", OTHERS)
def test_no_word_is_missing_and_none_is_left_over(language: str) -> None:
    said = {message.id for message in source() if message.id}
    translated = {message.id: message.string for message in read(language) if message.id}

    assert set(translated) == said
    assert [word for word, text in translated.items() if not str(text).strip()] == []
    assert not any(message.fuzzy for message in read(language) if message.id)


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_places_of_its_source(language: str) -> None:
    def places(text: object) -> list[str]:
        return sorted(_PLACES.findall(str(text)))

    words = [message for message in read(language) if message.id]
    assert [one.id for one in words if places(one.id) != places(one.string)] == []


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("path", ["/", "/forms/kz.plan", "/verify"])
def test_a_page_speaks_its_language_and_keeps_it(
    client: FlaskClient, path: str, language: str
) -> None:
    text = client.get(path, query_string={"lang": language}).text

    words = {message.id: message.string for message in read(language)}
    assert f'<html lang="{language}">' in text
    assert str(words["Проверить подпись"]) in text
    assert f'href="/verify?lang={language}"' in text


def test_a_translation_that_nobody_reviewed_says_so(client: FlaskClient) -> None:
    assert "Аударма әлі тексерілмеген." in client.get("/?lang=kk").text
    assert 'role="note"' not in client.get("/?lang=en").text


def test_documents_speak_their_own_language(client: FlaskClient) -> None:
    assert "Родители или опекуны" in client.get("/forms/kz.plan?lang=en").text


def test_an_unknown_language_is_the_source(client: FlaskClient) -> None:
    assert '<html lang="ru">' in client.get("/?lang=xx").text
