"""Reads a Jinja template with shapes instead of data: which tags hold, and what is printed.

Only what templates of forms need is known here: for, if, set and names; in print templates also
macros, blocks and imports. Anything else is a fault, so that no logic hides in a template.
"""

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from jinja2 import Environment, nodes
from jinja2.exceptions import TemplateNotFound, TemplateSyntaxError
from markupsafe import escape

from formsvc.templating.shapes import VALUE, Listing, Record, Shape, Text, texts
from formsvc.templating.tags import tag_on, unbalanced_tag

_LOOP = texts("index", "index0", "revindex", "revindex0", "first", "last", "length")
_NOT_ALLOWED = "такая конструкция в шаблонах не допускается"

Scope = ChainMap[str, Shape]


@dataclass(frozen=True)
class Fault:
    """Something wrong with a tag; `file` is the name of the template that holds it."""

    file: str
    line: int
    tag: str
    message: str


@dataclass(frozen=True)
class Macro(Shape):
    """A macro with the file it stands in and the names that it sees there."""

    node: nodes.Macro = field(kw_only=True)
    file: str = field(kw_only=True)
    scope: Scope = field(kw_only=True, repr=False)


class Reader:
    """Reads templates of one file; afterwards holds what they print and what is wrong.

    `printed` are the schema's paths, `text` the words between the values (each is VALUE),
    `readable` is false where the syntax is broken, so that little is known of the rest.
    """

    def __init__(self, environment: Environment, of_text: Mapping[str, Shape]) -> None:
        """`of_text` are the names that a template may ask of a text."""
        self.environment = environment
        self.of_text = of_text
        self.printed: set[str] = set()
        self.text: list[str] = []
        self.faults: list[Fault] = []
        self.readable = True
        self._sources: dict[str, str] = {}
        self._file = ""
        self._open: list[str] = []
        self._blocks: dict[str, tuple[str, nodes.Block]] = {}
        self._calls: list[nodes.Macro] = []

    def read(self, file: str, names: Mapping[str, Shape]) -> None:
        """Read a template, with those that it extends and imports."""
        try:
            self._template(file, ChainMap(dict(names)))
        except TemplateSyntaxError as wrong:
            name = wrong.name or file
            source = self._sources[name]
            line, tag = unbalanced_tag(source) or (wrong.lineno, tag_on(source, wrong.lineno))
            self._broken(Fault(name, line, tag, f"шаблон не разобрать: {wrong.message}"))
        except TemplateNotFound as missing:
            self._broken(Fault(file, 1, str(missing.name), "такого шаблона нет"))

    def _broken(self, fault: Fault) -> None:
        self.faults.append(fault)
        self.readable = False

    def _fault(self, node: nodes.Node, message: str, words: str = "") -> Shape:
        tag = tag_on(self._sources[self._file], node.lineno, words)
        self.faults.append(Fault(self._file, node.lineno, tag or words, message))
        return Shape()

    @contextmanager
    def _opened(self, file: str) -> Iterator[nodes.Template]:
        if file in self._open:
            raise TemplateSyntaxError("он ссылается сам на себя", 1, name=file)
        assert self.environment.loader is not None
        source, _, _ = self.environment.loader.get_source(self.environment, file)
        self._sources[file] = source
        self._open.append(file)
        try:
            with self._inside(file):
                yield self.environment.parse(source, file)
        finally:
            self._open.pop()

    @contextmanager
    def _inside(self, file: str) -> Iterator[None]:
        outer, self._file = self._file, file
        try:
            yield
        finally:
            self._file = outer

    # Statements

    def _template(self, file: str, scope: Scope) -> None:
        with self._opened(file) as tree:
            for block in tree.find_all(nodes.Block):
                self._blocks.setdefault(block.name, (file, block))
            parent = tree.find(nodes.Extends)
            if parent is None:
                self._all(tree.body, scope)
                return
            # Of a template that extends another, only blocks, imports and sets have an effect.
            self._all((one for one in tree.body if isinstance(one, _EFFECTIVE)), scope)
            if isinstance(parent.template, nodes.Const):
                self._template(parent.template.value, scope)
            else:
                self._fault(parent, _NOT_ALLOWED)

    def _all(self, body: Iterable[nodes.Node], scope: Scope) -> None:
        for node in body:
            self._statement(node, scope)

    def _statement(self, node: nodes.Node, scope: Scope) -> None:
        match node:
            case nodes.Output():
                for one in node.nodes:
                    self._print(one, scope)
            case nodes.For(target=nodes.Name(name=name), recursive=False):
                self._for(node, name, scope)
            case nodes.If():
                self._if(node, scope)
            case nodes.Assign(target=nodes.Name(name=name)):
                scope[name] = self._value(node.node, scope)
            case nodes.Macro():
                scope[node.name] = Macro(node=node, file=self._file, scope=scope)
            case nodes.Block():
                file, block = self._blocks[node.name]
                with self._inside(file):
                    self._all(block.body, scope)
            case nodes.Import(template=nodes.Const(value=file)):
                scope[node.target] = self._module(file)
            case nodes.Include(template=nodes.Const(value=file)):
                self._template(file, scope)
            case _:
                self._fault(node, _NOT_ALLOWED)

    def _module(self, file: str) -> Shape:
        scope: Scope = ChainMap({})
        with self._opened(file) as tree:
            self._all((one for one in tree.body if isinstance(one, _EFFECTIVE)), scope)
        return Record(keys=scope)

    def _for(self, node: nodes.For, name: str, scope: Scope) -> None:
        listed = self._value(node.iter, scope)
        match listed:
            case Listing():
                item = listed.item
            case Text() | Record() | Macro():
                item = self._fault(node, "перебирается не список")
            case _:
                item = listed
        inside = scope.new_child({name: item, "loop": _LOOP})
        if node.test is not None:
            self._value(node.test, inside)
        self._all(node.body, inside)
        self._all(node.else_, scope)

    def _if(self, node: nodes.If, scope: Scope) -> None:
        self._value(node.test, scope)
        start = len(self.text)
        self._all(node.body, scope)
        end = len(self.text)
        self._all(node.elif_, scope)
        self._all(node.else_, scope)
        # Only one of the branches is printed: a label that both print is there once.
        once = {one for one in self.text[start:end] if one.strip() and "<" not in one}
        self.text[end:] = [VALUE if piece in once else piece for piece in self.text[end:]]

    def _print(self, node: nodes.Node, scope: Scope) -> None:
        match node:
            case nodes.TemplateData():
                self.text.append(node.data)
            case nodes.CondExpr():
                self._value(node.test, scope)
                self._print(node.expr1, scope)
                if node.expr2 is not None:
                    self._print(node.expr2, scope)
            case nodes.Call():
                self._call(node, scope)
            case _:
                self._put(node, self._value(node, scope))

    def _put(self, node: nodes.Node, shape: Shape) -> None:
        match shape:
            case Listing() | Record() | Macro():
                self._fault(node, "печатается список или объект, а не текст", spelled(node))
            case Text(words=words) if words:
                self.text.append(escape(words))
            case _:
                self.printed.add(shape.path)
                self.text.append(VALUE)

    # Expressions

    def _value(self, node: nodes.Node, scope: Scope) -> Shape:
        match node:
            case nodes.Const(value=value):
                return Text(words=value if isinstance(value, str) else "")
            case nodes.Name(name=name):
                known = scope.get(name)
                return known if known is not None else self._unknown(node)
            case nodes.Getattr(attr=key) | nodes.Getitem(arg=nodes.Const(value=key)):
                return self._part(node, self._value(node.node, scope), key)
            case nodes.Getitem(arg=nodes.Slice(start=nodes.Const())):
                whole = self._value(node.node, scope)
                return whole if isinstance(whole, Listing) else self._fault(node, _NOT_ALLOWED)
            case nodes.CondExpr(expr2=nodes.Expr() as other):
                self._value(node.test, scope)
                self._value(other, scope)
                return self._value(node.expr1, scope)
            case nodes.Not() | nodes.And() | nodes.Or() | nodes.Compare() | nodes.Mul():
                for part in node.iter_child_nodes():
                    self._value(part, scope)
                return Text()
            case nodes.Operand():
                return self._value(node.expr, scope)
            case nodes.Call():
                return self._fault(node, "вызов внутри выражения не допускается", spelled(node))
            case _:
                return self._fault(node, _NOT_ALLOWED)

    def _part(self, node: nodes.Expr, whole: Shape, key: object) -> Shape:
        match whole:
            case Record():
                part = whole.keys.get(str(key))
            case Listing():
                part = whole.item if isinstance(key, int) else None
            case Text():
                part = self.of_text.get(str(key))
            case Macro():
                part = None
            case _:
                part = whole
        return part if part is not None else self._unknown(node)

    def _unknown(self, node: nodes.Expr) -> Shape:
        words = spelled(node)
        if words.startswith("options."):
            return self._fault(node, f"у формы нет параметра печати «{words}»", words)
        return self._fault(node, f"схема не знает «{words}»", words)

    # Macros

    def _call(self, node: nodes.Call, scope: Scope) -> None:
        words = spelled(node.node)
        macro = self._value(node.node, scope)
        if not isinstance(macro, Macro):
            self._fault(node, f"«{words}» не макрос, вызывать его нельзя", words)
        elif macro.node in self._calls:
            self._fault(node, f"макрос «{words}» вызывает сам себя", words)
        else:
            arguments = self._arguments(node, macro, scope)
            self._calls.append(macro.node)
            with self._called_from(node, words), self._inside(macro.file):
                self._all(macro.node.body, macro.scope.new_child(arguments))
            self._calls.pop()

    def _arguments(self, node: nodes.Call, macro: Macro, scope: Scope) -> dict[str, Shape]:
        names = [one.name for one in macro.node.args]
        optional = names[len(names) - len(macro.node.defaults) :]
        given = dict(zip(names, (self._value(one, scope) for one in node.args), strict=False))
        given |= {one.key: self._value(one.value, scope) for one in node.kwargs}
        defaults = {
            name: self._value(one, macro.scope)
            for name, one in zip(optional, macro.node.defaults, strict=True)
        }
        starred = node.dyn_args is not None or node.dyn_kwargs is not None
        bound = defaults | given
        if starred or len(node.args) > len(names) or bound.keys() != set(names):
            self._fault(
                node,
                f"макрос «{macro.node.name}» принимает: {', '.join(names)}",
                spelled(node.node),
            )
        return {name: bound.get(name, Shape()) for name in names}

    @contextmanager
    def _called_from(self, node: nodes.Call, words: str) -> Iterator[None]:
        """A fault in a macro is told at the tag that called it: the author's template."""
        before = len(self.faults)
        yield
        for at in range(before, len(self.faults)):
            inner = self.faults[at]
            tag = tag_on(self._sources[self._file], node.lineno, words)
            message = f"{inner.file}, {inner.tag}: {inner.message}"
            self.faults[at] = Fault(self._file, node.lineno, tag, message)


_EFFECTIVE = (nodes.Import, nodes.Assign, nodes.Macro)


def spelled(node: nodes.Node) -> str:
    """A path as the template spells it: «child.full_name»; empty for other expressions."""
    match node:
        case nodes.Name(name=name):
            return name
        case nodes.Getattr(attr=key):
            return f"{spelled(node.node)}.{key}"
        case nodes.Getitem(arg=nodes.Const(value=key)):
            return f"{spelled(node.node)}[{key!r}]"
        case nodes.Call():
            return spelled(node.node)
        case _:
            return ""
