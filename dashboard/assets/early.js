// Runs before anything is shown: the colours, and what this address shows is asked for while the other scripts still load.
// Dash asks for its layout without saying where the reader is; the answer to the question that was asked here is given instead.
(function () {
    const dark = window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";

    // Where the choice of colours is remembered.
    function remembered() {
        try {
            return localStorage.getItem("atlas-colours");
        } catch {
            return "auto"; // This browser keeps nothing.
        }
    }

    const choice = remembered();
    const chosen = choice === "light" || choice === "dark";
    const scheme = chosen ? choice : dark;
    document.documentElement.dataset.colours = chosen ? choice : "auto";
    document.documentElement.dataset.scheme = scheme;

    const plain = window.fetch;
    const here = new URLSearchParams({ pathname: location.pathname, search: location.search, scheme: scheme });
    const layout = "/_dash-layout";
    const asked = { "/_dash-dependencies": plain("/_dash-dependencies") };
    window.atlasLayout = Promise.resolve(null); // For the charts that stand in the first reply.
    if (String(here).length < 6000) {
        asked[layout] = plain(layout + "?" + here);
        window.atlasLayout = asked[layout].then((reply) => reply.clone().json());
    }
    window.fetch = function (where) {
        const reply = asked[where];
        delete asked[where];
        return reply || plain.apply(window, arguments);
    };

    // What stands in the first reply makes room in the very moment in which the page itself stands.
    new MutationObserver(function (_changes, observer) {
        const first = document.getElementById("first");
        if (first && document.getElementById("page")) {
            first.remove();
            observer.disconnect();
        }
    }).observe(document.documentElement, { childList: true, subtree: true });
})();
