// What stands around the page: the search, the keys, and the menu of narrow screens. It is HTML of the first reply.
(function () {
    const burger = document.getElementById("burger");
    const menu = document.getElementById("menu");
    const search = document.getElementById("search");
    const keys = document.getElementById("keys");

    // Opened by its button, closed by going somewhere.
    function show(opened) {
        burger.setAttribute("aria-expanded", String(opened));
        menu.classList.toggle("opened", opened);
    }
    burger.addEventListener("click", () => show(burger.getAttribute("aria-expanded") === "false"));
    ["popstate", "_dashprivate_pushstate"].forEach((kind) => window.addEventListener(kind, () => show(false)));

    // Controls act at once; the form they stand in is never sent.
    document.addEventListener("submit", function (event) {
        event.preventDefault();
        if (event.target.id === "search-form") {
            const words = search.value.trim();
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
        } else if (event.key === "Escape" && !keys.open) {
            document.querySelector(".leave-focus")?.click();
        } else if (event.key === "/") {
            event.preventDefault();
            search.focus();
        } else if (event.key === "?" && !keys.open) {
            keys.showModal();
        }
    });
    document.addEventListener("click", function (event) {
        if (event.target.closest("#keys-button")) {
            keys.showModal();
        } else if (event.target.closest("#keys-close")) {
            keys.close();
        }
    });
})();
