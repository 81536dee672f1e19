.dashboard = ["open_findings", "activities", "incidents"] | .thresholds.scanner_events = 10 | .noisy.minimum = 5
