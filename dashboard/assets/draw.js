// Charts are drawn one after the other, those in view first, so that a page can be read and used meanwhile. This stands where
// plotly would stand; plotly itself is loaded for the first chart, and does everything else.
(function () {
    const waiting = new Map();
    const drawn = new WeakMap(); // What each chart shows, as text: plotly writes into the figures that it is given.
    const link = document.getElementById("plotly");
    let loading = null;
    let drawing = false;

    function load() {
        loading = loading || new Promise(function (resolve, reject) {
            const script = document.createElement("script");
            script.src = link.href;
            script.onload = function () {
                Object.setPrototypeOf(charts, window.AtlasPlotly);
                Object.setPrototypeOf(charts.Plots, window.AtlasPlotly.Plots);
                resolve(window.AtlasPlotly);
            };
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

    function breath(soon) {
        return new Promise(function (resolve) {
            if (soon || !window.requestIdleCallback) {
                setTimeout(resolve);
            } else {
                window.requestIdleCallback(resolve, { timeout: 400 });
            }
        });
    }

    // Most choices leave some charts of a page as they are.
    async function draw(plotly, plot, figure) {
        const said = JSON.stringify([figure.data, figure.layout]);
        if (!plot._fullLayout || drawn.get(plot) !== said) {
            drawn.delete(plot);
            await plotly.react(plot, figure);
            drawn.set(plot, said);
        }
        return plot;
    }

    async function drawAll() {
        const plotly = await load();
        while (waiting.size) {
            const plots = [...waiting.keys()];
            const seen = plots.find(inView);
            const plot = seen || plots[0];
            const [figure, done, failed] = waiting.get(plot);
            waiting.delete(plot);
            delete plot.dataset.fault;
            // A figure that plotly refuses fails alone: the others are drawn.
            await Promise.resolve().then(() => (plot.isConnected ? draw(plotly, plot, figure) : plot)).then(done, failed);
            await breath([...waiting.keys()].some(inView));
        }
    }

    async function start() {
        if (!drawing) {
            drawing = true;
            try {
                await drawAll();
            } catch (error) {
                waiting.forEach(function ([, , failed], plot) {
                    plot.dataset.fault = "This chart could not be drawn: " + error.message + ". Load the page again.";
                    failed(error);
                });
                waiting.clear();
            } finally {
                drawing = false;
            }
        }
    }

    const charts = {
        react: function (plot, figure) {
            return new Promise(function (done, failed) {
                waiting.set(plot, [figure, done, failed]);
                start();
            });
        },
        Plots: {
            // A chart that has its size already is not drawn again, and one that waits takes its size when it is drawn. Plotly
            // measures in parts of a pixel, an element's clientWidth is whole.
            resize: function (plot) {
                const drawn = plot._fullLayout;
                const same = (one, other) => Math.abs(one - other) < 1;
                if (!drawn || (same(drawn.width, plot.clientWidth) && same(drawn.height, plot.clientHeight))) {
                    return Promise.resolve();
                }
                return load().then((plotly) => plotly.Plots.resize(plot));
            },
        },
    };
    window.Plotly = charts;

    // The first page has charts: plotly is fetched already, and read beside the other scripts.
    if (link.rel === "preload") {
        load();
    }
})();
