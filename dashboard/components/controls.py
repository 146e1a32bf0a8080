"""What a reader chooses with: a labelled control for each kind of parameter."""

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard import elements
from dashboard.components.text import named
from dashboard.conditions import Conditions
from dashboard.narrowing import NO_CONTROL
from dashboard.spans import Months, Whole
from dashboard.url_state import Choice, Many, Parameter, Switch, Text, View

LONG = 20
"""Letters of a choice from which on its control is wider."""


def control_id(name: str, kind: str = "control") -> dict[str, str]:
    """Return the id of the control of a parameter; a switch is of kind ``switch``, since it holds ``checked``."""
    return {"type": kind, "name": name}


def controls(parameters: Sequence[Parameter], view: View, scheme: str) -> Component | None:
    """Return the controls of a page, set to ``view``, in the colours ``scheme``; None where there is nothing to choose."""
    shown = [parameter for parameter in parameters if not isinstance(parameter, NO_CONTROL)]
    if not shown:
        return None
    form = html.Form(
        [_control(parameter, view[parameter.name]) for parameter in shown],
        className="controls",
        **named("What to show"),
    )
    return elements.Themed(form, scheme)


def _control(parameter: Parameter, value: Any) -> Component:
    if isinstance(parameter, Conditions):
        # The grid's own filters are the control; this carries what they say.
        return elements.Value(control_id(parameter.name), parameter.write(value))
    kind, props = _kind(parameter, value)
    identity = control_id(parameter.name, "switch" if kind == "Switch" else "control")
    said = {
        "label": parameter.label,
        "className": "control",
        **({"description": parameter.help} if parameter.help else {}),
    }
    return elements.Control(kind, identity, **{**said, **props})


def _kind(parameter: Parameter, value: Any) -> tuple[str, dict[str, Any]]:
    """Return the kind of a parameter's control, and what it takes besides its label."""
    if isinstance(parameter, Switch):
        return "Switch", {"checked": value}
    if isinstance(parameter, Choice):
        data = [{"value": name, "label": label} for name, label in parameter.options.items()]
        look = "control control-long" if max(map(len, parameter.options.values())) > LONG else "control"
        return "Select", {"value": value, "data": data, "className": look}
    if isinstance(parameter, Many):
        groups = [
            {"group": heading, "items": [{"value": name, "label": label or name} for name, label in group.items()]}
            for heading, group in parameter.groups.items()
        ]
        wide = {"className": "control control-wide"}
        return "MultiSelect", {"value": list(value), "data": groups, "limit": parameter.limit, **wide}
    if isinstance(parameter, Text):
        return "TextInput", {"value": value}
    if isinstance(parameter, Whole):
        return "NumberInput", {"value": value, "low": parameter.low, "high": parameter.high}
    if isinstance(parameter, Months):
        low, high = map(Months.number, parameter.default)
        look = "control control-years"
        return "RangeSlider", {"value": list(map(Months.number, value)), "low": low, "high": high, "className": look}
    raise TypeError(f"no control for the parameter kind {type(parameter).__name__}; add one to components/controls.py")
