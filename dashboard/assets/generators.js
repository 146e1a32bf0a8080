// Components of Dash that load a script of their own wait for it in a generator, written as a switch over numbered steps for browsers
// that know none. This runs the steps, in the place of a script of 99 kB that Dash would load (see dashboard/scripts.py).
window.regeneratorRuntime = {
    mark: (made) => made,
    wrap: function (steps) {
        const state = { prev: 0, next: 0, done: false, stop: () => void (state.done = true) };
        return {
            next: function (sent) {
                state.sent = sent;
                return { value: steps(state), done: state.done };
            },
            throw: function (error) {
                throw error;
            },
        };
    },
};
