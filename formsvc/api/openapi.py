"""OpenAPI 3.1, put together when asked for: one path a form, so that real bodies are documented."""

import json
from collections.abc import Collection
from functools import lru_cache
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin

from formsvc import __version__
from formsvc.api import queries, shapes
from formsvc.forms.form import Form
from formsvc.forms.registry import Registry
from formsvc.packs import request
from formsvc.renderers import FORMATS, MEDIA_TYPES, PREVIEWS
from formsvc.signing import requests

# A longer sample is named by its address: the contract is read by people too.
LONGEST_EXAMPLE_BYTES = 20_000
_DEFINITIONS = "#/$defs/"
_BINARY = {"schema": shapes.BINARY}
_NUMBERS = {"description": "Показатели", "content": {"text/plain": {"schema": shapes.TEXT}}}
_FILE = {MEDIA_TYPES[extension]: _BINARY for extension in FORMATS}
_SHOWN = {MEDIA_TYPES[extension]: _BINARY for extension in PREVIEWS}
_PROBLEMS: dict[int | str, str] = {
    400: "Запрос не читается",
    404: "Нет такой формы, редакции или образца",
    406: "Такой формат не выдаётся",
    413: "Превышен предел размера",
    415: "Такой файл или тип тела не принимается",
    422: "Данные формы содержат ошибки: все сразу, с указателями на поля; подпись не принята",
    503: "Не готово: служба, или документ в отведённых пределах",
    "default": "Всякая другая ошибка",
}


@lru_cache(maxsize=4)
def openapi(forms: Registry) -> dict[str, Any]:
    """The whole contract of the service."""
    spec = APISpec(
        title="formsvc",
        version=__version__,
        openapi_version="3.1.0",
        info={"description": "Документы и формы: JSON → DOCX, XLSX, PDF"},
        plugins=[MarshmallowPlugin()],
    )
    for name, shape in shapes.COMPONENTS.items():
        spec.components.schema(name, component=shape)
    for name, shape in request.DEFINITIONS.items():
        spec.components.schema(name, component=_in_components(shape))
    _common_paths(spec)
    for form_id in forms.ids():
        _form_paths(spec, forms, forms.editions(form_id))
    return dict(spec.to_dict())


def _common_paths(spec: APISpec) -> None:
    spec.path("/v1/forms", operations={"get": _get("forms", "Список форм", shapes.CATALOGUE)})
    spec.path("/v1/extract", operations={"post": _extract()})
    _pack_paths(spec)
    _signature_paths(spec)
    alive = _get("healthz", "Отвечает ли служба", shapes.STATE)
    ready = _get("readyz", "Готова ли служба делать документы", shapes.STATE, problems=(503,))
    contract = _get("openapi", "Этот договор", shapes.OBJECT)
    numbers = _get("metrics", "Показатели для наблюдения", shapes.TEXT)
    numbers["responses"][200] = _NUMBERS
    for name, operation in (
        ("healthz", alive),
        ("readyz", ready),
        ("metrics", numbers),
        ("openapi.json", contract),
    ):
        spec.path(f"/{name}", operations={"get": operation | {"tags": ["service"]}})


def _extract() -> dict[str, Any]:
    upload = {"type": "object", "properties": {"file": shapes.BINARY}, "required": ["file"]}
    body = {"application/octet-stream": _BINARY, "multipart/form-data": {"schema": upload}} | _FILE
    return {
        "operationId": "extract",
        "summary": "Исходные данные из файла, созданного с embed=true",
        "tags": ["files"],
        "requestBody": {"required": True, "content": body},
        "responses": {200: _json("Форма и данные", shapes.EXTRACTED)}
        | _problems(400, 413, 415, 422),
    }


def _pack_paths(spec: APISpec) -> None:
    own = {key: part for key, part in request.json_schema().items() if key[0] != "$"}
    spec.components.schema("PackRequest", component=_in_components(own))
    for path, operation in (
        ("packs", {"post": _pack()}),
        ("packs/orders", {"get": _get("orders", "Готовые порядки документов", shapes.ORDERS)}),
        ("packs/schema", {"get": _get("pack_schema", "Договор о пакете", shapes.OBJECT)}),
    ):
        spec.path(
            f"/v1/{path}",
            operations={key: one | {"tags": ["packs"]} for key, one in operation.items()},
        )


