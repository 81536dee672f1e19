"""What sm-dedup should say, recomputed in the simplest way: everything in memory, every question answered by looking at
everything, every pairing by trying all of them, every source followed instant by instant. Made from the design
(identity, records), not from the C code. Ids are numbers here: they are compared by which findings keep them.

    merged = Dedup(lines, previous).run()      # lists of dicts; previous: findings that an earlier run gave
"""
import copy, itertools, json, re, unicodedata
from datetime import datetime, timedelta, timezone

OPENNESS = ["open", "in_progress", "accepted", "false_positive", "resolved"]
SEVERITIES = ["info", "low", "medium", "high", "critical"]
COMMON = ["source_tool", "product", "service", "finding_title", "severity", "confidence", "state", "first_seen",
          "last_seen", "owner", "exception_id", "release_blocking"]
WORKED_OUT = {"kind", "service", "severity", "state", "first_seen", "last_seen", "exception_id", "release_blocking", "id",
              "cve", "cwe", "timeline", "resolved_at", "uncertain_days", "unverified", "provenance", "sources", "also"}
OURS = ("accepted ", "exception ", "moved from ")
EVER = "9999-12-31T23:59:59Z"


def compact(v):
    return json.dumps(v, separators=(",", ":"), ensure_ascii=False)


def fold(s):
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", s).casefold()).strip()


def when(text):
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)


def text_of(t):
    return t.strftime("%Y-%m-%dT%H:%M:%SZ")


def second_before(text):
    return text_of(when(text) - timedelta(seconds=1))


def day_after(text):
    return text_of(when(text[:10] + "T00:00:00Z") + timedelta(days=1))


def days_between(a, b):
    return (when(b[:10] + "T00:00:00Z") - when(a[:10] + "T00:00:00Z")).days


# ---- what makes two findings the same ----

def package(component):
    component = component or {}
    purl = component.get("purl")
    if purl:
        kind, path = purl[4:].split("?")[0].split("#")[0].split("/", 1)
        at = path.rfind("@")
        if at > path.rfind("/") + 1:
            path = path[:at]
        name = fold(path.replace("%40", "@"))
        if kind in ("deb", "rpm", "apk"):
            name = name.split("/")[-1]
        loose = re.sub(r"[-_.]+", "-", name)
        return (kind, loose if kind == "pypi" else name), loose
    name = component.get("name")
    return None, re.sub(r"[-_.]+", "-", fold(name).replace(":", "/")) if name else None


def rule_of(f):
    return f.get("rule_id") or (f.get("cwe") or [None])[0] or f.get("finding_title")


def vulnerability(f):
    ids = f.get("cve") or []
    cves = [i for i in ids if i.startswith("CVE-")]
    if len(cves) == 1:
        return cves[0]
    if f.get("rule_id") in ids:
        return f["rule_id"]
    if cves:
        return None
    known = [i for i in ids if i.split("-")[0] in ("GHSA", "GO", "PYSEC", "RUSTSEC", "OSV", "MAL")]
    return (known + ids + [None])[0]


def key_of(f, alias):
    """(key without the package's type, type, is each location one of its own, what it is told by wherever it stands)"""
    at, category = f.get("location") or {}, f["category"]
    rule = fold(rule_of(f))
    if category in ("sca", "container"):
        v = vulnerability(f)
        kind, name = package(f.get("component"))
        return ("pkg", alias.get(v, v) if v else rule, name), kind, False, None
    if category == "sast":
        return ("code", rule, at.get("file")), None, True, None
    if category == "secrets":
        if f.get("secret_hash"):
            return ("secret", rule, at.get("file"), f["secret_hash"]), None, True, f["secret_hash"]
        return ("secret", rule, at.get("file")), None, True, None
    if category == "iac" and not at.get("resource"):
        return ("config", rule, at.get("file")), None, True, None
    if category in ("iac", "cloud"):
        return ("resource", rule, fold(at.get("resource") or at.get("file") or "")), None, False, None
    if category in ("dast", "api"):
        path = re.sub(r"^[a-z]+://[^/?#]*", "", at.get("url") or "").split("#")[0].split("?")[0]
        return ("web", rule, fold(at.get("method") or ""), path, fold(at.get("parameter") or "")), None, False, None
    return ("other", rule, fold(f["finding_title"])), None, False, None


ORDER = COMMON + ["id", "category", "target", "rule_id", "native_id", "cve", "cwe", "component", "location", "secret_hash", "tier",
                  "environment", "kev", "kev_added", "kev_due", "epss", "epss_date", "introduced_at", "introduced_by",
                  "published_at", "found_in", "source_severity", "cvss", "timeline", "resolved_at", "uncertain_days",
                  "unverified", "ticket", "fix", "provenance", "reviewed_by", "reviewed_at", "report", "sources", "also"]


def in_order(f):
    """A finding's fields as the stream has them; what is not known is left out, save in the common schema."""
    out = {"kind": "finding"}
    for name in ORDER:
        if f.get(name) is not None or name in COMMON:
            out[name] = f.get(name)
    out.update((k, v) for k, v in f.items() if k not in out and k not in ORDER)
    return out


