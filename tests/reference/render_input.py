#!/usr/bin/env python3
"""Writes what sm-derive would say of an invented company: definitions, metrics, checks, lists, tallies for 13 months
(2025-10 to 2026-10), in the shapes of records.md. Same bytes on every run. Options:

    render_input.py [--months N] [--hostile] [--rows N] [--metrics N] [--partial] [--empty-values] [--cells] [--grain G] [--names] [--missed]

--hostile puts the strings of HOSTILE into every text there is; --rows makes the lists that long; --metrics adds
invented metrics up to N; --partial ends the last month on the 17th; --empty-values makes every value null;
--grain quarter (year) adds the quarters 2025-Q4 to 2026-Q3 (the years 2025 and 2026) and moves the months so that
they end with the last one; SAMM and the annual review are in it. --names puts NAME into every service, owner, person,
finding, file and decision;
    --cells writes one metric and one list that holds each hostile string.
"""
import argparse
import hashlib
import json

HOSTILE = [
    '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "'><svg onload=alert(1)>", '</td></table><h1>big</h1>',
    '</style><style>*{display:none}</style>', '</title><script>1</script>', '&lt;b&gt; &amp; &#x3c;', '<base href=http://evil.example/>',
    '<meta http-equiv=refresh content="0;url=http://evil.example/">', 'javascript:alert(1)', 'http://evil.example/x www.evil.example',
    '@octocat #1 GH-1', '[x](javascript:alert(1)) ![](http://evil.example/i.png)', 'a | b || c \\| d', '`code` ``two`` ` lone', '$x$ :+1: *b* _i_ ~~s~~',
    '=1+1', '+1', '-1', '@SUM(A1)', ' \t=1+1', '\uff1d1+1', 'a;=1+1', 'a\n=1+1', 'a\t=1+1', 'a|=cmd',
    '\x1b[2J\x1b]0;t\x07 esc', '\x1b]8;;http://evil.example\x1b\\x\x1b]8;;\x1b\\', 'c1 \u009b31m', 'cr\rover', 'nul\u0000nul', 'del\x7f',
    '\u202elive\u202c', '\u2067rtl\u2069 \u200e\u200f\u061c', 'zw\u200bsp\ufeff', 'tag\U000e0041', 'sep\u2028a\u2029b\u0085c',
    '\U0001f469\u200d\U0001f4bb \U0001f1e9\U0001f1ea \U0001f44d\U0001f3fd', '\u6f22\u5b57\u306f\u5e45\u4e8c', '\u0645\u0631\u062d\u0628\u0627 123', 'e' + '\u0301' * 60,
    ']]><svg><desc>x</desc></svg>', '--><!-- <![CDATA[ ]]>', 'n' * 10000, '\u0301' * 9 + 'lead', '\U0001f9d1\u200d\U0001f91d\u200d\U0001f9d1' * 30,
    'x' * 3000, '\u6f22' * 300, "{{7*7}} ${7*7} <%= 7 %>", '-- drop table',
]

SEVERITIES = ['critical', 'high', 'medium', 'low', 'info']
PRODUCTS = ['Shop', 'Payments', 'Logistics', 'Back office']
CONTROLS = ['sast', 'sca', 'iac', 'secrets', 'container', 'dast']

VALUES = {
    'critical': '.severity == "critical"', 'clock': '.first_seen',
    'sla': [{'severity': 'critical', 'days': 7}, {'severity': 'high', 'days': 30}, {'severity': 'medium', 'days': 90}, {'severity': 'low', 'days': 180}],
    'sla_kev': False, 'release_blocking': '(.severity == "critical" or .kev == true) and (.state == "open" or .state == "in_progress")',
    'release': '.environment == null or .environment == "production"', 'gate': 'true', 'application': 'true',
    'tiers': {'1': '1', 'tier 1': '1', 'gold': '1', '2': '2', 'tier 2': '2', 'silver': '2', '3': '3', 'bronze': '3'},
    'controls': {c: {'applies': 'true', 'window_days': 31} for c in CONTROLS},
    'infrastructure': '.category == "cloud" or .category == "iac" or .category == "container"', 'trust': ['snyk', 'trivy'],
    'noisy': {'share': 0.3, 'false_positive_share': 0.5, 'minimum': 20, 'rules': []}, 'confidence': {'manual_share': 0.05},
    'small_n': {'few': 20, 'none': 5}, 'flat': {'ratio_points': 2, 'ratio_items': 3, 'days': 2, 'days_share': 0.1},
}

