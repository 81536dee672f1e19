#!/usr/bin/env python3
"""Opens a workbook of sm-render as ECMA-376 describes it and compares every cell of its metrics and lists with the
records it was made of; with openpyxl too, where it is installed.

    xlsx_check.py OUT IN [--only NAME,…]      --only: the sheets there should be, Read me and so on aside
"""
import datetime
import json
import re
import sys
import xml.etree.ElementTree as tree
import zipfile

from render_check import clean

M = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
R = '{http://schemas.openxmlformats.org/officeDocument/2006/relationships}'
LABELS = ['severity', 'tier', 'category', 'control', 'product', 'bucket', 'disposition']


def want(ok, *what):
    if not ok:
        print('xlsx_check:', *what)
        sys.exit(1)


def plain(s):
    """ST_Xstring: _xHHHH_ is a character."""
    return re.sub('_x([0-9A-Fa-f]{4})_', lambda m: chr(int(m.group(1), 16)), s)


def place(ref):
    letters, row = re.fullmatch('([A-Z]+)([0-9]+)', ref).groups()
    column = 0
    for c in letters:
        column = column * 26 + ord(c) - 64
    return int(row) - 1, column - 1


def formats(z):
    """Number format of each style."""
    root = tree.fromstring(z.read('xl/styles.xml'))
    named = {int(f.get('numFmtId')): f.get('formatCode') for f in root.iter(M + 'numFmt')}
    named.update({0: 'General', 3: '#,##0', 9: '0%', 49: '@'})
    return [named[int(x.get('numFmtId'))] for x in root.find(M + 'cellXfs')]


def sheet(z, path, styles):
    root = tree.fromstring(z.read(path))
    for bad in ('f', 'hyperlink', 'mergeCell', 'conditionalFormatting', 'legacyDrawing', 'dataValidation'):
        want(not list(root.iter(M + bad)), path, bad)
    rows = {}
    for c in root.iter(M + 'c'):
        row, column = place(c.get('r'))
        style = styles[int(c.get('s', 0))]
        if c.get('t') == 'inlineStr':
            text = ''.join(t.text or '' for t in c.iter(M + 't'))
            units = len(plain(text).encode('utf-16-le')) // 2
            want(style == '@' and units <= 32767, 'text', style, units)
            value = plain(text)
        else:
            want(c.get('t') in (None, 'n'), 'type', c.get('t'))
            value = float(c.find(M + 'v').text)
            if style == 'yyyy\\-mm\\-dd':
                value = datetime.datetime(1899, 12, 30) + datetime.timedelta(seconds=round(value * 86400))
        rows.setdefault(row, {})[column] = value
    table = root.find(M + 'autoFilter')
    if table is not None:
        pane = root.find('%ssheetViews/%ssheetView/%spane' % (M, M, M))
        want(pane.get('state') == 'frozen' and pane.get('ySplit') == '1', 'header is frozen', path)
        ends = [place(x) for x in (table.get('ref').split(':') * 2)[:2]]
        want(ends[0] == (0, 0) and ends[1] == (max(rows), max(rows[0])), 'filter', table.get('ref'), path)
        want(root.find(M + 'pageSetup').get('orientation') == 'landscape', 'landscape', path)
    return rows


