// The works grid. Cells: outside text stays text; a title opens our page of the document, and only https addresses become links.
(function () {
    const NUMBERS = new Intl.NumberFormat("en", { maximumSignificantDigits: 17 });
    // Columns that count documents, and the filter that gives these.
    const BEHIND = { local_citations: "cites", local_references: "cited_by" };
    window.dashAgGridComponentFunctions = Object.assign({}, window.dashAgGridComponentFunctions, {
        OutsideLink: function (props) {
            if (!props.data) {
                return null;
            }
            const id = props.data.document_id;
            const name = React.createElement("bdi", null, props.value || id);
            const here = "/doc/" + encodeURIComponent(id).replace(/%3A/g, ":");
            const parts = [React.createElement("a", { href: here, key: "here" }, name)];
            if (/^https:\/\//.test(props.data.url || "")) {
                const outside = { href: props.data.url, target: "_blank", rel: "noopener noreferrer", key: "outside" };
                const said = { ...outside, "aria-label": "Read it on its own site", className: "outside" };
                parts.push(React.createElement("a", said, "\u2197"));
            }
            return React.createElement("span", { className: "titled" }, parts);
        },
        Quantity: function (props) {
            const said = typeof props.value === "number" ? NUMBERS.format(props.value) : null;
            const filter = props.value > 0 && props.colDef && BEHIND[props.colDef.field];
            if (!filter) {
                return said;
            }
            const id = encodeURIComponent(props.data.document_id).replace(/%3A/g, ":");
            return React.createElement("a", { href: `/works?kind=any&${filter}=${id}` }, said);
        },
        OutsideText: function (props) {
            return React.createElement("bdi", null, props.value === undefined || props.value === null ? "" : String(props.value));
        },
    });

    // Filters in the heads of columns: what they say becomes the view, as any other choice does. Another view is shown by the grid that
    // stands there, from its first row, and the rows of the view before are forgotten.
    const asked = new WeakMap();
    window.dash_clientside = Object.assign({}, window.dash_clientside, {
        works: {
            where: function (models) {
                const model = models[models.length - 1];
                if (model) {
                    window.dash_clientside.set_props({ type: "control", name: "where" }, { value: JSON.stringify(model) });
                }
            },
            view: function (views, ids) {
                ids.forEach(async function (id, number) {
                    const api = await window.dash_ag_grid.getApiAsync(id);
                    if (asked.has(api) && asked.get(api) !== views[number]) {
                        if (api.getDisplayedRowCount()) {
                            api.ensureIndexVisible(0, "top");
                        }
                        api.purgeInfiniteCache();
                    }
                    asked.set(api, views[number]);
                });
            },
        },
    });
})();