# id, title, unit, direction, target, says, owner, why, caveat
METRICS = [
    ('critical_older_than_sla', 'Critical findings older than SLA', 'findings', 'lower', 0, 'critical findings are past their due date', 'Head of AppSec',
     'A critical finding past its due date is a risk that was known and left open.', 'Counts by severity as the tools report it.'),
    ('sla_compliance', 'Closed within SLA', 'ratio', 'higher', 0.9, 'findings that fell due were closed in time', 'Head of AppSec',
     'It shows whether the promised dates hold for findings of every severity.', 'Findings without a due date are not in it.'),
    ('open_findings', 'Open findings', 'findings', 'lower', None, 'findings are open', 'Head of AppSec',
     'The stock shows how much work is left to decide on.', 'A new scanner raises it without any new risk.'),
    ('net_flow', 'Net flow', 'findings', 'lower', None, '', 'Head of AppSec',
     'More new than closed findings for several months means the stock will grow.', 'A late import moves findings between months.'),
    ('open_age_median_days', 'Age of open findings, median', 'days', 'lower', 60, 'median age of open findings', 'Engineering',
     'Old findings tend to stay; the median shows where half of them stand.', 'Age starts at the first report, not at introduction.'),
    ('time_to_resolve_median_days', 'Time to resolve, median', 'days', 'lower', 30, 'median time to resolve', 'Engineering',
     'It shows how fast fixes reach production once a finding is known.', 'Findings that are still open are not in it.'),
    ('reopen_rate', 'Reopened findings', 'ratio', 'lower', 0.05, 'findings closed in the last 12 months were reopened', 'Engineering',
     'A fix that does not hold costs twice.', 'Needs twelve months of history.'),
    ('release_pass_rate', 'Releases that passed their gate', 'ratio', 'higher', 0.95, 'releases passed their security gate', 'Release manager',
     'It shows whether gates stop releases or are walked around.', 'Releases without a result stand beside it.'),
    ('kev_open', 'Open findings that are known to be exploited', 'findings', 'lower', 0, 'findings known to be exploited are open', 'Head of AppSec',
     'These are attacked somewhere today.', 'The catalogue lists what it knows, not all there is.'),
    ('exceptions_expired_still_open', 'Expired exceptions, finding still open', 'exceptions', 'lower', 0, 'exceptions have expired while their finding is open', 'Risk office',
     'An expired exception is a risk that nobody accepts any more.', 'Exceptions kept outside the register are not seen.'),
    ('exceptions_active', 'Active exceptions', 'exceptions', 'none', None, 'exceptions are active', 'Risk office',
     'Accepted risk is still risk and has to be seen.', 'The register is kept by hand.'),
    ('escape_rate', 'Found first in production', 'ratio', 'lower', 0.1, 'new findings were found first in production', 'Engineering',
     'What escapes every control is found by users or attackers.', 'No finding says where it was found.'),
    ('missing_owner_ratio', 'Open findings without owner', 'ratio', 'lower', 0.02, 'open findings have no owner', 'Engineering',
     'What nobody owns is fixed by nobody.', 'Owners come from the inventory.'),
    ('new_findings', 'New findings', 'findings', 'none', None, 'findings are new', 'Engineering', 'It shows what comes in.', 'A new scanner raises it.'),
    ('closed_findings', 'Closed findings', 'findings', 'none', None, 'findings were closed', 'Engineering', 'It shows what is dealt with.', 'False positives count as closed.'),
    ('exceptions_without_expiry', 'Exceptions without expiry', 'exceptions', 'lower', 0, 'exceptions have no expiry date', 'Risk office',
     'Without a date nobody looks again.', 'Suppressions inside scanners have no date.'),
    ('exception_age_median_days', 'Age of exceptions, median', 'days', 'lower', None, 'median age of exceptions in force', 'Risk office', 'Old exceptions were granted in another world.', 'Age starts at the grant.'),
]
SERIES = {
    'critical_older_than_sla': [14, 13, 12, 12, None, 9, 9, 5, 7, 3, 5, 4, 6],
    'sla_compliance': [(98, 140), (101, 141), (96, 131), (104, 138), None, (111, 140), (115, 143), (118, 141), (120, 142), (125, 144), (130, 150), (129, 147), (110, 134)],
    'open_findings': [612, 604, 590, 583, None, 541, 530, 517, 498, 470, 455, 431, 412],
    'new_findings': [88, 79, 70, 81, None, 64, 72, 69, 58, 61, 66, 52, 49],
    'closed_findings': [70, 87, 84, 88, None, 84, 83, 82, 77, 89, 81, 76, 68],
    'open_age_median_days': [71, 70, 69.5, 66, None, 64, 63, 61, 58, 57, 55, 54, 54],
    'time_to_resolve_median_days': [41, 40, 37, 36, None, 33, 31, 32, 29, 30, 28, 27, 26],
    'reopen_rate': [(31, 410), (30, 422), (33, 431), (32, 440), None, (28, 452), (26, 460), (27, 471), (25, 480), (24, 486), (24, 490), (25, 495), (24, 501)],
    'release_pass_rate': [(20, 24), (22, 25), (19, 24), (23, 26), None, (24, 27), (25, 27), (26, 28), (26, 29), (27, 29), (28, 30), (28, 30), (29, 30)],
    'kev_open': [3, 3, 2, 2, None, 2, 1, 1, 1, 0, 0, 1, 0],
    'exceptions_expired_still_open': [5, 5, 4, 6, None, 4, 4, 3, 3, 2, 2, 3, 3],
    'exceptions_active': [31, 30, 30, 29, None, 27, 27, 26, 25, 25, 24, 24, 23],
    'escape_rate': [None] * 13,
    'missing_owner_ratio': [(49, 612), (44, 604), (40, 590), (37, 583), None, (31, 541), (28, 530), (22, 517), (17, 498), (12, 470), (10, 455), (9, 431), (8, 412)],
    'exceptions_without_expiry': [6, 6, 5, 5, None, 4, 4, 3, 3, 3, 2, 2, 2],
    'exception_age_median_days': [90, 95, 99, 104, None, 110, 112, 118, 121, 126, 130, 133, 137],
}
CONFIDENCE = {'exceptions_active': 'C', 'exceptions_without_expiry': 'C', 'release_pass_rate': 'A', 'open_findings': 'A', 'new_findings': 'A', 'closed_findings': 'A'}


