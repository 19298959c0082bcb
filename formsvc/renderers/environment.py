"""The Jinja environment of all templates: sandboxed, strict, and blind to all but data."""

import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, DictLoader, StrictUndefined
from jinja2.compiler import CodeGenerator
from jinja2.environment import TemplateModule
from jinja2.exceptions import (
    SecurityError,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.runtime import LoopContext, Undefined
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import escape

from formsvc.forms.shown import Dated

PLAIN_TEXTS = (str, Dated)


class WritingGenerator(CodeGenerator):
    """Writes values by the environment's own `written`: Jinja makes three objects of each text."""

    def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            # The second bracket is the one that closes the finalizing.
            self.write("environment.written((")


class DataEnvironment(SandboxedEnvironment):
    """Reads keys of data and the counters of loops; no attribute or method of anything else.

    There are no filters and no global functions: a template places values, and what is computed
    comes from the form. `draw` turns an empty place into the rules of the output format.
    """

    code_generator_class: type[CodeGenerator] = WritingGenerator
    intercepted_binops = frozenset(SandboxedEnvironment.default_binop_table)

    def __init__(self, draw: Callable[[Any], Any], loader: BaseLoader | None = None) -> None:
        super().__init__(
            autoescape=True,
            undefined=StrictUndefined,
            finalize=draw,
            loader=loader or DictLoader({}),
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.globals.clear()
        self.filters.clear()
        self.written = _writer(draw)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`row.items` is the field «items», never the method of a dict."""
        if obj.__class__ is dict and attribute in obj:  # nearly always, and looked up at once
            return obj[attribute]
        if isinstance(obj, Mapping):
            return self._item(obj, attribute)
        if isinstance(obj, LoopContext | Undefined | TemplateModule):
            return super().getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """`row["items"]`, and places of a list."""
        if isinstance(obj, Mapping):
            return self._item(obj, argument)
        if isinstance(obj, list) and isinstance(argument, int):
            return super().getitem(obj, argument)
        return self.undefined(obj=obj, name=argument)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Lengths may be multiplied; «{{ 10 ** 10 ** 10 }}» or «{{ "x" * 10 ** 10 }}» not."""
        if operator != "**" and isinstance(left, float | int) and isinstance(right, float | int):
            return super().call_binop(context, operator, left, right)
        raise SecurityError(f"operator {operator} is for numbers only")

    def _item(self, obj: Mapping[str, Any], key: str) -> Any:
        try:
            return obj[key]
        except KeyError:
            return self.undefined(obj=obj, name=key)


def _writer(draw: Callable[[Any], Any]) -> Callable[[Any], str]:
    """What gives the escaped text of a value: most are plain texts with nothing to escape."""

    def written(value: Any) -> str:
        if value.__class__ not in PLAIN_TEXTS:
            return escape(draw(value))
        text: str = value
        if "&" in text or "<" in text or ">" in text or "'" in text or '"' in text:
            return escape(text)
        return text

    return written


def told(fault: Exception, template: str) -> str:
    """Where in a template an error is and what it is: «_blocks.html:12: 'name' is undefined».

    Only what quotes the template is told in full; the words of other errors may quote data.
    """
    words = type(fault).__name__
    if isinstance(fault, TemplateError) and not isinstance(fault, TemplateNotFound):
        words = fault.message or words
    return f"{_place(fault) or template}: {words}"


def _place(fault: Exception) -> str:
    """The innermost line of a template on the way of an error; nothing where there is none."""
    if isinstance(fault, TemplateSyntaxError) and fault.name:
        return f"{fault.name}:{fault.lineno}"
    frames = traceback.extract_tb(fault.__traceback__)
    places = [
        f"{Path(frame.filename).name}:{frame.lineno}"
        for frame in frames
        if not frame.filename.endswith(".py")
    ]
    return places[-1] if places else ""