def _pack() -> dict[str, Any]:
    own = shapes.ref("PackRequest")
    form = {"type": "object", "properties": {"pack": own}, "required": ["pack"]}
    form |= {"additionalProperties": shapes.BINARY}
    answers = _file_answers(404, 413, 415, 422, 503)
    told = {
        name: {"description": words, "schema": shapes.TEXT}
        for name, words in (
            ("Formsvc-Sheets", "Сколько листов пронумеровано"),
            ("Formsvc-Conformance", "Каким стандартам отвечает файл"),
            ("Formsvc-Not-Archival", "Указатели файлов, из-за которых пакет не PDF/A"),
        )
    }
    packed = {f"application/{kind}": _BINARY for kind in request.OUTPUTS}
    answers[200] |= {"headers": answers[200]["headers"] | told, "content": packed}
    summary = "Собрать пакет: один PDF с обложкой и описью или ZIP"
    operation = _post("pack", summary, queries.Strict, {"schema": own}, answers)
    operation["requestBody"]["content"]["multipart/form-data"] = {"schema": form}
    return operation


def _signature_paths(spec: APISpec) -> None:
    for schema in (requests.SealRequest, requests.PrepareRequest):
        spec.components.schema(schema.__name__, schema=schema)
    sealed = {"request": shapes.ref("SealRequest")}
    asked = {"request": shapes.ref("PrepareRequest")}
    beside = {"signature": shapes.BINARY}
    given = {"token": shapes.FILLED, "cms": shapes.BINARY}
    prepared = _json("Подготовленный файл, байты для подписи и метка", shapes.PREPARED)
    verified = _json("Сведения о каждой подписи", shapes.VERIFIED)
    for path, summary, parts, needed, made in (
        ("signatures/seal", "Подписать печатью службы", sealed, (), _signed()),
        ("signatures/prepare", "Подготовить к внешней подписи", asked, asked, prepared),
        ("signatures/complete", "Вложить внешнюю подпись", given, given, _signed()),
        ("verify", "Проверить подписи PDF или файла с подписью рядом", beside, (), verified),
    ):
        operation = _post_parts(path, summary, parts, needed, made)
        spec.path(f"/v1/{path}", operations={"post": operation})


def _post_parts(
    path: str, summary: str, parts: dict[str, Any], needed: Collection[str], made: dict[str, Any]
) -> dict[str, Any]:
    """A call that takes a form; where `file` alone is enough, a body that is the file, too."""
    form = {
        "type": "object",
        "properties": {"file": shapes.BINARY} | parts,
        "required": ["file", *needed],
        "additionalProperties": False,
    }
    content = {"multipart/form-data": {"schema": form}}
    alone = {} if needed else {"application/octet-stream": _BINARY, "application/pdf": _BINARY}
    refusals = (413, 415) if path == "verify" else (413, 415, 422)
    return {
        "operationId": path.replace("/", "_"),
        "summary": summary,
        "tags": ["signatures"],
        "requestBody": {"required": True, "content": content | alone},
        "responses": {200: made} | _problems(400, *refusals),
    }


def _signed() -> dict[str, Any]:
    answer: dict[str, Any] = _file_answers()[200]
    return answer | {"content": {"application/pdf": _BINARY}}


def _form_paths(spec: APISpec, forms: Registry, editions: list[Form]) -> None:
    form = editions[-1]
    base, name = f"/v1/forms/{form.id}", form.id.replace(".", "_")
    body = _bodies(spec, name, editions)
    reads = (
        ("", "Форма", shapes.ref("Form"), queries.Strict),
        ("/schema", "Договор о данных (JSON Schema)", shapes.OBJECT, queries.EditionQuery),
        ("/skeleton", "Пустые данные", shapes.OBJECT, queries.EditionQuery),
        ("/samples", "Список образцов", shapes.SAMPLES, queries.EditionQuery),
        ("/samples/{case}", "Образец с вымышленными данными", body, queries.EditionQuery),
    )
    for suffix, summary, shape, query in reads:
        operation_id = name + suffix.replace("/", "_").replace("_{case}", "_one")
        operation = _get(operation_id, summary, shape, query, problems=(404,))
        operation["parameters"] += [_case(forms, editions)] if "{case}" in suffix else []
        _form_path(spec, base + suffix, "get", editions, operation)
    _form_path(spec, f"{base}/blank", "get", editions, _blank(name))
    sent = {"schema": body, "examples": _examples(spec, forms, form)}
    _form_path(spec, f"{base}/validate", "post", editions, _validate(name, sent))
    _form_path(spec, f"{base}/documents", "post", editions, _documents(name, sent))
    _form_path(spec, f"{base}/preview", "post", editions, _preview(name, sent))


def _form_path(spec: APISpec, path: str, method: str, editions: list[Form], operation: Any) -> None:
    operation["tags"] = [editions[-1].id]
    known = [form.edition for form in editions]
    for one in operation["parameters"]:
        if one["in"] == "query":
            one["schema"] = queries.with_editions(one["schema"], known)
    spec.path(path, operations={method: operation})