SAMM = [
    ('samm_level_1', 1, None, 17), ('samm_level_2', 2, None, 11), ('samm_level_3', 3, None, None),
    ('samm_metrics_analysed', 1, 'You analyzed your recorded metrics at least once in the last year', 20),
    ('samm_quick_win', 1, 'You have identified and carried out at least one quick win activity based on the data', 17),
    ('samm_classified', 2, 'You document metrics for defect classification and categorization and keep them up to date', 13),
    ('samm_details_shared', 2, 'You regularly share technical details about security defects among teams', None),
    ('samm_data_verified', 3, 'Where possible, you verify the correctness of the data automatically', 4),
    ('samm_strategic', 3, 'You derived at least one strategic activity from the metrics within the last year', 0),
]
SHIFT = {'month': 0, 'quarter': -1, 'year': 2}
shift = 0


def month(i):
    n = 2025 * 12 + 9 + i + shift
    return '%04d-%02d' % (n // 12, n % 12 + 1)


def last_day(p):
    y, m = int(p[:4]), int(p[5:] or 12) if 'Q' not in p else int(p[6]) * 3
    return [31, 29 if y % 4 == 0 else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][m - 1]


def out(o):
    print(json.dumps(o, ensure_ascii=False, separators=(',', ':')))


class Source:
    def __init__(self, options):
        self.o, self.at = options, 0

    def text(self, plain):
        """The text itself, or with --hostile the next hostile one."""
        if not self.o.hostile:
            return plain
        self.at += 1
        return HOSTILE[self.at % len(HOSTILE)]

    def name(self, plain):
        """Of a service, a person, a finding: what must not leave the company."""
        return self.text('NAME ' + plain if self.o.names and plain else plain)

    def as_of(self, p):
        if self.o.partial and p == month(12):
            return '2026-10-17T23:59:59Z'
        if len(p) == 7 and 'Q' not in p:
            return '%s-%02dT23:59:59Z' % (p, last_day(p))
        return '%s-%02d-%02dT23:59:59Z' % (p[:4], int(p[6]) * 3 if 'Q' in p else 12, last_day(p))

    def value(self, id, i):
        series = SERIES['new_findings'], SERIES['closed_findings']
        if id == 'net_flow':
            return None if series[0][i] is None else series[0][i] - series[1][i]
        return SERIES[id][i]

    def metric(self, row, p, value, dims=None, target=None, more=None):
        id, title, unit, direction, own_target, says, owner, why, caveat = row
        target = own_target if target is None else target
        m = {'kind': 'metric', 'id': id, 'title': self.text(title), 'period': p, 'as_of': self.as_of(p)}
        a = b = None
        if isinstance(value, tuple):
            a, b = value
            value = a / b if b else None
        if self.o.empty_values:
            value = None
        m['value'] = value
        m['unit'] = unit
        if unit == 'ratio':
            m['numerator'], m['denominator'] = (a, b) if b is not None else (None, None)
        m['dimensions'] = dims or {}
        m['direction'], m['target'] = direction, target
        status = 'unknown'
        if value is not None and target is not None:
            status = 'missed' if self.o.missed else 'met' if (value <= target if direction == 'lower' else value >= target) else 'missed'
        m['status'] = status
        n = b if b is not None else (abs(int(value)) if value is not None and unit != 'days' else 58 if value is not None else 0)
        m['n'] = n
        m['beside'] = {'label': self.text('under an exception'), 'value': 8} if id == 'sla_compliance' and not dims and value is not None else None
        m['note'] = None
        m['says'], m['owner'], m['why'], m['caveat'] = self.text(says), self.name(owner), self.text(why), self.text(caveat)
        m['confidence'] = CONFIDENCE.get(id, 'B')
        m['evidence'] = {'system': max(n - 3, 0), 'partial': min(n, 3), 'manual': 0}
        m['cadence'], m['audience'], m['effort_minutes'] = 'monthly', ['security'], 0
        m.update(more or {})
        out(m)

    def breakdowns(self, i, p):
        row = {r[0]: r for r in METRICS}
        total = SERIES['open_findings'][i]
        shares = {'critical': 5, 'high': 22, 'medium': 43, 'low': 25, 'info': 5}
        for s in SEVERITIES:
            self.metric(row['open_findings'], p, total * shares[s] // 100, {'severity': self.text(s)})
        for k, s in enumerate(SEVERITIES[:4]):
            a, b = SERIES['sla_compliance'][i]
            b = [9, 30, 60, b - 99][k]
            self.metric(row['sla_compliance'], p, (max(0, b - [3, 7, 10, 4][k]), b), {'severity': self.text(s)})
        for k, c in enumerate(CONTROLS):
            self.metric(row['open_findings'], p, total * [30, 35, 10, 5, 15, 5][k] // 100, {'category': self.text(c)})
        for k, t in enumerate(PRODUCTS):
            self.metric(row['open_findings'], p, total * [40, 25, 20, 15][k] // 100, {'product': self.name(t)})
        for k, t in enumerate('123'):
            self.metric(row['open_findings'], p, total * [20, 30, 50][k] // 100, {'tier': t})
        if self.o.grain != 'month':
            for k, t in enumerate(PRODUCTS):
                for j, s in enumerate(SEVERITIES[:3]):
                    self.metric(row['open_findings'], p, total * [40, 25, 20, 15][k] * [5, 22, 43][j] // 10000, {'product': self.name(t), 'severity': s})
        coverage = ('scanner_coverage', 'Scanner coverage', 'ratio', 'higher', 0.95, 'systems are covered', 'Head of AppSec',
                    'What is not scanned has no findings.', 'A scan counts for 31 days.')
        apps = [18, 31, 40]
        for t in range(3):
            for k, c in enumerate(CONTROLS):
                n = apps[t] if c != 'dast' or t < 2 else 0
                self.metric(coverage, p, (max(0, n - (k * (t + 1) + 15 - i - 3) // 2 if n else 0), n), {'tier': str(t + 1), 'control': c})

    def lists(self, p):
        def make(id, title, columns, rows, total=None):
            out({'kind': 'list', 'id': id, 'title': self.text(title), 'period': p, 'as_of': self.as_of(p),
                 'columns': [{'name': n, 'type': t} for n, t in columns], 'rows': rows, 'total': len(rows) if total is None else total})

        def finding_id(k):
            return hashlib.md5(b'%d' % k).hexdigest()
        titles = ['SQL injection in order search', 'CVE-2026-21345: remote code execution in libarchive', 'Hard-coded AWS key in deploy.sh',
                  'Public S3 bucket holds invoices', 'Deserialization of untrusted data in SessionFilter', 'Outdated OpenSSL in base image']
        services = ['checkout', 'ledger', 'label-printer', 'invoices', 'session-gateway', 'shop-frontend']
        n = self.o.rows or 6
        make('critical_older_than_sla', 'Critical findings past their due date',
             [('service', 'text'), ('finding_title', 'text'), ('due', 'date'), ('age_days', 'number'), ('owner', 'text'), ('id', 'id')],
             [[self.name(services[k % 6]), self.name(titles[k % 6]), '2026-%02d-%02dT00:00:00Z' % (k % 9 + 1, k % 28 + 1), 9 + k * 7 % 120, self.name(['Team Checkout', 'Team Ledger', None][k % 3]) if k % 3 < 2 else None, finding_id(k)] for k in range(n)],
             None if n < 1000 else n)
        make('exceptions_expired_still_open', 'Expired exceptions whose finding is open',
             [('id', 'text'), ('service', 'text'), ('reason', 'text'), ('approver', 'text'), ('expires', 'date')],
             [['EX-%d' % (101 + k), self.name(services[k]), self.name('Vendor fix announced for the next release'), self.name('R. Fischer'), '2026-09-%02dT00:00:00Z' % (10 + k)] for k in range(3)])
        make('exceptions_without_expiry', 'Exceptions without expiry', [('id', 'text'), ('service', 'text'), ('granted', 'date'), ('age_days', 'number')],
             [['EX-%d' % (201 + k), self.name(services[k]), '2026-02-%02dT00:00:00Z' % (3 + k), 268 - k] for k in range(2)])
        make('uncovered_services', 'Tier 1 services without a control', [('service', 'text'), ('tier', 'text'), ('missing', 'text'), ('owner', 'text')],
             [[self.name('label-printer'), '1', ['dast', 'sca'], self.name('Team Logistics')]])
        make('missing_owner', 'Open findings without owner', [('service', 'text'), ('finding_title', 'text'), ('severity', 'text'), ('age_days', 'number'), ('id', 'id')],
             [[self.name(services[k % 6]), self.name(titles[k % 6]), SEVERITIES[k % 4], 12 + k, finding_id(100 + k)] for k in range(8)])
        make('noisy_rules', 'Rules that drown the others', [('source_tool', 'text'), ('rule_id', 'text'), ('findings', 'number'), ('share', 'number'), ('false_positive_share', 'number')],
             [['semgrep', self.name('generic.secrets.security.detected-generic-api-key'), 61, 0.41, 0.72]])
        make('fixed', 'Newest fixed high-risk findings', [('service', 'text'), ('finding_title', 'text'), ('resolved_at', 'date'), ('fix', 'text')],
             [[self.name(services[k]), self.name(titles[k]), '2026-10-%02dT14:05:00Z' % (28 - k), self.name('version 3.1.%d' % k)] for k in range(4)])
        make('movement', 'What moved', [('metric', 'text'), ('from', 'number'), ('to', 'number')], [['open_findings', 431, 412]])
        make('owners', 'Open work by owner', [('owner', 'text'), ('open', 'number'), ('overdue', 'number'), ('oldest_days', 'number'), ('due_next', 'number')],
             [[self.name(o), 120 - 25 * k, 14 - 3 * k, 240 - 30 * k, 9 - k] for k, o in enumerate(['Team Checkout', 'Team Ledger', 'Team Logistics', 'Platform'])] + [[None, 8, 2, 61, 1]])
        make('scorecard_tally', 'Targets met and missed, against the period before',
             [('compared_with', 'text')] + [(c, 'number') for c in ('targets', 'met', 'missed', 'no_value', 'better', 'worse', 'same', 'met_before')],
             [['2026-09', 9, 6, 3, 1, 4, 3, 2, 5]])
        make('actions', 'Decisions taken in the period', [('at', 'date'), ('decision', 'text'), ('metric', 'text'), ('owner', 'text'), ('type', 'text'), ('area', 'text'), ('services', 'text'), ('products', 'text')],
             [['2026-%s-20T00:00:00Z' % m, self.name(d), w, self.name(o), t, a, self.name('checkout'), None] for m, d, w, o, t, a in [
                 ('09', 'Fund a second reviewer for payment releases', 'release_pass_rate', 'CTO', 'strategic', 'staffing'),
                 ('08', 'Renew base images every week', 'time_to_resolve_median_days', 'Head of Platform', 'quick_win', 'infrastructure')]])
        for id, title, key, rows in (('top_cwes', 'Weaknesses with the most open findings', 'cwe', ['CWE-79', 'CWE-89', 'CWE-798', None]),
                                     ('top_components', 'Components with the most open findings', 'component', ['log4j-core', 'openssl', 'lodash']),
                                     ('suppliers', 'Suppliers of packages with open findings', 'supplier', ['org.apache', 'npm', 'debian'])):
            make(id, title, [(key, 'text'), ('open', 'number'), ('critical', 'number'), ('high', 'number'), ('fixable', 'number')],
                 [[self.name(r) if r else None, 60 - 13 * k, 4 - k, 11 - 2 * k, 30 - 9 * k] for k, r in enumerate(rows)])
        review = [('metric', 'text'), ('title', 'text'), ('owner', 'text'), ('effort_minutes', 'number'), ('first_value', 'number'), ('last_value', 'number'), ('moved', 'number'), ('actions', 'number')]
        make('metric_review', 'What each metric costs and brings', review,
             [[r[0], self.text(r[1]), self.name(r[6]), 60 * (k % 3)] + ([0.5 + k / 100, 0.48 + k / 100, -0.02] if r[2] == 'ratio' else [10 + k, 8 + k, -2]) + [k % 2] for k, r in enumerate(METRICS)])
        make('removal_candidates', 'Metrics that cost effort and that no action cites', review,
             [['escape_rate', self.text('Found first in production'), self.name('Engineering'), 360, None, None, None, 0]])

    def samm(self, p):
        answers = ['No', 'Yes, for some applications', 'Yes, for at least half of the applications', 'Yes, for most or all of the applications']
        for id, level, criterion, a in SAMM:
            row = (id, 'SAMM %d: %s' % (level, id.replace('samm_', '').replace('_', ' ')), 'ratio', 'higher', None, 'applications meet it', 'Head of AppSec',
                   'It is a quality criterion of OWASP SAMM.', 'An assessor may know more.')
            answer = None if a is None else answers[0 if a == 0 else 1 if a < 10 else 2 if a < 16 else 3]
            self.metric(row, p, None if a is None else (a, 20), more={
                'level': level, 'criterion': self.text(criterion) if criterion else None, 'answer': self.text(answer) if answer else None,
                'attach': self.text('an action of type sharing') if a is None else None})

    def checks(self, p):
        rows = [('duplicates', 'Duplicates from several sources', 'ok', 31, 412, [], 'Nothing to do: they are merged.'),
                ('missing_owner', 'Findings without owner', 'warn', 8, 412, ['checkout', 'ledger'], 'Add owners to the inventory.'),
                ('exceptions_without_expiry', 'Acceptances without expiry', 'warn', 2, 23, ['EX-201', 'EX-202'], 'Ask the approver for a date.'),
                ('noisy_rules', 'Noisy rules', 'ok', 1, 214, ['semgrep/generic-api-key'], 'Tune or drop the rule.'),
                ('residual', 'Counts that do not add up between months', 'ok', 0, 412, [], 'Compare the two months.'),
                ('uncovered', 'Assets never scanned', 'ok', 0, 89, [], 'Scan them.')]
        if self.o.failing:
            rows[4] = ('residual', 'Findings that can\'t be accounted for between September and October', 'fail', 3, 412, ['a1', 'b2', 'c3'], 'Compare the two months before you use any trend.')
        for id, title, status, count, of, examples, advice in rows:
            out({'kind': 'check', 'id': id, 'title': self.text(title), 'period': p, 'as_of': self.as_of(p), 'status': status, 'count': count, 'of': of,
                 'examples': [self.name(e) for e in examples], 'advice': self.text(advice)})

    def write(self):
        first = 13 - min(self.o.months, 13)
        extra = [('invented_%d' % k, 'Invented metric %d' % k, 'findings', 'lower', None, 'things were invented', 'Nobody', 'To have many.', 'It is not real.') for k in range(max(0, self.o.metrics - len(METRICS)))]
        if self.o.cells:
            out({'kind': 'metric', 'id': 'open_findings', 'title': 'Open', 'period': month(12), 'as_of': self.as_of(month(12)), 'value': 1, 'unit': 'findings', 'dimensions': {}, 'n': 1})
            out({'kind': 'list', 'id': 'critical_older_than_sla', 'title': 'Hostile', 'period': month(12), 'as_of': self.as_of(month(12)),
                 'columns': [{'name': 'n', 'type': 'number'}, {'name': 'a', 'type': 'text'}, {'name': 'b', 'type': 'id'}],
                 'rows': [[k, t, t] for k, t in enumerate(HOSTILE)], 'total': len(HOSTILE)})
            out({'kind': 'tally', 'stage': 'sm-derive', 'rejected': 0})
            return
        quarters = [('2025-Q4', 3), ('2026-Q1', 6), ('2026-Q2', 9), ('2026-Q3', 12)]
        periods = [(month(i), i) for i in range(first, 13) if SERIES['open_findings'][i] is not None]  # 2026-02: no export
        periods += quarters if self.o.grain == 'quarter' else [('2025', 0), ('2026', 12)] if self.o.grain == 'year' else []
        for p, i in periods:
            out({'kind': 'definitions', 'period': p, 'as_of': self.as_of(p), 'dictionary': {'file': 'dictionary.jq', 'hash': '0f343b0931126a20f133d67c2b018a3b'},
                 'values': VALUES, 'dashboard': [r[0] for r in METRICS[:12]] + [r[0] for r in extra], 'metrics': {r[0]: {'title': r[1], 'owner': r[6]} for r in METRICS}})
            for row in METRICS:
                self.metric(row, p, self.value(row[0], i))
            for k, row in enumerate(extra):
                self.metric(row, p, 10 + k + i)
            self.breakdowns(i, p)
            if self.o.grain != 'month':
                self.samm(p)
            self.checks(p)
            if i == 12:
                self.lists(p)
        out({'kind': 'tally', 'stage': 'sm-ingest', 'version': '0.1.0', 'as_of': None, 'read': {'lines': 0, 'entries': 2104, 'bytes': 8123456}, 'wrote': {'raw': 2150}, 'rejected': 3, 'skipped': {'passed': 12}, 'carried': 0,
             'notes': [self.name('exports/2026-10/inventory.csv: 4 cells read as windows-1252')]})
        out({'kind': 'tally', 'stage': 'sm-derive', 'version': '0.1.0', 'as_of': None, 'read': {'lines': 2311, 'entries': 0, 'bytes': 1912345}, 'wrote': {'check': 6, 'definitions': 1, 'list': 11, 'metric': 60}, 'rejected': 0, 'skipped': {}, 'carried': 0, 'notes': []})


def main():
    a = argparse.ArgumentParser()
    a.add_argument('--months', type=int, default=13)
    a.add_argument('--rows', type=int, default=0)
    a.add_argument('--metrics', type=int, default=0)
    a.add_argument('--grain', choices=list(SHIFT), default='month')
    for flag in ('missed', 'hostile', 'partial', 'failing', 'empty-values', 'cells', 'names'):
        a.add_argument('--' + flag, action='store_true')
    o = a.parse_args()
    global shift
    shift = SHIFT[o.grain]
    Source(o).write()


if __name__ == '__main__':
    main()
