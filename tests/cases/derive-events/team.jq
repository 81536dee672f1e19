.gate = ".name | test(\"scan\")" | .gate_category = "if .category then .category else (.name | split(\" \") | .[0]) end"
| .security_incident = ".cause != \"outage\""
