// Paints figures of thousands of points on a canvas between plotly's axes and its legend (see dashboard/painting.py).
// Plotly would make an element of each point and line. It still holds the data, the axes, what is under the pointer and clicks.
(function () {
    const BATCH = 1000; // Lines a stroke.
    const AT_REST = 160; // Milliseconds without a movement after which everything is painted again.
    const MOVING = 1500; // Lines at most while the map moves.
    const DASHES = { solid: [], dash: [7, 5], dot: [2, 3] };
    const painters = new WeakMap();

    const KINDS = { u4: Uint32Array, f4: Float32Array, f8: Float64Array };

    // Numbers that came packed, in the units of their axis.
    function unpacked(value) {
        const letters = atob(value.bdata);
        const bytes = new Uint8Array(letters.length);
        for (let place = 0; place < letters.length; place++) {
            bytes[place] = letters.charCodeAt(place);
        }
        return new KINDS[value.dtype](bytes.buffer);
    }

    // One number for all points is sent as it is.
    function each(value, count) {
        return value.bdata ? unpacked(value) : new Float32Array(count).fill(value);
    }

    // Where each line begins and ends, and a gap after it.
    function lines(meta) {
        const [x, y, ends] = [unpacked(meta.x), unpacked(meta.y), unpacked(meta.ends)];
        const found = { x: new Float64Array(1.5 * ends.length).fill(NaN), y: new Float64Array(1.5 * ends.length).fill(NaN) };
        ends.forEach(function (end, place) {
            const at = place + (place >> 1);
            [found.x[at], found.y[at]] = [x[end], y[end]];
        });
        return found;
    }

    function points(trace) {
        const [x, y] = [unpacked(trace.x), unpacked(trace.y)];
        return { x: x, y: y, size: each(trace.marker.size, x.length), opacity: each(trace.marker.opacity ?? 1, x.length) };
    }

    // Pixels from units: both axes are linear (dates count milliseconds).
    function scale(axis, from, length, flipped) {
        const ends = axis.range.map(axis.r2l);
        const step = length / (ends[1] - ends[0]);
        return flipped ? [from + length + ends[0] * step, -step] : [from - ends[0] * step, step];
    }

    const SHAPES = {
        circle: function (at, x, y, r) { at.arc(x, y, r, 0, 2 * Math.PI); },
        square: function (at, x, y, r) { at.rect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8); },
        diamond: function (at, x, y, r) { corners(at, x, y, r * 1.25, [[0, -1], [1, 0], [0, 1], [-1, 0]]); },
        "triangle-up": function (at, x, y, r) { corners(at, x, y, r * 1.15, [[0, -1], [1, 0.75], [-1, 0.75]]); },
        x: function (at, x, y, r) {
            const arms = [[-1, -0.5], [-0.5, -1], [0, -0.5], [0.5, -1], [1, -0.5], [0.5, 0], [1, 0.5], [0.5, 1], [0, 0.5], [-0.5, 1], [-1, 0.5], [-0.5, 0]];
            corners(at, x, y, r, arms);
        },
        cross: function (at, x, y, r) {
            const arms = [[-0.4, -1], [0.4, -1], [0.4, -0.4], [1, -0.4], [1, 0.4], [0.4, 0.4], [0.4, 1], [-0.4, 1], [-0.4, 0.4], [-1, 0.4], [-1, -0.4], [-0.4, -0.4]];
            corners(at, x, y, r, arms);
        },
        star: function (at, x, y, r) {
            const tips = [[0, -1], [0.22, -0.31], [0.95, -0.31], [0.36, 0.12], [0.59, 0.81], [0, 0.38], [-0.59, 0.81], [-0.36, 0.12], [-0.95, -0.31], [-0.22, -0.31]];
            corners(at, x, y, r * 1.25, tips);
        },
    };

    function corners(at, x, y, r, points) {
        points.forEach(function (point, place) {
            at[place ? "lineTo" : "moveTo"](x + r * point[0], y + r * point[1]);
        });
        at.closePath();
    }

    // A point as a small picture: to stamp it thousands of times is much faster than to draw it as often.
    function stamp(marker, colour, radius, ground, ratio) {
        const open = marker.symbol.endsWith("-open");
        const picture = document.createElement("canvas");
        const half = Math.ceil(1.3 * radius + marker.line.width);
        picture.width = picture.height = 2 * half * ratio;
        const at = picture.getContext("2d");
        at.scale(ratio, ratio);
        at.beginPath();
        SHAPES[marker.symbol.replace("-open", "")](at, half, half, radius);
        at.lineWidth = marker.line.width;
        at.strokeStyle = open ? colour : ground;
        if (!open) {
            at.fillStyle = colour;
            at.fill();
        }
        at.stroke();
        return picture;
    }

    class Painter {
        constructor(plot) {
            this.plot = plot;
            this.held = new WeakMap();
            this.state = "";
            this.moved = 0;
            this.canvas = document.createElement("canvas");
            this.canvas.className = "painted";
            this.over = this.canvas.cloneNode();
            this.hovered = this.hovered.bind(this);
            this.unhovered = this.unhovered.bind(this);
            new MutationObserver(this.ask.bind(this)).observe(plot, { subtree: true, childList: true, attributes: true });
            this.ask();
        }

        ask() {
            if (!this.asked) {
                this.asked = true;
                requestAnimationFrame(this.look.bind(this));
            }
        }

        // Paint if anything changed: the data, the ranges of the axes, the size, what the legend shows.
        look() {
            this.asked = false;
            const layout = this.plot._fullLayout;
            if (!layout || !layout.xaxis || !this.plot.isConnected) {
                return;
            }
            const ranges = JSON.stringify([layout.xaxis.range, layout.yaxis.range]);
            const shown = this.plot._fullData.map(function (trace) { return trace.visible; });
            const state = JSON.stringify([ranges, layout._size, layout.width, layout.height, shown, window.devicePixelRatio]);
            const fresh = this.data !== this.plot.data;
            if (!fresh && state === this.state && this.canvas.isConnected) {
                return;
            }
            const moving = !fresh && ranges !== this.ranges;
            this.data = this.plot.data;
            this.ranges = ranges;
            this.state = state;
            [["plotly_hover", this.hovered], ["plotly_unhover", this.unhovered]].forEach(function (pair) {
                this.plot.removeListener(pair[0], pair[1]);
                this.plot.on(pair[0], pair[1]);
            }, this);
            this.paint(moving);
            clearTimeout(this.rest);
            if (moving) {
                // A reader may have left the page meanwhile: nothing is known of its plots then.
                this.rest = setTimeout(() => this.plot._fullLayout && this.paint(false), AT_REST);
            }
        }

        // Return the drawing surface, empty and as large as the figure.
        surface(canvas) {
            const layout = this.plot._fullLayout;
            const home = this.plot.querySelector(".gl-container") || this.plot.querySelector(".svg-container");
            if (canvas.parentNode !== home) {
                home.append(canvas);
            }
            const ratio = window.devicePixelRatio || 1;
            const [width, height] = [Math.round(layout.width * ratio), Math.round(layout.height * ratio)];
            if (canvas.width !== width || canvas.height !== height) {
                [canvas.width, canvas.height] = [width, height];
                canvas.style.width = layout.width + "px";
                canvas.style.height = layout.height + "px";
            }
            const at = canvas.getContext("2d");
            at.setTransform(1, 0, 0, 1, 0, 0);
            at.clearRect(0, 0, width, height);
            at.setTransform(ratio, 0, 0, ratio, 0, 0);
            return at;
        }

        frame() {
            const layout = this.plot._fullLayout;
            const [left, top] = [layout._size.l, layout._size.t];
            const [width, height] = [layout.xaxis._length, layout.yaxis._length];
            return {
                left: left,
                top: top,
                right: left + width,
                bottom: top + height,
                x: scale(layout.xaxis, left, width, false),
                y: scale(layout.yaxis, top, height, true),
            };
        }

        units(trace) {
            if (!this.held.has(trace)) {
                this.held.set(trace, trace.meta.paint === "lines" ? lines(trace.meta) : points(trace));
            }
            return this.held.get(trace);
        }

        // The painted traces that the legend does not hide.
        traces() {
            return this.plot.data.filter(function (trace, place) {
                return trace.meta && trace.meta.paint && this.plot._fullData[place].visible === true;
            }, this);
        }

        paint(moving) {
            const at = this.surface(this.canvas);
            const frame = this.frame();
            at.save();
            at.beginPath();
            at.rect(frame.left, frame.top, frame.right - frame.left, frame.bottom - frame.top);
            at.clip();
            this.traces().forEach(function (trace) {
                if (trace.meta.paint === "lines") {
                    const most = trace.meta.most ?? Infinity;
                    this.stroke(at, frame, trace, this.within(frame, trace, moving ? Math.min(most, MOVING) : most), trace.line);
                } else {
                    this.points(at, frame, trace);
                }
            }, this);
            at.restore();
            this.unhovered();
        }

        // Where the lines begin that may cross what is in view; the first ``most`` of them.
        within(frame, trace, most) {
            const { x, y } = this.units(trace);
            const found = [];
            for (let place = 0; place + 1 < x.length && found.length < most; place += 3) {
                const [x0, x1] = [frame.x[0] + x[place] * frame.x[1], frame.x[0] + x[place + 1] * frame.x[1]];
                const [y0, y1] = [frame.y[0] + y[place] * frame.y[1], frame.y[0] + y[place + 1] * frame.y[1]];
                const beside = Math.max(x0, x1) < frame.left || Math.min(x0, x1) > frame.right;
                if (!beside && Math.max(y0, y1) >= frame.top && Math.min(y0, y1) <= frame.bottom) {
                    found.push(place);
                }
            }
            return found;
        }

        stroke(at, frame, trace, places, line) {
            const { x, y } = this.units(trace);
            at.strokeStyle = line.color;
            at.lineWidth = line.width;
            at.setLineDash(DASHES[line.dash || "solid"]);
            for (let begin = 0; begin < places.length; begin += BATCH) {
                at.beginPath();
                places.slice(begin, begin + BATCH).forEach(function (place) {
                    at.moveTo(frame.x[0] + x[place] * frame.x[1], frame.y[0] + y[place] * frame.y[1]);
                    at.lineTo(frame.x[0] + x[place + 1] * frame.x[1], frame.y[0] + y[place + 1] * frame.y[1]);
                });
                at.stroke();
            }
            at.setLineDash([]);
        }

        points(at, frame, trace) {
            const { x, y, size, opacity } = this.units(trace);
            const marker = trace.marker;
            const ground = this.plot._fullLayout.plot_bgcolor;
            const ratio = window.devicePixelRatio || 1;
            const stamps = new Map();
            for (let place = 0; place < x.length; place++) {
                const [px, py] = [frame.x[0] + x[place] * frame.x[1], frame.y[0] + y[place] * frame.y[1]];
                const radius = size[place] / 2;
                if (px + radius < frame.left || px - radius > frame.right || py + radius < frame.top || py - radius > frame.bottom) {
                    continue;
                }
                const colour = Array.isArray(marker.color) ? marker.color[place] : marker.color;
                const key = colour + " " + radius;
                if (!stamps.has(key)) {
                    stamps.set(key, stamp(marker, colour, radius, ground, ratio));
                }
                const one = stamps.get(key);
                at.globalAlpha = opacity[place];
                at.drawImage(one, px - one.width / ratio / 2, py - one.height / ratio / 2, one.width / ratio, one.height / ratio);
            }
            at.globalAlpha = 1;
        }

        // The point under the pointer gets a ring, and every line that ends in it.
        hovered(event) {
            const point = event.points[0];
            const trace = this.plot.data[point.curveNumber];
            if (!trace.meta || !trace.meta.paint) {
                return;
            }
            const at = this.surface(this.over);
            const frame = this.frame();
            const units = this.units(trace);
            const [x, y] = [units.x[point.pointNumber], units.y[point.pointNumber]];
            this.traces().forEach(function (lines) {
                const looks = lines.meta.touched;
                if (looks) {
                    this.stroke(at, frame, lines, this.ending(lines, 1, x, y), looks.end);
                    this.stroke(at, frame, lines, this.ending(lines, 0, x, y), looks.begin);
                }
            }, this);
            at.beginPath();
            at.arc(frame.x[0] + x * frame.x[1], frame.y[0] + y * frame.y[1], units.size[point.pointNumber] / 2 + 3, 0, 2 * Math.PI);
            at.lineWidth = 2;
            at.strokeStyle = this.plot._fullLayout.font.color;
            at.stroke();
        }

        unhovered() {
            if (this.over.isConnected) {
                this.surface(this.over);
            }
        }

        ending(lines, side, x, y) {
            const units = this.units(lines);
            const found = [];
            for (let place = 0; place + 1 < units.x.length; place += 3) {
                if (units.x[place + side] === x && units.y[place + side] === y) {
                    found.push(place);
                }
            }
            return found;
        }

        // The same figure for plotly to draw, as it is in view: for pictures.
        figure() {
            const frame = this.frame();
            const ground = this.plot._fullLayout.plot_bgcolor;
            const shown = this.traces();
            const data = this.plot.data.map(function (trace, place) {
                if (!trace.meta || !trace.meta.paint) {
                    return Object.assign({}, trace, { visible: this.plot._fullData[place].visible });
                }
                if (!shown.includes(trace)) {
                    return Object.assign({}, trace, { visible: false });
                }
                if (trace.meta.paint !== "lines") {
                    const line = Object.assign({ color: ground }, trace.marker.line);
                    return Object.assign({}, trace, { mode: trace.meta.paint, marker: Object.assign({}, trace.marker, { line: line }) });
                }
                const places = this.within(frame, trace, trace.meta.most ?? Infinity);
                const ends = function (values) {
                    return places.flatMap(function (begin) { return [values[begin], values[begin + 1], null]; });
                };
                const units = this.units(trace);
                return Object.assign({}, trace, { mode: "lines", x: ends(units.x), y: ends(units.y) });
            }, this);
            return { data: data, layout: this.plot.layout, config: {} };
        }
    }

    // What plotly is to draw for a picture of a figure: the figure itself, unless it is painted.
    window.atlasFigure = function (plot) {
        return painters.has(plot) ? painters.get(plot).figure() : plot;
    };

    new MutationObserver(function () {
        document.querySelectorAll("[data-painted] .js-plotly-plot").forEach(function (plot) {
            if (!painters.has(plot)) {
                painters.set(plot, new Painter(plot));
            }
        });
    }).observe(document.documentElement, { childList: true, subtree: true });

    // Closer and further: the buttons, or the wheel with Ctrl (as the pinch of a touchpad comes); the wheel alone scrolls the page.
    function zoom(plot, factor, x, y) {
        const layout = plot._fullLayout;
        const change = {};
        [["xaxis", x], ["yaxis", y]].forEach(function (pair) {
            const axis = layout[pair[0]];
            const [low, high] = axis.range.map(axis.r2l);
            const still = low + pair[1] * (high - low);
            change[pair[0] + ".range"] = [still + (low - still) * factor, still + (high - still) * factor].map(axis.l2r);
        });
        return window.AtlasPlotly.relayout(plot, change);
    }

    document.addEventListener("click", function (event) {
        const button = event.target.closest("[data-zoom]");
        const plot = button && document.querySelector("#" + button.dataset.figure + " .js-plotly-plot");
        if (plot && plot._fullLayout) { // Else it still waits to be drawn.
            if (button.dataset.zoom === "whole") {
                window.AtlasPlotly.relayout(plot, { "xaxis.autorange": true, "yaxis.autorange": true });
            } else {
                zoom(plot, button.dataset.zoom === "in" ? 0.5 : 2, 0.5, 0.5);
            }
        }
    });

    let turned = null;
    document.addEventListener("wheel", function (event) {
        const plot = (event.ctrlKey || event.metaKey) && event.target.closest("[data-painted] .js-plotly-plot");
        if (!plot) {
            return;
        }
        event.preventDefault();
        const first = !turned;
        turned = turned || { factor: 1 };
        turned.factor *= Math.exp(Math.max(-80, Math.min(80, event.deltaY)) / 250);
        if (first) {
            const size = plot._fullLayout._size;
            const box = plot.getBoundingClientRect();
            const x = (event.clientX - box.left - size.l) / size.w;
            const y = 1 - (event.clientY - box.top - size.t) / size.h;
            requestAnimationFrame(function () {
                zoom(plot, turned.factor, x, y);
                turned = null;
            });
        }
    }, { passive: false });
})();