class Sighting:
    """What one record says for one tool at one target."""

    def __init__(self, entry, source, record, known):
        self.entry, self.known = entry, known
        self.tool, self.target = source.get("source_tool"), source.get("target")
        self.category = source.get("category") or record["category"]
        self.rule, self.native, self.version = source.get("rule_id"), source.get("native_id"), source.get("version")
        self.location = source.get("location")
        self.severity = source.get("severity") or record["severity"]
        self.first, self.last = source.get("first_seen"), source.get("last_seen")
        self.state, self.resolved = source["state"], source.get("resolved_at")
        self.locations, self.versions = source.get("locations") or [], source.get("versions") or []
        self.own_exception = source.get("exception_id") if known else None
        self.exception, self.report, self.made = record.get("exception_id"), record.get("report"), None
        self.timeline = record.get("timeline") or []
        self.cwe = source["cwe"] if "cwe" in source else record.get("cwe")
        self.line = (self.location or {}).get("line") or 0
        self.file = (self.location or {}).get("file")


class Entry:
    def __init__(self, record, previous):
        self.record, self.previous, self.moved_from = record, previous, None
        self.known = record.get("id") is not None
        self.text = compact(record)
        own = {"source_tool": record["source_tool"], "target": record.get("target"), "rule_id": record.get("rule_id"),
               "native_id": record.get("native_id"), "location": record.get("location"), "state": record["state"],
               "version": (record.get("component") or {}).get("version"), "first_seen": record["first_seen"],
               "last_seen": record["last_seen"], "resolved_at": record.get("resolved_at")}
        if not self.known:
            tool = [e for e in record.get("timeline") or [] if not e["why"].startswith(OURS)]
            if record.get("timeline") and record["timeline"][-1]["why"].startswith(OURS) and tool:
                own["state"] = tool[-1]["state"]
        sources = record["sources"] if self.known else [own]
        self.sightings = [Sighting(self, s, record, self.known) for s in sources]


class Finding:
    def __init__(self):
        self.entries = []


