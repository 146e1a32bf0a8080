// Content that is sent as HTML text, made and escaped by dashboard/markup.py, is put in its place before it is painted.
(function () {
    const filled = new WeakMap();

    // React may use an element again for something else, so only what was put there is taken away.
    function fill(element) {
        (filled.get(element) || []).forEach((node) => node.remove());
        const template = document.createElement("template");
        template.innerHTML = element.dataset.markup || "";
        const nodes = Array.from(template.content.childNodes);
        filled.set(element, nodes);
        element.append(...nodes);
    }

    function arrived(node) {
        if (node.nodeType !== Node.ELEMENT_NODE) {
            return;
        }
        if (node.matches("[data-markup]") && !filled.has(node)) {
            fill(node);
        }
        node.querySelectorAll("[data-markup]").forEach(function (element) {
            if (!filled.has(element)) {
                fill(element);
            }
        });
    }

    new MutationObserver(function (records) {
        records.forEach(function (record) {
            if (record.type === "attributes") {
                fill(record.target);
            } else {
                record.addedNodes.forEach(arrived);
            }
        });
    }).observe(document.documentElement, { subtree: true, childList: true, attributeFilter: ["data-markup"] });
    arrived(document.documentElement);
})();
