// The browser's part: which page and view an address names, the colour scheme, pictures of charts. See frame.js for what stands around.
// The address is read from and written to window.location; nothing else holds it.
(function () {
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    const colours = document.getElementById("scheme");
    let choice = document.documentElement.dataset.colours;
    let build = "";

    function here() {
        const scheme = choice === "auto" ? (dark.matches ? "dark" : "light") : choice;
        return { pathname: window.location.pathname, search: window.location.search, scheme: scheme, build: build };
    }

    function go() {
        window.dash_clientside.set_props("route", { data: here() });
    }

    window.atlasShow = go;
    window.dash_clientside = Object.assign({}, window.dash_clientside, {
        atlas: {
            // A new build: show the page again, as its address names it. At first it stands there. While a reader waits for something
            // else nothing is asked for: the clock tells of the build again.
            route: function (newBuild, standing, what) {
                build = newBuild || "";
                const now = here();
                const asked = standing && Object.keys(now).every((name) => now[name] === standing[name]);
                const stands = asked && (!what || what.build === build);
                return stands || window.atlasReplies.busy() ? window.dash_clientside.no_update : now;
            },
            scheme: function (route) {
                if (route) {
                    document.documentElement.dataset.scheme = route.scheme;
                    document.body.dataset.agThemeMode = route.scheme;
                }
            },
            // Something stands there: name it, mark it in the menu. A choice becomes the address, without a new entry in the
            // history; after a click on a link the keyboard is led to the page.
            shown: function (what) {
                if (!what) {
                    return;
                }
                document.title = what.title + " · RLO Atlas";
                document.querySelectorAll(".menu-link").forEach(function (link) {
                    if (link.getAttribute("href") === what.path) {
                        link.setAttribute("aria-current", "page");
                    } else {
                        link.removeAttribute("aria-current");
                    }
                });
                if (what.by === "choice") {
                    window.history.replaceState(window.history.state, "", what.path + what.search + window.location.hash);
                } else if (moved) {
                    moved = false;
                    document.getElementById("main").focus({ preventScroll: true });
                }
            },
        },
    });

    let moved = false;
    // The page that a link leads to stands at its head from its first moment: charts are drawn by what is in view.
    const arrival = new MutationObserver(function () {
        arrival.disconnect();
        window.scrollTo(0, 0);
    });
    document.body.dataset.agThemeMode = document.documentElement.dataset.scheme;
    window.addEventListener("popstate", go);
    window.addEventListener("_dashprivate_pushstate", function () {
        moved = true;
        arrival.observe(document.getElementById("page"), { childList: true });
        go();
    });
    colours.value = choice;
    colours.addEventListener("change", function () {
        choice = colours.value;
        try {
            localStorage.setItem("atlas-colours", choice);
        } catch {
            // This browser keeps nothing: the choice holds until the page is left.
        }
        window.atlasReplies.again();
    });
    dark.addEventListener("change", function () {
        if (choice === "auto") {
            window.atlasReplies.again();
        }
    });

    // Words as plotly shows them letter by letter, in lines of at most so many letters.
    function lines(text, letters) {
        const found = [""];
        text.trim().split(/\s+/).forEach(function (word) {
            const last = found[found.length - 1];
            if (last && last.length + word.length >= letters) {
                found.push(word);
            } else {
                found[found.length - 1] = last ? last + " " + word : word;
            }
        });
        return found.map((line) => line.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;"));
    }

    // A picture leaves its page: what the card says above and below a chart, title, date and count, goes with it.
    function headed(figure, card, width) {
        const said = (part) => card.querySelector(part).textContent;
        const provisional = card.querySelector(".badge") ? " (provisional)" : "";
        const title = lines(said("h2") + provisional, width / 10);
        const asOf = lines(said(".as-of"), width / 7);
        const more = 24 + 22 * title.length + 17 * asOf.length;
        const margin = (figure.layout && figure.layout.margin) || {};
        const layout = Object.assign({}, figure.layout, {
            title: {
                text: "<b>" + title.join("<br>") + "</b>",
                subtitle: { text: asOf.join("<br>"), font: { size: 12 } },
                font: { size: 16 },
                x: 0, xref: "container", xanchor: "left",
                y: 1, yref: "container", yanchor: "top",
                pad: { l: 16, t: 14 },
            },
            margin: Object.assign({}, margin, { t: (margin.t || 0) + more }),
        });
        return { figure: { data: figure.data, layout: layout, config: {} }, more: more };
    }

    document.addEventListener("click", function (event) {
        const button = event.target.closest("[data-image]");
        const plot = button && document.querySelector("#" + button.dataset.figure + " .js-plotly-plot");
        if (plot && plot._fullLayout) { // Else it still waits to be drawn.
            const size = plot.getBoundingClientRect();
            const width = Math.max(size.width, 900);
            const picture = headed(window.atlasFigure(plot), button.closest(".card"), width);
            window.AtlasPlotly.downloadImage(picture.figure, {
                format: button.dataset.image,
                filename: button.dataset.figure.replace(/-figure$/, ""),
                width: width,
                height: size.height + picture.more,
                scale: 2,
            });
        }
    });
})();
