"""What a reader chooses with: a labelled control for each kind of parameter."""

from collections.abc import Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard import elements
from dashboard.components.text import named
from dashboard.conditions import Conditions
from dashboard.narrowing import NO_CONTROL
from dashboard.spans import Months, Whole
from dashboard.url_state import Choice, Many, Parameter, Switch, Text, View, Years

LONG = 20
"""Letters of a choice from which on its control is wider."""

_THEME = {"primaryColor": "blue", "primaryShade": {"light": 8, "dark": 4}, "respectReducedMotion": True}


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
    themed: Component = dmc.MantineProvider(form, forceColorScheme=scheme, theme=_THEME)
    return themed


def _control(parameter: Parameter, value: Any) -> Any:
    if isinstance(parameter, Switch):
        return dmc.Switch(
            id=control_id(parameter.name, "switch"),
            label=parameter.label,
            description=parameter.help or None,
            checked=value,
            className="control",
        )
    if isinstance(parameter, Conditions):
        # The grid's own filters are the control; this carries what they say.
        return elements.Value(control_id(parameter.name), parameter.write(value))
    common = {
        "id": control_id(parameter.name),
        "label": parameter.label,
        "description": parameter.help or None,
        "className": "control",
    }
    if isinstance(parameter, Choice):
        if max(map(len, parameter.options.values())) > LONG:
            common["className"] = "control control-long"
        return dmc.Select(
            data=[{"value": name, "label": label} for name, label in parameter.options.items()],
            value=value,
            allowDeselect=False,
            comboboxProps={"shadow": "md"},
            **common,
        )
    if isinstance(parameter, Many):
        return dmc.MultiSelect(
            data=[
                {"group": heading, "items": [{"value": name, "label": label or name} for name, label in group.items()]}
                for heading, group in parameter.groups.items()
            ],
            value=list(value),
            searchable=True,
            clearable=True,
            clearSearchOnChange=True,
            maxValues=parameter.limit,
            nothingFoundMessage="nothing of that name",
            clearButtonProps={"aria-label": f"Clear: {parameter.label}"},
            comboboxProps={"shadow": "md"},
            **{**common, "className": "control control-wide"},
        )
    if isinstance(parameter, Text):
        return dmc.TextInput(value=value, debounce=350, **common)
    if isinstance(parameter, Whole):
        limits = {"min": parameter.low, "max": parameter.high, "clampBehavior": "strict", "allowDecimal": False}
        return dmc.NumberInput(value=value, debounce=350, **limits, **common)
    if isinstance(parameter, (Years, Months)):
        low, high, now, names, label = _span(parameter, value)
        return html.Div(
            [
                html.Span(parameter.label, className="control-label", id=f"years-label-{parameter.name}"),
                dmc.RangeSlider(
                    id=control_id(parameter.name),
                    min=low,
                    max=high,
                    step=1,
                    minRange=0,
                    value=now,
                    marks=[{"value": low, "label": names[0]}, {"value": high, "label": names[1]}],
                    thumbFromLabel=f"{parameter.label}: from",
                    thumbToLabel=f"{parameter.label}: to",
                    **label,
                    size="sm",
                ),
            ],
            className="control control-years",
        )
    raise TypeError(f"no control for the parameter kind {type(parameter).__name__}; add one to components/controls.py")


def _span(parameter: Years | Months, value: Any) -> tuple[int, int, list[int], tuple[str, str], dict[str, Any]]:
    """Return a span as its slider counts it: bounds, value, the names of the bounds, and what the thumbs show."""
    low, high = parameter.default
    if isinstance(parameter, Years):
        return int(low), int(high), list(value), (str(low), str(high)), {}
    first, last = Months.number(str(low)), Months.number(str(high))
    label = {"label": {"function": "atlasMonth"}}
    return first, last, [Months.number(month) for month in value], (str(low), str(high)), label
