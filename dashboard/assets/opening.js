// Opening what stands behind a number: a point, bar, node or cell whose `customdata` holds an address of this application, and
// plain links within it, without loading anew.
(function () {
    function isOurs(address) {
        return typeof address === "string" && /^\/(?![/\\])/.test(address) && !/^\/(csv|tables|assets)\//.test(address);
    }

    function open(address, event) {
        unhovered();
        if (event && (event.ctrlKey || event.metaKey || event.shiftKey)) {
            window.open(address, "_blank", "noopener,noreferrer");
            return;
        }
        window.history.pushState({}, "", address);
        window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    }

    // Several lines may answer for one moment (a unified hover): the nearest to the pointer is meant.
    function distance(point, event) {
        const axis = point.yaxis;
        if (!axis || !axis.d2p || !event) {
            return 0;
        }
        const top = document.elementFromPoint(event.clientX, event.clientY);
        const plot = top && top.closest(".js-plotly-plot");
        const offset = plot ? plot.getBoundingClientRect().top : 0;
        return Math.abs(offset + axis._offset + axis.d2p(point.y) - event.clientY);
    }

    function clicked(data) {
        const points = data.points.filter(function (point) {
            return isOurs(point.customdata);
        });
        points.sort(function (one, other) {
            return distance(one, data.event) - distance(other, data.event);
        });
        if (points.length) {
            open(points[0].customdata, data.event);
        }
    }

    function hovered(data) {
        const opens = data.points.some(function (point) {
            return isOurs(point.customdata);
        });
        document.documentElement.classList.toggle("opens", opens);
    }

    function unhovered() {
        document.documentElement.classList.remove("opens");
    }

    // A figure that is drawn anew loses its listeners, so they are set when the pointer comes; a touch comes as well.
    document.addEventListener("pointerover", function (event) {
        const plot = event.target.closest && event.target.closest(".js-plotly-plot");
        if (!plot || !plot.on) {
            return;
        }
        [["plotly_click", clicked], ["plotly_hover", hovered], ["plotly_unhover", unhovered]].forEach(function (pair) {
            plot.removeListener(pair[0], pair[1]);
            plot.on(pair[0], pair[1]);
        });
    });

    document.addEventListener("click", function (event) {
        const link = event.target.closest && event.target.closest("a[href]");
        const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
        if (!link || !plain || event.defaultPrevented || link.target || link.hasAttribute("download")) {
            return;
        }
        if (isOurs(link.getAttribute("href"))) {
            event.preventDefault();
            open(link.getAttribute("href"), event);
        }
    });
})();
