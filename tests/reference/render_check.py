#!/usr/bin/env python3
"""Checks of what sm-render writes, by other means than its own. Each prints what it counted and exits 1 at the first
thing that is wrong.

    render_check.py page PAGE.html
    render_check.py html HOSTILE.html PLAIN.html HOSTILE.ndjson
    render_check.py cells PAGE.html INPUT.ndjson            the texts of lists
    render_check.py csv METRICS.csv INPUT.ndjson
    render_check.py term PAGE WIDTH
    render_check.py markdown PAGE
    render_check.py cmark PAGE.md INPUT.ndjson               needs cmark-gfm
    render_check.py same PAGE.html PAGE.md PAGE.term       the scorecard's values
    render_check.py palette report.css
"""
import base64
import csv
import hashlib
import json
import re
import subprocess
import sys
import unicodedata
from html import unescape
from html.parser import HTMLParser

VOID = {'meta', 'br', 'line', 'rect', 'circle', 'img', 'input', 'link', 'base'}


def wrong(what, *more):
    print('wrong:', what, *more)
    sys.exit(1)


def read(path):
    with open(path, encoding='utf-8', newline='') as f:
        return f.read()


# ---- step 0, written again from report.md 8

UNSEEN = [(0x80, 0x9f), (0x61c, 0x61c), (0x180e, 0x180e), (0x200b, 0x200b), (0x200e, 0x200f), (0x202a, 0x202e), (0x2060, 0x206f), (0xfeff, 0xfeff), (0xfff9, 0xfffb), (0xe0000, 0xe007f), (0xad, 0xad), (0x34f, 0x34f), (0x115f, 0x1160), (0x3164, 0x3164), (0xffa0, 0xffa0),
          (0xfdd0, 0xfdef)] + [(p << 16 | 0xfffe, p << 16 | 0xffff) for p in range(17)]


def joins(c):
    o = ord(c)
    return c.isascii() and (c.isalnum() or c in '#*') or o >= 0xa1 and c not in '\u2028\u2029\u3000' and not any(a <= o <= b for a, b in UNSEEN)


def clean(text):
    out, marks, before = [], 0, ''
    for i, c in enumerate(text):
        o = ord(c)
        if c in '\t\n\r\u0085\u2028\u2029':
            out.append(' ')
            marks = 0
        elif o < 0x20 or o == 0x7f:
            out.append(chr(0x2421 if o == 0x7f else 0x2400 + o))
            marks = 0
        elif any(a <= o <= b for a, b in UNSEEN):
            out.append('\u2039U+%04X\u203a' % o)
            marks = 0
        elif c in '\u200c\u200d\ufe0f':
            good = before and joins(before) and (c == '\ufe0f' or i + 1 < len(text) and joins(text[i + 1]))
            out.append(c if good else '\u2039U+%04X\u203a' % o)
        else:
            marks = marks + 1 if unicodedata.combining(c) else 0
            if marks <= 4:
                out.append(c)
        before = c
    return ''.join(out)


def cut(text, n):
    """As shown: the first n characters (no clusters longer than one among the long ones) and how many there are."""
    return text if len(text) <= n else text[:n] + '\u2026 (%s characters)' % '{:,}'.format(len(text)).replace(',', '\u202f')


# ---- HTML

class Page(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tags, self.open, self.bdi, self.hrefs, self.bad, self.style, self.names = [], [], [], [], [], '', []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, tuple(sorted(a for a, _ in attrs))))
        if tag not in VOID:
            self.open.append(tag)
        if tag == 'bdi':
            self.bdi.append('')
        if tag in ('title', 'desc'):
            self.names.append('')
        for a, v in attrs:
            if a == 'href':
                self.hrefs.append(v)
            if a.startswith('on') or a in ('style', 'src', 'srcset', 'action', 'formaction', 'ping', 'background', 'xlink:href'):
                self.bad.append((tag, a))
        if tag in ('script', 'iframe', 'object', 'embed', 'form', 'img', 'link', 'base'):
            self.bad.append((tag,))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            wrong('elements are not nested', tag)

    def handle_data(self, data):
        if self.open and self.open[-1] == 'style':
            self.style += data
        if self.open and self.open[-1] in ('title', 'desc'):
            self.names[-1] += data
        if 'bdi' in self.open:
            self.bdi[-1] += data


