// What Mantine's files call in the place of React.createElement.
const { createElement, Fragment } = window.React;

function jsx(type, props, key) {
    return createElement(type, key === undefined ? props : { ...props, key: key });
}

module.exports = { jsx: jsx, jsxs: jsx, Fragment: Fragment };
