// What a page shows and when, noted in the browser: `fresh()` begins a note, `stands()` says whether nothing moves any more.
(function () {
    const said = (window.__bench = { marks: {}, moved: [], asked: 0, since: 0, heading: "" });

    // A mark is the moment at which the browser has painted what was found.
    function mark(name) {
        if (!(name in said.marks)) {
            said.marks[name] = null;
            requestAnimationFrame(() => setTimeout(() => (said.marks[name] = performance.now())));
        }
    }

    function inView(node) {
        const box = node.getBoundingClientRect();
        return box.bottom > 0 && box.top < innerHeight && box.width > 0;
    }

    // Marks are of the opening of a page, and to look for them at each change takes the time that is measured.
    function findMarks() {
        const heading = document.querySelector("h1");
        if (heading && document.querySelector(".answer")) {
            mark("heading");
        }
        const figures = [...document.querySelectorAll("figure")];
        const drawn = figures.filter((one) => one.querySelector(".main-svg"));
        if (drawn.length) {
            mark("chart");
        }
        if (figures.length && drawn.length === figures.length) {
            mark("charts");
        }
        if (document.querySelector(".ag-row")) {
            mark("rows");
        }
    }

    function look(changes) {
        if (!said.chosen) {
            findMarks();
        }
        const page = document.getElementById("page");
        changes.forEach(function (change) {
            const node = change.target.nodeType === 1 ? change.target : change.target.parentElement;
            if (page && node && page.contains(node)) {
                said.moved.push([performance.now(), node.closest("figure") || node]);
            }
        });
    }

    new MutationObserver(look).observe(document, { childList: true, subtree: true, attributes: true, characterData: true });

    // The moment of a choice: a click, a key, or leaving a field.
    ["click", "keydown", "input"].forEach(function (kind) {
        addEventListener(kind, (event) => (said.since = event.timeStamp), true);
    });

    const plain = window.fetch;
    window.fetch = function () {
        said.asked += 1;
        return plain.apply(this, arguments).finally(() => setTimeout(() => (said.asked -= 1)));
    };

    said.fresh = function () {
        said.chosen = true;
        said.moved = [];
        said.since = performance.now();
        performance.clearResourceTimings();
    };
    said.stands = function () {
        const last = said.moved.length ? said.moved[said.moved.length - 1][0] : said.since;
        const figures = [...document.querySelectorAll("figure")];
        const drawn = figures.every((one) => one.querySelector(".main-svg") || one.offsetParent === null);
        return document.getElementById("page") && drawn && !said.asked && performance.now() - Math.max(last, said.since) > 700;
    };
    // Milliseconds from the choice to the last change that is seen; of them waiting for the server, and receiving. `below` is until
    // what nobody sees stands as well: charts under the fold, which are drawn while nothing else is under way.
    said.took = function () {
        const stand = said.moved.filter((one) => one[0] > said.since && one[1].isConnected);
        const seen = stand.filter((one) => inView(one[1]));
        const replies = performance.getEntriesByType("resource").filter(function (one) {
            return one.startTime >= said.since && /_dash-update-component/.test(one.name) && one.responseEnd - said.since < 60000;
        });
        const end = seen.length ? seen[seen.length - 1][0] : said.since;
        const used = replies.filter((one) => one.startTime <= end);
        const sum = (from, to) => used.reduce((total, one) => total + one[to] - one[from], 0);
        return {
            all: end - said.since,
            below: stand.length ? stand[stand.length - 1][0] - said.since : 0,
            wait: used.length ? used[0].requestStart - said.since : 0,
            server: sum("requestStart", "responseStart"),
            transfer: sum("responseStart", "responseEnd"),
            bytes: used.reduce((total, one) => total + one.encodedBodySize, 0),
        };
    };
})();
