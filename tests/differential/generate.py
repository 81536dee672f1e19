"""jq programs and JSON inputs from a seed, for tests/differential/run. Left out is what makes libjq 1.6 abort: slices at
NaN, indices(""), match of nothing with "g" on text beyond ASCII, and powers of memory."""
import json, random

NAMES = ["a", "b", "c", "key", "value", "name"]
TEXTS = ["", "a", "b", "ab", "a,b", "CVE-2024-1", "Grüße €", "x😀y", "a b  c", "1", "1.5", "-3", "null", "{\"a\":1}", "[1,2", "\n", "\"q\"", "\\", "\u007f",
         "\u0000n", "AbC", "https://x.example/a?b=1#c", "a-b_c", "nan", "1e3", " 7 ", "007", "aXbXc"]
NUMBERS = ["0", "1", "-1", "2", "3", "10", "1.5", "-0", "1e3", "1e17", "0.1", "123456789012345", "1234567890123456", "-1234567890123456789", "1e-5", "0.0001", "3.0",
           "1.10", "100000000000000000000", "12345.678e2", "0.30000000000000004", "1e1000", "-2.5", "4294967296", "1E2", "5e-324", "123456789.123456789"]
PATTERNS = ["a", "^a", "b$", "[0-9]+", "(?<x>[a-z]+)-(?<y>[0-9]+)", "x*", "(a)|(b)", "\\\\s", ".", "(?<n>q)?a", "(", "ü", "^$"]


def value(r, depth=3):
    k = r.random()
    if depth == 0 or k < 0.45:
        k = r.random()
        if k < 0.12:
            return "null"
        if k < 0.24:
            return r.choice(["true", "false"])
        if k < 0.6:
            return r.choice(NUMBERS) if r.random() < 0.8 else repr(r.uniform(-1e6, 1e6))
        return json.dumps(r.choice(TEXTS), ensure_ascii=r.random() < 0.3)
    n = r.choice([0, 1, 2, 2, 3, 5])
    if k < 0.7:
        return "[" + ",".join(value(r, depth - 1) for _ in range(n)) + "]"
    names = [r.choice(NAMES + TEXTS[:8]) for _ in range(n)]
    if r.random() < 0.05:
        names += ["k%d" % i for i in range(r.randint(9, 20))]
    return "{" + ",".join("%s:%s" % (json.dumps(k), value(r, depth - 1)) for k in names) + "}"


SMALL = '.a | if type == "number" and . != 1.5 and . != -1 then 3 else . end'  # no 1e17 turns, in either engine

FIXED = ["null", "true", "false", "0", '""', "[]", "{}", '"abc"', "[1,2,3]", '{"a":1,"b":2}', '{"a":{"b":{"c":[1,{"d":2}]}}}', "[[1,2],[3]]",
         '[{"key":"a","value":1},{"name":"b","value":null}]', '{"a":1,"a":2,"b":{"a":1,"b":2,"a":3}}', '["b","a","c","a"]', '[{"a":1,"b":2},{"a":3},{"a":1}]',
         '{"a":"CVE-2024-1234","b":["x","y"],"c":null}', "[3,1,2,null,\"a\",[1],{\"a\":1},true,false,1.0]"]


