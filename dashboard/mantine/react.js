// The React that Dash loads; a second one would not know of its components.
module.exports = window.React;
