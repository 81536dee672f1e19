"""A metric and lists whose names and cells a workbook can't hold as they are."""
import json

CELLS = ["_x0041_", "_x000D_ _xZZZZ_ _x12_", "_x0041_" * 9000, "\ufffe\uffff", "x" * 40000, "\U0001F600" * 20000, "=1+1", "+1", "-1", "@SUM(A1)",
         "=HYPERLINK(\"http://evil.example\")", "http://evil.example", " lead  two ", "a<b>&\"'", "", None, True, ["a", {"b": 1}], {"c": None},
         1e300, 1e308, -0.0, 0.1, 123456789012345678, "2026-10-31T12:00:00Z", "1850-01-01T00:00:00Z", "9999-12-31T00:00:00Z", "12026-01-01"]
NAMES = ["a/b:c", "History", "'x'", "A/B?c", "漢" * 40, "\U0001F600" * 31, "x" * 40, "x" * 41, "e", "Metrics"]
print(json.dumps({"kind": "metric", "id": "m", "period": "2026-10", "value": 1}))
for i, name in enumerate(NAMES):
    print(json.dumps({"kind": "list", "id": name, "period": "2026-10", "columns": [{"name": "t", "type": ["text", "date", "id", "number"][i % 4]}, "t"],
                      "rows": [[t, t] for t in CELLS], "total": 99}))
print(json.dumps({"kind": "list", "id": "empty", "period": "2026-10", "columns": ["a"], "rows": []}))
print('{"kind":"tally"}')