class Grammar:
    def __init__(self, r):
        self.r, self.vars, self.defs = r, [], []

    def pick(self, choices):
        return self.r.choice(choices)

    def string(self, depth):
        r = self.r
        text = json.dumps(r.choice(TEXTS), ensure_ascii=r.random() < 0.5)
        if depth > 0 and r.random() < 0.3:
            text = text[:-1] + "\\(" + self.pipe(depth - 1) + ")" + self.pick(["", "-", "é"]) + '"'
        if r.random() < 0.1:
            text = self.pick(["@text ", "@json "]) + text
        return text

    def literal(self):
        k = self.r.random()
        if k < 0.35:
            return self.pick(["0", "1", "2", "3", "10", "1.5", "0.1", "1e3", "100", ".5", "1e17"])
        if k < 0.75:
            return json.dumps(self.r.choice(TEXTS))
        return self.pick(["null", "true", "false", "[]", "{}", "[1,2]", '{"a":1}', '["a","b"]'])

    def path(self, depth):
        out = self.pick(["." + self.pick(NAMES), ".", "." + self.pick(NAMES), '."%s"' % self.pick(NAMES)])
        for _ in range(self.pick([0, 0, 1, 1, 2])):
            k = self.r.random()
            if k < 0.4:
                out += ("" if out != "." else "") + ("." + self.pick(NAMES) if out != "." else "[]")
            elif k < 0.55:
                out += "[]"
            elif k < 0.7:
                out += "[%s]" % self.pick(["0", "1", "-1", "0.5", "5"])
            elif k < 0.8:
                out += "[%s]" % self.pick(["1:", ":1", ":-1", "1:2", "-2:", "0.5:1.5", "null:1", "0:100", '"a":'])
            elif depth > 0:
                out += "[%s]" % self.pipe(depth - 1)
            if self.r.random() < 0.25:
                out += "?"
        return out

    def pair(self, depth):
        k = self.r.random()
        name = self.pick(NAMES)
        if k < 0.4:
            return "%s: %s" % (name, self.object_value(depth))
        if k < 0.5:
            return name
        if k < 0.6 and self.vars:
            return "$" + self.pick(self.vars)
        if k < 0.75:
            return "%s: %s" % (self.string(depth - 1), self.object_value(depth))
        if k < 0.8:
            return self.string(depth - 1)
        if k < 0.9:
            return "%s: %s" % (self.pick(["if", "and", "reduce", "__loc__"]), self.object_value(depth))
        return "(%s): %s" % (self.pipe(depth - 1), self.object_value(depth))

    def object_value(self, depth):
        k = self.r.random()
        if k < 0.15:
            return "-" + self.term(depth - 1)
        if k < 0.25:
            return self.term(depth - 1) + " | " + self.term(depth - 1)
        return self.term(depth - 1)

    def call(self, depth):
        f = lambda: self.pipe(depth - 1)
        k = self.r.random()
        if k < 0.45:
            return self.pick(["length", "keys", "keys_unsorted", "to_entries", "from_entries", "tostring", "tonumber", "type", "tojson", "fromjson", "unique", "sort",
                              "add", "min", "max", "flatten", "floor", "reverse", "empty", "not", "values", "nulls", "strings", "numbers", "arrays", "objects",
                              "booleans", "iterables", "scalars", "ascii_downcase", "ascii_upcase", "first", "last", "any", "all", "explode", "paths", "leaf_paths",
                              "transpose", "error", "isnan", "sqrt", "recurse", "utf8bytelength", "@text", "@json", "fabs", "ceil", "round"])
        if k < 0.75:
            name = self.pick(["map", "select", "any", "all", "sort_by", "group_by", "unique_by", "min_by", "max_by", "with_entries", "map_values", "path", "paths",
                              "del", "first", "last", "isempty", "recurse_", "in", "inside", "index", "rindex", "has", "contains", "startswith", "endswith",
                              "ltrimstr", "rtrimstr", "split", "join", "error", "range", "flatten", "getpath", "delpaths", "IN", "INDEX", "nth"])
            if name == "recurse_":
                return "[.. | %s]" % f()
            if name in ("index", "rindex"):
                return "%s(%s)" % (name, self.pick(['"a"', '"b"', "1", "[1,2]", ".", "null"] if False else ['"a"', '"b"', "1", "[1,2]", "null"]))
            if name == "range":
                return "range(%s)" % self.pick(["3", "0;3", "3;0;-1", "0;10;3", SMALL, "1,2", '"a"'])
            if name == "getpath":
                return "getpath(%s)" % self.pick(['["a"]', '["a","b"]', "[0]", "[]", '["a",0]', '"a"'])
            if name == "delpaths":
                return "delpaths(%s)" % self.pick(['[["a"]]', '[["a","b"],["b"]]', "[[0],[1]]", "[[]]", "[]", "1"])
            if name == "path" or name == "paths" or name == "del":
                return "%s(%s)" % (name, self.path(0) if self.r.random() < 0.6 else f())
            return "%s(%s)" % (name, f())
        if k < 0.85:
            return self.pick(["limit(%s; %s)" % (self.pick(["0", "1", "2", "-1"]), f()), "any(%s; %s)" % (f(), f()), "all(%s; %s)" % (f(), f()),
                              "setpath(%s; %s)" % (self.pick(['["a"]', "[0]", '["a",1]', "[]", '["b","c"]']), f()), "nth(%s; %s)" % (self.pick("012"), f()),
                              "INDEX(%s; %s)" % (f(), f()), "IN(%s; %s)" % (f(), f())])
        pattern = '"%s"' % self.pick(PATTERNS)
        flags = self.pick(["", "", '; "i"', '; null', '; "m"', '; "n"', '; "x"', '; "q"', "; 1", '; "s"', '; "l"', '; "p"'])
        return self.pick(["test(%s%s)", "[match(%s%s)]", "capture(%s%s)", "test([%s])%s"]) % (pattern, flags) if self.r.random() < 0.9 else \
            self.pick(["sub(%s; \"<\\(.x)>\")" % pattern, '[scan("%s")]' % self.pick(["a", "[0-9]+", "(a)(b)?", "."])])

    def term(self, depth):
        k = self.r.random()
        if depth <= 0:
            return self.pick([self.path(0), self.literal(), "."] + ["$" + v for v in self.vars])
        if k < 0.3:
            return self.path(depth - 1)
        if k < 0.4:
            return self.literal()
        if k < 0.45:
            return self.string(depth)
        if k < 0.55:
            return "[%s]" % (self.pipe(depth - 1) if self.r.random() < 0.9 else "")
        if k < 0.65:
            return "{%s}" % ", ".join(self.pair(depth - 1) for _ in range(self.pick([0, 1, 2, 2, 3])))
        if k < 0.7 and self.vars:
            return "$" + self.pick(self.vars)
        if k < 0.75:
            return "(%s)" % self.pipe(depth - 1)
        if k < 0.8 and self.defs:
            name, n = self.pick(self.defs)
            return name if not n else "%s(%s)" % (name, "; ".join(self.pipe(depth - 1) for _ in range(n)))
        if k < 0.82:
            return ".."
        out = self.call(depth)
        return out + self.pick(["[0]", ".a", "[]?", ".a?"]) if self.r.random() < 0.06 and not out.startswith("@") else out

    def pattern(self, depth):
        k = self.r.random()
        if depth <= 0 or k < 0.7:
            name = self.pick(["x", "y", "z"])
            self.vars.append(name)
            return "$" + name
        if k < 0.85:
            return "[%s]" % ", ".join(self.pattern(depth - 1) for _ in range(self.pick([1, 2])))
        return "{%s}" % ", ".join(self.pick(["%s: %s" % (self.pick(NAMES), self.pattern(depth - 1)), '"a": %s' % self.pattern(depth - 1),
                                             self.pattern(0)]) for _ in range(self.pick([1, 2])))

    def scoped(self, make):
        keep = list(self.vars), list(self.defs)
        out = make()
        self.vars, self.defs = keep
        return out

    def bound(self, depth):
        def make():
            source = self.term(depth - 1)
            return "%s as %s | %s" % (source, self.pattern(1), self.pipe(depth - 1))
        return self.scoped(make)

    def loop(self, depth):
        def make():
            word = self.pick(["reduce", "foreach"])
            source, start = self.term(depth - 1), self.pipe(0)
            pattern = self.pattern(1)
            tail = self.pipe(depth - 1)
            if self.r.random() < 0.5:
                tail = self.pick([". + $%s" % self.vars[-1], "[., $%s]" % self.vars[-1], ". + [$%s]" % self.vars[-1], "$%s" % self.vars[-1]])
            last = "; " + self.pipe(0) if word == "foreach" and self.r.random() < 0.5 else ""
            return "%s %s as %s (%s; %s%s)" % (word, source, pattern, start, tail, last)
        out = self.scoped(make)
        return "[%s]" % out if out.startswith("foreach") else out

    def definition(self, depth):
        def make():
            name, params = self.pick(["f", "g", "h"]), self.pick([[], [], ["p"], ["$p"], ["p", "$q"], ["$p", "$q"]])
            body = self.scoped(lambda: self.def_body(params, depth - 1))
            self.defs = [d for d in self.defs if d[0] != name] + [(name, len(params))]
            return "def %s%s: %s; %s" % (name, "(%s)" % "; ".join(params) if params else "", body, self.pipe(depth - 1))
        return self.scoped(make)

    def def_body(self, params, depth):
        for p in params:
            self.defs = [d for d in self.defs if d[0] != p.lstrip("$")] + [(p.lstrip("$"), 0)]
            if p[0] == "$":
                self.vars.append(p[1:])
        return self.pipe(depth)

    def operand(self, depth):
        k = self.r.random()
        if depth <= 0 or k < 0.75:
            return self.term(depth)
        if k < 0.83:
            return "if %s then %s %selse %s end" % (self.pipe(depth - 1), self.pipe(depth - 1),
                                                    "elif %s then %s " % (self.pipe(0), self.pipe(0)) if self.r.random() < 0.3 else "", self.pipe(depth - 1))
        if k < 0.88:
            return "try %s%s" % (self.term(depth - 1), " catch " + self.term(depth - 1) if self.r.random() < 0.6 else "")
        if k < 0.93:
            return self.loop(depth)
        if k < 0.95:
            return "(%s)?" % self.pipe(depth - 1)
        if k < 0.97:
            return "-" + self.term(depth - 1)
        return "(label $f | %s, break $f, %s)" % (self.pipe(depth - 1), self.pipe(0))

    def binary(self, depth):
        out = self.operand(depth)
        if self.r.random() < 0.35:
            op = self.pick(["+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "and", "or", "//", "//", "+", "==", ","])
            out += " %s %s" % (op, self.operand(depth - 1))
        elif self.r.random() < 0.06:
            out = "%s %s %s" % (self.path(0) if self.r.random() < 0.8 else out, self.pick(["=", "|=", "+=", "-=", "*=", "//="]), self.operand(depth - 1))
        return out

    def pipe(self, depth):
        k = self.r.random()
        if depth > 0 and k < 0.07:
            return self.bound(depth)
        if depth > 1 and k < 0.1:
            return self.definition(depth)
        out = self.binary(depth)
        if depth > 0 and k > 0.6:
            out += " | " + self.pipe(depth - 1)
        return out


def broken(r, text):
    """A few characters taken out, doubled or put in."""
    for _ in range(r.randint(1, 2)):
        at = r.randrange(len(text) + 1)
        k = r.random()
        text = text[:at] + text[at + 1:] if k < 0.4 else text[:at] + r.choice(list("()[]{}|,:;.?\"$=+-*/%") + [" as ", " if ", " end ", "//", "..", " def "]) + text[at:]
    return text


def batches(seed, count, size):
    """Lists of programs with inputs for them."""
    r = random.Random(seed)
    for start in range(0, count, size):
        programs = []
        while len(programs) < size:
            g = Grammar(r)
            program = g.pipe(r.choice([1, 2, 2, 3, 3, 4]))
            if len(programs) % 10 == 9:
                program = broken(r, program)
            if len(program) < 1500 and "infinite" not in program:
                programs.append(program)
        yield programs, r.sample(FIXED, 10) + [value(r) for _ in range(20)]
