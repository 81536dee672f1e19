"""The part of JSON Schema 2020-12 that share/schema uses, as functions from a value to the first thing wrong with it. A
keyword that is not known here is an error of the schema, never passed over."""
import json, os, re

TYPES = {"object": lambda v: isinstance(v, dict), "array": lambda v: isinstance(v, list), "string": lambda v: isinstance(v, str),
         "boolean": lambda v: isinstance(v, bool), "null": lambda v: v is None,
         "number": lambda v: isinstance(v, (int, float)) and not isinstance(v, bool),
         "integer": lambda v: isinstance(v, (int, float)) and not isinstance(v, bool) and v == int(v)}
SILENT = {"$schema", "$id", "title", "description", "$defs", "then", "else"}


def same(a, b):
    """Equal as JSON: true is not 1."""
    return a == b and isinstance(a, bool) == isinstance(b, bool)


class Schemas:
    def __init__(self, folder, without=()):
        """without: keywords that are not looked at."""
        self.without = SILENT | set(without)
        self.files = {}
        self.made = {}
        for name in sorted(os.listdir(folder)):
            with open(os.path.join(folder, name), encoding="utf-8") as f:
                self.files[name] = json.load(f)
            if self.files[name].get("$id") != name or "2020-12" not in self.files[name].get("$schema", ""):
                raise ValueError("%s: $id is not the file's name, or $schema is not 2020-12" % name)

    def check(self, name):
        """The check of a file: a function that gives None or what is wrong, `path: why`."""
        return self.make(self.files[name], name)

    def target(self, ref, name):
        path, _, pointer = ref.partition("#")
        path = path or name
        if (path, pointer) not in self.made:
            self.made[path, pointer] = None
            schema = self.files[path]
            for part in pointer.split("/")[1:]:
                schema = schema[part]
            self.made[path, pointer] = self.make(schema, path)
        return lambda v: self.made[path, pointer](v)

    def make(self, schema, name):
        if schema is True:
            return lambda v: None
        if schema is False:
            return lambda v: ": not allowed"
        checks = []
        for word, what in schema.items():
            if word in self.without:
                continue
            maker = getattr(self, "word_" + word.lstrip("$"), None)
            if not maker:
                raise ValueError("%s: keyword %s is not known" % (name, word))
            checks.append(maker(what, schema, name))
        return self.make_all(checks)

    def word_ref(self, what, schema, name):
        return self.target(what, name)

    def word_type(self, what, schema, name):
        kinds = [TYPES[w] for w in ([what] if isinstance(what, str) else what)]
        return lambda v: None if any(k(v) for k in kinds) else ": not of type %s" % what

    def word_const(self, what, schema, name):
        return lambda v: None if same(v, what) else ": not %s" % json.dumps(what)

    def word_enum(self, what, schema, name):
        return lambda v: None if any(same(v, w) for w in what) else ": not one of %s" % json.dumps(what)

    def word_pattern(self, what, schema, name):
        pattern = re.compile(what)
        return lambda v: ": not like %s" % what if isinstance(v, str) and not pattern.search(v) else None

    def word_minLength(self, what, schema, name):
        return lambda v: ": too short" if isinstance(v, str) and len(v) < what else None

    def word_maxLength(self, what, schema, name):
        return lambda v: ": too long" if isinstance(v, str) and len(v) > what else None

    def word_minimum(self, what, schema, name):
        return lambda v: ": below %s" % what if TYPES["number"](v) and v < what else None

    def word_maximum(self, what, schema, name):
        return lambda v: ": above %s" % what if TYPES["number"](v) and v > what else None

    def word_minItems(self, what, schema, name):
        return lambda v: ": too few" if isinstance(v, list) and len(v) < what else None

    def word_maxItems(self, what, schema, name):
        return lambda v: ": too many" if isinstance(v, list) and len(v) > what else None

    def word_uniqueItems(self, what, schema, name):
        return lambda v: ": twice the same" if isinstance(v, list) and len({json.dumps(x, sort_keys=True) for x in v}) < len(v) else None

    def word_items(self, what, schema, name):
        each = self.make(what, name)

        def check(v):
            for i, x in enumerate(v if isinstance(v, list) else ()):
                why = each(x)
                if why:
                    return "[%d]%s" % (i, why)
        return check

    def word_required(self, what, schema, name):
        def check(v):
            for key in what if isinstance(v, dict) else ():
                if key not in v:
                    return ".%s: missing" % key
        return check

    def word_properties(self, what, schema, name):
        known = {key: self.make(s, name) for key, s in what.items()}

        def check(v):
            for key, x in v.items() if isinstance(v, dict) else ():
                why = key in known and known[key](x)
                if why:
                    return ".%s%s" % (key, why)
        return check

    def word_additionalProperties(self, what, schema, name):
        known, other = schema.get("properties", {}), self.make(what, name)

        def check(v):
            for key, x in v.items() if isinstance(v, dict) else ():
                why = key not in known and other(x)
                if why:
                    return ".%s%s" % (key, why)
        return check

    def word_allOf(self, what, schema, name):
        return self.make_all([self.make(s, name) for s in what])

    def make_all(self, checks):
        def check(v):
            for c in checks:
                why = c(v)
                if why:
                    return why
        return check

    def word_oneOf(self, what, schema, name):
        checks = [self.make(s, name) for s in what]
        return lambda v: None if sum(c(v) is None for c in checks) == 1 else ": not exactly one of the forms"

    def word_if(self, what, schema, name):
        held, then = self.make(what, name), self.make(schema.get("then", True), name)
        otherwise = self.make(schema.get("else", True), name)
        return lambda v: then(v) if held(v) is None else otherwise(v)