def parse(path):
    p, text = Page(), read(path)
    p.feed(text)
    p.close()
    if p.open:
        wrong('elements left open', p.open)
    if p.bad:
        wrong('forbidden', p.bad)
    if [h for h in p.hrefs if not h.startswith('#')]:
        wrong('a link that leaves the page', p.hrefs)
    ids = re.findall(r' id="([^"]*)"', text)
    if len(ids) != len(set(ids)):
        wrong('an id twice', sorted(i for i in set(ids) if ids.count(i) > 1))
    missing = [h for h in p.hrefs if h[1:] not in ids]
    if missing:
        wrong('links to nothing', missing)
    want = "sha256-" + base64.b64encode(hashlib.sha256(p.style.encode()).digest()).decode()
    if want not in text:
        wrong('the style is not the one of the policy')
    return p


def texts_of(path):
    found = set()

    def walk(v):
        if isinstance(v, str):
            found.add(v)
        elif isinstance(v, list):
            for x in v:
                walk(x)
        elif isinstance(v, dict):
            for x in v.values():
                walk(x)
    for line in read(path).split('\n'):
        if line:
            walk(json.loads(line))
    return found


def check_page(path):
    print('%s: elements nested, ids unique, links inside, style as the policy says' % ('well' if parse(path).tags else 'empty'))


def check_html(hostile, plain, source):
    a, b = parse(hostile), parse(plain)
    if a.tags != b.tags:
        for x, y in zip(a.tags, b.tags):
            if x != y:
                wrong('hostile text changed the elements', x, y)
        wrong('hostile text changed the number of elements', len(a.tags), len(b.tags))
    hostile_texts = [t for t in texts_of(source) if re.search(r'[<>"&]|://', t) and len(t) < 200]
    shown = set(a.bdi)
    whole = [t for t in hostile_texts if clean(t) in shown]
    if len(whole) < 10:
        wrong('hostile texts that are nowhere in the page', len(whole), 'of', len(hostile_texts))
    named = [t for t in hostile_texts if any(clean(t) in n for n in a.names)]
    if len(named) < 2:
        wrong('hostile texts in no title or desc of a chart', len(named))
    if max(map(len, a.names)) > 2000:
        wrong('a name of a chart that nobody listens to', max(map(len, a.names)))
    print('%d elements in both pages, the same' % len(a.tags))


def check_cells(path, source):
    """Every text cell of the lists is, as text content, the input after step 0."""
    text, page = read(path), Page()
    rows = [r for line in read(source).split('\n') if line.startswith('{"kind":"list"') for r in json.loads(line)['rows']]
    want = [cut(clean(v), 200) for r in rows for v in r if isinstance(v, str)]
    for table in re.findall(r'<table class="list">.*?</table>', text, re.S):
        page.feed(re.search('<tbody>.*</tbody>', table, re.S).group())
    if page.bdi != want:
        for x, y in zip(page.bdi, want):
            if x != y:
                wrong('cell', repr(x), repr(y))
        wrong('cells', len(page.bdi), len(want))
    print('%d cells are the input' % len(want))


# ---- CSV

COLUMNS = ('id,title,period,as_of,dim1,dim1_value,dim2,dim2_value,value,unit,numerator,denominator,n,direction,target,status,confidence,'
           'evidence_system,evidence_partial,evidence_manual,owner,effort_minutes,why,caveat').split(',')
FORMULA = re.compile('^[ \t]*[=+\\-@\uff1d\uff0b\uff0d\uff20]')
NUMBERS = {'value', 'numerator', 'denominator', 'n', 'target', 'evidence_system', 'evidence_partial', 'evidence_manual', 'effort_minutes'}


def unguarded(text):
    if text.startswith("'") and FORMULA.match(text[1:]):
        text = text[1:]
    return re.sub("([;|])'(?=[ \t]*[=+\\-@\uff1d\uff0b\uff0d\uff20])", r'\1', text)


