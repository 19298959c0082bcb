"""What one caller prepared is useless to another."""

from formsvc.access.scopes import Scope
from formsvc.forms.registry import Registry
from tests.access.support import guarded, holding, made
from tests.api.support import assert_problem
from tests.signing.support import Tool, completed, leaflet, prepared


def test_a_token_is_good_for_its_caller_alone(registry: Registry, rsa: Tool) -> None:
    (first, one), (second, two) = made(Scope.PACK), made(Scope.PACK, name="another")
    app = guarded(registry, one, two, token_key="0" * 43 + "=")
    told = prepared(holding(first, app), leaflet(), rsa)
    cms = rsa.cms(told["to_sign"])
    problem = assert_problem(completed(holding(second, app), told, cms), 422)
    assert "другому" in problem["detail"]
    assert completed(holding(first, app), told, cms).status_code == 200
