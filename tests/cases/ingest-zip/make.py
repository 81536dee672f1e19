# Zip archives with fixed dates, for the case: what tools write, and what they should not.
import io, zipfile


def archive(name, members, compression=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(name, "w", compression) as z:
        for member, data in members:
            z.writestr(zipfile.ZipInfo(member, (2026, 10, 21, 8, 0, 0)), data, compression)


fvdl, audit = open("audit.fvdl", "rb").read(), open("audit.xml", "rb").read()
archive("both.fpr", [("VERSION", b"5.0"), ("audit.fvdl", fvdl), ("audit.xml", audit)])
archive("stored.fpr", [("audit.fvdl", fvdl)], zipfile.ZIP_STORED)
archive("audit-broken.fpr", [("audit.fvdl", fvdl), ("audit.xml", audit[:200])])
archive("other.zip", [("report.json", b"{}")])
archive("page.fpr", [("audit.fvdl", b"<html></html>")])
archive("empty.fpr", [("audit.fvdl", b"")])
archive("bomb.fpr", [("audit.fvdl", fvdl[:-8] + b"<x/>" * 50_000_000 + b"</FVDL>")])
both = open("both.fpr", "rb").read()
open("cut.fpr", "wb").write(both[: len(both) // 2])
at = both.index(b"audit.fvdl") + 60
open("damaged.fpr", "wb").write(both[:at] + bytes(255 - b for b in both[at : at + 40]) + both[at + 40 :])
encrypted = bytearray(both)
for mark, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
    i = -1
    while (i := both.find(mark, i + 1)) >= 0:
        encrypted[i + flags] |= 1
open("encrypted.fpr", "wb").write(bytes(encrypted))