def check_csv(path, source):
    rows = list(csv.reader(read(path).split('\n')))
    lines = read(path).split('\n')
    if rows[0] != COLUMNS:
        wrong('header', rows[0])
    metrics = [json.loads(line) for line in read(source).split('\n') if line.startswith('{"kind":"metric"')]
    body = [r for r in rows[1:] if r]
    if len(body) != len(metrics) or len(lines) != len(metrics) + 2:
        wrong('rows', len(body), 'lines', len(lines), 'metrics', len(metrics))
    for r, m in zip(body, metrics):
        row = dict(zip(COLUMNS, r))
        dims = list(m['dimensions'].items())
        flat = {k: m.get(k) for k in COLUMNS}
        for i in (1, 2):
            flat['dim%d' % i], flat['dim%d_value' % i] = dims[i - 1] if len(dims) >= i else (None, None)
        for k in ('system', 'partial', 'manual'):
            flat['evidence_' + k] = m['evidence'][k]
        for k, v in flat.items():
            have = row[k]
            if k in NUMBERS:
                if v is None and have != '' or v is not None and float(have) != v:
                    wrong('number', k, repr(have), v)
                continue
            if FORMULA.match(have):
                wrong('a cell that a spreadsheet runs', k, repr(have))
            for part in re.split('[;|]', have)[1:]:
                if FORMULA.match(part):
                    wrong('a part that a spreadsheet runs', k, repr(have))
            if unguarded(have) != clean(v or ''):
                wrong('text', k, repr(have), repr(clean(v or '')))
    print('%d rows parse back to the input' % len(body))


# ---- terminal and Markdown

def width(text):
    total, previous = 0, ''
    for c in text:
        if unicodedata.combining(c) or c in '\u200d\ufe0f' or previous == '\u200d' or 0x1f3fb <= ord(c) <= 0x1f3ff:
            previous = c
            continue
        if 0x1f1e6 <= ord(c) <= 0x1f1ff and previous and 0x1f1e6 <= ord(previous) <= 0x1f1ff:
            previous = ''
            continue
        total += 2 if unicodedata.east_asian_width(c) in 'WF' else 1
        previous = c
    return total


def check_term(path, columns):
    text = read(path)
    for c in text:
        if ord(c) < 0x20 and c != '\n' or 0x7f <= ord(c) < 0xa0:
            wrong('a control leaves', repr(c))
    wide = [line for line in text.split('\n') if width(line) > int(columns)]
    if wide:
        wrong('lines wider than', columns, wide[:3])
    print('%d lines, none wider than %s' % (text.count('\n'), columns))


def outside_code(line):
    """The text outside code spans, as CommonMark finds them."""
    out, i = '', 0
    while i < len(line):
        m = re.compile('`+').match(line, i)
        if not m:
            out += line[i]
            i += 1
            continue
        end = re.compile('(?<!`)' + m.group() + '(?!`)').search(line, m.end())
        if not end:
            return out + line[i:]
        i = end.end()
    return out


def check_markdown(path):
    tables = columns = spans = 0
    for line in read(path).split('\n'):
        rest = outside_code(line.replace('\\|', '\u0000'))
        spans += line.count('`') > 0
        bare = rest.replace('\\<', '').replace('**', '').replace('\u0000', '')
        if re.search(r'[<`\[\]]|://|www\.|(?<![a-z])@\w|\]\(|!\[', bare.replace('≤', '').replace('< 1', '')):
            wrong('Markdown reads this', repr(bare))
        if line.startswith('|'):
            n = rest.count('|') - 1
            if columns and n != columns:
                wrong('cells', n, 'of', columns, repr(line))
            tables += not columns
            columns = n
        else:
            columns = 0
    print('%d tables with even rows, nothing live outside code' % tables)


def check_cmark(path, source):
    """The same page through cmark-gfm: list cells are the input, and nothing is a link, an image or an element of its own."""
    html = subprocess.run(['cmark-gfm', '-e', 'table', '-e', 'autolink', '-e', 'strikethrough', path], capture_output=True, check=True).stdout.decode()
    live = re.findall(r'<(?!/?(?:h[1-3]|p|ul|li|table|thead|tbody|tr|th|td|strong|code|em)\b)[^>]*>', html)
    if live:
        wrong('live Markdown', live[:5])
    texts = [re.sub('</?code>', '', t) for t in re.findall(r'<td>(.*?)</td>', html)]
    shown = {unescape(t) for t in texts} | {unescape(t) for t in re.findall(r'<code>(.*?)</code>', html)}
    rows = [r for line in read(source).split('\n') if line.startswith('{"kind":"list"') for r in json.loads(line)['rows'][:20]]
    want = [clean(v) for r in rows for v in r if isinstance(v, str)]
    lost = [w for w in want if cut(w, 120).replace('\u202f', ' ') not in shown and w not in shown]
    if lost:
        wrong('cells that do not come back', lost[:5])
    print('%d cells come back from cmark-gfm, no link, no element' % len(want))


def plain(text):
    return re.sub('[\u00a0\u202f ]+', ' ', text).strip()


