#!/usr/bin/env python3
"""Recomputes every metric from deduplicated records and compares it with what sm-derive said.

usage: metrics.py FINDINGS.ndjson DERIVED.ndjson

Written from the metric definitions (sm-metric(5) and the design's table), not from the C; standard library only, and in
another way: everything in memory, each metric a list of contributions (record, value, dimensions it sets itself), added
up at the end. Predicates of the dictionary are those that are shipped, written as Python; its numbers and tables are
read from DERIVED's definitions. Prints nothing and exits 0 when all agree; else the differences, and 1."""
import functools, json, math, sys
from datetime import datetime, timedelta, timezone
from fractions import Fraction

import lists

DAY = timedelta(days=1)
PARTS = ("severity", "tier", "category", "product", "service", "owner", "component", "cwe")
OPEN = ("open", "in_progress")


def parse(t):
    if not isinstance(t, str):
        return None
    try:
        t = t.replace("Z", "+00:00")
        d = datetime.fromisoformat(t)
    except ValueError:
        return None
    if d.tzinfo is None:
        d = d.replace(tzinfo=timezone.utc)
    return d.astimezone(timezone.utc)


def days(a, b):
    """Calendar days from a to b; None where one is missing or b is earlier."""
    if a is None or b is None:
        return None
    n = (b.date() - a.date()).days
    return n if n >= 0 else None


def text(r, k):
    v = r.get(k)
    return v.strip() or None if isinstance(v, str) else None


def fold(s):
    return " ".join(s.casefold().split()) if s else None


# What the shipped dictionary and the one of check-metrics ask, in Python: by the text of the question.
CRITICAL = {".severity == \"critical\"": lambda r: r.get("severity") == "critical",
            ".severity == \"critical\" or (.severity == \"high\" and .tier == \"1\")":
                lambda r: r.get("severity") == "critical" or (r.get("severity") == "high" and r.get("tier") == "1")}
CLOCK = {".first_seen": lambda r: r.get("first_seen"), ".published_at // .first_seen": lambda r: r.get("published_at") or r.get("first_seen")}
INFRASTRUCTURE = {".category == \"cloud\" or .category == \"iac\" or .category == \"container\"": lambda r: r.get("category") in ("cloud", "iac", "container"),
                  ".category == \"iac\"": lambda r: r.get("category") == "iac"}
GATE = {".target == null or .category != null": lambda r: r.get("target") is None or r.get("category") is not None,
        ".name == \"g1\"": lambda r: r.get("name") == "g1"}
GATE_CATEGORY = {".category": lambda r: r.get("category"), ".category // \"none\"": lambda r: r.get("category") or "none"}
INCIDENT = {"true": lambda r: True, ".severity != \"low\"": lambda r: r.get("severity") != "low"}
RELEASE = {".environment == null or .environment == \"production\" or .environment == \"prod\"": lambda r: r.get("environment") in (None, "production", "prod"),
           ".environment != \"staging\"": lambda r: r.get("environment") != "staging"}
BLOCKING = {"(.severity == \"critical\" or .kev == true) and (.state == \"open\" or .state == \"in_progress\")":
                lambda r: r.get("severity") == "critical" or r.get("kev") is True,
            ".severity == \"high\" and .state == \"open\"": lambda r: r.get("severity") == "high"}
APPLICATION = {"true": lambda r: True, ".tier != \"3\"": lambda r: r.get("tier") != "3"}


