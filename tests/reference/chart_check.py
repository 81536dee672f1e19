#!/usr/bin/env python3
"""Charts of an HTML report against the metrics it was made of: what is drawn is what was measured.

usage: chart_check.py PAGE IN

By report.md 4: marks of a trend stand where the axis that it prints puts their values, joined between neighbours and never
across a period without one; its dashed line is the target; a sparkline has its own range, never under 20 % of the largest
value (ratios: 20 points); columns of the flow are as high as their counts; then and now are where their numbers put them."""
import json
import re
import sys
from html import unescape

SHORT = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split()


def wrong(*what):
    print('wrong:', *what)
    sys.exit(1)


def plain(html):
    return re.sub('[\u00a0\u202f ]+', ' ', unescape(re.sub('<[^>]*>', '', html))).strip()


def number(text):
    m = re.match(r'[\u2212-]?\d[\d ]*(\.\d+)?', text)
    return float(m.group().replace(' ', '').replace('\u2212', '-'))


def attributes(tag):
    return {k: float(v.rstrip('%')) if re.fullmatch(r'-?[\d.]+%?', v) else v for k, v in re.findall(r'(\S+)="([^"]*)"', tag)}


def elements(svg, name, classes=None):
    found = [attributes(t) for t in re.findall('<%s [^>]*>' % name, svg)]
    return [a for a in found if classes is None or a.get('class') in classes]


def place(period):
    """A number that counts periods of one grain."""
    m = re.fullmatch(r'(\d{4})(?:-(Q?)(\d+))?', period)
    return int(m[1]) * (4 if m[2] else 12 if m[3] else 1) + (int(m[3]) - 1 if m[3] else 0)


class Input:
    """Values of every series along the axis of its grain: months for panels, the report's own for the rest."""

    def __init__(self, path):
        self.metrics = [m for m in map(json.loads, open(path, encoding='utf-8')) if m['kind'] == 'metric']

    def periods(self, grain):
        shape = {'month': r'\d{4}-\d{2}', 'quarter': r'\d{4}-Q\d', 'year': r'\d{4}'}[grain]
        return sorted({m['period'] for m in self.metrics if re.fullmatch(shape, m['period'])}, key=place)

    def series(self, title, grain, key=None, value=None):
        """[value or None] from the first period to the last, ratios in per cent; and the newest record."""
        periods, of = self.periods(grain), {} if key is None else {key: value}
        first, last = place(periods[0]), place(periods[-1])
        got, newest = [None] * (last - first + 1), None
        for m in self.metrics:
            if m['title'] == title and m['dimensions'] == of and m['period'] in periods:
                if m['value'] is not None:
                    got[place(m['period']) - first] = m['value'] * (100 if m['unit'] == 'ratio' else 1)
                newest = m if newest is None or place(m['period']) >= place(newest['period']) else newest
        return (got, newest) if newest else (None, None)


def near(a, b, tolerance, *what):
    if abs(a - b) > tolerance:
        wrong(*what, '%g drawn, %g measured' % (a, b))


def marks(svg):
    """Centres of the dots and squares in order of x."""
    dots = [(c['cx'], c['cy']) for c in elements(svg, 'circle', 'dh')]
    squares = [(r['x'], r['y'] + r['height'] / 2) for r in elements(svg, 'rect', 'h')]
    return sorted(dots + squares)


def axis(svg):
    """A function from y to a value, by the gridlines and what is printed on them."""
    lines = sorted({l['y1'] for l in elements(svg, 'line', ('g', 'g0'))})
    labels = [(float(y), number(plain(t))) for y, t in re.findall(r'<text x="0" y="([\d.]+)"[^>]*>(.*?)</text>', svg)]
    if len(lines) == 2:  # a panel: the upper line is named, the lower one is in the middle below
        low = re.search(r'from ([^<]*)', svg)
        at = [(lines[0], labels[0][1]), (lines[1], number(plain(low[1])))]
    else:
        at = [(min(lines, key=lambda l: abs(l - 4 - y)), v) for y, v in labels]
        near(at[1][1], (at[0][1] + at[2][1]) / 2, 1e-9, 'the middle of the axis')
    (y0, v0), (y1, v1) = at[0], at[-1]
    return (lambda y: v0 + (y - y0) * (v1 - v0) / (y1 - y0)), abs(v1 - v0) * 0.06 / abs(y1 - y0) + 1e-6


def check_line(what, svg, values, target):
    value_at, exact = axis(svg)
    drawn, there = marks(svg), [v for v in values if v is not None]
    if len(drawn) != len(there):
        wrong(what, len(drawn), 'marks,', len(there), 'values')
    for (x, y), v in zip(drawn, there):
        near(value_at(y), v, exact, what)
    at = [i for i, v in enumerate(values) if v is not None]
    if len(at) > 2:
        step = (drawn[-1][0] - drawn[0][0]) / (at[-1] - at[0])
        for i, (x, y) in zip(at, drawn):
            near(x, drawn[0][0] + step * (i - at[0]), 0.02, what, 'place of a period')
    want = sorted((drawn[i], drawn[i + 1]) for i in range(len(at) - 1) if at[i + 1] == at[i] + 1)
    have = sorted(((l['x1'], l['y1']), (l['x2'], l['y2'])) for l in elements(svg, 'line', 'l'))
    if len(have) != len(want) or any(abs(a - b) > 0.11 for h, w in zip(have, want) for p, q in zip(h, w) for a, b in zip(p, q)):
        wrong(what, 'lines join', have, 'not', want)
    dashed = elements(svg, 'line', 't')
    if (target is not None) != bool(dashed):
        wrong(what, 'target', target, dashed)
    if dashed:
        near(value_at(dashed[0]['y1']), target, exact, what, 'target')
    runs = sum(v is None and (i == 0 or values[i - 1] is not None) for i, v in enumerate(values))
    if len(elements(svg, 'rect', ('na',))) != runs:
        wrong(what, 'boxes without a value', len(elements(svg, 'rect', ('na',))), runs)


