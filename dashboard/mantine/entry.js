// The controls of dashboard/elements.py, each a control of Mantine that tells Dash what a reader chose.
import { MantineProvider, MultiSelect, NumberInput, RangeSlider, Select, Switch, TextInput } from "@mantine/core";
import rules from "./build/styles.css";

const { createElement, useEffect, useState } = window.React;
const PAUSE = 350; // Milliseconds without a key after which what was typed counts.
const THEME = { primaryColor: "blue", primaryShade: { light: 8, dark: 4 }, respectReducedMotion: true };

// What a reader changes before it counts, and what is chosen elsewhere takes its place.
function useDraft(value) {
    const [draft, setDraft] = useState(value);
    useEffect(() => setDraft(value), [value]);
    return [draft, setDraft];
}

function useTyped({ value, setProps }) {
    const [typed, setTyped] = useDraft(value);
    useEffect(
        function () {
            if (typed !== value) {
                const pause = setTimeout(() => setProps({ value: typed }), PAUSE);
                return () => clearTimeout(pause);
            }
        },
        [typed]
    );
    return [typed, setTyped];
}

// A list is made when it is first opened, and kept: those of a page have up to six hundred entries, which few readers ask for.
function useList() {
    const [opened, setOpened] = useState(false);
    return { comboboxProps: { shadow: "md", keepMounted: opened }, onDropdownOpen: () => setOpened(true) };
}

// What each control shows besides its value.
function common({ id, label, description, className }) {
    return { id: id, label: label, description: description, className: className };
}

const MONTHS = "January February March April May June July August September October November December".split(" ");

// A slider over months counts those since the year 0.
function month(value) {
    return MONTHS[value % 12] + " " + Math.floor(value / 12);
}

// The chosen months in words; they follow the thumbs.
function span([first, last]) {
    return first === last ? month(first) : month(first) + " to " + month(last);
}

window.atlas_controls = {
    Themed: function (props) {
        return createElement(MantineProvider, { forceColorScheme: props.scheme, theme: THEME }, props.children);
    },
    Select: function (props) {
        return createElement(Select, {
            ...common(props),
            data: props.data,
            value: props.value,
            onChange: (value) => props.setProps({ value: value }),
            allowDeselect: false,
            ...useList(),
        });
    },
    MultiSelect: function (props) {
        return createElement(MultiSelect, {
            ...common(props),
            data: props.data,
            value: props.value,
            onChange: (value) => props.setProps({ value: value }),
            maxValues: props.limit,
            searchable: true,
            clearable: true,
            clearSearchOnChange: true,
            nothingFoundMessage: "nothing of that name",
            clearButtonProps: { "aria-label": "Clear: " + props.label },
            ...useList(),
        });
    },
    Switch: function (props) {
        const changed = (event) => props.setProps({ checked: event.currentTarget.checked });
        return createElement(Switch, { ...common(props), checked: props.checked, onChange: changed });
    },
    TextInput: function (props) {
        const [typed, setTyped] = useTyped(props);
        const changed = (event) => setTyped(event.currentTarget.value);
        return createElement(TextInput, { ...common(props), value: typed, onChange: changed, autoComplete: "off" });
    },
    NumberInput: function (props) {
        const [typed, setTyped] = useTyped(props);
        return createElement(NumberInput, {
            ...common(props),
            value: typed,
            onChange: setTyped,
            min: props.low,
            max: props.high,
            clampBehavior: "strict",
            allowDecimal: false,
            autoComplete: "off",
        });
    },
    RangeSlider: function (props) {
        const [drawn, setDrawn] = useDraft(props.value);
        const slider = createElement(RangeSlider, {
            key: props.low + "-" + props.high,
            id: props.id,
            min: props.low,
            max: props.high,
            step: 1,
            minRange: 0,
            size: "sm",
            value: drawn,
            onChange: setDrawn,
            onChangeEnd: (value) => props.setProps({ value: value }),
            label: month,
            thumbFromLabel: props.label + ": from",
            thumbToLabel: props.label + ": to",
        });
        const name = createElement("span", { className: "control-label" }, props.label);
        const said = createElement("span", { className: "control-said" }, span(drawn));
        return createElement("div", { className: props.className }, name, slider, said);
    },
};

// Before all others: where the style sheet of the pages says otherwise, that holds.
const style = document.createElement("style");
style.textContent = rules;
document.head.prepend(style);
