#!/usr/bin/env python3
"""Deduplicated records from a seed: all kinds that sm-derive counts, near the edges of months, deadlines and windows.

usage: generate.py SEED [FINDINGS] [--plain] [--leap]

--plain: large and ordinary (for timings). --leap: around 29 February 2028. The same seed gives the same bytes."""
import json, random, sys
from datetime import datetime, timedelta, timezone

SEVERITIES = ["critical", "high", "medium", "low", "info"]
CATEGORIES = ["sast", "sca", "iac", "secrets", "container", "dast", "mobile", "cloud", "api", "manual", "other"]
TOOLS = {"sast": ["semgrep", "codeql"], "sca": ["trivy"], "container": ["trivy", "grype"], "dast": ["zap"]}
STATES = ["open", "in_progress", "resolved", "accepted", "false_positive"]
START = datetime(2026, 5, 20, tzinfo=timezone.utc)
LEAP = datetime(2027, 11, 20, tzinfo=timezone.utc)


class Generator:
    def __init__(self, seed, findings, plain, leap):
        self.rnd = random.Random(seed)
        self.start = LEAP if leap else START
        self.findings, self.plain = findings, plain
        self.services = ["svc-%d" % i for i in range(1 + self.rnd.randrange(6))] if not plain else ["svc-%d" % i for i in range(60)]

    def chance(self, p):
        return self.rnd.random() < p

    def time(self, low=0, high=200):
        """Often on an edge: midnight, the last second of a day, the ends of months."""
        t = self.start + timedelta(days=self.rnd.randrange(low, high))
        if self.chance(0.25):
            t = t.replace(day=1)
        if self.chance(0.15):
            t = t.replace(day=1) - timedelta(days=1)
        how = self.rnd.random()
        if how < 0.3:
            return t
        if how < 0.4:
            return t + timedelta(hours=23, minutes=59, seconds=59)
        return t + timedelta(seconds=self.rnd.randrange(86400))

    @staticmethod
    def text(t):
        return t.strftime("%Y-%m-%dT%H:%M:%SZ") if t else None

    def pick(self, values, none=0.0):
        return None if self.chance(none) else self.rnd.choice(values)

    def provenance(self, r):
        if self.chance(0.12):
            r["provenance"] = self.rnd.choice(["partial", "manual"])
            if self.chance(0.3):
                r["reviewed_by"] = "Ada"
        elif self.chance(0.5):
            r["provenance"] = "system"
        return r

    def spelt(self, service):
        return service and service.upper() if self.chance(0.2) else service

    def target(self, service):
        return "github.com/ex/" + service

    def assets(self):
        for s in self.services:
            if self.chance(0.8):
                a = {"kind": "asset", "name": s if self.chance(0.5) else "App " + s, "service": s if self.chance(0.8) else None,
                     "owner": self.pick(["Team A", "Team B"], 0.3), "tier": self.pick(["1", "2", "3"], 0.2),
                     "product": self.pick(["Shop", "Bank"], 0.3)}
                if self.chance(0.5):
                    a["repos"] = [self.target(s)]
                for name in ("mobile", "api_exposed"):
                    if self.chance(0.3):
                        a[name] = self.chance(0.6)
                if self.chance(0.3):
                    a["cloud_accounts"] = self.pick([[], ["acc-" + s]])
                if self.chance(0.2):
                    a["aliases"] = [s.upper()]
                yield self.provenance(a)

    def activities(self):
        for _ in range(self.rnd.randrange(len(self.services) * 12)):
            s, c = self.rnd.choice(self.services), self.rnd.choice(CATEGORIES[:9])
            a = {"kind": "activity", "source_tool": self.rnd.choice(TOOLS.get(c, ["other"])), "category": c,
                 "service": s if self.chance(0.7) else None, "target": self.target(s) if self.chance(0.7) else None,
                 "at": self.text(self.time()) if self.chance(0.97) else None}
            if self.chance(0.3):
                a["outcome"] = self.pick(["passed", "failed", "partial"])
            if self.chance(0.6):
                a["entries"] = self.rnd.choice([0, 3, 25, 400])
            yield self.provenance(a)

    def exceptions(self):
        for i in range(self.rnd.randrange(12)):
            e = {"kind": "exception", "id": "EX-%d" % i if self.chance(0.9) else "SEC-%d" % i, "disposition": self.pick(["accepted", "false_positive"], 0.4),
                 "granted": self.text(self.time(-60)) if self.chance(0.85) else None,
                 "expires": self.text(self.time(20)) if self.chance(0.6) else None,
                 "state": self.pick(["active", "expired", "revoked", "requested", "rejected"], 0.6),
                 "service": self.pick(self.services, 0.3), "reason": "because"}
            if self.chance(0.2):
                e["scope"] = "scanner"
            if self.chance(0.5):
                e.update(self.rnd.choice([{"rule_id": "rule-1"}, {"cve": ["CVE-2026-1"]}, {"cve": []}, {"path": "src/"}, {"component": "lodash"},
                                           {"rule_id": "*"}, {"path": "**"}, {"rule_id": "*", "target": "acc-a"}]))
            yield self.provenance(e)

    def tickets(self):
        for i in range(self.rnd.randrange(8)):
            t = {"kind": "ticket", "key": "SEC-%d" % i, "title": "A ticket", "state": self.pick(["open", "resolved", "Done", "in_progress", "accepted", "accepted", "false_positive"], 0.2),
                 "created": self.text(self.time()) if self.chance(0.9) else None, "resolved": self.text(self.time()) if self.chance(0.5) else None,
                 "due": self.text(self.time()) if self.chance(0.5) else None, "service": self.pick(self.services, 0.5),
                 "type": self.pick(["Bug", "Risk acceptance", "Incident"])}
            if self.chance(0.3):
                t["reopened_at"] = [self.text(self.time()) for _ in range(self.rnd.randrange(3))]
            if self.chance(0.3):
                t["finding_ids"] = ["n-%d" % self.rnd.randrange(60)]
            if self.chance(0.3):
                t["cve"] = ["CVE-2026-%d" % self.rnd.randrange(3)]
            if self.chance(0.5):
                t["url"] = "https://t.example/browse/%d" % i
            yield self.provenance(t)

    def actions(self):
        for i in range(self.rnd.choice([0, 0, 1, 4, 12])):
            a = {"kind": "action", "at": self.text(self.time(-400)), "decision": self.pick(["Fix %d" % i], 0.2), "owner": self.pick(["Ada"], 0.3),
                 "type": self.pick(["quick_win", "strategic", "report", "metric_review", "sharing"], 0.1),
                 "metric": self.pick(["open_findings", "sla_compliance"], 0.5)}
            if self.chance(0.5):
                a["services"] = self.rnd.sample(self.services, self.rnd.randrange(len(self.services)) + 1)
            elif self.chance(0.3):
                a["products"] = ["SHOP"]
            yield self.provenance(a)

    def events(self):
        for i in range(self.rnd.randrange(14)):
            r = {"kind": "release", "at": self.text(self.time()), "service": self.spelt(self.pick(self.services, 0.1)), "version": "1.%d" % i,
                 "environment": self.pick(["production", "staging", "prod"], 0.4), "outcome": self.pick(["passed", "failed"], 0.7)}
            yield self.provenance(r)
        for i in range(self.rnd.randrange(14)):
            g = {"kind": "gate", "at": self.text(self.time()), "service": self.spelt(self.pick(self.services, 0.1)), "name": "g%d" % (i % 2),
                 "category": self.pick(CATEGORIES, 0.2), "outcome": self.rnd.choice(["passed", "failed", "skipped", "error"]),
                 "ref": "1.%d" % self.rnd.randrange(14) if self.chance(0.5) else None}
            if self.chance(0.2):
                g["target"] = "github.com/ex/x"
            yield self.provenance(g)
        for i in range(self.rnd.randrange(6)):
            n = {"kind": "incident", "id": "I-%d" % i, "detected": self.text(self.time()), "severity": self.pick(SEVERITIES, 0.3),
                 "service": self.pick(self.services, 0.3), "known_defect": self.pick([True, False], 0.3)}
            yield self.provenance(n)

    def timeline(self, first):
        events, t = [{"at": self.text(first), "state": "open", "why": "first seen"}], first
        while self.chance(0.55):
            step = self.rnd.choice([0, 0, 1, 3, 7, 10, 30, 60])
            t += timedelta(days=step, seconds=self.rnd.randrange(86400) if self.chance(0.5) else 0)
            events.append({"at": self.text(t), "state": self.rnd.choice(STATES), "why": "x"})
        if self.chance(0.05):
            self.rnd.shuffle(events)
        return events

    def finding(self, i):
        c = self.rnd.choice(CATEGORIES)
        s = self.pick(self.services + ["stray"], 0.1)
        first = self.time(-100 if self.chance(0.3) else 0)
        f = {"kind": "finding", "source_tool": self.rnd.choice(TOOLS.get(c, ["other"])), "product": self.pick(["Shop", "Bank"], 0.3),
             "service": s, "finding_title": "Finding <b>%d</b>" % i, "severity": self.rnd.choice(SEVERITIES), "confidence": None,
             "state": self.rnd.choice(STATES), "first_seen": self.text(first) if self.chance(0.97) else None,
             "last_seen": self.text(first + timedelta(days=self.rnd.randrange(60))) if self.chance(0.9) else None,
             "owner": self.pick(["Team A", "Team B", "Zoë"], 0.3), "exception_id": self.pick(["EX-%d" % n for n in range(12)], 0.7),
             "release_blocking": False, "id": "%032x" % self.rnd.getrandbits(128), "category": c,
             "target": self.target(s) if s and self.chance(0.7) else None, "rule_id": "rule-%d" % self.rnd.randrange(8),
             "cwe": self.rnd.sample(["CWE-79", "CWE-89", "CWE-22"], self.rnd.randrange(3)), "tier": self.pick(["1", "2", "3", "10"], 0.2)}
        if self.chance(0.2):
            f["cve"] = self.rnd.choice([["CVE-2026-1"], ["CVE-2026-1", "GHSA-1"], []])
        if self.chance(0.2):
            f["fix"] = self.rnd.choice([{"version": "2.0"}, {"note": "moved", "ticket": "SEC-1"}, {"ref": "abc"}, {}])
        if self.chance(0.1):
            f["also"] = ["%032x" % self.rnd.getrandbits(128)]
        if self.chance(0.3):
            f["ticket"] = self.rnd.choice(["SEC-%d", "SEC-%d", "https://t.example/browse/%d", "https://u.example/SEC-%d"]) % self.rnd.randrange(10)
        if self.chance(0.4):
            f["native_id"] = "n-%d" % i
        if self.chance(0.2):
            f["also"] = ["n-%d" % self.rnd.randrange(60)]
        if self.chance(0.4):
            f["cve"] = ["CVE-2026-%d" % self.rnd.randrange(3)]
        if self.chance(0.5):
            f["component"] = {"name": self.rnd.choice(["lodash", "log4j"]), "version": "1"}
            if self.chance(0.5):
                f["component"]["fixed_version"] = "2"
            if self.chance(0.5):
                f["component"]["purl"] = self.rnd.choice(["pkg:npm/lodash@1", "pkg:maven/org.apache/log4j@1?x=a/b", "pkg:deb/debian/x", "x"])
        if self.chance(0.3):
            f["sources"] = [{"source_tool": self.rnd.choice(["semgrep", "trivy", "grype"]), "target": self.target(self.rnd.choice(self.services))}
                            for _ in range(self.rnd.randrange(4))]
        if self.chance(0.15):
            f["kev"] = self.chance(0.8)
            if self.chance(0.7):
                f["kev_added"], f["kev_due"] = self.text(self.time()), self.text(self.time())
        if self.chance(0.2):
            f["epss"] = self.rnd.choice([0, 0.05, 0.1, 0.1000001, 0.97])
        if self.chance(0.3):
            f["introduced_at"] = self.text(first - timedelta(days=self.rnd.randrange(-3, 90)))
        if self.chance(0.3):
            f["published_at"] = self.text(first - timedelta(days=self.rnd.randrange(-3, 90)))
        if self.chance(0.2):
            f["found_in"] = self.rnd.choice(["production", "bug_bounty", "pentest", "incident"])
        if self.chance(0.93):
            f["timeline"] = self.timeline(first)
        elif self.chance(0.5):
            f["resolved_at"] = self.text(first + timedelta(days=self.rnd.randrange(-2, 40)))
        return self.provenance(f)

    def records(self):
        for part in (self.assets, self.activities, self.exceptions, self.tickets, self.actions, self.events):
            yield from part()
        for i in range(self.findings):
            yield self.finding(i)


def main():
    words = [w for w in sys.argv[1:] if not w.startswith("--")]
    seed, n = int(words[0]), int(words[1]) if len(words) > 1 else None
    g = Generator(seed, n if n is not None else random.Random(seed).randrange(60), "--plain" in sys.argv, "--leap" in sys.argv)
    out = [json.dumps(r, separators=(",", ":"), ensure_ascii=False) for r in g.records()]
    sys.stdout.write("".join(line + "\n" for line in out))
    print('{"kind":"tally","stage":"sm-dedup","version":"0.1.0","as_of":null,"read":{"lines":%d,"entries":%d,"bytes":0},"wrote":{},'
          '"rejected":0,"skipped":{},"carried":0,"notes":[]}' % (len(out), len(out)))


main()
