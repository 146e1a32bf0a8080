// Scripts of components that only some pages have are large. They come with these pages, else some seconds after the first page is loaded,
// or when a page arrives that holds such components: its reply is handed on as soon as they are there.
(function () {
    const sources = JSON.parse(document.body.dataset.apart); // Addresses by the name that the script takes.
    const loading = {};

    function load(name) {
        loading[name] = loading[name] || new Promise(function (resolve) {
            if (window[name]) {
                resolve();
                return;
            }
            const script = document.createElement("script");
            script.src = sources[name];
            script.onload = resolve;
            script.onerror = function () {
                delete loading[name]; // The page comes without what it draws; the next one asks again.
                resolve();
            };
            document.head.appendChild(script);
        });
        return loading[name];
    }

    async function whole(reply) {
        const text = await reply.clone().text();
        await Promise.all(Object.keys(sources).filter((name) => text.includes('"' + name + '"')).map(load));
        return reply;
    }

    const fetched = window.fetch;
    window.fetch = function (_address, options) {
        const reply = fetched.apply(this, arguments);
        return /"output":"\.\.page\.children/.test(options?.body) ? reply.then(whole) : reply;
    };
    // The smallest first: who goes on after a second finds the controls there.
    window.addEventListener("load", function () {
        Object.keys(sources).forEach((name, place) => setTimeout(load, 1000 + 2000 * place, name));
    });
})();
