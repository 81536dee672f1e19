#!/usr/bin/env python3
"""Findings for sm-render -f sarif and -f ocsf, and what must hold of the two; written from the SARIF 2.1.0 standard
(clauses in brackets) and OCSF's schema 1.4.0, not from the C.

    findings_check.py input N          N invented findings of four tools, one in three hostile
    findings_check.py sarif OUT IN     the shape that the standard asks for, and every finding as IN has it
    findings_check.py ocsf OUT IN
    findings_check.py trip BACK IN     BACK: the same after sm-ingest | sm-normalize
"""
import collections
import json
import sys
import urllib.parse

import ocsf_schema
from render_input import HOSTILE

WORDS = {'critical': ('error', 9.0, 10.0, 5), 'high': ('error', 7.0, 8.9, 4), 'medium': ('warning', 4.0, 6.9, 3),
         'low': ('note', 0.1, 3.9, 2), 'info': ('note', 0.0, 0.0, 1)}
STATES = ['open', 'in_progress', 'resolved', 'accepted', 'false_positive']
STATUS = {'open': 1, 'in_progress': 2, 'resolved': 4, 'accepted': 3, 'false_positive': 3}
TOOLS = [('trivy', 'sca'), ('semgrep', 'sast'), ('gitleaks', 'secrets'), ('prowler', 'cloud')]
FILES = ['src/pay.c', 'a b/ü#1?.py', 'C:/x/y.cs', 'docs/[1](2).md', '50%/100%.txt', 'a:b.c', None]


def line(o):
    print(json.dumps(o, ensure_ascii=False, separators=(',', ':')))


def one_line(s):
    """As sm-normalize leaves a title."""
    import unicodedata
    s = ''.join(' ' if c.isspace() or c in '\x85\u2028\u2029' else c for c in unicodedata.normalize('NFC', s))
    s = ''.join(c for c in s if not unicodedata.category(c) == 'Cc')
    return ' '.join(s.split())[:400]