def check_same(html, markdown, term):
    table = re.search(r'<table class="scores">.*?</table>', read(html), re.S).group()
    rows = re.findall(r'<tr><th scope="row">.*?</tr>', table, re.S)
    md = read(markdown).split('\n')
    changes = '>Change</th>' in table  # nothing to compare with: no medium has the column
    md = md[md.index(next(line for line in md if line.startswith('| Metric | Now |%s Target | n | Conf. |' % (' Change |' if changes else '')))):]
    page = plain(read(term))
    if changes != (' CHANGE ' in page):
        wrong('the terminal has a column of changes:', not changes)
    for i, row in enumerate(rows):
        cells = [plain(re.sub('<[^>]*>', '', re.sub('<svg.*?</svg>', '', c, flags=re.S))) for c in re.findall(r'<td[^>]*>(.*?)</td>', row, re.S)]
        value, change = cells[0], cells[1] if changes else ''
        have = [plain(c) for c in md[i + 2].strip('|').split('|')]
        if not have[1].startswith(value) or (changes and have[2] != change):
            wrong('Markdown differs', value, change, have)
        if (value + ' ' + change).strip() not in page:
            wrong('the terminal differs', value, change)
    print('%d rows and %d cells of tables say the same in HTML, Markdown and on the terminal' % (len(rows), same_tables(html, markdown, term)))


def same_tables(html, markdown, term):
    """Every cell of every table but the scorecard: HTML against Markdown; numbers also on the terminal. Markdown shows fewer
    rows of long lists, and no pictures."""
    tables, count = [], 0
    for table in re.findall(r'<table(?! class="scores").*?</table>', read(html), re.S):
        rows = [re.findall(r'<t[hd]([^>]*)>(.*?)</t[hd]>', row, re.S) for row in re.findall('<tr>.*?</tr>', table, re.S)]
        tables.append([[(plain(unescape(re.sub('<[^>]*>', '', re.sub('<svg.*?</svg>', '', c, flags=re.S)))), 'num' in a) for a, c in row if 'dotted' not in a] for row in rows])
    text = read(markdown).split('\n')
    starts = [i for i, line in enumerate(text) if line.startswith('| :--') or line.startswith('| --:')]
    starts = [i for i in starts if not re.match(r'\| Metric \| Now \|( Change \|)? Target \| n \| Conf. \|', text[i - 1]) or not text[i - 3].startswith('##')]
    if len(starts) != len(tables):
        wrong('tables', len(starts), len(tables))
    page = ''.join(plain(read(term)).split())
    for at, table in zip(starts, tables):
        lines = [text[at - 1]]
        while text[at + len(lines)].startswith('|'):
            lines.append(text[at + len(lines)])
        for at_row, (line, row) in enumerate(zip(lines, table)):
            have = [plain(re.sub(r'\\\\(.)', r'\\1', c).replace('`', '')).strip() for c in re.split(r'(?<!\\)\|', line)[1:-1]]
            want = [w for w, _ in row]
            if [''.join(h.split()) for h in have] != [''.join(w.split()) for w in want]:
                wrong('a row of Markdown', have, want)
            for w, number in row:
                if number and 0 < at_row <= 10 and ''.join(w.split()) not in page:  # ten rows of a list are on the terminal
                    wrong('not on the terminal', w)
            count += len(row)
    return count


# ---- palette

def luminance(colour):
    v = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    v = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in v]
    return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2]


def contrast(a, b):
    a, b = sorted((luminance(a), luminance(b)), reverse=True)
    return (a + 0.05) / (b + 0.05)


def check_palette(path):
    blocks = re.findall(r':root \{(.*?)\}', read(path), re.S)
    if len(blocks) != 3:
        wrong('themes', len(blocks))
    for block in blocks:
        colours = dict(re.findall(r'--(\w+): (#[0-9a-f]{6})', block))
        for name, least in (('text', 4.5), ('muted', 4.5), ('link', 4.5), ('alarm', 4.5), ('data', 3), ('outline', 3), ('rule', 3)):
            for ground in ('bg', 'surface'):
                if contrast(colours[name], colours[ground]) < least:
                    wrong(name, 'on', ground, contrast(colours[name], colours[ground]))
    print('3 themes: text 4.5 : 1 and marks 3 : 1 or better')


CHECKS = {'page': check_page, 'html': check_html, 'cells': check_cells, 'csv': check_csv, 'term': check_term, 'markdown': check_markdown, 'cmark': check_cmark, 'same': check_same, 'palette': check_palette}
if __name__ == '__main__':
    CHECKS[sys.argv[1]](*sys.argv[2:])
