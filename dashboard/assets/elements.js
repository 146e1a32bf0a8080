// What the components of dashboard/elements.py do in the browser. Dash finds them under this name, and React stands before them.
(function () {
    const { createElement, useEffect, useLayoutEffect, useRef } = window.React;

    // The plot is no element of React's: it is made, kept and drawn by draw.js under the chart's name, and stands within this one.
    function Chart(props) {
        const home = useRef(null);
        useLayoutEffect(
            function () {
                const plot = window.atlasCharts.plot(props.name);
                const sizes = new ResizeObserver(() => window.atlasCharts.resize(plot));
                home.current.append(plot);
                sizes.observe(plot);
                return function () {
                    sizes.disconnect();
                    window.atlasCharts.leave(props.name);
                };
            },
            [props.name]
        );
        useLayoutEffect(() => window.atlasCharts.draw(props.name, props.figure), [props.name, props.figure]);
        return createElement("div", { id: props.id, ref: home, style: size(props) });
    }

    function size(chart) {
        return { height: chart.height + "px", minWidth: chart.least_width + "px" };
    }

    // Dash and React keep these parts as they first came: they put none of them in again, but in a card that comes anew.
    function Renewed(props) {
        useLayoutEffect(
            function () {
                Object.entries(props.cards || {}).forEach(function ([key, parts]) {
                    Object.entries(parts).forEach(function ([type, value]) {
                        const part = document.getElementById(JSON.stringify({ chart: key, type: type }));
                        if (part && type === "graph") {
                            Object.assign(part.style, size(value));
                            window.atlasCharts.draw(key, value.figure);
                        } else if (part) {
                            part.dataset.markup = value;
                        }
                    });
                });
            },
            [props.cards]
        );
        return null;
    }

    function Tick(props) {
        const said = useRef(props);
        said.current = props;
        useEffect(
            function () {
                const count = () => said.current.setProps({ n_intervals: said.current.n_intervals + 1 });
                const clock = setInterval(count, props.interval);
                return () => clearInterval(clock);
            },
            [props.interval]
        );
        return null;
    }

    // Dash keeps the properties; there is nothing to be seen.
    const nothing = () => null;

    window.atlas_elements = { Chart: Chart, Renewed: Renewed, Store: nothing, Value: nothing, Tick: Tick };
})();
