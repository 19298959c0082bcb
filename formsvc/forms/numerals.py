"""Whole numbers in Russian words, for totals in figures and words: «21 (двадцать один) лист»."""

_UNITS = ("", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять")
_TEENS = (
    *("десять", "одиннадцать", "двенадцать", "тринадцать", "четырнадцать"),
    *("пятнадцать", "шестнадцать", "семнадцать", "восемнадцать", "девятнадцать"),
)
_TENS = (
    *("", "", "двадцать", "тридцать", "сорок", "пятьдесят"),
    *("шестьдесят", "семьдесят", "восемьдесят", "девяносто"),
)
_HUNDREDS = (
    *("", "сто", "двести", "триста", "четыреста", "пятьсот"),
    *("шестьсот", "семьсот", "восемьсот", "девятьсот"),
)
_THOUSANDS = ("тысяча", "тысячи", "тысяч")
_BEFORE_THOUSANDS = {1: "одна", 2: "две"}
MOST = 999_999


def in_words(number: int) -> str:
    """A number from 0 to MOST as one counts things of masculine gender; ValueError beyond."""
    if not 0 <= number <= MOST:
        raise ValueError(number)
    thousands, rest = divmod(number, 1000)
    words = _below_thousand(rest)
    if thousands:
        words = [*_in_thousands(thousands), agreeing(thousands, _THOUSANDS), *words]
    return " ".join(words) or "ноль"


def agreeing(number: int, forms: tuple[str, str, str]) -> str:
    """The form of a noun after a number: («лист», «листа», «листов»)."""
    if number % 100 in range(11, 15):
        return forms[2]
    return forms[0] if number % 10 == 1 else forms[1] if number % 10 in (2, 3, 4) else forms[2]


def counted(number: int, forms: tuple[str, str, str]) -> str:
    """«21 (двадцать один) лист»."""
    return f"{number} ({in_words(number)}) {agreeing(number, forms)}"


def _in_thousands(number: int) -> list[str]:
    *before, last = _below_thousand(number)
    is_teen = number % 100 in range(11, 15)
    return [*before, last if is_teen else _BEFORE_THOUSANDS.get(number % 10, last)]


def _below_thousand(number: int) -> list[str]:
    hundreds, rest = divmod(number, 100)
    tens, units = divmod(rest, 10)
    small = [_TEENS[units]] if tens == 1 else [_TENS[tens], _UNITS[units]]
    return [word for word in (_HUNDREDS[hundreds], *small) if word]
