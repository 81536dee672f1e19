.noisy = {share: 0.4, false_positive_share: 0.5, minimum: 4, rules: ["gitleaks/generic-*"]}
