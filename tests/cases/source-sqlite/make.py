"""Makes the databases of this case; `lock FILE`: runs sm-ingest while FILE is locked."""
import os, shutil, sqlite3, subprocess, sys

REGISTER = '''
CREATE TABLE notes(a, b);
CREATE TABLE waivers(id TEXT, cve TEXT, service TEXT, expires, approver, n);
INSERT INTO waivers VALUES
 ('EX-1', 'CVE-2026-1234', 'pay', '2026-12-31', 'Ann', 1),
 ('EX-2', 'CVE-2026-5678', 'pay', 1798675200, 'Bob', 1.5),
 (3, 'CVE-2026-9999', NULL, '31/12/2026', x'00ff10', 12345678901234567),
 ('EX-4', 'CVE-2026-1111', 'web', '03/04/2026', 'Ünï "x"', -0.0),
 ('EX-5', 'CVE-2026-2222', 'web', julianday('2026-12-31'), 'Ann', 1798675200000),
 ('EX-6', 'CVE-2026-2223', 'web', 2461407.0, 'Ann', 0.1),
 ('EX-7', 'CVE-2026-2224', 'web', 1798675200000, 'Ann', 0),
 ('EX-8', 'CVE-2026-2225', 'web', 46387, 'Ann', 0),
 (NULL, NULL, NULL, NULL, NULL, NULL);
CREATE VIEW "the ""view""" AS SELECT n AS ref, approver FROM waivers LIMIT 1;
'''


def make(path, sql, keep=None):
    db = sqlite3.connect(path)
    db.executescript(sql)
    db.commit()
    if keep:
        keep(path)
    db.close()


if sys.argv[1:2] == ["lock"]:
    db = sqlite3.connect(sys.argv[2], isolation_level=None)
    db.execute("BEGIN EXCLUSIVE")
    sys.exit(subprocess.run(["sm-ingest", sys.argv[2]], stdout=subprocess.DEVNULL).returncode)

make("register.db", REGISTER)
make("two.db", "CREATE TABLE a(id, expires); CREATE TABLE b(id, approver); INSERT INTO b VALUES ('B-1', 'Ann');")
make("none.db", "CREATE TABLE a(x, y);")


def copy_with_log(path):
    shutil.copy(path, "wal.db")
    shutil.copy(path + "-wal", "wal.db-wal")


make("live.db", "PRAGMA journal_mode=WAL; CREATE TABLE r(id, expires, approver); INSERT INTO r VALUES ('W-1', NULL, 'Ann'), ('W-2', NULL, 'Bob');",
     copy_with_log)
with open("foreign.db", "wb") as f:
    f.write(b"SQLite format 3\0" + b"not really" * 200)
data = open("register.db", "rb").read()
with open("damaged.db", "wb") as f:
    f.write(data[:4096] + b"\xee" * (len(data) - 4096))
with open("cut.db", "wb") as f:
    f.write(data[:60])
shutil.copy("register.db", "journal.db")
with open("journal.db-journal", "wb") as f:
    f.write(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"\0" * 600)
shutil.copy("two.db", "odd %3f?#name.db")
