"""The commands of a CI template, from raw records on standard input: targets, variables and options that there are."""
import json, os, re, shlex, subprocess, sys

SRC = os.environ["SM_SRC"]
with open(SRC + "/share/sm.mk", encoding="utf-8") as f:
    sm_mk = f.read()
with open(SRC + "/Makefile", encoding="utf-8") as f:
    own = f.read()
targets = {"sm.mk": set(re.search(r"^\.PHONY: (.*)", sm_mk, re.M).group(1).split()), "own": set(re.findall(r"^([a-z-]+):", own, re.M))}
variables = set(re.findall(r"^([A-Z_]+) \?=", sm_mk, re.M))
metrics = {n[:-3] for n in os.listdir(SRC + "/share/metrics")}


def commands(raw):
    for key in ("run", "before_script", "script", "after_script"):
        for text in raw.get(key) if isinstance(raw.get(key), list) else [raw[key]] if key in raw else []:
            for line in re.split(r"\n|&&", text):
                if line.strip():
                    yield line.strip()


def check(line):
    words = shlex.split(re.sub(r"\$\(.*\)", "X", line), comments=False)
    words = words[words[0] == "sudo":]
    if words[0] == "make":
        other = "-C" in words
        rest = [w for w in words[1:] if w not in ("-s", "-C") and w[0] not in ">/$"]
        for w in rest:
            name, given, value = w.partition("=")
            if name not in (variables if given else targets["own" if other else "sm.mk"]):
                return "make knows no %s" % w
            if name == "SM_FAIL_ON" and value.split()[0] not in metrics:
                return "no metric %s" % value
    elif words[0].startswith("sm-"):
        text = subprocess.run([words[0], "--help"], capture_output=True, text=True).stdout
        for w in words[1:]:
            if w.startswith("-") and not re.search(r"(^|[ ,])%s\b" % re.escape(w), text, re.M):
                return "%s has no option %s" % (words[0], w)
    return None


lines = [line for record in sys.stdin for line in commands(json.loads(record).get("raw") or {})]
for line in lines:
    why = check(line)
    if why:
        print("wrong:", why)
print("%d commands" % len(lines))