def workbook(path):
    z = zipfile.ZipFile(path)
    want(z.testzip() is None and all(i.date_time == (1980, 1, 1, 0, 0, 0) for i in z.infolist()), 'zip')
    styles = formats(z)
    rels = {r.get('Id'): r.get('Target') for r in tree.fromstring(z.read('xl/_rels/workbook.xml.rels'))}
    sheets = {}
    for s in tree.fromstring(z.read('xl/workbook.xml')).iter(M + 'sheet'):
        name = s.get('name')
        want(0 < len(name.encode('utf-16-le')) // 2 <= 31 and not set('[]:*?/\\') & set(name), 'name', name)
        want(name.strip("'") == name and s.get('state') is None, 'name', name)
        want(name.lower() not in {n.lower() for n in sheets}, 'name twice', name)
        sheets[name] = sheet(z, 'xl/' + rels[s.get('r:id') or s.get(R + 'id')], styles)
    return sheets


def cell(v, kind='text'):
    """What a record's value should be in a cell."""
    if v is None:
        return None
    if isinstance(v, bool):
        return 'true' if v else 'false'
    if isinstance(v, (int, float)) and kind != 'id' and abs(v) < 9.99e307:
        return float(v)
    if kind == 'date' and re.fullmatch(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ', str(v)):
        return datetime.datetime.strptime(v, '%Y-%m-%dT%H:%M:%SZ')
    if isinstance(v, list):
        v = ' '.join(x if isinstance(x, str) else json.dumps(x, separators=(',', ':')) for x in v)
    if isinstance(v, dict):
        v = json.dumps(v, separators=(',', ':'))
    text = clean(str(v)).replace('\ufffe', '\ufffd').replace('\uffff', '\ufffd')
    return text or None


def compare(rows, at, wanted, what):
    for k, v in enumerate(wanted):
        have = rows.get(at, {}).get(k)
        if isinstance(v, str) and len(v.encode('utf-16-le')) // 2 > 32767 - 16:
            want(re.search(r'… \[\+\d+\]$', have) and v.startswith(have.rsplit('…', 1)[0]), what, 'cut')
            continue
        if isinstance(v, float) and isinstance(have, float):
            have = v if abs(have - v) <= 1e-15 * abs(v) else have  # the library writes 16 digits; Excel has 15
        want(have == v, what, 'row', at, 'column', k, repr(have), 'is not', repr(v))


def main():
    sheets = workbook(sys.argv[1])
    everything = '--only' not in sys.argv
    only = None if everything else [n for n in sys.argv[sys.argv.index('--only') + 1].split(',') if n]
    lists, metrics = {}, {}
    for line in open(sys.argv[2], encoding='utf-8'):
        r = json.loads(line)
        if r['kind'] == 'list':
            lists[r['id']] = r
        elif r['kind'] == 'metric' and (everything or all(d in LABELS for d in r.get('dimensions', {}))):
            metrics[r['id'], r['period'], json.dumps(r.get('dimensions'))] = r
    acronyms = {'cwe', 'cve', 'kev', 'epss', 'sla', 'id', 'url'}
    names = {i: ' '.join(w.upper() if w in acronyms else w for w in i.split('_')) for i in lists}
    names = {i: n[:1].upper() + n[1:] for i, n in names.items()}
    fixed = {'Read me', 'Scorecard', 'Trend', 'Metrics', 'Checks', 'Definitions'}
    if '--names' not in sys.argv:
        want(set(sheets) - fixed == set(names.values() if everything else only), 'sheets', sorted(sheets))
    rows = sheets['Metrics']
    want(max(rows) == len(metrics), 'metrics', max(rows), len(metrics))
    for at, r in enumerate(metrics.values(), 1):
        dims = [x for kv in r.get('dimensions', {}).items() for x in kv][:4]
        compare(rows, at, [cell(r['id']), cell(r.get('title', r['id'])), r['period'], cell(r.get('as_of'), 'date')] +
                [cell(d) for d in dims + [None] * (4 - len(dims))] + [cell(r['value'])], 'metric ' + r['id'])
    cells = 0
    for i, l in lists.items():
        if names[i] not in sheets or names[i] in fixed:
            continue
        rows = sheets[names[i]]
        want(max(rows) == len(l['rows']), names[i], 'rows')
        for at, row in enumerate(l['rows'], 1):
            compare(rows, at, [cell(v, 'text' if isinstance(c, str) else c['type']) for v, c in zip(row, l['columns'])], names[i])
            cells += len(row)
    try:
        import openpyxl
        book = openpyxl.load_workbook(sys.argv[1])
        want(book.sheetnames == list(sheets), 'openpyxl', book.sheetnames)
    except ImportError:
        pass
    print(len(sheets), 'sheets', len(metrics), 'metrics', cells, 'cells of lists')


if __name__ == "__main__":
    main()
