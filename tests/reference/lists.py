"""The lists and the examples of the checks, recomputed: every row, in order. Written from sm-metric(5) and metrics.md; used
by metrics.py. What a row says is a text, a number, an instant as it is written, or null."""
import fnmatch
from datetime import timedelta

RANKS = ["critical", "high", "medium", "low", "info"]
ROWS = 1000                                       # at most, of one list; examples of a check: 5
LATE = float("inf")


def rank(r):
    s = text(r, "severity")
    return RANKS.index(s) if s in RANKS else len(RANKS)


def text(r, k):
    v = r.get(k)
    return v.strip() or None if isinstance(v, str) else None


def when(t):
    return t.strftime("%Y-%m-%dT%H:%M:%SZ") if t else None


def order(*values):
    """A key in which null comes last, and of texts their bytes count."""
    return tuple((v is None, v.encode() if isinstance(v, str) else v if v is not None else 0) for v in values)


def down(v):
    return None if v is None else -v


def component(f, name):
    c = f.r.get("component")
    return c.get(name) if isinstance(c, dict) and isinstance(c.get(name), str) else None


def names(r, *members):
    """What a record is about, in one text: texts, texts of lists, a component's purl or name."""
    out = []
    for k in members:
        v = r.get(k)
        if isinstance(v, dict):
            v = v.get("purl") or v.get("name")
        out += [x for x in (v if isinstance(v, list) else [v]) if isinstance(x, str) and x]
    return ", ".join(out) or None


def how_fixed(f):
    fix = f.r.get("fix") or {}
    said = [fix[k] for k in ("version", "ticket", "ref", "note") if isinstance(fix.get(k), str) and fix[k]]
    return ", ".join(said) or component(f, "fixed_version")


