// The browser's part: which page and view an address names, the colour scheme, pictures of charts.
// The address is read from and written to window.location; nothing else holds it.
(function () {
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    let choice = "auto";
    let build = "";

    function here() {
        const scheme = choice === "auto" ? (dark.matches ? "dark" : "light") : choice;
        return { pathname: window.location.pathname, search: window.location.search, scheme: scheme, build: build };
    }

    // The script of the grid is large, and most pages have none: it comes when the first page stands, or when one is left.
    let grid = null;
    function gridLoaded() {
        grid = grid || (window.dash_ag_grid ? Promise.resolve() : new Promise(function (resolve) {
            const script = document.createElement("script");
            script.src = document.body.dataset.grid;
            script.onload = resolve;
            script.onerror = function () {
                grid = null; // The page comes without its grid; the next one asks again.
                resolve();
            };
            document.head.appendChild(script);
        }));
        return grid;
    }

    function go() {
        gridLoaded().then(function () {
            window.dash_clientside.set_props("route", { data: here() });
        });
    }

    window.dash_clientside = Object.assign({}, window.dash_clientside, {
        atlas: {
            // A new build or another choice of colours: show the page again, as its address names it. At first it stands there.
            route: function (newBuild, newChoice, standing) {
                build = newBuild || "";
                choice = newChoice || "auto";
                const now = here();
                const same = standing && Object.keys(now).every((name) => now[name] === standing[name]);
                return same ? window.dash_clientside.no_update : gridLoaded().then(() => now);
            },
            scheme: function (route) {
                if (!route) {
                    return window.dash_clientside.no_update;
                }
                document.documentElement.dataset.scheme = route.scheme;
                document.body.dataset.agThemeMode = route.scheme;
                return route.scheme;
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
                    window.scrollTo(0, 0);
                }
            },
            // The menu of narrow screens: opened by its button, closed by going somewhere.
            menu: function (opened, _route, navbar) {
                const byButton = window.dash_clientside.callback_context.triggered_id === "burger";
                const open = byButton && opened;
                return [Object.assign({}, navbar, { collapsed: { mobile: !open } }), open];
            },
        },
    });

    // A thumb of a slider over months counts months since the year 0.
    window.dashMantineFunctions = Object.assign({}, window.dashMantineFunctions, {
        atlasMonth: function (value) {
            return String(Math.floor(value / 12)).padStart(4, "0") + "-" + String((value % 12) + 1).padStart(2, "0");
        },
    });

    let moved = false;
    document.body.dataset.agThemeMode = document.documentElement.dataset.scheme;
    window.addEventListener("load", () => setTimeout(gridLoaded, 3000));
    window.addEventListener("popstate", go);
    window.addEventListener("_dashprivate_pushstate", function () {
        moved = true;
        go();
    });
    dark.addEventListener("change", function () {
        if (choice === "auto") {
            go();
        }
    });

    document.addEventListener("click", function (event) {
        const button = event.target.closest("[data-image]");
        const plot = button && document.querySelector("#" + button.dataset.figure + " .js-plotly-plot");
        if (plot && plot._fullLayout) { // Else it still waits to be drawn.
            const size = plot.getBoundingClientRect();
            window.Plotly.downloadImage(window.atlasFigure(plot), {
                format: button.dataset.image,
                filename: button.dataset.figure.replace(/-figure$/, ""),
                width: Math.max(size.width, 900),
                height: size.height,
                scale: 2,
            });
        }
    });
    // Controls act at once; the form they stand in is never sent.
    document.addEventListener("submit", function (event) {
        event.preventDefault();
        if (event.target.id === "search-form") {
            const words = document.getElementById("search").value.trim();
            window.history.pushState({}, "", "/works" + (words ? "?q=" + encodeURIComponent(words) + "&kind=any" : ""));
            window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
        }
    });

    // `/` leads to the search, `?` lists the keys, Esc leaves a field, else the focus of the network; a dialog closes by itself.
    document.addEventListener("keydown", function (event) {
        const typing = event.target.closest("input, textarea, select, [contenteditable]");
        if (event.ctrlKey || event.metaKey || event.altKey) {
            return;
        }
        if (typing) {
            if (event.key === "Escape") {
                event.target.blur();
            }
        } else if (event.key === "Escape" && document.getElementById("keys")?.open === false) {
            document.querySelector(".leave-focus")?.click();
        } else if (event.key === "/") {
            event.preventDefault();
            document.getElementById("search")?.focus(); // In the first moments there is none yet.
        } else if (event.key === "?" && document.getElementById("keys")?.open === false) {
            document.getElementById("keys").showModal();
        }
    });
    document.addEventListener("click", function (event) {
        if (event.target.closest("#keys-button")) {
            document.getElementById("keys").showModal();
        } else if (event.target.closest("#keys-close")) {
            document.getElementById("keys").close();
        }
    });
})();
