"""What a further review of the plan begins with: the actions that are still open [S0]."""

from collections.abc import Mapping, Sequence
from typing import Any

_PERFORMED = "выполнено"
_CARRIED = ("action", "expected_result", "due", "responsible")


def open_actions(body: Mapping[str, Any]) -> dict[str, Any]:
    """The actions of the last plan that are not done, without their marks."""
    plans = [body, *_objects(body.get("reviews"))]
    last = next((one for one in reversed(plans) if _objects(one.get("actions"))), body)
    actions = [one for one in _objects(last.get("actions")) if not _is_done(one)]
    return {"actions": [{key: one[key] for key in _CARRIED if one.get(key)} for one in actions]}


def _objects(rows: Any) -> Sequence[Mapping[str, Any]]:
    """Those rows of what may be no list yet that hold something."""
    return [row for row in rows if isinstance(row, dict) and row] if isinstance(rows, list) else []


def _is_done(action: Mapping[str, Any]) -> bool:
    """«выполнено», or a day without a word; «выполнено частично» is still open."""
    mark = action.get("done_mark")
    if not isinstance(mark, dict):
        return False
    status = str(mark.get("status") or "").strip().casefold()
    return status == _PERFORMED if status else bool(mark.get("date"))
