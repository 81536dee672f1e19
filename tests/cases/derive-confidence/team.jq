.confidence.manual_share = 0.5 | .confidence.open_findings = "C"
