// Cells of the works grid: outside text stays text, and only http addresses become links.
window.dashAgGridComponentFunctions = Object.assign({}, window.dashAgGridComponentFunctions, {
    OutsideLink: function (props) {
        const text = React.createElement("bdi", null, props.value || (props.data ? props.data.document_id : ""));
        const url = props.data && props.data.url;
        if (!url || !/^https?:\/\//.test(url)) {
            return text;
        }
        return React.createElement("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, text);
    },
    OutsideText: function (props) {
        return React.createElement("bdi", null, props.value || "");
    },
});
