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
        const style = { height: props.height + "px", minWidth: props.least_width + "px" };
        return createElement("div", { id: props.id, ref: home, style: style });
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

    window.atlas_elements = { Chart: Chart, Store: nothing, Value: nothing, Tick: Tick };
})();
