// Charts are drawn one after the other, those in view first, so that a page can be read and used meanwhile. Plotly is loaded for the
// first of them. A plot belongs to the name of its chart, whoever shows it.
(function () {
    const CONFIG = { displayModeBar: false };
    const SLICE = 40; // Milliseconds for which charts in view are drawn without letting the page be painted.
    const plots = new Map(); // Elements by the names of their charts.
    const leaving = new Set(); // Names of charts that nobody shows since a moment ago.
    const waiting = new Map(); // Figures by the element that they are to be drawn in.
    const drawn = new WeakMap(); // What each element shows, as text: plotly writes into the figures that it is given.
    const link = document.getElementById("plotly");
    let loading = null;
    let drawing = false;

    function load() {
        loading = loading || new Promise(function (resolve, reject) {
            const script = document.createElement("script");
            script.src = link.href;
            script.onload = () => resolve(window.AtlasPlotly);
            script.onerror = function () {
                loading = null; // The next chart asks for it again.
                reject(new Error("the script that draws charts did not arrive"));
            };
            document.head.appendChild(script);
        });
        return loading;
    }

    function inView(plot) {
        const box = plot.getBoundingClientRect();
        return box.bottom > 0 && box.top < window.innerHeight;
    }

    // What is out of view waits until nothing else is under way, or until the page is moved: it may be in view then.
    function breath(soon) {
        return new Promise(function (resolve) {
            if (soon || !window.requestIdleCallback) {
                setTimeout(resolve);
            } else {
                const go = () => {
                    window.removeEventListener("scroll", go);
                    window.cancelIdleCallback(idle);
                    resolve();
                };
                const idle = window.requestIdleCallback(go, { timeout: 400 });
                window.addEventListener("scroll", go);
            }
        });
    }

    // The page that Back leads to is scrolled to where it was left: once it was painted it stands where it is read.
    function painted() {
        return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    }

    function fail(plot, error, advice) {
        plot.dataset.fault = "This chart could not be drawn: " + error.message + ". " + advice;
        console.error(error);
    }

    // The least step between ticks, which bars set, outlives them in plotly: the next bars would be measured by it.
    function forgetSteps(layout) {
        Object.values(layout || {}).forEach((axis) => delete axis?._minDtick);
    }

    // Most choices leave some charts of a page as they are. Plotly keeps what it is given, so it is given a copy.
    async function draw(plotly, plot, figure) {
        const said = JSON.stringify([figure.data, figure.layout]);
        if (!plot._fullLayout || drawn.get(plot) !== said) {
            const [data, layout] = JSON.parse(said);
            drawn.delete(plot);
            forgetSteps(plot._fullLayout);
            await plotly.react(plot, data, { ...layout, autosize: true }, CONFIG);
            drawn.set(plot, said);
        }
    }

    async function drawAll() {
        const plotly = await load();
        if (window.scrollY && [...waiting.keys()].some((plot) => !plot._fullLayout)) {
            await painted();
        }
        let since = performance.now();
        while (waiting.size) {
            const next = [...waiting.keys()];
            const plot = next.find(inView) || next[0];
            const figure = waiting.get(plot);
            waiting.delete(plot);
            delete plot.dataset.fault;
            try {
                await draw(plotly, plot, figure);
            } catch (error) {
                // A figure that plotly refuses fails alone: the others are drawn.
                fail(plot, error, "Its table holds what it shows.");
            }
            const soon = [...waiting.keys()].some(inView);
            if (!soon || performance.now() - since > SLICE) {
                await breath(soon);
                since = performance.now();
            }
        }
    }

    async function start() {
        if (!drawing) {
            drawing = true;
            try {
                await drawAll();
            } catch (error) {
                waiting.forEach((_figure, plot) => fail(plot, error, "Load the page again."));
                waiting.clear();
            } finally {
                drawing = false;
            }
        }
    }

    function forget(name) {
        const plot = plots.get(name);
        plots.delete(name);
        waiting.delete(plot);
        if (plot._fullLayout) {
            window.AtlasPlotly.purge(plot);
        }
    }

    const same = (one, other) => Math.abs(one - other) < 1;

    window.atlasCharts = {
        plot: function (name) {
            leaving.delete(name);
            if (!plots.has(name)) {
                const plot = document.createElement("div");
                plot.className = "plot";
                plots.set(name, plot);
            }
            return plots.get(name);
        },
        draw: function (name, figure) {
            waiting.set(this.plot(name), figure);
            start();
        },
        // A chart that has its size already is not drawn again, and one that waits or is not seen takes its size later. Plotly measures
        // in parts of a pixel, an element's clientWidth is whole.
        resize: async function (plot) {
            const layout = plot._fullLayout;
            const fits = layout && same(layout.width, plot.clientWidth) && same(layout.height, plot.clientHeight);
            if (layout && plot.clientWidth && !fits && !waiting.has(plot)) {
                await window.AtlasPlotly.Plots.resize(plot);
            }
        },
        // A view that takes the place of another whole has most of its charts: a plot that is shown again at once stays as it is.
        leave: function (name) {
            leaving.add(name);
            setTimeout(function () {
                if (leaving.delete(name)) {
                    forget(name);
                }
            });
        },
    };

    function* charts(node) {
        if (Array.isArray(node)) {
            for (const one of node) {
                yield* charts(one);
            }
        } else if (node?.namespace === "atlas_elements" && node.type === "Chart") {
            yield node.props;
        } else if (node?.props) {
            yield* charts(node.props.children);
        }
    }

    // Charts whose places stand in the first reply are drawn there. The page that comes takes their plots over, as they are.
    async function drawFirst(layout) {
        while (!document.getElementById("react-entry-point")) { // It stands behind the places.
            await new Promise(requestAnimationFrame);
        }
        const places = new Map([...document.querySelectorAll("#first [data-chart]")].map((one) => [one.dataset.chart, one]));
        for (const chart of charts(layout)) {
            if (places.has(chart.name)) {
                places.get(chart.name).append(window.atlasCharts.plot(chart.name));
                window.atlasCharts.draw(chart.name, chart.figure);
            }
        }
    }

    // The first page has charts: plotly is read beside the other scripts; else when that page stands, for the next one may have some.
    // What does not arrive is asked for again, by the charts of the page or by Dash, and they say so.
    if (link.rel === "preload") {
        load().catch(() => null);
        window.atlasLayout.then(drawFirst, () => null);
    } else {
        window.addEventListener("load", () => setTimeout(() => load().catch(() => null), 1000));
    }
})();
