#!/usr/bin/env python3
"""Read exports/ back, without generate.py, by the rules in sm-dedup(1), and compare with truth.json.

    python3 share/examples/check.py            prints what differs; exit status 1 if anything does
    python3 share/examples/check.py --table    also prints the entries of every file

A second opinion on the examples, not a second pipeline: it knows only the shapes that these files have.
"""
import collections, csv, datetime, fnmatch, gzip, io, json, os, re, sys, zipfile
import xml.etree.ElementTree as xml

HERE = os.path.dirname(os.path.abspath(__file__))
TRUTH = json.load(open(os.path.join(HERE, "truth.json"), encoding="utf-8"))
MONTHS = sorted(TRUTH["months"])
SLA = {"critical": 7, "high": 30, "medium": 90, "low": 180}
PROBLEMS = []

def problem(*words):
    PROBLEMS.append(" ".join(map(str, words)))

def day(text):
    """A date from any notation in these files, or None."""
    text = (text or "").strip()
    for pattern, form in ((r"\d{4}-\d\d-\d\dT[\d:.]+\+02:00", "offset"), (r"\d{4}-\d\d-\d\d", "%Y-%m-%d"),
                          (r"\d\d/\d\d/\d{4}", "%d/%m/%Y")):
        found = re.match(pattern, text)
        if found and form == "offset":
            return (datetime.datetime.strptime(text[:19], "%Y-%m-%dT%H:%M:%S") - datetime.timedelta(hours=2)).date()
        if found:
            return datetime.datetime.strptime(found[0], form).date()
    found = re.match(r"\w{3}, (\d+ \w{3} \d{4})", text)
    return datetime.datetime.strptime(found[1], "%d %b %Y").date() if found else None

