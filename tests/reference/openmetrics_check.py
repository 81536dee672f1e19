#!/usr/bin/env python3
"""Reads OpenMetrics text strictly, by the grammar and the rules of the OpenMetrics 1.0 specification, and compares every
value with the metrics it was made of; also with prometheus_client's parser and promtool where they are installed.

    openmetrics_check.py OUT IN PERIOD
"""
import json
import re
import shutil
import subprocess
import sys

NAME = r'[a-zA-Z_:][a-zA-Z0-9_:]*'
LABEL = r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"'
SAMPLE = re.compile(r'(%s)(?:\{(%s(?:,%s)*)?\})? (-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)' % (NAME, LABEL, LABEL))
LABELS = ['severity', 'tier', 'category', 'control', 'product', 'bucket', 'disposition']


def want(ok, *what):
    if not ok:
        sys.exit('openmetrics_check: ' + ' '.join(map(str, what)))


def unescape(s):
    return re.sub(r'\\(.)', lambda m: {'n': '\n'}.get(m.group(1), m.group(1)), s)


def read(text):
    """{family: {'type', 'unit', 'help', 'samples': {labels: value}}}; families are whole and come once."""
    want(text.endswith('\n# EOF\n') and '\r' not in text, 'the end')
    families, now = {}, None
    for line in text.split('\n')[:-2]:
        if line.startswith('# '):
            kind, name, rest = re.fullmatch(r'# (TYPE|UNIT|HELP) (%s) (.*)' % NAME, line).groups()
            want(not name.endswith(('_bucket', '_count', '_sum', '_total', '_created')), 'an end that is kept for other types', name)
            if kind == 'TYPE':
                want(name not in families and rest == 'gauge', 'family again, or no gauge', line)
                families[name] = {'samples': {}}
                now = name
            want(name == now and not families[name]['samples'] and kind not in families[name], 'metadata', line)
            want(kind != 'UNIT' or name.endswith('_' + rest), 'unit', line)
            want(kind != 'HELP' or ('"' not in rest and re.fullmatch(r'(?:[^\\]|\\[\\n])*', rest)), 'help', line)
            families[name][kind] = rest
            continue
        m = SAMPLE.fullmatch(line)
        want(m, 'no sample:', line)
        want(m.group(1) == now, 'a sample outside its family', line)
        labels = [(k, unescape(v)) for k, v in re.findall(LABEL, m.group(2) or '')]
        want(len(dict(labels)) == len(labels), 'label twice', line)
        key = tuple(sorted(labels))
        want(key not in families[now]['samples'], 'sample twice', line)
        families[now]['samples'][key] = float(m.group(m.lastindex))
    return families


def expected(path, period):
    """What the metrics of the period should have become: {(family, labels): value}."""
    wanted = {}
    for line in open(path, encoding='utf-8', errors='replace'):
        r = json.loads(line)
        if r['kind'] != 'metric' or r['period'] != period or r['value'] is None:
            continue
        if any(k not in LABELS for k in r['dimensions']):
            continue
        name, unit, value = r['id'], '', r['value']
        if r['unit'] == 'ratio':
            name, unit = re.sub('_ratio$', '', name), '_ratio'
        elif r['unit'] == 'days':
            name, unit, value = re.sub('_days$', '', name), '_seconds', value * 86400
        by = '_by_' + '_'.join(r['dimensions']) if r['dimensions'] else ''
        labels = tuple(sorted((k, 'no ' + k if v is None else v) for k, v in r['dimensions'].items()))
        name = 'sm_' + name + by + unit
        if name.endswith(('_bucket', '_count', '_sum', '_total', '_created')):
            name += '_value'
        wanted[name, labels] = value
    return wanted


def second_opinions(path, text):
    try:
        from prometheus_client.openmetrics.parser import text_string_to_metric_families
        list(text_string_to_metric_families(text))
    except ImportError:
        pass
    if shutil.which('promtool'):
        with open(path, 'rb') as f:
            p = subprocess.run(['promtool', 'check', 'metrics'], stdin=f, capture_output=True)
        want(p.returncode in (0, 3) and b'error' not in p.stderr, 'promtool:', p.stderr.decode())


def main():
    with open(sys.argv[1], encoding='utf-8') as f:
        text = f.read()
    families, wanted = read(text), expected(sys.argv[2], sys.argv[3])
    ours = {(n, k): v for n, f in families.items() for k, v in f['samples'].items()
            if n not in ('sm_report_info', 'sm_checks') and not n.startswith('sm_metric_')}
    want(set(ours) == set(wanted) or '--hostile' in sys.argv, 'series', sorted(set(ours) ^ set(wanted))[:5])
    if '--hostile' not in sys.argv:
        for k, v in wanted.items():
            want(abs(ours[k] - v) <= 1e-9 * abs(v), k, ours[k], 'is not', v)
    else:
        want(len(ours) == len(wanted), 'as many series', len(ours), len(wanted))
    second_opinions(sys.argv[1], text)
    print(len(families), 'families', len(ours), 'values')


if __name__ == "__main__":
    main()
