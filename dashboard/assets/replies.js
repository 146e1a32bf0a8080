// What is asked of the server while it is asked for something else. The next page or view may be asked for before the last one is
// there, by a reader, by a link or by a new build; what stands there in the end is always what was asked for last, and it is whole.
// Dash puts in a late page, and the parts that a late view renews besides its outputs, so such replies become ones that change nothing.
(function () {
    const ASKING = /"output":"(?:\.\.)?(?:(page|answer|build)\.|\{\\"chart\\":\\"[a-z0-9-]+\\",\\"type\\":\\"(panel|grid)\\")/;
    const SLOW = 300; // Milliseconds after which it is said that something is under way.
    const fetched = window.fetch;
    const word = document.getElementById("word");
    const pending = new Set();
    let newest = null;
    let owed = false; // A choice was made while a page was under way: the page is asked for again, at the address that the choice gives it.
    let silent = false; // The server does not answer.
    let lost = false; // It did not answer what a reader asked for.

    function changesNothing() {
        return new Response(null, { status: 204 });
    }

    function say(text) {
        if (word.textContent !== text) {
            word.textContent = text;
        }
    }

    function show() {
        owed = false;
        window.atlasShow();
    }

    // What a choice made of a page that was about to be replaced is not put in, but its address holds.
    async function overtaken(reply) {
        const said = reply.status === 200 ? await reply.json() : {};
        const view = said.sideUpdate?.shown?.data;
        const page = said.sideUpdate?.route?.data;
        if (view || page) {
            const address = view ? view.path + view.search : page.pathname + page.search;
            window.history.replaceState(window.history.state, "", address + window.location.hash);
        }
        show();
        return changesNothing();
    }

    function answered() {
        if (silent) {
            silent = false;
            say("");
            if (lost && !pending.size) {
                show();
            }
            lost = false;
        }
    }

    function unanswered(kind, body) {
        silent = true;
        lost = lost || kind !== "build";
        say("The server does not answer. The page comes again when it does; a choice made meanwhile may have to be made again.");
        if (kind === "panel") {
            const text = "The server did not answer. Open another tab, then this one again.";
            window.dash_clientside.set_props(JSON.parse(body).outputs.id, { children: text });
        }
    }

    async function whole(reply, kind, body) {
        try {
            const one = await reply;
            (one.status < 500 ? answered : unanswered)(kind, body);
            return one;
        } catch (error) {
            if (error.name !== "AbortError") {
                unanswered(kind, body);
            }
            throw error;
        }
    }

    async function inTurn(reply, kind) {
        const own = { kind: kind };
        owed = kind === "answer" && (owed || [...pending].some((one) => one.kind === "page"));
        newest = own;
        pending.add(own);
        setTimeout(() => pending.has(own) && !silent && say("The page is being made…"), SLOW);
        try {
            const one = await reply;
            if (own !== newest) {
                return changesNothing();
            }
            return owed ? await overtaken(one) : one;
        } finally {
            pending.delete(own);
            if (!pending.size && !silent) {
                say("");
            }
        }
    }

    window.fetch = function (_address, options) {
        const reply = fetched.apply(this, arguments);
        const [, part, within] = ASKING.exec(options?.body) || [];
        const kind = part || within;
        if (!kind) {
            return reply;
        }
        const known = whole(reply, kind, options.body);
        return kind === "page" || kind === "answer" ? inTurn(known, kind) : known;
    };

    window.atlasReplies = {
        // Whether a page or a view is under way.
        busy: () => pending.size > 0,
        // Have the page that stands shown again; after the choice that is under way, if there is one, so that it is not lost.
        again: function () {
            if (newest && pending.has(newest) && newest.kind === "answer") {
                owed = true;
            } else {
                show();
            }
        },
    };
})();