def bounds(month):
    y, m = map(int, month.split("-"))
    return datetime.date(y, m, 1), datetime.date(y + m // 12, m % 12 + 1, 1)

def documents(path):
    """Every JSON document of a file: gzip, UTF-16 and glued documents are met."""
    data = open(path, "rb").read()
    data = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    if path.endswith(".xml"):
        yield zap_report(xml.fromstring(data))
        return
    text = data.decode("utf-16" if data[:2] == b"\xff\xfe" else "utf-8")
    decoder, at = json.JSONDecoder(), 0
    while at < len(text.rstrip()):
        document, at = decoder.raw_decode(text, at + (re.match(r"\s*", text[at:]).end()))
        yield document

def zap_report(root):
    """ZAP's XML in the shape of its JSON."""
    def alert(a):
        return {**{e.tag: e.text or "" for e in a}, "instances": [{e.tag: e.text or "" for e in i} for i in a.iter("instance")]}
    return {"@generated": root.get("generated"), "site": [{"@name": s.get("name"), "alerts": [alert(a) for a in s.iter("alertitem")]}
                                                          for s in root.iter("site")]}

def bare_image(name):
    return re.sub(r":[^/:]*$", "", name)

def repository(name):
    return re.sub(r"^(https://|git@)|\.git$", "", name).replace(":", "/").lower()

def package(eco, name):
    return re.sub(r"[-_.]+", "-", name).lower() if eco == "pypi" else name.replace("/", ":",
            1) if eco == "maven" and ":" not in name else name

ECO = {"debian": "deb", "alpine": "apk", "jar": "maven", "pom": "maven", "node-pkg": "npm", "npm": "npm", "python-pkg": "pypi",
       "pip": "pypi", "gobinary": "golang", "gomod": "golang"}
BANDS = [(9, "critical"), (7, "high"), (4, "medium"), (0, "low")]

def band(score):
    return next(word for bound, word in BANDS if score >= bound or bound == 0)

def trivy(doc):
    target = bare_image(doc["ArtifactName"]) if doc.get("ArtifactType") == "container_image" else repository(doc.get("ArtifactName",
            doc.get("ClusterName", "")))
    results = [(r, "") for r in doc.get("Results", [])] + [(r, f"{w['Namespace']}/{w['Kind']}/{w['Name']}")
                                                           for w in doc.get("Resources", []) for r in w["Results"]]
    for r, workload in results:
        for v in r.get("Vulnerabilities", []):
            eco = ECO[r["Type"]]
            yield dict(key=("pkg", v["VulnerabilityID"], eco, package(eco, v["PkgName"])), severity=v["Severity"], component=v["PkgName"],
                       cve=v["VulnerabilityID"])
        for m in r.get("Misconfigurations", []):
            resource = m["CauseMetadata"].get("Resource") or workload
            yield dict(key=("iac", m["ID"], resource or r["Target"]), severity=m["Severity"], rule=m["ID"], path=r["Target"],
                       each=not resource)
        for s in r.get("Secrets", []):
            yield dict(key=("secret", r["Target"], s["RuleID"]), severity=s["Severity"], rule=s["RuleID"], path=r["Target"],
                       line=s["StartLine"], each=True)
    return target

def gitlab(doc):
    kind = doc["scan"]["type"]
    target = None
    for v in doc["vulnerabilities"]:
        ids = {i["type"].lower(): i["value"] for i in v["identifiers"]}
        rule = next((i["value"] for i in v["identifiers"] if i["type"].lower() not in ("cve", "cwe")), ids.get("cwe"))
        place, one = v["location"], dict(severity=v["severity"], rule=rule, cve=ids.get("cve"),
                                         cwe={str(ids["cwe"])} if "cwe" in ids else set(), first=day(v.get("discovered_at")))
        if kind == "container_scanning":
            eco = ECO.get(place["operating_system"].split(" ")[0])
            target = bare_image(place["image"])
            one.update(key=("pkg", ids["cve"], eco, place["dependency"]["package"]["name"]),
                       component=place["dependency"]["package"]["name"])
        elif kind == "dependency_scanning":
            eco = {"pom.xml": "maven", "package-lock.json": "npm", "requirements.txt": "pypi"}[place["file"]]
            one.update(key=("pkg", ids["cve"], eco, package(eco, place["dependency"]["package"]["name"])),
                       component=place["dependency"]["package"]["name"])
        elif kind in ("sast", "secret_detection"):
            one.update(key=("secret" if kind[1] == "e" else "sast", rule, place["file"]), path=place["file"], line=place["start_line"],
                       each=True, native=v["id"])
        elif kind in ("dast", "api_fuzzing"):
            target = place["hostname"]
            one.update(key=("dast", rule, place["method"], place["path"], place.get("param", "")),
                       other=("dast", str(ids.get("cwe") or rule), place["method"], place["path"], place.get("param", "")))
        else:
            one.update(key=("fuzz", place["crash_type"], place["crash_state"].split("\n")[0]))
        yield one
    return target

def sarif(doc):
    run = doc["runs"][0]
    rules = (run["tool"].get("extensions") or [run["tool"]["driver"]])[0]["rules"]
    for r in run["results"]:
        rule, place = rules[r["ruleIndex"]], r["locations"][0]["physicalLocation"]
        score = rule["properties"].get("security-severity")
        cwe = {str(int(t[-3:])) for t in rule["properties"]["tags"] if "cwe" in t} | {x["target"]["id"]
                for x in rule.get("relationships", [])}
        quiet = any(s["status"] == "accepted" for s in r.get("suppressions", []))
        yield dict(key=("sast", r["ruleId"], place["artifactLocation"]["uri"]), severity=band(float(score)) if score
                   else {"error": "high", "warning": "medium"}[r["level"]],
                   rule=r["ruleId"], path=place["artifactLocation"]["uri"], line=place["region"]["startLine"], each=True, cwe=cwe,
                   native=r.get("partialFingerprints", {}).get("primaryLocationLineHash"), said="accepted" if quiet else "open",
                   first=day(r.get("provenance", {}).get("firstDetectionTimeUtc")))
    return repository(run["versionControlProvenance"][0]["repositoryUri"]) if "versionControlProvenance" in run else None

def semgrep(doc):
    for r in doc["results"]:
        x = r["extra"]
        yield dict(key=("sast", r["check_id"], r["path"]), severity={"ERROR": "high", "WARNING": "medium", "INFO": "low"}[x["severity"]],
                   rule=r["check_id"], path=r["path"],
                   line=r["start"]["line"], each=True, native=None if "login" in x["fingerprint"] else x["fingerprint"],
                   cwe={re.match(r"CWE-(\d+)", c)[1] for c in x["metadata"]["cwe"]}, said="accepted" if x["is_ignored"] else "open")

def dependabot(doc):
    for a in doc:
        package, advisory = a["dependency"]["package"], a["security_advisory"]
        yield dict(key=("pkg", advisory["cve_id"], package["ecosystem"], package["name"]), severity=advisory["severity"],
                   component=package["name"], cve=advisory["cve_id"], first=day(a["created_at"]))
    return repository(doc[0]["html_url"].split("/security/")[0])

def zap(doc):
    for site in doc["site"]:
        for a in site["alerts"]:
            i = a["instances"][0]
            path = re.sub(r"\?.*", "", i["uri"][len(site["@name"]):])
            yield dict(key=("dast", a["pluginid"], i["method"], path, i["param"]), other=("dast", a["cweid"], i["method"], path,
                    i["param"]), severity=["info", "low", "medium", "high"][int(a["riskcode"])],
                       rule=a["pluginid"], said="false_positive" if a["confidence"] == "0" else "open")
    return doc["site"][0]["@name"]

def read(doc, month):
    """(format, tool, target, day, good, entries) of one report."""
    last = bounds(month)[1] - datetime.timedelta(days=1)
    entries = []
    def run(generator):
        while True:
            try:
                entries.append(next(generator))
            except StopIteration as stop:
                return stop.value
    if isinstance(doc, list):
        return "github_dependabot", "dependabot", run(dependabot(doc)), last, True, entries
    if "runs" in doc:
        target, at = run(sarif(doc)), day(doc["runs"][0].get("invocations", [{}])[0].get("endTimeUtc")) or last
        return "sarif", doc["runs"][0]["tool"]["driver"]["name"].lower(), target, at, True, entries
    if "scan" in doc:
        target = run(gitlab(doc))
        return "gitlab_" + doc["scan"]["type"], doc["scan"]["scanner"]["name"].lower(), target, day(doc["scan"]["end_time"]), doc["scan"]["status"] == "success", entries
    if "SchemaVersion" in doc or "ClusterName" in doc:
        target = run(trivy(doc))
        return "trivy", "trivy", target, day(doc.get("CreatedAt")) or last, True, entries
    if "site" in doc:
        return "zap_json" if "@programName" in doc else "zap_xml", "zap", run(zap(doc)), day(doc["@generated"]), True, entries
    run(semgrep(doc))
    return "semgrep", "semgrep", None, last, True, entries

def inventory(folder):
    assets, by = {}, {}
    for row in csv.DictReader(open(os.path.join(folder, "assets.csv"), encoding="utf-8", newline="")):
        assets.setdefault(row["Application"], row)
        for r in row["Repository"].split("; "):
            by[repository(r)] = row["Application"]
        for column in ("Images", "Hosts"):
            if row[column]:
                by[row[column]] = row["Application"]
    return assets, by

def workbook(path):
    """The rows under the header of the register's sheet, the second one; a number is a day."""
    rows = []
    with zipfile.ZipFile(path) as book:
        tree = xml.fromstring(book.read("xl/worksheets/sheet2.xml"))
    for row in (e for e in tree.iter() if e.tag.endswith("}row")):
        cells = {}
        for c in row:
            value = "".join(e.text or "" for e in c.iter() if e.tag.endswith(("}v", "}t")))
            if c.get("t") is None:
                value = str(datetime.date(1899, 12, 30) + datetime.timedelta(days=int(value)))
            cells[re.match("[A-Z]+", c.get("r"))[0]] = value
        rows.append(cells)
    header = next(n for n, r in enumerate(rows) if r.get("A") == "Exception ID")
    return [{name: r.get(at, "") for at, name in rows[header].items()} for r in rows[header + 1:]]

def issues(folder):
    """The tracker's issues, with the fields that count here by their names."""
    page = json.load(open(os.path.join(folder, "jira.json"), encoding="utf-8"))
    for i in page["issues"]:
        f = i["fields"]
        named = {name: f.get(key) for key, name in page["names"].items() if key.startswith("customfield")}
        found = re.search(r"CVE-\d+-\d+", f["summary"])
        yield dict({k: v["value"] if isinstance(v, dict) else v for k, v in named.items()}, key=i["key"], type=f["issuetype"]["name"],
                   cve=found and found[0], done=f["resolutiondate"], owner=(f["assignee"] or {}).get("displayName"))

def exceptions(folder):
    out = []
    for r in workbook(os.path.join(folder, "exceptions.xlsx")):
        out.append(dict(id=r["Exception ID"], service=r["Service"], cve=r["CVE"], rule=r["Rule ID"], component=r["Component"],
                        path=r["Path"], granted=day(r["Approval Date"]), expires=day(r["Expiry Date"]),
                        good=r["Status"] == "Active", state="false_positive" if r["Disposition"] == "False positive" else "accepted"))
    for i in issues(folder):
        if i["type"] == "Risk Acceptance":
            out.append(dict(id=i["key"], service=i["Service"], cve=i["cve"], rule="", component="", path="", granted=day(i["done"]),
                            expires=day(i["Expiry date"]), good=bool(i["done"]), state="accepted"))
    lines = re.sub(r"```.*?```", "", open(os.path.join(folder, "exceptions.md"), encoding="utf-8").read(), flags=re.S).splitlines()
    for line in lines:
        cells = [c.strip().strip("`") for c in re.split(r"(?<!\\)\|", line.strip())[1:-1]]
        if len(cells) == 9 and cells[0].startswith("LOG"):
            out.append(dict(id=cells[0], service=cells[1], cve=cells[2], rule="", component=cells[3], path="", granted=day(cells[6]),
                            expires=day(cells[7]), good=cells[8] == "Approved", state="accepted"))
    return out

class Finding:
    def __init__(self, scope, severity, first):
        self.scope, self.severity, self.first, self.events, self.sources = scope, severity, first, [(first, "open")], {}
        self.said = {}

    state = property(lambda self: self.events[-1][1])

def covers(x, f):
    if not any(x[k] for k in ("cve", "rule", "component", "path")):
        return False
    e = f.entry
    return (x["service"] == f.scope and (not x["cve"] or x["cve"] == e.get("cve")) and (not x["rule"] or x["rule"] == e.get("rule"))
            and (not x["component"] or x["component"].lower() == (e.get("component") or "").lower())
            and (not x["path"] or fnmatch.fnmatch(e.get("path") or "", x["path"])))

def in_force(x, at):
    return x["good"] and x["granted"] and x["granted"] <= at and (not x["expires"] or x["expires"] >= at)

def placed(report, store, month):
    """Give each entry of a report its key: occurrences of a place by native id, then by rank; a renamed file where there is one candidate."""
    file, tool, target, fmt, scope, entries = report
    groups = collections.defaultdict(list)
    for e in entries:
        groups[e["key"]].append(e)
    taken, missing = {}, []
    for key, some in groups.items():
        place = (scope,) + key
        if not some[0].get("each"):
            if len(some) > 1:
                problem(file, "one key twice in a report:", key)
            taken[place] = some[0]
            continue
        keys = [k for n in range(99) for k in [MOVED.get(place + (n,), place + (n,))] if k in store]
        some.sort(key=lambda e: e.get("line", 0))
        by_native = {store[k].native: k for k in keys if store[k].native}
        for e in some:
            if e.get("native") in by_native:
                taken[by_native[e["native"]]] = e
        rest = [e for e in some if not any(e is x for x in taken.values())]
        free = [k for k in keys if k not in taken]
        for k, e in zip(free, rest):
            taken[k] = e
        if len(rest) > len(free) and keys:
            problem(file, "a new occurrence beside old ones:", key)
        for n, e in enumerate(rest[len(free):], len(keys)):
            taken[place + (n,)] = e
            missing.append(place + (n,))
    left = [k for k, f in store.items() if f.scope == scope and f.entry.get("each") and f.sources.get((tool, target, fmt))
            and f.state == "open" and k not in taken]
    for k in missing:
        e = taken[k]
        same = [o for o in left if o[1] == k[1] and (store[o].entry["rule"] == e["rule"] or store[o].entry.get("cwe", set()) & e.get("cwe",
                set()))]
        if len(same) == 1 and store[same[0]].entry["rule"] == e["rule"] and sum(x in taken and taken[x]["rule"] == e["rule"]
                                                                                for x in missing) == 1:
            RENAMED.append((month, file, same[0], k))
            taken[same[0]] = taken.pop(k)
            MOVED[k] = same[0]
        elif same:
            problem(file, "gone and new with the same rule or weakness:", k, same)
    return taken

RENAMED, MOVED, PAIRS = [], {}, set()

# The reports of trackers, platforms and feeds: where their entries are.
NOT_SCANS = {"jira.json": "issues", "jira-incidents.json": "issues", "github-actions.json": "workflow_runs", "kev.json": "vulnerabilities",
             "gitlab-jobs.json": None, "gitlab-releases.json": None, "gitlab-deployments.json": None}

def run_month(month, store, table):
    folder = os.path.join(HERE, "exports", month)
    assets, by = inventory(folder)
    reports, facts = [], TRUTH["months"][month]["files"]
    for name in sorted(os.listdir(folder)):
        if name in NOT_SCANS or not name.endswith((".json", ".json.gz", ".sarif", ".xml")):
            continue
        found = re.match(r"([^/]+)_([^/]+)\.json$", name)
        count, formats = 0, set()
        for doc in documents(os.path.join(folder, name)):
            fmt, tool, target, at, good, entries = read(doc, month)
            formats.add(fmt)
            count += len(entries)
            service = found[2] if found else by.get((target or "").replace("https://", "", 1) if fmt[:3] == "zap" else target)
            reports.append((at, name, tool, target, service or target, good, entries, fmt))
        want = facts.get(name, {})
        if count != want.get("entries") or formats != {want.get("format")}:
            problem(month, name, "entries", count, "formats", formats, "truth says", want.get("entries"), want.get("format"))
        if table:
            print(month, name, *formats, count, sep="\t")
    for name in facts:
        if name.endswith(".csv"):
            count = len(list(csv.reader(open(os.path.join(folder, name), encoding="utf-8", newline="")))) - 1
            if count != facts[name]["entries"]:
                problem(month, name, "rows", count, "truth says", facts[name]["entries"])
        elif name in NOT_SCANS:
            count = sum(len(doc if NOT_SCANS[name] is None else doc[NOT_SCANS[name]]) for doc in documents(os.path.join(folder, name)))
            if count != facts[name]["entries"]:
                problem(month, name, "entries", count, "truth says", facts[name]["entries"])
    if set(facts) != set(os.listdir(folder)):
        problem(month, "files differ:", set(facts) ^ set(os.listdir(folder)))
    start, end = bounds(month)
    types = collections.defaultdict(set)                     # a package without an ecosystem is the one that has one
    for *_, scope, _, entries, _ in reports:
        for e in entries:
            if e["key"][0] == "pkg" and e["key"][2]:
                types[scope, e["key"][1], e["key"][3].lower()].add(e["key"])
    for *_, scope, _, entries, _ in reports:
        for e in entries:
            if e["key"][0] == "pkg" and not e["key"][2]:
                same = types[scope, e["key"][1], e["key"][3].lower()] | {k[1:] for k in store if k[:3] == (scope, "pkg", e["key"][1])
                                                                         and k[4].lower() == e["key"][3].lower()}
                e["key"] = same.pop() if len(same) == 1 else e["key"]
    other = collections.Counter((scope, name) + e["other"] for _, name, _, _, scope, _, entries,
                                _ in reports for e in entries if "other" in e)
    for key in (k for k, n in other.items() if n > 1):
        problem(month, "two findings of one weakness at one place:", key)
    for at, name, tool, target, scope, good, entries, fmt in sorted(reports, key=lambda r: r[:2]):
        if not start <= at < end:
            problem(month, name, "is dated", at)
        if not good:
            continue
        taken = placed((name, tool, target, fmt, scope, entries), store, month)
        for key, e in taken.items():
            f = store.get(key)
            if not f:
                f = store[key] = Finding(scope, e["severity"].lower(), e.get("first") or at)
            f.first = min(f.first, e.get("first") or at)
            f.events[0] = (f.first, "open")
            if f.severity != e["severity"].lower():
                problem(name, "severity of", key, "changes")
            if f.state == "resolved":
                f.events.append((at, "open"))
            f.entry, f.native = e, e.get("native")
            f.sources[tool, target, fmt] = True
            f.said[tool] = e.get("said", "open")
        for key, f in store.items():
            if f.scope == scope and f.sources.get((tool, target, fmt)) and key not in taken:
                f.sources[tool, target, fmt] = False
                if not any(f.sources.values()) and f.state == "open":
                    f.events.append((at, "resolved"))
    across(reports)
    tickets = {(i["Service"], i["cve"]): i for i in issues(folder) if i["type"] == "Bug" and i["Service"]}
    kev = {v["cveID"] for v in json.load(open(os.path.join(folder, "kev.json"), encoding="utf-8"))["vulnerabilities"]}
    return assets, exceptions(folder), tickets, kev

def across(reports):
    """Findings of two code scanners of a service, same weakness and file, at most three lines apart."""
    of = collections.defaultdict(list)
    for at, name, tool, target, scope, good, entries, fmt in reports:
        for e in entries:
            if e["key"][0] == "sast":
                of[scope, e["path"]].append((tool, e))
    for (scope, path), some in of.items():
        for a, x in some:
            for b, y in some:
                if a < b and x["cwe"] & y["cwe"]:
                    if abs(x["line"] - y["line"]) <= 3:
                        PAIRS.add(((scope,) + x["key"] + (0,), (scope,) + y["key"] + (0,)))
                    else:
                        problem(scope, path, "two tools, one weakness, further apart:", x["key"], y["key"])

def main(table):
    store = {}
    for month in MONTHS:
        assets, register, tickets, kev = run_month(month, store, table)
        for a, b in PAIRS:                                   # the second is the same as the first
            MOVED[b] = a
            if b in store:
                gone = store.pop(b)
                store[a].first = min(store[a].first, gone.first)
                store[a].events[0] = (store[a].first, "open")
                store[a].sources.update(gone.sources)
                store[a].said.update(gone.said)
        start, end = bounds(month)
        d = end - datetime.timedelta(days=1)
        state = {}
        for k, f in store.items():
            state[k] = f.state
            if f.state == "open":
                words = set(f.said.values())
                force = [x for x in register if covers(x, f) and in_force(x, end)]
                state[k] = words.pop() if len(words) == 1 and "open" not in words else force[0]["state"] if force else "open"
        open_ = [f for k, f in store.items() if state[k] == "open"]
        name = lambda f: f.scope if "/" not in f.scope and f.scope != "core-eu1" else "(none) " + f.scope
        due = lambda f: f.first + datetime.timedelta(days=SLA[f.severity]) if f.severity in SLA else None
        cohort = [(k, f) for k, f in store.items() if due(f) and start <= due(f) < end and state[k] != "false_positive"]
        beside = [f for k, f in cohort if set(f.said.values()) == {"accepted"} or any(covers(x, f) and in_force(x, due(f))
                for x in register)]
        cohort = [(k, f) for k, f in cohort if f not in beside]
        ticket = lambda f: tickets.get((f.scope, f.entry.get("cve")))
        owner = lambda f: assets.get(f.scope, {}).get("Product owner") or (ticket(f) or {}).get("owner")
        got = {
            "findings_known": len(store), "by_state": dict(sorted(collections.Counter(state.values()).items())),
            "known_by_service": dict(sorted(collections.Counter(map(name, store.values())).items())),
            "open": len(open_), "open_by_severity": dict(sorted(collections.Counter(f.severity for f in open_).items())),
            "open_by_service": dict(sorted(collections.Counter(map(name, open_)).items())),
            "new": sum(start <= f.first < end for f in store.values()), "closed": sum(f.state == "resolved" and f.events[-1][0] >= start
                    for f in store.values()),
            "reopened": sum(any(start <= at < end and n and what == "open" for n, (at, what) in enumerate(f.events))
                            for f in store.values()),
            "critical_older_than_sla": sum(f.severity == "critical" and d > due(f) for f in open_),
            "critical_older_than_sla_tier_1": sum(f.severity == "critical" and d > due(f) and assets.get(f.scope,
                    {}).get("Business tier") == "Tier 1" for f in open_),
            "overdue_findings": sum(bool(due(f)) and d > due(f) for f in open_),
            "sla_compliance": {"due": len(cohort), "in_time": sum(f.state == "resolved" and f.events[-1][0] <= due(f) for k, f in cohort),
                               "beside": len(beside)},
            "open_without_owner": sum(not owner(f) for f in open_),
            "kev_open": sum(f.entry.get("cve") in kev for f in open_),
            "tickets": {"in_tracker": sum(1 for i in issues(os.path.join(HERE, "exports", month)) if i["type"] == "Bug"),
                        "findings_with_one": sum(bool(ticket(f)) for f in store.values()),
                        "closed_finding_open": sorted(ticket(f)["key"] for f in open_ if ticket(f) and ticket(f)["done"]),
                        "matching_nothing": sorted(i["key"] for i in issues(os.path.join(HERE, "exports", month)) if i["type"] == "Bug"
                                                   and all(ticket(f) is None or ticket(f)["key"] != i["key"] for f in store.values()))},
            "open_unmapped": sum(f.scope not in assets for f in open_),
        }
        for key, value in got.items():
            if value != TRUTH["months"][month][key]:
                want = TRUTH["months"][month][key]
                if isinstance(value, dict):
                    value, want = ({k: v for k, v in x.items() if v != y.get(k)} for x, y in ((value, want), (want, value)))
                problem(month, key, "read:", value, "truth:", want)
        print(month, {k: v for k, v in got.items() if not k.endswith("_by_service")})
    for month, file, old, new in RENAMED:
        print("renamed:", month, file, old, "->", new[3])
    print("two code scanners:", len(PAIRS), "pairs")
    for p in PROBLEMS:
        print("PROBLEM", p)
    return 1 if PROBLEMS else 0

if __name__ == "__main__":
    sys.exit(main("--table" in sys.argv[1:]))
