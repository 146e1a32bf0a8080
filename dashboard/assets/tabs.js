// The tabs of a card: a click or an arrow key opens one. Which one is open stands in the card's `data-tab`, a property of the
// component: a page that comes later sets it back, the server fills what is opened, and the style sheet shows it.
(function () {
    const STEPS = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity };

    const TABS = "[role=tab][data-opens]";

    // Of the first reply Dash knows nothing: what is opened there is opened when the page stands in its place.
    function openLater(place) {
        new MutationObserver(function (_changes, observer) {
            const tab = document.querySelectorAll("#page " + TABS)[place];
            if (tab) {
                observer.disconnect();
                open(tab);
            }
        }).observe(document.documentElement, { childList: true, subtree: true });
    }

    function open(tab) {
        const card = tab.closest("[data-tab]");
        const opened = tab.dataset.opens;
        if (!card.id) {
            openLater([...document.querySelectorAll("#first " + TABS)].indexOf(tab));
        } else if (card.dataset.tab !== opened) {
            const identity = JSON.parse(card.id);
            window.dash_clientside.set_props({ ...identity, type: "panel" }, { children: "Loading…" });
            window.dash_clientside.set_props(identity, { "data-tab": opened });
        }
    }

    document.addEventListener("click", function (event) {
        const tab = event.target.closest(TABS);
        if (tab) {
            open(tab);
        }
    });
    document.addEventListener("keydown", function (event) {
        const tab = event.target.closest(TABS);
        const step = STEPS[event.key];
        if (tab && step && !(event.ctrlKey || event.metaKey || event.altKey)) {
            event.preventDefault();
            const tabs = [...tab.parentElement.children];
            const next = tabs.indexOf(tab) + step;
            const to = Math.abs(step) === 1 ? (next + tabs.length) % tabs.length : step < 0 ? 0 : tabs.length - 1;
            tabs[to].focus();
            open(tabs[to]);
        }
    });

    new MutationObserver(function (records) {
        records.forEach(function (record) {
            record.target.querySelectorAll(TABS).forEach(function (tab) {
                const is = tab.dataset.opens === record.target.dataset.tab;
                tab.setAttribute("aria-selected", String(is));
                tab.tabIndex = is ? 0 : -1;
            });
        });
    }).observe(document.documentElement, { subtree: true, attributeFilter: ["data-tab"] });
})();
