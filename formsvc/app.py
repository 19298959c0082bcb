"""The Flask application: wiring only."""

from io import BytesIO
from typing import IO, Any

from flask import Flask, Request, Response
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from formsvc.access.gate import keep_gate
from formsvc.access.guard import guard
from formsvc.access.rates import limit_rates
from formsvc.access.sign_in import offer_sign_in
from formsvc.api import answers, docs, files, forms, health, packs, signatures
from formsvc.config import Config
from formsvc.errors import FormsvcError, RefusedByHttp, log
from formsvc.forms.registry import Registry, installed_forms
from formsvc.pipeline import Service
from formsvc.web import calls, packing, signature, verification, views

SAFE_HEADERS = {
    # The pages of Swagger UI are ours and call nobody else.
    "Content-Security-Policy": "default-src 'self' 'unsafe-inline'; img-src 'self' data:",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_DETAILS = {
    404: "Такого адреса нет. Список вызовов: /openapi.json.",
    405: "Такой метод здесь не принимается.",
    412: "Условие If-Match не выполнено.",
    500: "Внутренняя ошибка: место её записано в журнал службы.",
}


class RequestInMemory(Request):
    """A request whose uploaded files, limited in size, never touch the disk."""

    def _get_file_stream(self, *_: Any, **__: Any) -> IO[bytes]:
        return BytesIO()


class Application(Flask):
    """Flask that writes down nothing of a family: no file, and no message of an error."""

    request_class = RequestInMemory

    def log_exception(self, exc_info: Any) -> None:
        """An unexpected error, on its way to become status 500."""
        log(exc_info[1])


def create_app(config: Config | None = None, registry: Registry | None = None) -> Flask:
    """The application with the forms of this installation, or with those given."""
    # Whether several processes count together is decided when prometheus_client is loaded.
    from formsvc.api import numbers
    from formsvc.operations.watch import watch

    app = Application("formsvc", static_folder=None)
    app.url_map.merge_slashes = False  # an address is what it is; a redirect would repeat the Host
    config = config or Config.from_environment()
    app.extensions["formsvc"] = Service(registry or installed_forms(), config)
    watch(app, config)
    guard(app, config)
    limit_rates(app, config)
    keep_gate(app, config)
    offer_sign_in(app, config)
    pages = (views, calls, verification, packing, signature)
    for module in (forms, files, packs, signatures, health, numbers, docs, *pages):
        app.register_blueprint(module.blueprint)
    app.register_blueprint(docs.swagger_ui())
    app.register_error_handler(FormsvcError, _told)
    app.register_error_handler(HTTPException, _refused)
    app.after_request(_with_safe_headers)
    if config.behind_proxy:
        app.wsgi_app = ProxyFix(app.wsgi_app)  # type: ignore[method-assign]
    return app


def _told(error: FormsvcError) -> Response:
    if error.status >= 500:
        log(error)
    return answers.problem(error)


def _refused(error: HTTPException) -> Response:
    status = error.code or 500
    detail = _DETAILS.get(status, error.name)
    answer = answers.problem(RefusedByHttp(status, error.name, detail))
    allowed = getattr(error, "valid_methods", None)
    if allowed:
        answer.headers["Allow"] = ", ".join(sorted(allowed))
    return answer


def _with_safe_headers(answer: Response) -> Response:
    for name, value in SAFE_HEADERS.items():
        answer.headers.setdefault(name, value)  # a page of forms has a stricter policy of its own
    return answer