class Dedup:
    def __init__(self, lines, previous=(), as_of=None, digested=(), report_id=None):
        records = [json.loads(l) if isinstance(l, str) else l for l in lines]
        self.entries = [Entry(r, False) for r in records if r["kind"] == "finding"]
        self.entries += [Entry(r, True) for r in previous]
        unique = {compact(r): r for r in records}.values()
        self.attempts = self.once((r for r in unique if r["kind"] == "activity"), lambda r: (
            r["source_tool"], r["category"], r.get("target") or ("service", fold(r.get("service") or "")), r["at"]))
        self.activities = [r for r in self.attempts if r.get("outcome") in (None, "passed")]
        self.exceptions = sorted(self.once((r for r in unique if r["kind"] == "exception"), lambda r: r["id"]),
                                 key=lambda r: r["id"])
        times = [r["at"] for r in records if r.get("at")]
        for e in self.entries:
            if not e.previous:
                r = e.record
                times += [t for t in (r["first_seen"], r["last_seen"], r.get("resolved_at")) if t]
                times += [x["at"] for x in r.get("timeline") or []]
        self.as_of = as_of or max(times, default=None)
        self.digested = {(a["source_tool"], a["category"], a.get("target") or ("service", fold(a.get("service") or "")), a["at"])
                         for a in digested}
        self.dropped, self.report_id = set(), report_id or (lambda *parts: parts)

    @staticmethod
    def once(records, key):
        """The copy that states the latest time, then the greater bytes; what it lacks comes from the next."""
        copies, out = {}, []
        for r in records:
            copies.setdefault(key(r), []).append(r)
        for same in copies.values():
            merged = {}
            for r in sorted(same, key=lambda r: (r.get("granted") or r.get("at"), compact(r)), reverse=True):
                merged.update((k, v) for k, v in r.items() if merged.get(k) is None)
            out.append(merged)
        return out

    # ---- coverage ----

    def covers(self, activity, s, service):
        if (activity["source_tool"], activity["category"]) != (s.tool, s.category):
            return False
        a, b = activity.get("target"), s.target
        if a is not None and b is not None:
            return a == b
        if activity.get("service") is None or service is None:
            return activity.get("service") is None and service is None and a is None and b is None
        return fold(activity["service"]) == fold(service)

    def looked(self, s, service):
        return sorted({a["at"] for a in self.activities if a.get("at") and self.covers(a, s, service)})

    # ---- which entries are one finding ----

    def aliases(self):
        pairs = set()
        for e in self.entries:
            ids = e.record.get("cve") or []
            cves = {i for i in ids if i.startswith("CVE-")}
            if len(cves) == 1:
                pairs |= {(i, list(cves)[0]) for i in ids
                          if i.split("-")[0] in ("GHSA", "GO", "PYSEC", "RUSTSEC", "OSV", "MAL")}
        alias = {}
        for i, cve in sorted(pairs):
            alias.setdefault(i, cve)
        return alias

    def report_times(self):
        reports = {}
        for e in self.entries:
            if not e.known and e.record["last_seen"]:
                reports.setdefault(e.record["report"], []).append(e.sightings[0])
        said = {self.report_id(a["source_tool"], a.get("target"), a["at"], a["category"]): a["at"] for a in self.attempts}
        for sightings in reports.values():
            live = [s.last for s in sightings if s.state != "resolved"]
            made = said.get(sightings[0].report) or (min(live) if live else max(s.last for s in sightings))
            for s in sightings:
                s.made = made
                if s.state != "resolved" and made > s.last:
                    s.last = made

    def scope(self, e):
        service = e.record.get("service")
        return ("service", fold(service)) if service else ("target", e.record.get("target"))

    def stale(self, e):
        """Of a report that last month's output has taken in already."""
        s = e.sightings[0]
        return not e.known and (s.tool, s.category, s.target or ("service", fold(e.record.get("service") or "")), s.made) in self.digested

    def moves(self, keys):
        """Findings of last month whose tool, target and key now stand in exactly one other scope go there; a report that
        is older than they are is about them where they are."""
        places = {}
        for e in self.entries:
            for s in e.sightings:
                places.setdefault((s.tool, s.target, s.key[0]), []).append((e, s.last))
        wanted, stays = {}, set()
        for (tool, target, key), entries in places.items():
            old = {self.scope(e) for e, _ in entries if e.known}
            fresh = [(e, l) for e, l in entries if e.known or not self.stale(e)]
            latest = lambda scope, known: max((l for e, l in fresh if self.scope(e) == scope and e.known == known), default="")
            new = {self.scope(e) for e, _ in entries
                   if self.scope(e) not in old or latest(self.scope(e), False) > latest(self.scope(e), True)}
            stays |= {e for e, _ in entries if self.scope(e) in old & new}
            if target is not None and len(old - new) == 1 and len(new - old) == 1:
                seen = lambda scopes: max((last for e, last in fresh if self.scope(e) in scopes), default="")
                there, here = (new - old, old - new) if seen(new - old) > seen(old - new) else (old - new, new - old)
                service = min(e.record.get("service") or "" for e, _ in entries if self.scope(e) in there) or None
                for e, _ in entries:
                    if self.scope(e) in here:
                        wanted.setdefault(e, set()).add((list(there)[0], service))
        return {e: list(to)[0] for e, to in wanted.items() if len(to) == 1 and e not in stays}

    def group(self):
        alias = self.aliases()
        self.report_times()
        keys = {e: key_of(e.record, alias) for e in self.entries}
        for e in self.entries:
            for s in e.sightings:  # the program sees the source's own rule and place
                own = dict(e.record, rule_id=s.rule or e.record.get("rule_id"))
                own["location"] = s.location if keys[e][2] and s.file else e.record.get("location")
                s.key = key_of(own, alias)
        moved = self.moves(keys)
        scope, self.service = {}, {}
        for e in self.entries:
            scope[e], self.service[e] = moved.get(e, (self.scope(e), e.record.get("service")))
            if e in moved and e.known:
                e.moved_from = e.record.get("service") or e.record.get("target")
        group = {e: {e} for e in self.entries}

        def join(a, b):
            if group[a] is not group[b]:
                group[a] |= group[b]
                for e in group[b]:
                    group[e] = group[a]
        ids = {}
        for e in self.entries:
            for i in ([e.record["id"]] + e.record.get("also", []) if e.known else []):
                join(ids.setdefault(i, e), e)
        same = {}
        for e in self.entries:
            if not keys[e][2] or (keys[e][3] and not self.stale(e)):
                for s in e.sightings:
                    same.setdefault((scope[e], s.key[0]), []).append(s)
        for sightings in same.values():
            types = {s.key[1] for s in sightings} - {None}
            for a, b in itertools.combinations(sightings, 2):
                if len(types) < 2 or a.key[1] == b.key[1]:
                    join(a.entry, b.entry)
        families = {}
        for e in self.entries:
            if keys[e][2]:
                for s in e.sightings:
                    families.setdefault((scope[e], s.tool, s.target, s.key[0][:2]), []).append(s)
        for sightings in families.values():
            self.pair(sightings, join, group)
        self.pair_near(scope, keys, group, join)
        seen, groups = set(), []
        for e in self.entries:
            if e not in self.dropped and id(group[e]) not in seen:
                seen.add(id(group[e]))
                groups.append(list(group[e]))
        return groups

    # ---- occurrences ----

    def pair(self, sightings, join, group):
        known, items = sorted((s for s in sightings if s.known), key=lambda s: (s.file or "", s.line, s.entry.record["id"])), []
        for s in known:
            twins = [t for t in known if group[t.entry] is group[s.entry]]
            if s is max(twins, key=lambda t: t.last):
                items.append({"entry": s.entry, "file": s.file, "line": s.line, "native": s.native, "seen": s.last,
                              "closed": s.state == "resolved", "of": s, "born": len(items), "told": s.key[3]})
        reports = sorted({(s.made, s.report) for s in sightings if not s.known})
        for made, report in reports:
            mine = [s for s in sightings if not s.known and s.report == report]
            if known and self.stale(mine[0].entry):
                self.dropped |= {s.entry for s in mine}
                continue
            spots = self.spots(mine)
            for place in spots.values():
                for s in place[1:]:
                    join(place[0].entry, s.entry)
            self.pair_report(made, spots, items, join)

    @staticmethod
    def spots(mine):
        """Places in a report: one location is one, save that two are told apart; what is told to be the same stands in
        the first of its lines."""
        at, out = {}, {}
        for s in mine:
            at.setdefault((s.file, s.line), []).append(s)
        for (file, line), here in sorted(at.items(), key=lambda x: (x[0][0] or "", x[0][1])):
            told = {s.key[3] for s in here} - {None}
            for which in sorted(told) + [None]:
                of = [s for s in here if s.key[3] == which] if len(told) > 1 else here if which is None else []
                name = which if len(told) > 1 else (list(told) + [None])[0]
                before = [p for p in out if name and p[0] == file and p[2] == name]
                if of:
                    out.setdefault(before[0] if before else (file, line, name or ""), []).extend(of)
        return out

    def pair_report(self, made, spots, items, join):
        free = dict(spots)
        native = {p: {s.native for s in ss}.pop() if len({s.native for s in ss}) == 1 else None for p, ss in spots.items()}
        unpaired = list(items)
        gone = {}
        for i in items:
            looked = self.looked(i["of"], self.service[i["entry"]])
            gone[id(i)] = i["closed"] or any(i["seen"] < t < made for t in looked)
            i["missed"] = next((t for t in looked if t > i["seen"]), None) == made

        def take(item, place):
            ss = free.pop(place)
            unpaired.remove(item)
            join(item["entry"], ss[0].entry)
            item.update(file=place[0], line=place[1], told=place[2] or item["told"], native=native[place] or item["native"], of=ss[0],
                        seen=max([item["seen"]] + [s.last for s in ss]), closed=all(s.state == "resolved" for s in ss))

        for file in {p[0] for p in spots}:
            mine = [i for i in items if i["file"] == file]
            places = [p for p in spots if p[0] == file]
            for place in places:
                for i in [i for i in mine if i in unpaired and i["told"] and i["told"] == place[2]][:1]:
                    take(i, place)
            may = lambda i, p: not (i["told"] and p[2])
            for n in {native[p] for p in places} - {None}:
                a = [i for i in mine if i in unpaired and i["native"] == n]
                b = [p for p in places if p in free and native[p] == n]
                if len(a) == 1 and len(b) == 1 and may(a[0], b[0]):
                    take(a[0], b[0])
            for place in sorted(p for p in places if p in free):
                there = [i for i in mine if i in unpaired and i["line"] == place[1] and may(i, place)]
                if there:
                    latest = max(i["seen"] for i in there if gone[id(i)] == min(gone[id(x)] for x in there))
                    there = [i for i in there if gone[id(i)] == min(gone[id(x)] for x in there) and i["seen"] == latest]
                    take(min(there, key=lambda i: i["born"]), place)
            for which, told in itertools.product((False, True), (False, True)):
                old = sorted((i for i in mine if i in unpaired and gone[id(i)] == which and bool(i["told"]) == told),
                             key=lambda i: (i["line"], -int(when(i["seen"]).timestamp()), i["born"]))
                new = sorted(p for p in places if p in free and not (told and p[2]))
                for item, place in self.nearest(old, new):
                    take(item, place)
        missing = [i for i in unpaired if i["missed"] and not gone[id(i)]]
        if len(free) == 1 and len(missing) == 1:
            place, item = list(free)[0], missing[0]
            base = lambda f: (f or "").split("/")[-1]
            both = place[2] and item["told"]
            if place[2] == item["told"] if both else (place[1] and place[1] == item["line"]) or (base(place[0]) and base(place[0]) == base(item["file"])) or (
                    native[place] and native[place] == item["native"]):
                take(item, place)
        for place in sorted(free, key=lambda p: (p[0] or "", p[1], p[2])):
            ss = free[place]
            items.append({"entry": ss[0].entry, "file": place[0], "line": place[1], "native": native[place], "of": ss[0], "told": place[2] or None,
                          "seen": max(s.last for s in ss), "closed": all(s.state == "resolved" for s in ss),
                          "born": len(items)})

    @staticmethod
    def nearest(old, new):
        """All ways of pairing the shorter side are tried; least total distance, then the lower lines of the longer."""
        if not old or not new:
            return []
        n, ways = min(len(old), len(new)), []
        distance = lambda pairs: sum(abs(i["line"] - p[1]) for i, p in pairs)
        if len(old) <= len(new):
            ways = [(c, list(zip(old, (new[k] for k in c)))) for c in itertools.combinations(range(len(new)), n)]
        else:
            ways = [(c, list(zip((old[k] for k in c), new))) for c in itertools.combinations(range(len(old)), n)]
        best = min(ways, key=lambda w: (distance(w[1]), w[0]))[1]
        if n <= 4 and max(len(old), len(new)) <= 6:
            for a in itertools.permutations(range(len(old)), n):
                for b in itertools.combinations(range(len(new)), n):
                    assert distance([(old[i], new[j]) for i, j in zip(a, b)]) >= distance(best)
        return best

    # ---- findings of two tools near each other ----

    def pair_near(self, scope, keys, group, join):
        scopes = {}
        for e in self.entries:
            if keys[e][2] and e not in self.dropped:
                scopes.setdefault(scope[e], []).extend(e.sightings)
        for sightings in scopes.values():
            while any([self.join_near(sightings, keys, group, join, closed, d) for closed in (False, True) for d in range(4)]):
                pass

    def join_near(self, sightings, keys, group, join, closed, distance):
        """One distance: two tools after the other, the pairs that every largest pairing has."""
        joined = False
        over = lambda s: s.state == "resolved" or any(t > s.last for t in self.looked(s, self.service[s.entry]))
        for one, two in itertools.combinations(sorted({s.tool for s in sightings}), 2):
            edges = set()
            for a in self.newest_of(sightings, one, group):
                for b in self.newest_of(sightings, two, group):
                    if (a.file and a.file == b.file and keys[a.entry][0][0] == keys[b.entry][0][0] and a.line and b.line
                            and abs(a.line - b.line) == distance and a.cwe & b.cwe and (over(a) or over(b)) == closed
                            and self.may_join(group[a.entry], group[b.entry])):
                        edges.add((id(group[a.entry]), id(group[b.entry])))
            of = {id(group[s.entry]): s.entry for s in sightings}
            for a, b in self.in_every(edges):
                if self.may_join(group[of[a]], group[of[b]]):
                    join(of[a], of[b])
                    joined = True
        return joined

    @staticmethod
    def newest_of(sightings, tool, group):
        places, out = {}, []
        for s in sightings:
            if s.tool == tool:
                places.setdefault((id(group[s.entry]), s.target), []).append(s)
        for same in places.values():
            same = [s for s in same if s.last == max(x.last for x in same)]
            first = copy.copy(min((s for s in same if s.file and s.line and s.cwe), key=lambda s: s.line, default=same[0]))
            first.cwe = {c for s in same if (s.file, s.line) == (first.file, first.line) for c in s.cwe or []}
            out.append(first)
        return out

    @staticmethod
    def may_join(one, two):
        if one is two:
            return False
        at = lambda g: {(s.tool, s.target) for e in g for s in e.sightings}
        return not any(a[0] == b[0] or (a[1] != b[1] and a[1] and b[1]) for a in at(one) for b in at(two))

    @staticmethod
    def in_every(edges):
        """All ways of pairing are tried, part by part; of the largest ones what they have in common."""
        left, sure = set(edges), []
        while left:
            part = {left.pop()}
            while True:
                more = {e for e in left if any(e[0] == p[0] or e[1] == p[1] for p in part)}
                if not more:
                    break
                part |= more
                left -= more
            ways = [()]
            for e in sorted(part):
                ways += [w + (e,) for w in ways if all(e[0] != p[0] and e[1] != p[1] for p in w)]
            most = max(map(len, ways))
            sure += set.intersection(*[set(w) for w in ways if len(w) == most])
        return sure

    # ---- exceptions ----

    @staticmethod
    def stated(x):
        return [k for k in ("service", "rule_id", "cve", "component", "native_id", "path") if x.get(k)]

    def matches(self, x, f):
        if x.get("state") in ("requested", "rejected", "revoked"):
            return False
        if not set(self.stated(x)) - {"service"}:
            return False
        return ((not x.get("service") or (f["service"] and fold(x["service"]) == fold(f["service"])))
                and (not x.get("rule_id") or (f.get("rule_id") or "").lower() == x["rule_id"].lower())
                and (not x.get("cve") or set(x["cve"]) & set(f.get("cve") or []))
                and (not x.get("component") or x["component"] == (f.get("component") or {}).get("name"))
                and (not x.get("native_id") or x["native_id"] == f.get("native_id"))
                and (not x.get("path") or x["path"] == (f.get("location") or {}).get("file")))

    def in_force(self, x, t):
        return (x.get("state") != "expired" and (not x.get("granted") or x["granted"] <= t)
                and (not x.get("expires") or x["expires"][:10] >= t[:10]))

    def intervals(self, f, first_seen, standing):
        """[from, to), state, id, was it revoked"""
        found, t = [], self.as_of
        while True:
            hits = [x for x in self.exceptions if self.matches(x, f)]
            if not hits:
                break
            # in force first, then more fields, then later expiry (none is the latest), then the smaller id
            hits.sort(key=lambda x: x["id"])
            hits.sort(key=lambda x: (self.in_force(x, t), len(self.stated(x)), x.get("expires") or EVER), reverse=True)
            x = hits[0]
            if (found and not self.in_force(x, t)) or x["id"] in [i[3] for i in found]:
                break
            begin, end = max(x.get("granted") or "", first_seen), day_after(x["expires"]) if x.get("expires") else EVER
            if not self.in_force(x, t) and begin <= self.as_of < end:
                end = self.as_of
            found.append((begin, end, x.get("disposition") or "accepted", x["id"], False, False))
            if not x.get("granted") or x["granted"] <= first_seen:
                break
            t = second_before(x["granted"])
        if standing and standing[2]:  # until it took over the finding was under the one before it
            found = [("",) + i[1:] if i[3] == standing[0] else i for i in found]
        if standing and standing[0] not in [i[3] for i in found]:
            here = [x for x in self.exceptions if x["id"] == standing[0]]
            end, revoked = EVER, False
            if here:
                end = day_after(here[0]["expires"]) if here[0].get("expires") else EVER
                if end > self.as_of:
                    end, revoked = self.as_of, True
            found.append(("", end, standing[1], standing[0], revoked, True))
        return found

    # ---- one source through time ----

    def follow(self, sightings, service):
        """[(at, state, cause)], how it began, and how it ended."""
        known = [s for s in sightings if s.known]
        fresh = [s for s in sightings if not s.known]
        until = lambda s: max(s.resolved or "", s.last) if s.state == "resolved" else s.last
        state, seen, horizon = None, None, ""
        src = {"first": min(s.first for s in sightings), "last": max(s.last for s in sightings), "resolved": None}
        if known:
            best = max(known, key=lambda s: (until(s), -OPENNESS.index(s.state)))
            state, horizon, src["resolved"] = best.state, until(best), best.resolved
            own = min((s.own_exception for s in known if s.own_exception and (until(s), s.state) == (until(best), best.state)), default=None)
            src["own_exception"] = own
            src["recorded"] = min((s.exception for s in known if s.exception and (until(s), s.state) == (until(best), best.state)), default=None)
            seen = best.last if state != "resolved" else None
        src["start"], src["until"] = state, horizon
        points = []
        for report in {s.report for s in fresh}:
            mine = [s for s in fresh if s.report == report]
            most = min((s.state for s in mine), key=OPENNESS.index)
            for s in (s for s in mine if s.state == most):
                points.append((s.first, 0, "open"))
                events = [e for e in s.timeline if not e["why"].startswith(OURS)]
                points += [(e["at"], 1, e["state"]) for e in events[1:]]
                if most != "resolved":
                    points.append((s.last, 2, most))
                else:
                    at = s.resolved or s.last
                    for e in s.timeline:
                        at = e["at"] if e["state"] == "resolved" else at
                    if events[-1]["state"] != "resolved":
                        points.append((at, 1, "resolved"))
                    if at <= horizon < (s.made or ""):
                        points.append((horizon + "+", 1, "resolved"))
        points = sorted(((p[0].rstrip("+"),) + p[1:] for p in points if p[0] > horizon),
                        key=lambda p: (p[0], p[1], -OPENNESS.index(p[2])))
        steps = []

        def to(at, new, cause):
            nonlocal state
            state = new
            src["resolved"] = at if new == "resolved" else None
            steps.append((at, new, cause))
        looked = self.looked(sightings[0], service)
        for t in sorted({p[0] for p in points} | set(looked)):
            for at, kind, new in points:
                if at != t:
                    continue
                if state is None:
                    to(t, new, "start")
                elif state == "resolved" and new != "resolved":
                    to(t, new, "seen")
                    seen = t
                elif kind and new != state:
                    to(t, new, "export")
                if kind == 2:
                    seen = max(seen or "", t)
            if t in looked and state not in (None, "resolved") and seen and seen < t:
                to(t, "resolved", "absent")
        src["state"], src["steps"] = state, steps
        return src

    # ---- one finding ----

    @staticmethod
    def old_timeline(entries):
        best = {}
        for e in entries:
            if e.known:
                r = e.record
                knows = (max([r["last_seen"]] + [x["at"] for x in r["timeline"]]), len(r["timeline"]))
                if r["id"] not in best or knows > best[r["id"]][0]:
                    best[r["id"]] = (knows, r["timeline"])
        lines = [t for _, t in best.values()]
        if len(lines) < 2:
            return [dict(e) for e in (lines[0] if lines else [])]
        out, current = [], None
        for at in sorted({e["at"] for t in lines for e in t}):
            states, here = [], []
            for k in sorted(best):
                past = [e for e in best[k][1] if e["at"] <= at]
                states += [past[-1]["state"]] if past else []
                here += [e for e in past if e["at"] == at]
            most = min(states, key=OPENNESS.index)
            if not out and most != "open":
                out.append({"at": at, "state": "open", "why": "first seen"})
            if most != current and (out or most == "open") and (not out or out[-1]["state"] != most):
                why = [e["why"] for e in here if e["state"] == most]
                out.append({"at": at, "state": most, "why": (why[-1] if why else "export") if out else "first seen"})
            current = most
            out += [{"at": at, "state": most, "why": e["why"]} for e in here if e["why"].startswith("moved from ")]
        return out

    def timeline(self, old, sources, first_seen):
        out = [dict(e) for e in old]
        past = out[-1]["at"] if out else ""
        limit = max(self.as_of, past)
        times = {s[0] for src in sources for s in src["steps"]}
        times |= {t for src in sources for i in src["cover"] for t in i[:2] if t and t <= limit and t != EVER}
        pending = False

        def tool(src, t):
            state = src["start"]
            last = [e for e in old if not e["why"].startswith("moved from ")][-1:]
            under = state in ("open", "in_progress") and last and last[0]["why"].startswith("accepted ")
            if src["until"] and old and old[-1]["state"] != "resolved" and t < src["until"] and not under:
                return old[-1]["state"]  # it said nothing that would have been an event
            for at, new, _ in src["steps"]:
                if at <= t:
                    state = new
            return state

        def shown(src, t):
            state = tool(src, t)
            if state in ("open", "in_progress"):
                for i in src["cover"]:
                    if i[0] <= t < i[1]:
                        return i[2], i
            return state, None

        def say(at, look):
            now = [(src,) + shown(src, look) for src in sources if tool(src, look) is not None]
            if not now:
                return
            state = min((n[1] for n in now), key=OPENNESS.index)
            if not out:
                out.append({"at": at, "state": "open", "why": "first seen"})
            before = out[-1]["state"]
            if state == before:
                return
            why = "export"
            if state == "resolved":
                gone = [s for src in sources for s in src["steps"] if s[2] == "absent" and
                        (s[0] == look or (look == past and s[0] <= past))]
                why = "not found again" if gone else "export"
            elif state in ("accepted", "false_positive"):
                behind = [n[2] for n in now if n[1] == state and n[2]]
                why = "accepted " + behind[0][3] if behind else "export"
            elif before == "resolved":
                why = "seen again"
            elif before in ("accepted", "false_positive"):
                ended = [i for n in now for i in n[0]["cover"] if n[1] in ("open", "in_progress") and i[1] <= look]
                if ended:
                    last = max(ended, key=lambda i: i[1])
                    why = "exception %s %s" % (last[3], "revoked" if last[4] else "expired")
            out.append({"at": at, "state": state, "why": why})
        if old:
            say(past, past)
        for t in sorted(t for t in times if t > past):
            say(t, t)
        return out

    def merge(self, entries):
        service = self.service[self.newest(entries)]
        sightings = [s for e in entries for s in e.sightings]
        order = lambda s: (s.tool, s.category, s.target or "")
        sources = []
        for k in sorted({order(s) for s in sightings}):
            mine = [s for s in sightings if order(s) == k]
            src = self.follow(mine, service)
            newest = [s for s in mine if s.last == max(x.last for x in mine)]
            js = lambda v: "" if v is None else compact(v)
            best = min(newest, key=lambda s: (js(s.location), js(s.version), js(s.native), js(s.rule)))
            several = lambda name, plural: sorted({compact(v) for s in newest for v in [getattr(s, name)] + getattr(s, plural)
                                                   if v is not None})
            src.update(tool=k[0], category=k[1], target=mine[0].target, rule=best.rule, native=best.native,
                       location=best.location, version=best.version, cwe=sorted({c for s in newest for c in s.cwe or []}), known=any(s.known for s in mine),
                       severity=max((s.severity for s in newest), key=SEVERITIES.index),
                       exception=min((s.exception for s in newest if s.exception), default=None),
                       locations=several("location", "locations"), versions=several("version", "versions"),
                       of=mine[0], seen_now=any(not s.known and s.state != "resolved" for s in newest))
            sources.append(src)
        known = [e for e in entries if e.known]
        first_seen = min(e.record["first_seen"] for e in known or entries)
        lead = sorted(entries, key=lambda e: (e.record["source_tool"], e.known, e.record.get("target") or "", e.text))
        lead.sort(key=self.seen, reverse=True)
        out = {"kind": "finding"}
        for e in lead:
            for name, v in e.record.items():
                if name not in WORKED_OUT and v is not None and out.get(name) is None:
                    out[name] = v
        for name in COMMON:
            out.setdefault(name, None)
        out["service"] = service
        for name in ("cve", "cwe"):
            out[name] = sorted({v for e in entries for v in e.record.get(name) or []})
        words = [e.record.get("provenance") for e in entries]
        out["provenance"] = next((w for w in ("manual", "partial", "system") if w in words), None)
        old = self.old_timeline(entries)
        standing = None
        for e in old:
            if e["why"].startswith("accepted "):
                standing = (e["why"][9:], e["state"], False)
            elif e["state"] in ("open", "in_progress"):
                standing = None
        if not any(e.record.get("exception_id") for e in known):
            standing = None
        elif standing and len({e.record["id"] for e in known}) == 1 and old[-1]["state"] == standing[1]:
            best = max(known, key=lambda e: (max([e.record["last_seen"]] + [x["at"] for x in e.record["timeline"]]), len(e.record["timeline"])))
            standing = (best.record["exception_id"], standing[1], best.record["exception_id"] != standing[0])  # another one took over since
        for src in sources:
            f = dict(out, rule_id=src["rule"], native_id=src["native"], location=src["location"])
            own = src.get("own_exception")
            under = [e["state"] for e in old if e["why"] == "accepted %s" % own]
            src["cover"] = self.intervals(f, first_seen, ((own, (under or ["accepted"])[-1], False) if own else standing) if src["known"] else None)
        line = self.timeline(old, sources, first_seen)
        observed = [e for e in entries if not e.known and not e.previous]
        moved = [e for e in lead if e.moved_from]
        if moved and observed:
            line.append({"at": max([line[-1]["at"]] + [e.sightings[0].last for e in observed]), "state": line[-1]["state"],
                         "why": "moved from " + moved[0].moved_from})
        out["timeline"], out["state"], out["first_seen"] = line, line[-1]["state"], first_seen
        out["last_seen"] = max(s["last"] for s in sources)
        if out["state"] == "resolved":
            k = len(line)
            while line[k - 1]["state"] == "resolved":
                k -= 1
            out["resolved_at"] = line[k]["at"]
            if line[k]["why"] == "not found again":
                out["uncertain_days"] = max(0, days_between(out["last_seen"], line[k]["at"]))
        live = [s for s in sources if s["state"] != "resolved"]
        best = []
        for tool in {s["tool"] for s in sources}:
            mine = [s for s in sources if s["tool"] == tool]
            best += [s["severity"] for s in mine if s["last"] == max(x["last"] for x in mine) and (not live or s in live)]
        out["severity"] = max(best, key=SEVERITIES.index) if best else lead[0].record["severity"]
        end, named = max(self.as_of, line[-1]["at"]), []
        would_be_open = [s for s in live if s["state"] in ("open", "in_progress")]
        for s in would_be_open or live or sources:
            now = [i for i in s["cover"] if i[0] <= end < i[1] and s["state"] in ("open", "in_progress")
                   and out["state"] not in ("open", "in_progress")] + [i for i in s["cover"][:1] if not i[5]]
            revoked = bool(s["cover"]) and s["cover"][0][4]
            named.append(now[0][3] if now else None if revoked else s["exception"])
        closed_under, known_close = None, False
        if not live:
            before = [e for k, e in enumerate(line) if any(x["state"] != "resolved" for x in line[k:])]
            if before and len(before) < len(line) and before[-1]["why"].startswith("accepted "):
                closed_under, known_close = before[-1]["why"][9:], True
                said = len(before) >= len(old) or any(e.record.get("exception_id") for e in entries)
                ended = {bool(i[4]) for s in sources for i in s["cover"] if i[3] == closed_under}
                if not said or ended == {True}:
                    closed_under = None  # revoked since
        out["exception_id"] = closed_under if known_close else next((n for n in named if n), None) if all(named) or not would_be_open else None
        for s in sources:  # under another one than the finding; a source that is gone, since before
            under = [i for i in s["cover"] if i[0] <= end < i[1]][:1]
            was_gone = s["known"] and s["start"] == "resolved" and not s.get("own_exception")  # then the finding's at that time, no older one
            s["beside"] = next((i[3] for i in under if i[3] != out["exception_id"] and not (was_gone and i[5] and i[3] != s.get("recorded")) and (
                s["state"] in ("open", "in_progress") or (s["state"] == "resolved" and i[0] <= (s["resolved"] or "")))), None)
        if out["state"] != "resolved":
            again = [e for e in entries if not e.previous]
            if again and not observed:
                unverified = any(e.record.get("unverified") for e in again)
            else:
                unverified = not any(s["seen_now"] for s in live) and not any(t >= s["last"] for s in live for t in self.looked(s["of"], service)) and not any(
                    a["at"] == s["last"] and self.covers(a, s["of"], service) for s in live for a in self.attempts)
            if unverified:
                out["unverified"] = True
        out["release_blocking"] = bool((out["severity"] == "critical" or out.get("kev") is True)
                                       and out["state"] in ("open", "in_progress"))
        out["sources"] = [self.source(s, out["category"], out["cwe"]) for s in sources]
        out["id"], out["also"] = self.identity(known)
        return out

    @staticmethod
    def source(s, category, cwe):
        d = {"source_tool": s["tool"]}
        if s["category"] != category:
            d["category"] = s["category"]
        d.update(rule_id=s["rule"], native_id=s["native"])
        if (s["cwe"] or []) != (cwe or []):
            d["cwe"] = s["cwe"]
        d.update(target=s["target"], location=s["location"])
        if len(s["locations"]) > 1:
            d["locations"] = [json.loads(v) for v in s["locations"]]
        d["version"] = s["version"]
        if len(s["versions"]) > 1:
            d["versions"] = [json.loads(v) for v in s["versions"]]
        d.update(severity=s["severity"], first_seen=s["first"], last_seen=s["last"], state=s["state"])
        if s["state"] == "resolved":
            d["resolved_at"] = s["resolved"]
        if s["beside"]:
            d["exception_id"] = s["beside"]
        return d

    @staticmethod
    def seen(e):
        return max((s.last for s in e.sightings if s.tool == e.record["source_tool"]), default=e.record["last_seen"])

    def newest(self, entries):
        fresh = [e for e in entries if not e.known] or entries
        last = max(s.last for e in fresh for s in e.sightings)
        return min((e for e in fresh if any(s.last == last for s in e.sightings)), key=lambda e: self.service[e] or "")

    counter = 0

    def identity(self, known):
        if not known:
            Dedup.counter += 1
            return "new%d" % Dedup.counter, []
        oldest = min(known, key=lambda e: (e.record["first_seen"], e.record["id"]))
        also = {i for e in known for i in [e.record["id"]] + e.record.get("also", [])}
        return oldest.record["id"], sorted(also - {oldest.record["id"]})

    def run(self):
        merged = [self.merge(g) for g in self.group()]
        for f in merged:
            f["also"] = f["also"] or None
        return [in_order(f) for f in merged]