def _case(forms: Registry, editions: list[Form]) -> dict[str, Any]:
    """The name of a sample, of any edition."""
    names = sorted({case for form in editions for case in forms.samples(form)})
    schema = {"type": "string", "enum": names}
    return {"in": "path", "name": "case", "required": True, "schema": schema}


def _bodies(spec: APISpec, name: str, editions: list[Form]) -> dict[str, Any]:
    """The schema of the body: one component an edition."""
    refs = []
    for form in editions:
        own = {key: part for key, part in form.json_schema().items() if key[0] != "$"}
        spec.components.schema(f"{name}_{form.edition}", component=_in_components(own))
        refs.append(shapes.ref(f"{name}_{form.edition}"))
    return refs[0] if len(refs) == 1 else {"anyOf": refs}


def _in_components(schema: Any) -> Any:
    """A JSON Schema whose definitions stand among the components of the contract."""
    if isinstance(schema, list):
        return [_in_components(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: shapes.ref(part.removeprefix(_DEFINITIONS))["$ref"]
        if key == "$ref"
        else _in_components(part)
        for key, part in schema.items()
    }


def _examples(spec: APISpec, forms: Registry, form: Form) -> dict[str, Any]:
    """References to the samples of a form by their names."""
    found = {}
    for case in forms.samples(form):
        component = f"{form.id}_{case}"
        spec.components.example(component, _example(forms, form, case))
        found[case] = {"$ref": f"#/components/examples/{component}"}
    return found


def _example(forms: Registry, form: Form, case: str) -> dict[str, Any]:
    sample = forms.roots.sample(form.stem, case).read_bytes()
    if len(sample) > LONGEST_EXAMPLE_BYTES:
        return {"externalValue": f"/v1/forms/{form.id}/samples/{case}"}
    return {"value": json.loads(sample)}


def _blank(name: str) -> dict[str, Any]:
    operation = _get(f"{name}_blank", "Пустой бланк", shapes.OBJECT, queries.BlankQuery)
    operation["responses"] = _file_answers(404, 503)
    return operation


def _validate(name: str, sent: dict[str, Any]) -> dict[str, Any]:
    told = _json("Всё, что найдено в данных", shapes.REPORT)
    answers = {200: told} | _problems(400, 404, 413, 415)
    return _post(f"{name}_validate", "Проверить данные", queries.ValidateQuery, sent, answers)


def _documents(name: str, sent: dict[str, Any]) -> dict[str, Any]:
    answers = _file_answers(404, 413, 415, 422, 503)
    return _post(f"{name}_documents", "Создать документ", queries.DocumentQuery, sent, answers)


def _preview(name: str, sent: dict[str, Any]) -> dict[str, Any]:
    answers = _file_answers(404, 413, 415, 503, content=_SHOWN)
    summary = "Показать, как выглядят данные, даже с ошибками: проект документа"
    return _post(f"{name}_preview", summary, queries.PreviewQuery, sent, answers)


def _get(
    operation_id: str,
    summary: str,
    shape: dict[str, Any],
    query: type[queries.Strict] = queries.Strict,
    problems: tuple[int, ...] = (),
) -> dict[str, Any]:
    return {
        "operationId": operation_id,
        "summary": summary,
        "parameters": [{"in": "query", "schema": query}],
        "responses": {200: _json("Ответ", shape)} | _problems(400, *problems),
    }


def _post(
    operation_id: str, summary: str, query: type[queries.Strict], sent: Any, answers: Any
) -> dict[str, Any]:
    return {
        "operationId": operation_id,
        "summary": summary,
        "parameters": [{"in": "query", "schema": query}],
        "requestBody": {"required": True, "content": {"application/json": sent}},
        "responses": answers,
    }


def _json(description: str, shape: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": shape}}}


def _problems(*statuses: int) -> dict[int | str, Any]:
    content = {"application/problem+json": {"schema": shapes.ref("Problem")}}
    told: list[int | str] = [*statuses, "default"]
    return {status: {"description": _PROBLEMS[status], "content": content} for status in told}


def _file_answers(*statuses: int, content: dict[str, Any] = _FILE) -> dict[int | str, Any]:
    headers = {
        name: {"description": words, "required": always, "schema": shapes.TEXT}
        for name, words, always in (
            ("ETag", "Отпечаток содержимого файла", True),
            ("Formsvc-As-Of", "Отчётная дата: с ней тот же запрос даст тот же файл", True),
            ("Formsvc-Engine", "Чем создан файл", True),
            ("Formsvc-Findings", "Номера правил, по которым есть замечания", True),
            ("Formsvc-Pages", "Сколько страниц в PDF", False),
            ("Formsvc-Page", "Какая страница показана картинкой", False),
        )
    }
    made = {"description": "Документ", "headers": headers, "content": content}
    return {200: made} | _problems(400, 406, *statuses)
