"""What the tests of rules claim, read from their asserts: which rule is broken, which is kept.

An assert that compares findings with an empty list claims that the rule it names is kept (or, if
it names none, every rule); any other comparison claims that the rules it names are broken. The
tests run, so their claims are true; here they are only counted.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

RULE_ID = re.compile(r"[GKNLP]-\d\d|F\d|S-[a-z]+|F-[a-z]+")
ASKING = {"found", "told", "facts"}  # helpers of the tests that give findings
EVERY_RULE = ""
_SEVERITIES = {"error", "warning"}
_NAMES_DEEP = 3


@dataclass(frozen=True)
class Claim:
    """A rule (or EVERY_RULE) that a test breaks, with the severities told, or keeps."""

    test: str
    rule: str
    broken: bool
    severities: frozenset[str] = frozenset()


def claims(file: Path) -> Iterator[Claim]:
    """All claims of a file of tests."""
    module = ast.parse(file.read_text("utf-8"))
    known = _assigned(module)
    for function in module.body:
        if isinstance(function, ast.FunctionDef) and function.name.startswith("test_"):
            own = known | _assigned(function)
            for node in ast.walk(function):
                if isinstance(node, ast.Assert) and isinstance(node.test, ast.Compare):
                    yield from _claims_of(function.name, node.test, own)


def _claims_of(test: str, told: ast.Compare, known: dict[str, ast.expr]) -> Iterator[Claim]:
    nodes = list(_expanded(told, known))
    words = {one.value for one in nodes if isinstance(one, ast.Constant)}
    rules = {word for word in words if isinstance(word, str) and RULE_ID.fullmatch(word)}
    if _is_empty(told.comparators[0], known):
        rules = rules or ({EVERY_RULE} if _asks(nodes) else set())
        yield from (Claim(test, rule, broken=False) for rule in rules)
    else:
        severities = frozenset(word for word in words if word in _SEVERITIES)
        yield from (Claim(test, rule, broken=True, severities=severities) for rule in rules)


def _assigned(scope: ast.Module | ast.FunctionDef) -> dict[str, ast.expr]:
    """What plain names stand for."""
    return {
        target.id: node.value
        for node in (scope.body if isinstance(scope, ast.Module) else ast.walk(scope))
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _expanded(
    node: ast.AST, known: dict[str, ast.expr], depth: int = _NAMES_DEEP
) -> Iterator[ast.AST]:
    """A node and all below it, with what its names stand for."""
    for inner in ast.walk(node):
        yield inner
        if isinstance(inner, ast.Name) and inner.id in known and depth:
            yield from _expanded(known[inner.id], known, depth - 1)


def _is_empty(node: ast.expr, known: dict[str, ast.expr]) -> bool:
    named = known.get(node.id, node) if isinstance(node, ast.Name) else node
    return isinstance(named, ast.List) and not named.elts


def _asks(nodes: list[ast.AST]) -> bool:
    called = (one.func for one in nodes if isinstance(one, ast.Call))
    return any(isinstance(name, ast.Name) and name.id in ASKING for name in called)
