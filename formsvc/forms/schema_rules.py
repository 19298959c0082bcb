"""What the reading of a body tells by itself, under ids of its own, before any rule is asked."""

from formsvc.forms.rules import ERROR, WARNING, kept

_BASIS = "схема формы"
RULES = (
    kept("S-json", "RFC 8259", "Тело запроса — один JSON в UTF-8, без двойных имен.", ERROR),
    kept("S-depth", _BASIS, "Вложенность данных ограничена.", ERROR),
    kept("S-unknown", _BASIS, "Поля, которых в форме нет, не принимаются.", ERROR),
    kept("S-required", _BASIS, "Обязательное поле заполнено; в проекте — предупреждение.", ERROR),
    kept("S-type", _BASIS, "Значение — того вида, который ожидает поле.", ERROR),
    kept("S-length", _BASIS, "Длина текста и число строк списка — в пределах поля.", ERROR),
    kept("S-date", _BASIS, "Дата или период есть в календаре и записаны как ГГГГ-ММ-ДД.", ERROR),
    kept("S-time", _BASIS, "Время записано как ЧЧ:ММ.", ERROR),
    kept("S-choice", _BASIS, "Значение — одно из слов, которые печатает форма.", ERROR),
    kept("S-range", _BASIS, "Число — целое и в пределах поля.", ERROR),
    kept(
        "S-printed",
        _BASIS,
        "То, чего выбранный вариант формы не печатает, не принимается: ничто не теряется молча.",
        ERROR,
    ),
    kept("S-more", _BASIS, "Замечаний больше, чем показано: их число.", ERROR, WARNING),
    kept("F-edition", "дата документа", "Редакция формы действует на дату документа.", WARNING),
    kept(
        "F-unknown",
        "вложенные данные",
        "Форма и редакция открытого файла здесь есть; иначе данные не проверяются.",
        WARNING,
    ),
)
