// What the pages draw: lines and points (in the core), bars, heat maps, and one Sankey.
const Plotly = require("plotly.js/lib/core");

Plotly.register([require("plotly.js/lib/bar"), require("plotly.js/lib/heatmap"), require("plotly.js/lib/sankey")]);

module.exports = Plotly;