class Lists:
    def __init__(self, world, p, parse, days):
        self.w, self.p, self.parse, self.days = world, p, parse, days
        self.open = [f for f in world.findings if f.is_open(p.b)]
        self.last = p.b - timedelta(seconds=1)
        self.exceptions = [(e, world.exception(e, p), [f for f in world.findings if e["id"] in f.exceptions]) for e in world.exceptions]

    def made(self, rows):
        """Of (key, row) pairs: the rows in order."""
        return [row for _, row in sorted(rows, key=lambda x: x[0])]

    def critical_older_than_sla(self):
        return self.made((order(f.due.timestamp(), f.r["id"]),
                          [f.r["id"], text(f.r, "finding_title"), f.service, f.owner, text(f.r, "tier"), when(f.first), when(f.due),
                           (self.p.d - f.due).days, component(f, "fixed_version"), f.r.get("ticket")])
                         for f in self.open if f.critical and f.due and self.p.d > f.due)

    def kev(self, f):
        added = self.parse(f.r.get("kev_added"))
        return (f.r.get("kev") is True or added) and (added is None or added < self.p.b)

    def kev_open(self):
        def due(f):
            return self.parse(f.r.get("kev_due"))
        return self.made(((due(f).timestamp() if due(f) else LATE, f.r["id"].encode()),
                          [f.r["id"], text(f.r, "finding_title"), text(f.r, "severity"), f.service, f.owner, when(f.first), when(due(f)),
                           component(f, "fixed_version")]) for f in self.open if self.kev(f))

    def missing_owner(self):
        def age(f):
            return self.days(f.clock, self.last)
        return self.made((order(rank(f.r), down(age(f)), f.r["id"]),
                          [f.r["id"], text(f.r, "finding_title"), text(f.r, "severity"), f.service, text(f.r, "category"), text(f.r, "target"),
                           when(f.first), age(f)]) for f in self.open if f.owner is None)

    def fixed(self):
        rows = []
        for f in self.w.findings:
            at = f.resolution(self.p.b) if f.state(self.p.b) == "resolved" else None
            if at and self.p.has(at):
                rows.append((order(-at.timestamp(), rank(f.r), f.r["id"]),
                             [f.r["id"], text(f.r, "finding_title"), text(f.r, "severity"), f.service, component(f, "name"), how_fixed(f),
                              when(at), self.days(f.clock, at)]))
        return self.made(rows)

    def exceptions_expired_still_open(self):
        rows = []
        for e, x, named in self.exceptions:
            still = sum(f.is_open(self.p.b) for f in named)
            expires = self.parse(e.get("expires"))
            over = (self.p.d.date() - expires.date()).days if expires else None
            if x["expired"] and still:
                rows.append((order(down(over), e["id"]), [e["id"], text(e, "service"), text(e, "reason"), text(e, "approver"), when(expires), over, still]))
        return self.made(rows)

    def exceptions_without_expiry(self):
        rows = []
        for e, x, named in self.exceptions:
            covered = sum(f.state(self.p.b) in ("accepted", "false_positive") for f in named)
            if x["active"] and x["no_expiry"]:
                rows.append((order(down(x["age"]), e["id"]), [e["id"], text(e, "service"), text(e, "disposition"), text(e, "reason"), text(e, "approver"),
                                                              when(self.parse(e.get("granted"))), x["age"], covered]))
        return self.made(rows)

    def uncovered_services(self):
        rows = []
        for a in self.w.assets:
            controls = [(c, yes, last) for c, (applies, yes, _, last) in self.w.coverage(a, self.p).items() if applies]
            missing = [c for c, yes, _ in controls if not yes]
            last = max([at for _, _, at in controls if at], default=None)
            if a.get("tier") == "1" and missing:
                service = text(a, "service") or text(a, "name")
                rows.append((order(-len(missing), service, text(a, "name")),
                             [service, text(a, "name"), "1", text(a, "owner"), a.get("product"), ", ".join(missing), len(missing), when(last)]))
        return self.made(rows)

    def actions(self):
        rows = []
        for x in self.w.actions:
            at = self.parse(x["at"])
            if self.p.has(at):
                rows.append((order(-at.timestamp(), x.get("decision")),
                             [when(at)] + [x.get(k) for k in ("decision", "metric", "owner", "type", "area")] +
                             [", ".join(x.get(k) or []) or None for k in ("services", "products")]))
        return self.made(rows)

    # -- what meets nothing on the other side --

    def unmapped(self):
        def age(f):
            return self.days(f.clock, self.last)
        return self.made((order(rank(f.r), down(age(f)), f.r["id"]),
                          [f.r["id"], text(f.r, "finding_title"), text(f.r, "severity"), f.service, text(f.r, "target"), text(f.r, "source_tool"),
                           when(f.first), age(f)]) for f in self.open if self.w.assets and not f.mapped)

    def never_scanned(self, assets):
        """assets: those that no scan and no finding has met"""
        rows = []
        for a in assets:
            controls = [c for c, cell in self.w.coverage(a, self.p).items() if cell[0]]
            rows.append((order(text(a, "tier"), text(a, "name")),
                         [text(a, "name"), text(a, "service") or text(a, "name"), text(a, "tier"), text(a, "owner"), text(a, "product"), ", ".join(controls)]))
        return self.made(rows)

    def exceptions_matching_nothing(self, exceptions):
        rows = []
        for e, x, _ in self.exceptions:
            if e["id"] not in exceptions:
                continue
            rows.append((order(down(x["age"]), e["id"]), [e["id"], text(e, "service"), names(e, "finding_id", "native_id", "cve", "rule_id", "component", "path", "target"),
                                                          text(e, "reason"), text(e, "approver"), when(self.parse(e.get("granted"))),
                                                          when(self.parse(e.get("expires"))), x["age"]]))
        return self.made(rows)

    def tickets_matching_nothing(self, tickets, closed):
        """closed: of a ticket, whether it is at the end of the period"""
        rows = []
        for t in tickets:
            created, about = self.parse(t.get("created")), names(t, "finding_ids", "cve")
            over = closed(t)
            said = "open" if closed(t, stated=True) and not over else text(t, "state")
            rows.append((order(not about, over, -created.timestamp() if created else None, t["key"]),
                         [t["key"], text(t, "title"), said, text(t, "service"), about, text(t, "owner"), when(created)]))
        return self.made(rows)

    def noisy_rules(self):
        n, tools, rules = self.w.values["noisy"], {}, {}
        for f in self.w.findings:
            state = f.state(self.p.b)
            if state not in ("open", "in_progress", "accepted", "false_positive"):
                continue
            tool = text(f.r, "source_tool")
            tools[tool] = tools.get(tool, 0) + 1
            if text(f.r, "rule_id"):
                counts = rules.setdefault((tool, text(f.r, "rule_id")), [0, 0])
                counts[0] += 1
                counts[1] += state == "false_positive"
        rows = []
        for (tool, rule), (count, wrong) in rules.items():
            why = "known to be noisy" if any(fnmatch.fnmatchcase("%s/%s" % (tool, rule), g) for g in n["rules"]) else \
                "mostly false positives" if count >= n["minimum"] and wrong > n["false_positive_share"] * count else \
                "a large share of the tool's findings" if count >= n["minimum"] and count > n["share"] * tools[tool] else None
            if why:
                rows.append((order(-count, tool, rule), [tool, rule, count, count / tools[tool], wrong, wrong / count, why]))
        return self.made(rows), len(rules)

    def every(self):
        names = ("critical_older_than_sla", "kev_open", "missing_owner", "fixed", "exceptions_expired_still_open", "exceptions_without_expiry",
                 "uncovered_services", "actions")
        out = {n: getattr(self, n)() for n in names}
        out["noisy_rules"], self.rules = self.noisy_rules()
        return out

    # -- examples of checks --

    def of_findings(self, findings):
        def say(f):
            where = f.service or text(f.r, "target")
            severity = text(f.r, "severity")
            return (where + ": " if where else "") + (text(f.r, "finding_title") or f.r["id"]) + (" (%s)" % severity if severity else "")
        start = min([f.first for f in self.w.findings if f.first], default=None)
        return [say(f) for f in sorted(findings, key=lambda f: (rank(f.r), (f.first - start).total_seconds() if f.first else -1, f.r["id"].encode()))][:5]

    def of_exceptions(self, rows, days, words):
        """rows of a list of exceptions whose column `days` is the age"""
        by = {e["id"]: e for e in self.w.exceptions}
        out = []
        for r in rows[:5]:
            reason = text(by[r[0]], "reason")
            out.append(r[0] + (": %s %d days" % (words, r[days]) if r[days] is not None else "") + (": " + reason if reason else ""))
        return out
