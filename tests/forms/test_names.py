"""Short forms, order and characters of personal names (G-05, G-06). All names are invented."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formsvc.forms import names

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("typed", "surname", "initials"),
    [
        ("Иванова Мария Петровна", "Иванова", ("М.", "П.")),
        ("Иванова Мария", "Иванова", ("М.",)),
        ("Лукиных Л. И.", "Лукиных", ("Л.", "И.")),
        ("Четверикова И.В.", "Четверикова", ("И.", "В.")),
        ("О. А. Дальневская", "Дальневская", ("О.", "А.")),
        ("О.А.Дальневская", "Дальневская", ("О.", "А.")),
        ("О. Дальневская", "Дальневская", ("О.",)),
        (f"Лукиных{NBSP}Л.{NBSP}И.", "Лукиных", ("Л.", "И.")),
        ("  Иванова   Мария\tПетровна ", "Иванова", ("М.", "П.")),
        ("ИВАНОВА МАРИЯ ПЕТРОВНА", "ИВАНОВА", ("М.", "П.")),
        ("Ёжикова Ёлка Ёжиковна", "Ёжикова", ("Ё.", "Ё.")),
        ("Ким Ю Чен", "Ким", ("Ю.", "Ч.")),
        ("Ю Светлана", "Ю", ("С.",)),
        ("Smithson Mary Ann", "Smithson", ("M.", "A.")),
    ],
)
def test_a_clear_name_gives_surname_and_initials(
    typed: str, surname: str, initials: tuple[str, ...]
) -> None:
    assert names.parse(typed) == names.PersonName(surname, initials)


@pytest.mark.parametrize("particle", ["оглы", "оғлы", "кызы", "қызы", "гызы", "улы", "ұлы", "Оглы"])
def test_a_particle_of_a_patronymic_belongs_to_the_word_before_it(particle: str) -> None:
    assert names.parse(f"Алиев Вагиф Гусейн {particle}") == names.PersonName("Алиев", ("В.", "Г."))
    assert names.parse(f"Алиев Вагиф Гусейн-{particle}") == names.PersonName("Алиев", ("В.", "Г."))


@pytest.mark.parametrize(
    ("typed", "surname", "initials"),
    [
        ("Әбілқасымова Үміт Өмірбекқызы", "Әбілқасымова", ("Ү.", "Ө.")),
        ("Құрманғали Нұрсұлтан Ғабитұлы", "Құрманғали", ("Н.", "Ғ.")),
        ("Һәкімов Іңкәр", "Һәкімов", ("І.",)),
    ],
)
def test_kazakh_letters_are_letters_as_any_other(
    typed: str, surname: str, initials: tuple[str, ...]
) -> None:
    assert names.parse(typed) == names.PersonName(surname, initials)


@pytest.mark.parametrize(
    ("typed", "surname", "initials"),
    [
        ("Заречная-Луговая Анна Ильинична", "Заречная-Луговая", ("А.", "И.")),
        ("Кёр-оглы Иван Кузьмич", "Кёр-оглы", ("И.", "К.")),
        ("Саидов Мухамед-Али Рашидович", "Саидов", ("М.-А.", "Р.")),
        ("Саидов М.-А. Р.", "Саидов", ("М.-А.", "Р.")),
        ("М.-А. Р. Саидов", "Саидов", ("М.-А.", "Р.")),
        ("О'Коннова Дарья", "О'Коннова", ("Д.",)),
        ("Д’Арова Яна", "Д’Арова", ("Я.",)),
    ],
)
def test_hyphens_and_apostrophes_do_not_break_a_name(
    typed: str, surname: str, initials: tuple[str, ...]
) -> None:
    assert names.parse(typed) == names.PersonName(surname, initials)


UNCERTAIN = [
    "",
    " ",
    "Иванова",
    "неизвестно",
    "аноним",
    "М. П.",
    "Иванова мария петровна",
    "иванова Мария Петровна",
    "Иванова Мария 2-я",
    "Иванова Мария Петровна Заречная",
    "Иванова (Петрова) Мария",
    "Иванова Мария, Петров Иван",
    "Иванова - Заречная Мария",
    "Иванова Мария-",
    "Иванова- Заречная Мария",
    "Иванова- Мария",
    "Иванова Анна--Мария",
    "Саидов Мухамед-али",
    "Иванова М. Петровна",
    "Мария П. Иванова",
    "Мария Петровна Иванова",
    "Мария Петровна",
    "Ахмет Серікұлы",
    "Алиев Гусейн оглы",
    "Алиев Гусейн Оглы",
    "Вагиф Гусейн оглы Алиев",
    "В. Г. Алиев оглы",
    "Алиев Вагиф оглы Гусейн",
    "Иванова И.В",
]


@pytest.mark.parametrize("typed", UNCERTAIN)
def test_an_uncertain_name_stays_as_it_was_typed(typed: str) -> None:
    assert names.parse(typed) is None
    assert names.surname_first(typed) == typed
    assert names.initials_first(typed) == typed


def test_a_short_form_cannot_break_over_two_lines() -> None:
    assert names.surname_first("Иванова Мария Петровна") == f"Иванова{NBSP}М.{NBSP}П."
    assert names.initials_first("Иванова Мария Петровна") == f"М.{NBSP}П.{NBSP}Иванова"
    assert names.surname_first("О. Дальневская") == f"Дальневская{NBSP}О."


capital = st.sampled_from("АӘБВГҒДЕЁЖЗИКҚЛМНОӨПРСТУҰҮФХҺЦЧШЩІЭЮЯ")
word = st.builds("{}{}".format, capital, st.text("аәбвгғдеёжзийкқлмнңоө-' .", max_size=8))


@given(st.lists(word | st.just("оглы"), max_size=5).map(" ".join) | st.text(max_size=20))
def test_no_name_loses_its_surname_or_gains_a_letter(typed: str) -> None:
    parsed = names.parse(typed)
    if parsed is None:
        assert names.surname_first(typed) == names.initials_first(typed) == typed
    else:
        assert parsed.surname in typed
        assert all(initial[0] in typed for initial in parsed.initials)
        assert sorted(names.surname_first(typed)) == sorted(names.initials_first(typed))


@given(word, word)
def test_a_short_form_read_again_is_the_same(surname: str, given_name: str) -> None:
    for shorten in (names.surname_first, names.initials_first):
        once = shorten(f"{surname} {given_name}")
        assert shorten(once) == once


def test_names_are_sorted_by_the_russian_alphabet_with_yo_as_ye() -> None:
    in_order = [
        "Елагин Пётр",
        "Ёлкин Борис",
        "Елкин Виктор",
        "Ершов Антон",
        "Жуков Антон",
        "Иванов Яков",
        "Иванов-Луговой Антон",
        "Иванова Анна",
        "Яблоков Иван",
        "Abbot Ann",
    ]
    shuffled = random.Random(6).sample(in_order, len(in_order))
    assert sorted(shuffled, key=names.russian_order) == in_order


def test_kazakh_letters_stand_beside_their_base_letters() -> None:
    alphabet = "аәбвгғдежзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
    shuffled = random.Random(6).sample(alphabet.upper(), len(alphabet))
    assert "".join(sorted(shuffled, key=names.russian_order)) == alphabet.upper()


def test_order_does_not_look_at_case_or_kind_of_space() -> None:
    assert names.russian_order("Иванова Анна")[0] == names.russian_order(f"ИВАНОВА{NBSP}анна")[0]


def test_names_that_differ_only_in_yo_have_a_fixed_order() -> None:
    assert sorted(["Алёшин", "Алешин"], key=names.russian_order) == ["Алешин", "Алёшин"]


@pytest.mark.parametrize(
    "name",
    [
        "Ёжикова-Луговая Ә. Ғ.",
        "ӘҒҚҢӨҰҮҺІ әғқңөұүһі",
        "О'Коннова Д’Арова Кʼөн",
        f"Иванова{NBSP}М.",
        "Müllerson José",
        "неизвестно",
    ],
)
def test_usual_names_have_no_unusual_characters(name: str) -> None:
    assert names.unusual_characters(name) == ""


def test_each_unusual_character_is_told_once_in_its_order() -> None:
    assert names.unusual_characters("Иван0ва (М4рия) 0/Я") == "0(4)/"
    assert names.unusual_characters("Παύλος") == "Παύλος"
    assert names.unusual_characters("Иванова\nМария") == "\n"