def finding(i):
    tool, category = TOOLS[i % 4]
    severity, state = list(WORDS)[i % 5], STATES[i // 2 % 5]
    text = one_line(HOSTILE[i // 3 % len(HOSTILE)]) if i % 3 == 0 else 'Finding %d' % i
    f = {'kind': 'finding', 'source_tool': tool, 'product': 'Shop' if i % 2 else None, 'service': 'service-%d' % (i % 7),
         'finding_title': text, 'severity': severity, 'confidence': [None, 'high', 'medium', 'low'][i % 4], 'state': state,
         'first_seen': '2026-09-%02dT08:00:00Z' % (i % 28 + 1), 'last_seen': '2026-10-%02dT08:00:00Z' % (i % 28 + 1),
         'owner': ['team-a', None, '=team "b"'][i % 3], 'exception_id': 'EX-%d' % (i % 4) if state in STATES[3:] else None,
         'release_blocking': False, 'id': '%032x' % (i * 7919 + 1), 'category': category,
         'target': 'github.com/acme/service-%d' % (i % 7), 'rule_id': None if i % 5 == 4 else 'rule-%d' % (i % 11),
         'native_id': 'native %d' % i}
    if category == 'sca':
        f['cve'] = ['CVE-2026-%04d' % (1000 + i % 300)] + (['GHSA-aaaa-bbbb-cccc'] if i % 8 == 0 else [])
        f['component'] = {'name': 'lib%d' % (i % 13), 'version': '1.%d' % (i % 9), 'purl': 'pkg:npm/lib%d@1.%d' % (i % 13, i % 9),
                          'type': 'npm'}
        f['cvss'] = [9.8, 7.5, 5.0, 2.1, 0][i % 5]
    else:
        f['cwe'] = ['CWE-%d' % (i % 90 + 1)]
    if category == 'cloud':
        f['location'] = {'resource': 'arn:aws:s3:::b%d' % i}
    elif FILES[i % 7]:
        f['location'] = {'file': FILES[i % 7], 'line': i % 500 + 1}
    f['timeline'] = [{'at': f['first_seen'], 'state': 'open', 'why': 'first seen'}]
    if state != 'open':
        f['timeline'].append({'at': f['last_seen'], 'state': state, 'why': 'export'})
    if state == 'resolved':
        f['resolved_at'] = f['last_seen']
    return f


def write_input(n):
    for i in range(3):
        line({'kind': 'exception', 'id': 'EX-%d' % i, 'disposition': 'accepted', 'reason': one_line(HOSTILE[i]), 'approver': 'A "b"',
              'granted': '2026-09-01T00:00:00Z', 'expires': '2026-12-31T00:00:00Z', 'state': 'active'})
    line({'kind': 'activity', 'at': '2026-10-20T00:00:00Z', 'category': 'sca', 'source_tool': 'trivy'})
    for i in range(n):
        line(finding(i))
    line({'kind': 'tally', 'stage': 'sm-dedup'})


def findings(path):
    with open(path, encoding='utf-8') as f:
        return {r['id' if 'id' in r else 'native_id']: r for r in map(json.loads, f) if r['kind'] == 'finding'}


def want(ok, *what):
    if not ok:
        sys.exit('findings_check: ' + ' '.join(map(str, what)))


def check_result(run, r, f):
    """A result [3.27] against the finding it is of."""
    level, low, high, _ = WORDS[f['severity']]
    rules = run['tool']['driver']['rules']
    want(isinstance(r['message']['text'], str) and r['message']['text'], 'message', r)
    want(r['level'] == level and low <= float(r['properties']['security-severity']) <= high, 'severity', r)
    want(rules[r['ruleIndex']]['id'] == r['ruleId'] and (f['rule_id'] in (None, r['ruleId'])), 'rule', r)
    want(r['baselineState'] == 'absent' if f['state'] == 'resolved' else r['baselineState'] in ('new', 'unchanged', 'updated'),
         'baseline', r)
    suppressed = f['state'] in STATES[3:]
    want(len(r['suppressions']) == suppressed, 'suppressions', r)
    for s in r['suppressions']:
        want(s['kind'] == 'external' and s['status'] == 'accepted' and s['justification'], 'suppression', s)
        want(f['exception_id'] == 'EX-3' or s['properties']['id'] == f['exception_id'], 'exception', s)
    place, location = r['locations'][0], f.get('location') or {}
    if location.get('file'):
        uri = place['physicalLocation']['artifactLocation']['uri']
        parts = urllib.parse.urlsplit(uri)
        want(not parts.scheme and not parts.netloc and not parts.query and not parts.fragment, 'uri', uri)
        want(urllib.parse.unquote(uri) == location['file'], 'path', uri)
        want(place['physicalLocation']['region']['startLine'] == location['line'], 'line', place)
    else:
        want('physicalLocation' not in place and place['logicalLocations'][0]['fullyQualifiedName'], 'place', place)
    want('](' not in r['message']['text'].replace('\\]', ''), 'link', r['message'])


def check_sarif(out, of):
    with open(out, encoding='utf-8') as f:
        log = json.load(f)
    seen = set()
    want(log['version'] == '2.1.0' and log['$schema'].endswith('.json'), 'head')
    for run in log['runs']:
        driver = run['tool']['driver']
        want(len({x['id'] for x in driver['rules']}) == len(driver['rules']), 'rules are unique')
        want(all(x['shortDescription']['text'] for x in driver['rules']), 'rules have words')
        for r in run['results']:
            key = r['partialFingerprints']['sm/v1']
            want(key in of and key not in seen and of[key]['source_tool'] == driver['name'], 'which', r)
            seen.add(key)
            check_result(run, r, of[key])
    want(len(seen) == len(of) and len(log['runs']) == len({f['source_tool'] for f in of.values()}), 'all of them')


def check_ocsf(out, of):
    seen, mutated, mutants = set(), set(), 0
    for text in open(out, encoding='utf-8'):
        o = json.loads(text)
        want(not ocsf_schema.faults(o), 'schema', ocsf_schema.faults(o)[:3], o)
        shape = json.dumps(sorted(ocsf_schema.paths(o)))
        if shape not in mutated:  # one of each shape: whatever is broken in it is seen
            mutated.add(shape)
            for what, mutant in ocsf_schema.mutants(o):
                want(ocsf_schema.faults(mutant), 'the schema lets pass', what)
                mutants += 1
        f = of[o['finding_info']['uid']]
        seen.add(o['finding_info']['uid'])
        want(o['class_uid'] == (2002 if f['category'] in ('sca', 'sast') else 2004) and o['category_uid'] == 2, 'class', o)
        want(o['type_uid'] == o['class_uid'] * 100 + o['activity_id'] and o['activity_id'] in (1, 2, 3), 'type', o)
        want((o['activity_id'] == 3) == (f['state'] == 'resolved'), 'activity', o)
        want(o['severity_id'] == WORDS[f['severity']][3] and o['status_id'] == STATUS[f['state']], 'status', o)
        want(f['state'] != 'accepted' or o['status_detail'] == 'risk accepted: ' + f['exception_id'], 'accepted', o)
        want((o.get('verdict_id') == 1) == (f['state'] == 'false_positive'), 'verdict', o)
        want(isinstance(o['time'], int) and o['time'] > 1700000000000, 'milliseconds', o)
        want(o['metadata']['version'] == '1.4.0' and o['metadata']['product']['name'] == f['source_tool'], 'metadata', o)
        want(o['finding_info']['title'] and o['message'], 'words', o)
        for v in o.get('vulnerabilities', [{'cve': 1}] if o['class_uid'] == 2004 else []) or [{}]:
            want(len({'cve', 'cwe', 'advisory'} & set(v)) == 1, 'one of cve, cwe, advisory', v)
            for p in v.get('affected_packages', []):
                want(p['name'] == f['component']['name'] and p['version'] == f['component']['version'], 'package', p)
    want(len(seen) == len(of), 'all of them')
    print('%d mutants of %d shapes refused' % (mutants, len(mutated)))


OWN = {'id', 'timeline', 'sources', 'report', 'also', 'release_blocking', 'provenance'}


def check_trip(back, of):
    """Every member that a later stage does not set by itself comes back."""
    there = {f['native_id']: f for f in findings(back).values()}
    want(len(there) == len(of), 'findings back', len(there), 'of', len(of))
    for f in of.values():
        b = there[f['native_id']]
        for k in (set(f) | set(b)) - OWN:
            want((f.get(k) or None) == (b.get(k) or None), k, f.get(k), 'came back as', b.get(k))


if sys.argv[1] == 'input':
    write_input(int(sys.argv[2]))
else:
    wanted = findings(sys.argv[3])
    {'sarif': check_sarif, 'ocsf': check_ocsf, 'trip': check_trip}[sys.argv[1]](sys.argv[2], wanted)
    print(sys.argv[1], len(wanted), 'findings', dict(collections.Counter(f['source_tool'] for f in wanted.values())))
