"""How the time of each kernel grows with the citations: its exponent, and a small figure."""

from html import escape

import numpy as np

Growth = dict[str, list[tuple[int, float]]]
"""CPU seconds by number of citations, of each kernel."""

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 820, 460, 64, 250, 40, 48
LEAST = 1e-4
"""Seconds below which a clock of CPU time says little."""
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000000")
LEAST_APART = 13


def exponent(taken: list[tuple[int, float]]) -> float:
    """Return the power of the number of citations that the time grows with; missing for fewer than two sizes.

    The first of three sizes is left out: there fixed costs are most of the time.

    >>> round(exponent([(10, 5.0), (100, 1.0), (1000, 10.0)]), 2)
    1.0
    """
    later = taken[-2:]
    if len(later) < 2:
        return float("nan")
    sizes, seconds = np.array(later, dtype=np.float64).T
    return float(np.diff(np.log(np.maximum(seconds, LEAST)))[0] / np.diff(np.log(sizes))[0])


def figure(growth: Growth) -> str:
    """Return a drawing (SVG) of the time of every kernel by citations, both axes by powers of ten."""
    lines = {name: taken for name, taken in growth.items() if len(taken) > 1}
    points = [point for taken in lines.values() for point in taken]
    x0, x1 = np.log10(min(points)[0]) - 0.05, np.log10(max(points)[0]) + 0.05
    y0, y1 = -4.0, float(np.ceil(np.log10(max(seconds for _, seconds in points))))

    def x(size: float) -> float:
        return float(LEFT + (np.log10(size) - x0) / (x1 - x0) * (WIDTH - LEFT - RIGHT))

    def y(seconds: float) -> float:
        return float(HEIGHT - BOTTOM - (np.log10(max(seconds, LEAST)) - y0) / (y1 - y0) * (HEIGHT - TOP - BOTTOM))

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="22" font-size="14">CPU seconds of each kernel by number of citations',
        "; in brackets: exponent of its growth, 1 is linear</text>",
    ]
    for power in range(int(y0), int(y1) + 1):
        parts.append(f'<path d="M{LEFT} {y(10.0**power):.1f}H{WIDTH - RIGHT}" stroke="#dddddd"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y(10.0**power) + 4:.1f}" text-anchor="end">{10.0**power:g} s</text>')
    for size in sorted({size for size, _ in points}):
        parts.append(f'<path d="M{x(size):.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#eeeeee"/>')
        parts.append(f'<text x="{x(size):.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{size:,}</text>')
    label = float("inf")
    for number, (name, taken) in enumerate(sorted(lines.items(), key=lambda line: line[1][-1][1])):
        colour = COLOURS[number % len(COLOURS)]
        drawn = " ".join(f"{x(size):.1f},{y(seconds):.1f}" for size, seconds in taken)
        parts.append(f'<polyline points="{drawn}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
        parts += [f'<circle cx="{x(a):.1f}" cy="{y(b):.1f}" r="2.5" fill="{colour}"/>' for a, b in taken]
        end, height = taken[-1]
        label = min(y(height) + 4, label - LEAST_APART)
        text = escape(f"{name} ({exponent(taken):.2f})")
        parts.append(f'<text x="{x(end) + 8:.1f}" y="{label:.1f}" fill="{colour}">{text}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"