class Period:
    def __init__(self, name, as_of):
        self.name = name
        year = int(name[:4])
        if len(name) == 4:
            self.a, months = datetime(year, 1, 1, tzinfo=timezone.utc), 12
        elif name[5] == "Q":
            self.a, months = datetime(year, 3 * int(name[6]) - 2, 1, tzinfo=timezone.utc), 3
        else:
            self.a, months = datetime(year, int(name[5:7]), 1, tzinfo=timezone.utc), 1
        m = self.a.month - 1 + months
        end = datetime(self.a.year + m // 12, m % 12 + 1, 1, tzinfo=timezone.utc)
        early = datetime.combine(parse(as_of).date(), datetime.min.time(), timezone.utc) + DAY
        self.b = min(end, early)
        self.d = self.b - DAY                     # midnight of the last calendar day
        y, day = self.b.year - 1, self.b.day
        self.year = self.b.replace(year=y, day=28 if (self.b.month, day) == (2, 29) else day)
        m = end.month - 1 + months
        self.next_end = datetime(end.year + m // 12, m % 12 + 1, 1, tzinfo=timezone.utc)

    def has(self, t):
        return t is not None and self.a <= t < self.b


class Finding:
    def __init__(self, r, world):
        self.r = r
        self.first = parse(r.get("first_seen"))
        events = [(parse(e.get("at")), e.get("state")) for e in r.get("timeline") or []]
        events = [e for e in events if e[0] and e[1] in OPEN + ("resolved", "accepted", "false_positive")]
        if not events:
            start = self.first or datetime.min.replace(tzinfo=timezone.utc)
            events = [(start, "open")]
            resolved, last, state = parse(r.get("resolved_at")), parse(r.get("last_seen")), r.get("state")
            if resolved:
                events.append((max(resolved, start), "resolved"))
            elif state in ("resolved", "accepted", "false_positive"):
                events.append((max(last or start, start), state))
        events.sort(key=lambda e: e[0])           # stable
        self.events = events
        self.stated = self.first
        if not self.first and events[0][0].year > 1:
            self.first = events[0][0]
        self.last = parse(r.get("last_seen")) or self.first
        self.clock = parse(CLOCK[world.values["clock"]](r))
        self.critical = CRITICAL[world.values["critical"]](r)
        self.infrastructure = INFRASTRUCTURE[world.values["infrastructure"]](r)
        self.blocking = BLOCKING[world.values["release_blocking"]](r)   # asked as if it were open
        self.service = text(r, "service")
        self.owner = text(r, "owner")
        self.mapped = self.service is not None and fold(self.service) in world.services
        self.sla = self.due = None
        if self.clock:
            for row in world.values.get("sla") or []:
                if row["severity"] == r.get("severity") and row.get("tier") in (None, r.get("tier")) and \
                        row.get("category") in (None, r.get("category")) and \
                        (not row.get("from") or parse(row["from"]) <= self.clock):
                    self.sla = row["days"]
                    break
        if self.sla is not None:
            self.due = datetime.combine(self.clock.date(), datetime.min.time(), timezone.utc) + self.sla * DAY
            kev_due = parse(r.get("kev_due"))
            if world.values.get("sla_kev") and kev_due:
                self.due = min(self.due, datetime.combine(kev_due.date(), datetime.min.time(), timezone.utc))
        self.sources = r.get("sources") or []
        own = text(r, "ticket")
        self.ticket = next((t for t in world.tickets if own and own in (t["key"], t.get("url"))), None) or \
            next((t for t in world.tickets if own and "/" in own and own.rsplit("/", 1)[1] == t["key"]), None)
        self.tickets = {t["key"] for t in world.tickets if t is self.ticket or
                        {text(r, "id"), text(r, "native_id"), *(r.get("also") or [])} & set(t.get("finding_ids") or []) or
                        (self.service and fold(t.get("service")) == fold(self.service) and
                         set(t.get("cve") or []) & set(r.get("cve") or []))}
        # the exception that it names, else the one that its ticket became
        self.exceptions = {e["id"] for e in world.exceptions if e["id"] == text(r, "exception_id")} or \
            {e["id"] for e in world.exceptions if e["id"] == text(r, "ticket")}

    def state(self, t):
        s = None
        for at, state in self.events:
            if at < t:
                s = state
        return s

    def since(self, t):
        """When the state that holds before t began."""
        since = None
        for at, before, state in self.changes():
            if at < t and state != before:
                since = at
        return since

    def changes(self):
        before = None
        for at, state in self.events:
            yield at, before, state
            before = state

    def is_open(self, t):
        return self.state(t) in OPEN

    def resolution(self, t):
        """The last change to resolved before t."""
        last = None
        for at, before, state in self.changes():
            if at < t and state == "resolved" and before != "resolved":
                last = at
        return last


class World:
    def __init__(self, records, values):
        self.values = values
        self.kinds = {}
        for r in records:
            self.kinds.setdefault(r.get("kind"), []).append(r)
        self.assets = self.unite(self.get("asset"), lambda r: fold(r["name"]), asset=True)
        self.services = set()
        for a in self.assets:
            self.services |= {fold(s) for s in [a.get("service"), a["name"]] + (a.get("aliases") or []) if s}
        self.activities = self.unite(self.get("activity"), lambda r: (r.get("source_tool"), r.get("category"),
                                     text(r, "target") or text(r, "service"), parse(r.get("at"))))
        self.releases = self.unite(self.get("release"), lambda r: (r.get("service"), r.get("version"),
                                   r.get("environment"), parse(r["at"])))
        self.gates = self.unite(self.get("gate"), lambda r: (r.get("service"), r.get("name"), r.get("ref"), parse(r["at"])))
        # what the dictionary's `gate` says: a platform's job is one only where its name tells a control
        self.all_gates = self.gates
        self.gates = [dict(g, category=GATE_CATEGORY[values["gate_category"]](g)) for g in self.gates if GATE[values["gate"]](g)]
        self.tickets = self.unite(self.get("ticket"), lambda r: r["key"])
        self.all_incidents = self.unite(self.get("incident"), lambda r: r["id"])
        self.incidents = [i for i in self.all_incidents if INCIDENT[values["security_incident"]](i)]
        self.exceptions = self.unite(self.get("exception"), lambda r: r["id"])
        self.actions = self.unite(self.get("action"), lambda r: (parse(r["at"]), r.get("decision")))
        self.findings = [Finding(r, self) for r in self.get("finding")]
        times = [f.first for f in self.findings] + [parse(a.get("at")) for a in self.activities]
        self.earliest = min([t for t in times if t], default=None)

    def get(self, kind):
        return self.kinds.get(kind, [])

    @staticmethod
    def unite(records, key, asset=False):
        out = {}
        for r in records:
            k = key(r)
            old = out.setdefault(k, {})
            for name, v in r.items():
                if name == "provenance" and old.get(name):
                    ranks = ["system", "partial", "manual"]
                    old[name] = max(old[name], v, key=lambda p: ranks.index(p) if p in ranks else 0)
                elif asset and isinstance(v, list) and isinstance(old.get(name), list):
                    old[name] += [x for x in v if x not in old[name]]
                elif v is not None and not (asset and old.get(name) is not None):
                    old[name] = v
                else:
                    old.setdefault(name, v)
        return list(out.values())

    # -- activities --

    @staticmethod
    def successful(a):
        return a.get("outcome") in (None, "passed") and parse(a.get("at"))

    def covers(self, a, f):
        if not self.successful(a) or a.get("category") != f.r.get("category"):
            return False
        sources = [(f.r.get("source_tool"), text(f.r, "target"))] + [(s.get("source_tool"), text(s, "target")) for s in f.sources]
        for tool, target in sources:
            if a.get("source_tool") != tool:
                continue
            if text(a, "target") and target:
                if text(a, "target") == target:
                    return True
            elif text(a, "service") and fold(text(a, "service")) == fold(f.service):
                return True
        return False

    def meets(self, a, asset):
        names = {fold(s) for s in [asset.get("service"), asset["name"]] + (asset.get("aliases") or []) if s}
        targets = {fold(t) for k in ("repos", "images", "hosts", "cloud_accounts", "aliases") for t in asset.get(k) or []}
        targets |= {"https://" + fold(h) for h in asset.get("hosts") or []} | {fold(asset["name"])}
        if text(a, "service") and fold(text(a, "service")) in names:
            return True
        if text(a, "service") and asset.get("service"):
            return False
        return bool(text(a, "target")) and fold(text(a, "target")) in targets

    def coverage(self, asset, p):
        """control -> (applies, covered, provenance of the scan)"""
        out = {}
        for control, c in (self.values.get("controls") or {}).items():
            applies = {"mobile": asset.get("mobile") is True, "api": asset.get("api_exposed") is True,
                       "cloud": bool(asset.get("cloud_accounts"))}.get(control, True)
            scans = [(parse(a["at"]), grade(a)) for a in self.activities
                     if self.successful(a) and a.get("category") == control and parse(a["at"]) < p.b and self.meets(a, asset)]
            last = max(scans, key=lambda s: (s[0], -RANK[s[1]])) if scans else None
            out[control] = (applies, bool(last) and (p.d.date() - last[0].date()).days < c.get("window_days", 31),
                            last[1] if last else None, last[0] if last else None)
        return out

    # -- releases --

    def counted(self, r):
        return RELEASE[self.values["release"]](r)

    def release(self, r, periods):
        """(result, provenance)"""
        at, service = parse(r["at"]), text(r, "service")
        own = grade(r)
        if r.get("outcome") in ("passed", "failed"):
            return r["outcome"], own
        if not service:
            return None, own
        until = next((p.b for p in periods if p.has(at)), periods[-1].b)
        gates = [(parse(g["at"]), g["outcome"] == "failed", RANK[grade(g)], g.get("ref"))
                 for g in self.gates if fold(text(g, "service")) == fold(service) and g.get("outcome") in ("passed", "failed")]
        names = [n for n in (text(r, "version"), text(r, "tag")) if n]
        exact = [g for g in gates if g[3] in names and g[0] < until]
        near = [g for g in gates if g[0] <= at and (at.date() - g[0].date()).days <= 7]
        found = max(exact or near, key=lambda g: g[:3], default=None)
        if found:
            worst = max(found[2], RANK[own])
            return ("failed" if found[1] else "passed"), [k for k in RANK if RANK[k] == worst][0]
        scanned = any(self.successful(a) and fold(text(a, "service")) == fold(service) and parse(a["at"]) <= at and
                      (at.date() - parse(a["at"]).date()).days <= 31 for a in self.activities)
        if not scanned:
            return None, own
        blocked = any(fold(f.service) == fold(service) and f.blocking and f.is_open(at) for f in self.findings)
        return ("failed" if blocked else "passed"), own

    # -- exceptions --

    def exception(self, e, p):
        granted, expires = parse(e.get("granted")), parse(e.get("expires"))
        given = e.get("state") not in ("requested", "rejected", "revoked") and (granted is None or granted < p.b)
        if expires:
            over = expires.date() < p.b.date()
        else:
            over = e.get("state") == "expired"
        return {"active": given and not over, "expired": given and over, "no_expiry": expires is None,
                "new": given and p.has(granted), "age": (p.d.date() - granted.date()).days if given and granted else None}


RANK = {"system": 0, "partial": 1, "manual": 2, "unreviewed": 3}


def grade(r):
    """How far a record can be trusted; unreviewed: manual, and nobody looked at it."""
    p = r.get("provenance")
    return "system" if p not in RANK else "unreviewed" if p == "manual" and not r.get("reviewed_by") else p


class Metric:
    """Contributions: (record, value or None, own dimensions, provenance, unmatched)."""

    def __init__(self, kind, of):
        self.kind, self.of, self.items, self.beside, self.needed = kind, of, [], None, None


def contributions(world, p, periods, with_team):
    """id -> Metric, of all metrics that are not formulas"""
    out = {}

    def metric(name, kind, of="finding"):
        out[name] = Metric(kind, [of] if isinstance(of, str) else of)
        return out[name].items

    def beside(name):
        out[name].beside = []
        return out[name].beside

    m = {n: metric(n, "count") for n in
         ("open_findings", "open_findings_at_start", "new_findings", "closed_findings", "reopened_findings",
          "critical_older_than_sla", "overdue_findings", "open_age_buckets", "kev_open", "epss_top", "closed_findings_12_months")}
    for n in ("open_age_median_days", "time_to_resolve_median_days", "time_to_detect_median_days", "exposure_window_median_days"):
        m[n] = metric(n, "median")
    for n in ("open_age_p90_days", "time_to_resolve_p90_days"):
        m[n] = metric(n, "p90")
    m["time_to_resolve_mean_days"] = metric("time_to_resolve_mean_days", "mean")
    for n in ("sla_compliance", "missing_owner_ratio", "unmapped_ratio", "unverified_ratio", "duplicate_ratio", "escape_rate"):
        m[n] = metric(n, "ratio")
    m["time_to_resolve_km_median_days"] = metric("time_to_resolve_km_median_days", "km_median")
    m["time_to_resolve_restricted_mean_days"] = metric("time_to_resolve_restricted_mean_days", "restricted_mean")
    out["escape_rate"].needed = []
    m["accepted_risk"] = metric("accepted_risk", "count", ["finding", "exception"])
    excused, kev_due, critical_accepted = beside("sla_compliance"), beside("kev_open"), beside("critical_older_than_sla")
    any_asset = bool(world.assets)
    for f in world.findings:
        r, state = f.r, f.state(p.b)
        prov = grade(r)

        def add(name, value, **own):
            if value is not None:
                m[name].append((r, value, own, prov, any_asset and not f.mapped))

        is_open, was_open = state in OPEN, f.is_open(p.a)
        age = days(f.clock, p.b - timedelta(seconds=1))
        resolutions = [at for at, before, s in f.changes() if s == "resolved" and before != "resolved" and p.has(at)]
        closed = bool(resolutions) and not is_open
        resolved = f.resolution(p.b) if state == "resolved" else None
        if is_open:
            add("open_findings", True)
            add("open_age_median_days", age)
            add("open_age_p90_days", age)
            if age is not None:
                add("open_age_buckets", True, bucket="0–30" if age <= 30 else "31–60" if age <= 60 else "61–90" if age <= 90
                    else "91–180" if age <= 180 else "181+")
            add("missing_owner_ratio", r.get("owner") in (None, ""))
            add("unmapped_ratio", not f.mapped)
            since = p.b - world.values.get("stale_days", 35) * DAY
            add("unverified_ratio", not any(world.covers(a, f) and since < parse(a["at"]) < p.b for a in world.activities))
            if f.due and p.d > f.due:
                add("overdue_findings", True)
                if f.critical:
                    add("critical_older_than_sla", True)
            added = parse(r.get("kev_added"))
            if (r.get("kev") is True or added) and (added is None or added < p.b):
                add("kev_open", True)
                if parse(r.get("kev_due")) and p.d.date() > parse(r["kev_due"]).date():
                    kev_due.append((r, True, {}))
            if isinstance(r.get("epss"), (int, float)) and r["epss"] > world.values.get("epss_bound", 0.1):
                add("epss_top", True)
        if was_open:
            add("open_findings_at_start", True)
        if p.has(f.first):
            add("new_findings", True)
            add("escape_rate", r.get("found_in") in ("production", "bug_bounty", "incident"))
            if r.get("found_in") is not None:
                out["escape_rate"].needed.append((r, True, {}))
            began = parse(r.get("introduced_at")) or parse(r.get("published_at"))
            add("time_to_detect_median_days", days(began, f.first))
        if closed:
            add("closed_findings", True)
            for n in ("median", "mean", "p90"):
                add("time_to_resolve_%s_days" % n, days(f.clock, resolved))
        if any(before == "resolved" and s in OPEN and p.has(at) for at, before, s in f.changes()):
            add("reopened_findings", True)
        if any(s == "resolved" and before != "resolved" and p.year <= at < p.b for at, before, s in f.changes()):
            add("closed_findings_12_months", True)
        if f.clock and f.clock < p.b and state != "false_positive":
            # resolved: to its last resolution; accepted: censored when that began; else censored at its age
            to = resolved if state == "resolved" else f.since(p.b) if state == "accepted" else p.b - timedelta(seconds=1)
            lasted = days(f.clock, to)
            for n in ("km_median", "restricted_mean"):
                if lasted is not None:
                    add("time_to_resolve_%s_days" % n, (lasted, state == "resolved"))
        if state == "accepted":
            add("accepted_risk", True)
            if f.critical:
                critical_accepted.append((r, True, {}))
        if f.due and p.a.date() <= f.due.date() <= p.d.date() and f.clock < p.b and state != "false_positive":
            if f.state(f.due + DAY) in ("accepted", "false_positive"):
                excused.append((r, True, {}))
            else:
                add("sla_compliance", resolved is not None and resolved.date() <= f.due.date())
        if f.last and (f.first is None or f.first < p.b) and f.last >= p.a:
            add("duplicate_ratio", False)
            for _ in f.sources[1:]:
                add("duplicate_ratio", True)
        shipped = [parse(x["at"]) for x in world.releases if world.counted(x) and f.service and
                   fold(text(x, "service")) == fold(f.service) and parse(x["at"]) < p.b]
        if (is_open or closed) and shipped and f.first:
            start, end = f.first, p.b - timedelta(seconds=1) if is_open else resolved
            introduced = parse(r.get("introduced_at"))
            if introduced:
                later = [t for t in shipped if t >= introduced]
                start = max([start] + sorted(later)[:1])
            add("exposure_window_median_days", days(start, end))

    for n in ("exceptions_active", "exceptions_new", "exceptions_expired_still_open", "exceptions_without_expiry",
              "exceptions_matching_nothing"):
        m[n] = metric(n, "count", "exception")
    m["exception_age_median_days"] = metric("exception_age_median_days", "median", "exception")
    for e in world.exceptions:
        x = world.exception(e, p)
        named = [f for f in world.findings if e["id"] in f.exceptions]
        covered = [f for f in named if f.state(p.b)]     # those that were there by the end of the period
        scanner = e.get("scope") == "scanner"

        def add_exception(name, value=True):
            if value is not None:
                m[name].append((e, value, {}, grade(e), not named and not scanner))

        if x["active"]:
            add_exception("exceptions_active")
            add_exception("exception_age_median_days", x["age"])
            if x["no_expiry"]:
                add_exception("exceptions_without_expiry")
            if not covered and not scanner and not Reference.broad(e):
                add_exception("exceptions_matching_nothing")
            if scanner and e.get("disposition") != "false_positive":
                add_exception("accepted_risk")
        if x["new"]:
            add_exception("exceptions_new")
        if x["expired"] and any(f.is_open(p.b) for f in covered):
            add_exception("exceptions_expired_still_open")

    released = metric("release_pass_rate", "ratio", "release")
    without = beside("release_pass_rate")
    for x in world.releases:
        if p.has(parse(x["at"])) and world.counted(x):
            result, prov = world.release(x, periods)
            if result:
                released.append((x, result == "passed", {}, prov, False))
            else:
                without.append((x, True, {}))
    gates = metric("gate_pass_rate", "ratio", "gate")
    for g in world.gates:
        if p.has(parse(g["at"])) and g.get("outcome") in ("passed", "failed"):
            gates.append((g, g["outcome"] == "passed", {}, grade(g), False))
    incidents, unknown = metric("incidents", "count", "incident"), metric("incidents_from_unknown_defects", "ratio", "incident")
    for i in world.incidents:
        if p.has(parse(i["detected"])):
            incidents.append((i, True, {}, grade(i), False))
            if i.get("known_defect") is not None:
                unknown.append((i, i["known_defect"] is False, {}, grade(i), False))
    activities = metric("activities", "count", "activity")
    for a in world.activities:
        if p.has(parse(a.get("at"))):
            activities.append((a, True, {}, grade(a), False))
    adoption = metric("pipeline_adoption", "ratio", "asset")
    with_repo = {}
    for a in world.assets:
        if a.get("repos"):
            with_repo.setdefault(fold(a.get("service") or a["name"]), []).append(a)
    for assets in with_repo.values():
        a = min(assets, key=lambda a: a["name"])
        found = world.coverage(a, p)
        names = {fold(s) for s in [a.get("service"), a["name"]] + (a.get("aliases") or []) if s}
        gated = any(text(g, "service") and fold(text(g, "service")) in names and p.has(parse(g["at"])) for g in world.gates)
        worst = max([RANK[grade(a)]] + [RANK[c[2]] for c in found.values() if c[0] and c[1]])
        adoption.append((a, gated, {}, [k for k in RANK if RANK[k] == worst][0], False))
    samm(world, p, out, metric)
    if with_team:
        team(world, p, metric)
    covered = metric("scanner_coverage", "ratio", "asset")
    for a in world.assets:
        found = world.coverage(a, p)
        worst = max([RANK[grade(a)]] + [RANK[c[2]] for c in found.values() if c[0] and c[1]])
        for control, (applies, yes, _, _) in found.items():
            if applies:
                covered.append((a, yes, {"control": control, "service": a.get("service") or a["name"]}, [k for k in RANK if RANK[k] == worst][0], False))
    return out


def surface(r):
    return "running" if r.get("category") in ("dast", "api") else "packages" if r.get("category") == "sca" else None


def team(world, p, metric):
    """What team/metrics counts: a metric for each aggregate that no shipped one has."""
    sources, rules = metric("sources_total", "sum"), metric("rules_open", "distinct")
    oldest, scores = metric("oldest_open_days", "max"), metric("decimals_mean", "mean")
    late, tools = metric("resolved_late_days", "p90"), metric("tools_by_surface", "distinct", ["finding", "activity"])
    for f in world.findings:
        r = f.r
        rest = ({}, grade(r), bool(world.assets) and not f.mapped)
        if f.is_open(p.b):
            sources.append((r, len(f.sources)) + rest)
            for items, v in ((rules, r.get("rule_id")), (oldest, days(f.clock, p.b - timedelta(seconds=1))), (scores, r.get("epss"))):
                if v is not None:
                    items.append((r, v) + rest)
        resolved = f.resolution(p.b) if f.state(p.b) == "resolved" else None
        if p.has(resolved):
            took = days(f.clock, resolved)
            if took is not None and f.sla is not None:
                late.append((r, took - f.sla) + rest)
        if p.has(f.first):
            tools.append((r, r.get("source_tool"), {"surface": surface(r)}) + rest[1:])
    for a in world.activities:
        if p.has(parse(a.get("at"))):
            tools.append((a, a.get("source_tool"), {"surface": surface(a)}, grade(a), False))


def samm(world, p, out, metric):
    """OWASP SAMM, Defect Management, Metrics and Feedback: for each application the criteria that the records show."""
    ids = {1: ["metrics_analysed", "initiative_recorded", "quick_win"], 2: ["classified", "management_informed", "details_shared"],
           3: ["effectiveness_analysed", "data_verified", "other_sources", "strategic"]}
    for level, names in ids.items():
        for n in names + ["level_%d" % level]:
            metric("samm_" + n, "ratio", "asset")
            out["samm_" + n].needed = []
    for a in world.assets:
        application = APPLICATION[world.values["application"]](a)
        names = {fold(s) for s in [a.get("service"), a["name"]] + (a.get("aliases") or []) if s}
        found = world.coverage(a, p)
        acts = [x for x in world.actions if p.year <= parse(x["at"]) < p.b and
                ((not x.get("services") and not x.get("products")) or names & {fold(s) for s in x.get("services") or []} or
                 (a.get("product") and fold(a["product"]) in {fold(s) for s in x.get("products") or []}))]
        types = {x.get("type") for x in acts}
        mine = [f for f in world.findings if fold(f.service) in names]
        opened = [f for f in mine if f.is_open(p.b)]
        scans = [parse(x["at"]) for x in world.activities if world.successful(x) and x.get("category") in world.values["controls"] and
                 p.year <= parse(x["at"]) < p.b and world.meets(x, a)]
        measured = bool(scans) or any(f.state(p.b) for f in mine)
        since = p.b - world.values.get("stale_days", 35) * DAY
        verified = sum(any(world.covers(x, f) and since < parse(x["at"]) < p.b for x in world.activities) for f in opened)
        classified = sum(bool(f.r.get("cwe") or f.r.get("cve")) for f in opened)
        yes = {"metrics_analysed": bool(types & {"report", "metric_review"}) or any(x.get("metric") for x in acts),
               "initiative_recorded": any(x.get("decision") and x.get("owner") for x in acts), "quick_win": "quick_win" in types,
               "classified": measured and classified >= len(opened) * world.values["samm"]["most"],
               "details_shared": "sharing" in types, "effectiveness_analysed": "metric_review" in types,
               "data_verified": measured and verified == len(opened), "strategic": "strategic" in types,
               "other_sources": any(f.state(p.b) and (f.r.get("kev") is True or parse(f.r.get("kev_added")) or f.r.get("epss") is not None) for f in mine)}
        yes["management_informed"] = "report" in types and yes["initiative_recorded"]
        worst = max([RANK[grade(a)]] + [RANK[c[2]] for c in found.values() if c[0] and c[1]])
        prov = [k for k in RANK if RANK[k] == worst][0]
        for level, names_ in ids.items():
            yes["level_%d" % level] = all(yes[n] for n in names_)
            for n in names_ + ["level_%d" % level]:
                if application:
                    out["samm_" + n].items.append((a, yes[n], {}, prov, False))
                shown = yes["other_sources"] if n == "other_sources" else measured if n in ("classified", "data_verified") else any(parse(x["at"]) < p.b for x in world.actions)
                if shown:
                    out["samm_" + n].needed.append((a, True, {}))


FORMULAS = {"net_flow": (("open_findings", "open_findings_at_start"), lambda a, b: a - b),
            "reopen_rate": (("reopened_findings", "closed_findings_12_months"), lambda a, b: None if b == 0 else a / b),
            "open_per_rule": (("open_findings", "rules_open"), lambda a, b: None if b == 0 else a / b),
            "defects_per_activity": (("new_findings", "activities"), lambda a, b: None if b == 0 else a / b)}


def dimension(r, own, key):
    """The values that a record is counted under."""
    v = own[key] if key in own else r.get(key)
    many = v if isinstance(v, list) else [v]
    out = []
    for x in many or [None]:
        x = x.get("name") if isinstance(x, dict) else x
        x = None if x == "" else str(x).lower() if isinstance(x, bool) else str(x) if x is not None else None
        if x not in out:
            out.append(x)
    return out


def within(item, dims):
    return all(v in dimension(item[0], item[2], k) for k, v in dims.items())


def survival(values):
    """Kaplan and Meier, in fractions: (time, share still open from then on) for each time at which something ended."""
    s = Fraction(1)
    for t in sorted({t for t, ended in values if ended}):
        at_risk = sum(1 for x, _ in values if x >= t)
        s *= 1 - Fraction(sum(1 for x, ended in values if ended and x == t), at_risk)
        yield t, s


def aggregate(kind, values):
    if kind == "count":
        return len(values)
    if kind == "km_median":
        return next((t for t, s in survival(values) if 2 * s <= 1), None)
    if kind == "restricted_mean" and values:
        last, day, open_, total = max(t for t, _ in values), 0, Fraction(1), Fraction(0)
        for t, s in survival(values):
            total, day, open_ = total + open_ * (t - day), t, s
        return float(total + open_ * (last - day))
    if kind == "sum":
        return sum(values)
    if kind == "distinct":
        return len(set(values))
    if not values:
        return None
    if kind == "max":
        return max(values)
    if kind == "ratio":
        return sum(values) / len(values)
    values = sorted(values)
    n = len(values)
    if kind == "median":
        return values[n // 2] if n % 2 else (values[n // 2 - 1] + values[n // 2]) / 2
    if kind == "p90":
        return values[math.ceil(Fraction(9, 10) * n) - 1]
    return sum(values) / n


class Reference:
    def __init__(self, records, derived):
        self.values = next(r["values"] for r in derived if r["kind"] == "definitions")
        self.periods = [Period(r["period"], r["as_of"]) for r in derived if r["kind"] == "definitions"]
        self.world = World(records, self.values)
        with_team = any(r["id"] == "sources_total" for r in derived if r["kind"] == "metric")
        self.by_period = {p.name: contributions(self.world, p, self.periods, with_team) for p in self.periods}
        self.of_period = {p.name: lists.Lists(self.world, p, parse, days) for p in self.periods}
        self.wrong = []

    def measured(self, kinds, p):
        w = self.world
        have = {"finding": w.findings, "exception": w.exceptions, "release": w.releases, "gate": w.all_gates,
                "incident": w.all_incidents, "activity": w.activities, "asset": w.assets}
        for k in kinds:
            if k == "finding":
                if (w.findings or w.activities) and (w.earliest is None or w.earliest < p.b):
                    return True
            elif have[k]:
                return True
        return False

    def result(self, name, p, dims):
        if name in FORMULAS:
            reads, f = FORMULAS[name]
            parts = [self.result(x, p, dims) for x in reads]
            known = all(x["value"] is not None for x in parts)
            out = {"value": f(*(x["value"] for x in parts)) if known else None, "n": sum(x["n"] for x in parts),
                   "items": [i for x in parts for i in x["items"]], "beside": None, "kinds": [k for x in parts for k in x["kinds"]]}
            if name == "reopen_rate":                 # a quotient rests on what stands below the line
                out["numerator"], out["n"] = parts[0]["value"] or 0, parts[1]["value"] or 0
                out["denominator"] = out["n"]
            return out
        m = self.by_period[p.name][name]
        items = [i for i in m.items if within(i, dims)]
        value = aggregate(m.kind, [i[1] for i in items])
        if m.kind in ("count", "sum", "distinct") and not items and not self.measured(m.of, p):
            value = None
        if m.needed is not None and not any(within(i, dims) for i in m.needed):
            value = None
        out = {"value": value, "n": len(items), "items": items, "kinds": m.of,
               "beside": None if m.beside is None else sum(within(i, dims) for i in m.beside)}
        if m.kind == "ratio":
            out["numerator"], out["denominator"] = sum(1 for i in items if i[1] is True), len(items)
        return out

    def evidence(self, items):
        out = {k: sum(1 for i in items if i[3] == k) for k in RANK}
        out["manual"] += out.pop("unreviewed")
        return out

    def population(self, kinds):
        w, out = self.world, []
        any_asset = bool(w.assets)
        for k in set(kinds):
            if k == "finding":
                out += [(f.r, 1, {}, grade(f.r), any_asset and not f.mapped) for f in w.findings]
            elif k == "exception":
                named = set().union(*[f.exceptions for f in w.findings])
                out += [(e, 1, {}, grade(e), e["id"] not in named and e.get("scope") != "scanner")
                        for e in w.exceptions]
            elif k == "release":
                out += [(r, 1, {}, grade(r), False) for r in w.releases]
            else:
                have = {"gate": w.all_gates, "incident": w.all_incidents, "activity": w.activities, "asset": w.assets}[k]
                out += [(r, 1, {}, grade(r), False) for r in have]
        return out

    def confidence(self, x):
        lowered = (self.values.get("confidence") or {}).get(x["id"], "A")
        items = x["items"] or self.population(x["kinds"])
        e = self.evidence(items)
        total = sum(e.values())
        if total and e["manual"] > (self.values.get("confidence") or {}).get("manual_share", 0.05) * total:
            return "C"
        return lowered if lowered > "A" else "B" if e["partial"] or e["manual"] or any(i[4] for i in items) else "A"

    def differ(self, where, name, want, have):
        same = want == have
        if isinstance(want, float) and isinstance(have, (int, float)):
            same = abs(want - have) <= 1e-9 * max(1, abs(want))
        if not same:
            self.wrong.append("%s: %s: wanted %r, sm-derive says %r" % (where, name, want, have))

    def check_metric(self, r, p):
        where = "%s %s %s" % (r["id"], r["period"], json.dumps(r["dimensions"]))
        x = self.result(r["id"], p, r["dimensions"])
        for name in ("value", "n"):
            self.differ(where, name, x[name], r[name])
        if "numerator" in x:
            self.differ(where, "numerator", x["numerator"], r["numerator"])
            self.differ(where, "denominator", x["denominator"], r["denominator"])
        self.differ(where, "beside", x["beside"], (r.get("beside") or {}).get("value"))
        self.differ(where, "evidence", self.evidence(x["items"]), r["evidence"])
        self.differ(where, "confidence", self.confidence(dict(x, id=r["id"])), r["confidence"])
        status = "unknown"
        if r["target"] is not None and x["value"] is not None and r["direction"] != "none":
            met = x["value"] <= r["target"] if r["direction"] == "lower" else x["value"] >= r["target"]
            status = "met" if met else "missed"
        self.differ(where, "status", status, r["status"])
        self.check_texts(r, x, where)

    def check_texts(self, r, x, where):
        """What no data is called, what was not reviewed, and the answer that SAMM's bounds give."""
        unreviewed = any(i[3] == "unreviewed" for i in x["items"])
        self.differ(where, "not reviewed", r["confidence"] == "C" and unreviewed, "not reviewed" in (r["caveat"] or ""))
        if (x["value"] is None) != bool(r["note"]) and r["id"] != "time_to_detect_median_days":
            self.wrong.append("%s: value %r, note %r" % (where, x["value"], r["note"]))
        if r["id"] == "time_to_resolve_km_median_days" and x["value"] is None and x["n"]:
            self.differ(where, "note", "not reached", r["note"])
        if r["id"] == "time_to_detect_median_days" and x["value"] is not None:
            how = ["since introduction" if parse(i[0].get("introduced_at")) else "since publication" for i in x["items"]]
            self.differ(where, "note", ", ".join("%s: %d" % (h, how.count(h)) for h in sorted(set(how))), r["note"])
        if "level" in r:
            v, b = x["value"], self.values["samm"]
            answer = None if v is None else "Yes, for most or all of the applications" if v >= b["most"] else \
                "Yes, for at least half of the applications" if v >= b["half"] else "Yes, for some applications" if v else "No"
            self.differ(where, "answer", answer, r["answer"])
            self.differ(where, "attach", v is None, r["attach"] is not None)

    def check_missing(self, derived, p):
        """Every cell with a contribution has a record."""
        have = {}
        for r in derived:
            if r["period"] == p.name:
                have.setdefault(r["id"], {}).setdefault(tuple(r["dimensions"]), set()).add(tuple(r["dimensions"].values()))
        for name, m in self.by_period[p.name].items():
            if () not in have.get(name, {}):
                self.wrong.append("%s %s: no record of the whole" % (name, p.name))
            for keys, cells in have.get(name, {}).items():
                for i in m.items:
                    want = [()]
                    for k in keys:
                        want = [w + (v,) for w in want for v in dimension(i[0], i[2], k)]
                    for w in want:
                        if w not in cells:
                            self.wrong.append("%s %s: no record of %s" % (name, p.name, dict(zip(keys, w))))
                            return

    def check_checks(self, checks, p):
        opened = [f for f in self.world.findings if f.is_open(p.b)]
        every = [(e, self.world.exception(e, p)) for e in self.world.exceptions]
        known = set().union(*[f.exceptions for f in self.world.findings if f.state(p.b)])
        stale = {id(i[0]): i[1] for i in self.by_period[p.name]["unverified_ratio"].items}
        controls = [self.world.coverage(a, p) for a in self.world.assets]
        infra = [f for f in opened if f.infrastructure]
        want = {
            "duplicates": (sum(len(f.sources) > 1 for f in opened), len(opened)),
            "missing_owner": (sum(f.owner is None for f in opened), len(opened)),
            "infrastructure_without_owner": (sum(f.owner is None for f in infra), len(infra)),
            "unmapped": (sum(not f.mapped for f in opened), len(opened)),
            "unverified": (sum(stale[id(f.r)] for f in opened), len(opened)),
            "exceptions_without_expiry": (sum(x["active"] and x["no_expiry"] for _, x in every), sum(x["active"] for _, x in every)),
            "exceptions_expired_still_open": (sum(1 for e, x in every if x["expired"] and
                                                  any(e["id"] in f.exceptions for f in opened)),
                                              sum(x["expired"] for _, x in every)),
            "exceptions_matching_nothing": (sum(x["active"] and e.get("scope") != "scanner" and e["id"] not in known and
                                                not self.broad(e) for e, x in every),
                                            sum(x["active"] and e.get("scope") != "scanner" for e, x in every)),
            "never_scanned": (len(self.never_scanned(p)), sum(any(c[0] for c in a.values()) for a in controls)),
            "reconciliation": (0, len(opened)),
        }
        self.more_checks(want, p, every, opened)
        self.check_examples(checks, p, want, opened, stale)
        for r in checks:
            if r["period"] == p.name and r["id"] in want:
                where = "check %s %s" % (r["id"], p.name)
                self.differ(where, "count", want[r["id"]][0], r["count"])
                self.differ(where, "of", want[r["id"]][1], r["of"])

    @staticmethod
    def broad(e):
        if any(e.get(k) for k in ("cve", "component", "finding_id", "native_id")) or (e.get("path") or "").strip("*"):
            return False
        return not e.get("rule_id") or (e["rule_id"] == "*" and not any(e.get(k) for k in ("service", "product", "target")))

    def never_scanned(self, p):
        """No scan of one of its controls, and no finding of a control is of one of its names."""
        w, controls, out = self.world, self.world.values.get("controls") or {}, []
        scanned = {fold(f.service) for f in w.findings if f.service and f.r.get("category") in controls and f.state(p.b)}
        for a in w.assets:
            cells = w.coverage(a, p).values()
            names = {fold(s) for s in [a.get("service"), a["name"]] + (a.get("aliases") or []) if s}
            if any(c[0] for c in cells) and not any(c[3] for c in cells) and not names & scanned:
                out.append(a)
        return out

    def check_examples(self, checks, p, want, opened, stale):
        """At most five, those that come first in their order; each check has a status that its count decides."""
        l = self.of_period[p.name]
        rows = l.every()
        examples = {
            "duplicates": l.of_findings([f for f in opened if len(f.sources) > 1]),
            "missing_owner": l.of_findings([f for f in opened if f.owner is None]),
            "infrastructure_without_owner": l.of_findings([f for f in opened if f.owner is None and f.infrastructure]),
            "unmapped": l.of_findings([f for f in opened if not f.mapped]),
            "unverified": l.of_findings([f for f in opened if stale[id(f.r)]]),
            "exceptions_expired_still_open": l.of_exceptions(rows["exceptions_expired_still_open"], 5, "expired for"),
            "noisy_rules": ["%s: %s: %d findings, %d of them false positives: %s" % (r[0], r[1], r[2], r[4], r[6]) for r in rows["noisy_rules"][:5]]}
        want["noisy_rules"] = (len(rows["noisy_rules"]), l.rules)
        for r in checks:
            if r["period"] == p.name:
                where = "check %s %s" % (r["id"], p.name)
                bad = "fail" if r["id"] in ("reconciliation", "published_opening") else "warn"
                self.differ(where, "status", bad if r["count"] else "ok", r["status"])
                if r["id"] in examples:
                    self.differ(where, "examples", examples[r["id"]], r["examples"])
                elif r["id"] not in ("reconciliation", "rejects", "dashboard_totals", "published_opening"):
                    self.differ(where, "number of examples", min(5, r["count"]), len(r["examples"]))
                if len(r["examples"]) > 5 or not r["advice"].endswith("."):
                    self.wrong.append("%s: examples or advice" % where)

    @staticmethod
    def ticket_closed(p, t, stated=False):
        """At the end of the period; stated: by what its record says of its state, whenever."""
        state = t.get("state") or ""
        says = state in ("resolved", "accepted", "false_positive") or state.lower() in ("closed", "done")
        done, again = parse(t.get("resolved")), [parse(x) for x in t.get("reopened_at") or [] if parse(x)]
        if stated:
            return says
        if again and max(again) < p.b and (done is None or max(again) >= done):
            return False
        return done < p.b if done else says

    def more_checks(self, want, p, every, opened):
        w, values = self.world, self.values

        named = set().union(*[f.exceptions for f in w.findings if f.state(p.b)])
        active = [e for e, x in every if x["active"] and e.get("scope") != "scanner"]
        want["exceptions_too_broad"] = (sum(self.broad(e) and e["id"] not in named for e in active), len(active))

        closed = functools.partial(self.ticket_closed, p)
        ids = {e["id"] for e in w.exceptions}
        for t in w.tickets:
            since = parse(t.get("resolved")) or parse(t.get("created"))
            if t.get("state") == "accepted" and not parse(t.get("due")) and t["key"] not in ids and closed(t) and (since is None or since < p.b):
                want["exceptions_without_expiry"] = tuple(n + 1 for n in want["exceptions_without_expiry"])

        tracked = [f for f in opened if f.ticket]
        want["tickets_closed_finding_open"] = (sum(closed(f.ticket) for f in tracked), len(tracked))
        churn = moved = 0
        for f in w.findings:
            kinds = [("reopened" if before == "resolved" and s in OPEN else "resolved" if before in OPEN and s == "resolved" else
                      "other" if (s in OPEN) != (before in OPEN) else None) for at, before, s in f.changes() if p.has(at)]
            moved += any(kinds)
            churn += "reopened" in kinds and ("resolved" in kinds or kinds.count("reopened") > 1)
        want["churn"] = (churn, moved)
        last, entries = {}, {}
        for a in w.activities:
            at, where = parse(a.get("at")), text(a, "target") or text(a, "service")
            key = (a.get("source_tool"), a.get("category"), where)
            if at and at < p.b and w.successful(a):
                last[key] = max(last.get(key, at), at)
            if at and at < p.b:
                now = (at, a.get("entries") if a.get("entries") is not None else -1)
                entries[key] = max(entries.get(key, now), now)
        since = p.b - values.get("stale_days", 35) * DAY
        want["stale_sources"] = (sum(at <= since for at in last.values()), len(last))
        tools = {}
        for (tool, _, _), (at, n) in entries.items():
            if at >= p.a and n >= 0:
                tools[tool] = tools.get(tool, 0) + n
        have = {t: sum(1 for f in w.findings if text(f.r, "source_tool") == t and
                       (f.is_open(p.b) or f.state(p.b) in ("accepted", "false_positive"))) for t in tools}
        want["scanner_events"] = (sum(n >= values["noisy"]["minimum"] and n > 5 * have[t] for t, n in tools.items()), len(tools))
        records = [f.r for f in w.findings] + w.assets + w.exceptions + w.tickets + w.activities + w.all_gates + w.releases + w.all_incidents + w.actions
        want["manual_not_reviewed"] = (sum(grade(r) == "unreviewed" for r in records), len(records))

        def measured(q):
            return any(q.has(parse(a.get("at"))) for a in w.activities) or \
                any(q.has(f.first) or q.has(parse(f.r.get("last_seen"))) for f in w.findings)

        i = self.periods.index(p)
        gap = not measured(p) and any(map(measured, self.periods[:i])) and any(map(measured, self.periods[i + 1:]))
        want["gap"] = (int(gap), 1)
        board = values["dashboard"]
        mistakes = len(board) == 2                # the team's in check-metrics: open_findings and activities
        want["dashboard_counts_scans"] = want["dashboard_size"] = want["dashboard_without_exceptions"] = (int(mistakes), len(board))
        want["dashboard_totals"] = (2 if mistakes else 0, 2)

    def check_lists(self, said, p):
        opened = [f for f in self.world.findings if f.is_open(p.b)]
        counts = self.by_period[p.name]
        owners = {f.owner for f in opened}
        want = {"critical_older_than_sla": len(counts["critical_older_than_sla"].items), "kev_open": len(counts["kev_open"].items),
                "missing_owner": sum(f.owner is None for f in opened), "owners": len(owners),
                "exceptions_without_expiry": len(counts["exceptions_without_expiry"].items),
                "exceptions_expired_still_open": len(counts["exceptions_expired_still_open"].items),
                "fixed": sum(1 for f in self.world.findings if f.state(p.b) == "resolved" and p.has(f.resolution(p.b)))}
        l = self.of_period[p.name]
        rows = l.every()
        idle = [t for t in self.world.tickets if not any(t["key"] in f.tickets for f in self.world.findings) and
                (not parse(t.get("created")) or parse(t["created"]) < p.b)]
        rows.update(unmapped=l.unmapped(), never_scanned=l.never_scanned(self.never_scanned(p)),
                    exceptions_matching_nothing=l.exceptions_matching_nothing({i[0]["id"] for i in counts["exceptions_matching_nothing"].items}),
                    tickets_matching_nothing=l.tickets_matching_nothing(idle, functools.partial(self.ticket_closed, p)))
        for r in said:
            if r["period"] != p.name:
                continue
            if r["id"] in want:
                self.differ("list %s %s" % (r["id"], p.name), "total", want[r["id"]], r["total"])
            if r["id"] in rows:
                self.differ("list %s %s" % (r["id"], p.name), "total", len(rows[r["id"]]), r["total"])
                for i, (wanted, have) in enumerate(zip(rows[r["id"]][:lists.ROWS], r["rows"])):
                    self.differ("list %s %s" % (r["id"], p.name), "row %d" % (i + 1), wanted, have)
                self.differ("list %s %s" % (r["id"], p.name), "rows", len(rows[r["id"]][:lists.ROWS]), len(r["rows"]))
            if r["id"] in ("top_components", "top_cwes", "suppliers"):
                self.check_top(r, opened)
            if r["id"] in ("metric_review", "removal_candidates"):
                self.check_worth(r, p)
            if r["id"] == "movement":
                self.check_movement(r["rows"], p)
            if r["id"] == "scorecard_tally":
                self.check_scorecard(r["rows"][0], p, self.said)
            if r["id"] == "owners":
                self.check_owners(r["rows"], opened, p)

    def check_scorecard(self, row, p, said):
        """Of the dashboard: targets met and missed; against the period before, what the dictionary's `flat` does not call the same."""
        i, flat = self.periods.index(p), self.values["flat"]
        before = self.periods[i - 1] if i else None
        n = dict.fromkeys(("targets", "met", "missed", "no_value", "better", "worse", "same", "met_before"), 0)
        for name in self.values["dashboard"]:
            r = next(x for x in said if x["id"] == name and x["period"] == p.name and x["dimensions"] == {})
            now, then = self.result(name, p, {}), self.result(name, before, {}) if before else None
            good = (lambda v: v <= r["target"]) if r["direction"] == "lower" else (lambda v: v >= r["target"])
            n["targets"] += r["target"] is not None
            n["no_value"] += now["value"] is None
            if r["target"] is not None and now["value"] is not None:
                n["met" if good(now["value"]) else "missed"] += 1
            if before and r["target"] is not None and then["value"] is not None:
                n["met_before"] += good(then["value"])
            if not before or now["value"] is None or then["value"] is None or r["direction"] == "none":
                continue
            change = now["value"] - then["value"]
            size = abs(change)
            moved = size > 0
            if r["unit"] == "ratio":
                moved = size * 100 >= flat["ratio_points"] - 1e-12 and size * min(now["n"], then["n"]) >= flat["ratio_items"] - 1e-12
            elif r["unit"] == "days":
                moved = size >= flat["days"] and size >= flat["days_share"] * abs(then["value"])
            n["same" if not moved else "better" if (change > 0) == (r["direction"] == "higher") else "worse"] += 1
        want = [before.name if before else None] + [v if before or k in ("targets", "met", "missed", "no_value") else None for k, v in n.items()]
        self.differ("scorecard %s" % p.name, "row", want, row)

    def check_top(self, r, opened):
        def values(f):
            c = f.r.get("component") or {}
            if r["id"] == "top_cwes":
                return set(f.r.get("cwe") or [])
            if r["id"] == "top_components":
                return {c["name"]} if c.get("name") else set()
            purl = (c.get("purl") or "").split("?")[0].split("#")[0].split("@")[0]
            return {purl[4:].rsplit("/", 1)[0]} if purl.startswith("pkg:") and c.get("name") else set()

        rows = {}
        for f in opened:
            for v in values(f):
                row = rows.setdefault(v, [0, 0, 0, 0])
                for i, n in enumerate((1, f.r["severity"] == "critical", f.r["severity"] == "high",
                                       bool((f.r.get("component") or {}).get("fixed_version")))):
                    row[i] += n
        want = sorted(([k] + v for k, v in rows.items()), key=lambda x: (-x[1], -x[2], -x[3], x[0]))
        self.differ("list " + r["id"], "rows", want, r["rows"])

    def check_worth(self, r, p):
        a = self.periods[0].a
        cited = {}
        for x in self.world.actions:
            if a <= parse(x["at"]) < p.b and x.get("metric"):
                cited[x["metric"]] = cited.get(x["metric"], 0) + 1
        for row in r["rows"]:
            first, last = (self.result(row[0], q, {})["value"] for q in (self.periods[0], p))
            moved = None if first is None or last is None or p is self.periods[0] else last - first
            for name, want, have in zip(("first", "last", "moved", "actions"), (first, last, moved, cited.get(row[0], 0)), row[4:]):
                self.differ("list %s %s" % (r["id"], row[0]), name, want, have)

    def check_owners(self, rows, opened, p):
        for owner, n, overdue, oldest, due_next in rows:
            mine = [f for f in opened if f.owner == owner]
            ages = [days(f.clock, p.b - timedelta(seconds=1)) for f in mine]
            want = [len(mine), sum(bool(f.due and p.d > f.due) for f in mine), max([a for a in ages if a is not None], default=None),
                    sum(bool(f.due and p.b <= f.due < p.next_end) for f in mine)]
            self.differ("owners %s %s" % (p.name, owner), "row", want, [n, overdue, oldest, due_next])

    def check_movement(self, rows, p):
        """Every place in which something was or moved, with its changes; nothing was published."""
        want = {(None, None): [0] * 7}
        for f in self.world.findings:
            n = dict.fromkeys(("first", "resolved", "reopened", "accepted", "returned"), 0)
            for at, before, state in f.changes():
                if p.has(at):
                    was, now = before in OPEN, state in OPEN
                    n["first"] += before is None and now
                    n["reopened"] += before == "resolved" and now
                    n["returned"] += before in ("accepted", "false_positive") and now
                    n["resolved"] += was and state == "resolved"
                    n["accepted"] += was and state in ("accepted", "false_positive")
            mine = [f.is_open(p.a)] + [n[k] for k in ("first", "resolved", "reopened", "accepted", "returned")] + [f.is_open(p.b)]
            for place in [(None, None)] + [(k, v) for k in PARTS for v in dimension(f.r, {}, k)]:
                if any(mine):
                    want[place] = [x + y for x, y in zip(want.get(place, [0] * 7), mine)]
        self.differ("movement %s" % p.name, "rows", {k: v + [0, None] for k, v in want.items()}, {(r[0], r[1]): r[2:] for r in rows})


def compare(records, derived):
    ref = Reference(records, derived)
    metrics = ref.said = [r for r in derived if r["kind"] == "metric"]
    for p in ref.periods:
        for r in metrics:
            if r["period"] == p.name:
                ref.check_metric(r, p)
        ref.check_missing(metrics, p)
        ref.check_checks([r for r in derived if r["kind"] == "check"], p)
        ref.check_lists([r for r in derived if r["kind"] == "list"], p)
    return ref.wrong, len(metrics)


def load(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f if line.strip()]


if __name__ == "__main__":
    wrong, n = compare(load(sys.argv[1]), load(sys.argv[2]))
    print("\n".join(wrong[:40]) or "%d metric records agree" % n)
    sys.exit(1 if wrong else 0)
