"""What callers ask of signatures, as JSON: read strictly, and described for OpenAPI."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from formsvc.errors import BadRequest
from formsvc.signing.plan import Mark, Plan, Slot, planned

LEVELS = ("b-b", "b-t", "b-lt", "b-lta")
FORMS = ("pades", "pkcs7")
MAX_SIGNERS = 50
_LONGEST = 300


def _text(description: str, **more: Any) -> fields.String:
    limit = validate.Length(max=_LONGEST, error=f"не длиннее {_LONGEST} знаков")
    return fields.String(validate=limit, metadata={"description": description}, **more)


def _word(choices: tuple[str, ...], description: str, default: str) -> fields.String:
    one_of = validate.OneOf(choices, error=f"допустимо: {', '.join(choices)}")
    return fields.String(
        validate=one_of,
        load_default=default,
        metadata={"description": description, "enum": list(choices), "default": default},
    )


class _Strict(Schema):
    class Meta:
        """No unknown field."""

        unknown = RAISE

    error_messages: dict[str, str] = {  # noqa: RUF012 — declared so by marshmallow
        "unknown": "такого поля нет",
        "type": "ожидается объект JSON",
    }


class Signer(_Strict):
    """One who is to sign."""

    role = _text("Должность или роль, как на листе подписей", load_default="")
    name = _text("Имя подписывающего", load_default="")
    step = fields.Integer(
        strict=True,
        load_default=1,
        validate=validate.Range(1, MAX_SIGNERS, error=f"от 1 до {MAX_SIGNERS}"),
        metadata={"description": "Очередь: с одним числом подписывают в любом порядке"},
    )


class Slots(_Strict):
    """Places to sign that are made before the first signature: «Лист подписей»."""

    signers = fields.List(
        fields.Nested(Signer),
        validate=validate.Length(1, MAX_SIGNERS, error=f"от 1 до {MAX_SIGNERS} подписывающих"),
        metadata={
            "description": "Кто подписывает; без него — из подписей документа, созданного с embed"
        },
    )
    required = fields.List(
        fields.Integer(strict=True),
        load_default=list,
        metadata={"description": "Сколько подписей нужно в каждой очереди; без него все"},
    )
    mark = _word(tuple(Mark), "Отметка об электронной подписи: Россия или Казахстан", "ru")


class SealRequest(_Strict):
    """How the service signs."""

    level = _word(LEVELS, "Уровень PAdES", "b-b")
    slot = _text("Место для подписи; без него единственное свободное", load_default="")
    slots = fields.Nested(Slots, load_default=None)


class PrepareRequest(_Strict):
    """Who signs, and where."""

    certificate = fields.String(
        required=True,
        validate=validate.Length(max=20_000, error="не длиннее 20000 знаков"),
        error_messages={"required": "поле обязательно"},
        metadata={"description": "Сертификат подписывающего: PEM или DER в base64"},
    )
    slot = _text("Место для подписи; без него единственное свободное", load_default="")
    form = _word(FORMS, "Вид подписи: CAdES внутри PAdES или PKCS#7", "pades")
    slots = fields.Nested(Slots, load_default=None)


@dataclass(frozen=True)
class Asked:
    """A request that was read; `slots` as given, without defaults for who signs."""

    values: Mapping[str, Any]

    def plan(self, own: Any) -> Plan | None:
        """The plan of new slots; `own` gives the signers of the document itself."""
        wanted = self.values["slots"]
        if wanted is None:
            return None
        given = wanted.get("signers")
        signers = [Slot("", **one) for one in given] if given is not None else own()
        return planned(signers, wanted["required"], Mark(wanted["mark"]))


def read(schema: type[Schema], raw: Any) -> Asked:
    """A request by its schema; raises BadRequest naming what is wrong, never its value."""
    try:
        return Asked(schema().load(raw))
    except ValidationError as fault:
        told = "; ".join(_told(fault.messages_dict))
        raise BadRequest(f"Запрос (request): {told}.") from None


def _told(messages: Mapping[Any, Any], path: str = "") -> list[str]:
    found = []
    for key, inner in messages.items():
        where = path if key == "_schema" else f"{path}/{key}"
        if isinstance(inner, Mapping):
            found += _told(inner, where)
        else:
            found.append(f"{where or '/'}: {', '.join(map(str, inner))}")
    return found