def target_of(m):
    return m['target'] and m['target'] * (100 if m['unit'] == 'ratio' else 1) if m['target'] is not None else None


def check_spark(what, svg, values, unit):
    there = [v for v in values if v is not None]
    low, high = min(there), max(there)
    least = 20 if unit == 'ratio' else 0.2 * max(abs(high), abs(low))
    points = {}
    for l in elements(svg, 'line', 'l'):
        points[l['x1']], points[l['x2']] = l['y1'], l['y2']
    for c in elements(svg, 'circle', 'd'):
        points[c['cx']] = c['cy']
    drawn = [y for _, y in sorted(points.items())]
    if len(drawn) != len(there):
        wrong(what, 'sparkline:', len(drawn), 'points,', len(there), 'values')
    span = max(high - low, least) or 1
    for (y, v), (z, w) in zip(zip(drawn, there), zip(drawn[1:], there[1:])):
        near((y - z) / 16 * span, w - v, span * 0.02, what, 'sparkline')


def check_columns(what, svg, columns):
    value_at, exact = axis(svg)
    base = max(l['y1'] for l in elements(svg, 'line', ('g', 'g0')))
    for kind, values in zip('fob', columns):
        drawn, there = elements(svg, 'rect', kind), [v for v in values if v is not None]
        if len(drawn) != len(there):
            wrong(what, len(drawn), 'columns,', len(there), 'values')
        for r, v in zip(sorted(drawn, key=lambda r: r['x']), there):
            near(value_at(r['y']), v, exact, what, 'column')
            near(r['y'] + r['height'], base, 0.11, what, 'foot of a column')


def main():
    page, source = open(sys.argv[1], encoding='utf-8').read(), Input(sys.argv[2])
    grain = next(g for g in ('year', 'quarter', 'month') if source.periods(g))
    count = dict.fromkeys(('trends', 'sparklines', 'flows', 'panels', 'pairs'), 0)
    for article in re.findall('<article.*?</article>', page, re.S):
        title, svg = plain(re.search('<h3.*?</h3>', article)[0]), re.search('<svg class="trend".*?</svg>', article, re.S)
        values, newest = source.series(title, grain)
        if svg and values:
            check_line(title, svg[0], values, target_of(newest))
            count['trends'] += 1
    for row in re.findall('<tr><th scope="row">.*?</tr>', re.search('<table class="scores">.*?</table>|$', page, re.S)[0], re.S):
        title, svg = plain(re.search('<bdi>.*?</bdi>', row)[0]), re.search('<svg class="spark".*?</svg>', row)
        values, newest = source.series(title, grain)
        if svg and values:
            check_spark(title, svg[0], values, newest['unit'])
            count['sparklines'] += 1
    for svg in re.findall('<svg class="flow"[^>]*height="180".*?</svg>', page, re.S):
        names = plain(re.search('<title.*?</title>', svg)[0]).split(' and ')
        again = re.search(r'hatched: ([^<·]*|<bdi>.*?</bdi>)', page)
        names += [plain(again[1])] if again else []
        columns = [source.series(n, grain)[0] for n in names]
        check_columns('flow', svg, [c for c in columns if c])
        count['flows'] += 1
    for caption, panels in re.findall(r'<p class="key"><strong>(.*?)</strong></p>\s*<div class="panels">(.*?)</div>', page, re.S):
        by = re.search(r'<bdi>(.*?)</bdi>(?: \(\u25a0\) and (.*?) \(\u25a1\))? by (\w+)', caption)
        for figure in re.findall('<figure>.*?</figure>', panels, re.S):
            name, svg = plain(re.search('<span class="name">.*?</span>', figure)[0]), re.search('<svg.*?</svg>', figure, re.S)[0]
            if not by:
                values, newest = source.series(name, 'month')
                if not values:
                    continue
                check_line(name, svg, values, target_of(newest))
            elif by[2]:
                check_columns(name, svg, [source.series(plain(t), 'month', by[3], name)[0] for t in (by[1], by[2])])
                count['pairs'] += 1
                continue
            else:
                value = None if name == 'no ' + by[3] else re.sub('^tier ', '', name) if by[3] == 'tier' else name
                values, newest = source.series(plain(by[1]), 'month', by[3], value)
                check_line(name, svg, values, target_of(newest))
            count['panels'] += 1
    dots = 0
    for caption, table in re.findall(r'<table class="changes"><caption[^>]*>(.*?)</caption>(.*?)</table>', page, re.S):
        top = number(re.search(r'from 0 to ([^(]*)', plain(caption))[1])
        for row in re.findall('<tr><th scope="row">.*?</tr>', table, re.S):
            values, newest = source.series(plain(re.search('<bdi>.*?</bdi>', row)[0]), grain)
            if not values:  # a cell of a breakdown, by a name of the layout's
                continue
            ends = elements(row, 'line', 'g')[0]
            for kind, v in (('p', values[-2]), ('d', values[-1])):
                drawn = elements(row, 'circle', kind)
                if bool(drawn) != (v is not None and v >= 0):
                    wrong('then and now', newest['title'], kind)
                if drawn:
                    near((drawn[0]['cx'] - ends['x1']) / (ends['x2'] - ends['x1']) * top, v, top * 0.0011, newest['title'], 'then and now')
                    dots += 1
    print(', '.join('%d %s' % (n, what) for what, n in count.items()) + ', %d dots: drawn as measured' % dots)


main()
