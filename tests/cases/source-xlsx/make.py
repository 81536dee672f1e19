"""Makes the workbooks of this case, part by part: what Excel, LibreOffice and Google Sheets write, and what nobody should."""
import zipfile

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
STYLES = ('<styleSheet %s><numFmts><numFmt numFmtId="164" formatCode="dd\\/mm\\/yyyy;@"/><numFmt numFmtId="165" formatCode="0.0&quot; days&quot;"/>'
          '<numFmt numFmtId="166" formatCode="[Red]General"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
          '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/></cellXfs></styleSheet>' % MAIN)


def text(ref, value):
    return '<c r="%s" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>' % (ref, value)


def shared(ref, number):
    return '<c r="%s" t="s"><v>%d</v></c>' % (ref, number)


def number(ref, value, style=0):
    return '<c r="%s" s="%d"><v>%s</v></c>' % (ref, style, value)


def sheet(*rows):
    return HEAD + '<worksheet %s><sheetData>%s</sheetData></worksheet>' % (
        MAIN, "".join('<row r="%d">%s</row>' % (n, "".join(cells)) for n, cells in rows))


def book(path, sheets, strings=None, date1904=False, hidden=(), extra=None, compress=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", compress) as z:
        z.writestr("[Content_Types].xml", HEAD + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')
        z.writestr("xl/workbook.xml", HEAD + '<workbook %s xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
                   '<workbookPr date1904="%d"/><sheets>%s</sheets></workbook>' % (MAIN, date1904, "".join(
                       '<sheet name="%s" sheetId="%d" r:id="rId%d"%s/>' % (name, i, i, ' state="hidden"' if name in hidden else "")
                       for i, (name, _) in enumerate(sheets, 1))))
        z.writestr("xl/_rels/workbook.xml.rels", HEAD + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
                   % "".join('<Relationship Id="rId%d" Type="t" Target="%sworksheets/sheet%d.xml"/>' % (i, "/xl/" if i % 2 else "", i)
                             for i in range(1, len(sheets) + 1)))
        z.writestr("xl/styles.xml", HEAD + STYLES)
        if strings:
            z.writestr("xl/sharedStrings.xml", HEAD + "<sst %s>%s</sst>" % (MAIN, "".join("<si>%s</si>" % s for s in strings)))
        for i, (_, xml) in enumerate(sheets, 1):
            z.writestr("xl/worksheets/sheet%d.xml" % i, xml)
        for name, content in (extra or {}).items():
            z.writestr(name, content)


HEADER = [text("A1", "ID"), text("B1", "CVE"), text("C1", "Expires"), text("D1", "Approver")]

book("register.xlsx", [
    ("Read me", sheet((1, [text("A1", "How to use this book")]))),
    ("Old", sheet((1, HEADER), (2, [text("A2", "OLD-1"), text("C2", "2020-01-01")]))),
    ("Register", sheet(
        (1, [shared("A1", 0)]),
        (3, [shared("A3", 1), shared("B3", 2), text("C3", "Expires"), text("D3", "Approver"), text("E3", "Notes")]),
        (4, [text("A4", "EX-1"), shared("B4", 3), number("C4", 46387, 1), shared("D4", 4), '<c r="E4" t="b"><v>1</v></c>']),
        (5, [number("A5", 120000000012), text("B5", "CVE-2026-5678"), number("C5", "46388.75", 2), '<c r="D5" t="str"><f>A1&amp;"x"</f><v>Bob</v></c>',
             '<c r="E5" t="e"><f>1/0</f><v>#DIV/0!</v></c>']),
        (6, ['<c r="A6" s="1"/>', '<c r="B6"/>']),
        (7, [text("A7", "EX-3"), text("C7", "31/12/2026"), '<c r="D7"><f>NOW()</f></c>', number("E7", "0.1", 3)]),
        (8, [shared("A8", 1), shared("B8", 2), text("C8", "Expires"), text("D8", "Approver"), text("E8", "Notes")]),
        (9, ['<c r="A9" t="inlineStr"><is><r><t>EX</t></r><r><t>-4</t></r><rPh><t>spoken</t></rPh></is></c>', text("B9", "=HYPERLINK(1)"),
             text("C9", "03/04/2026"), number("D9", "1.2300000000000001E+2", 4), number("E9", "0.1"), text("G9", "beyond")]),
        (10, [text("A10", "EX-5"), '<c r="C10" t="d"><v>2026-11-30</v></c>', number("E10", "1E3")]),
        (11, [text("A11", "EX-6"), number("C11", 60, 1), number("D11", 59, 1), number("E11", "0.5", 1)])))],
     strings=["<t>Register of exceptions</t>", "<r><t>Exception</t></r><r><t> ID</t></r><rPh><t>spoken</t></rPh>", "<t>CVE</t>",
              "<t>CVE-2026-1234</t>", '<t xml:space="preserve"> Ann &amp; Bob </t>'],
     hidden=("Old",))
book("mac.xlsx", [("S", sheet((1, HEADER), (2, [text("A2", "EX-1"), number("C2", 44925, 1)]), (3, [text("A3", "EX-2"), number("C3", 0, 1)])))], date1904=True)
book("none.xlsx", [("A", sheet((1, [text("A1", "x")])))])
book("order.xlsx", [("S", sheet((1, HEADER), (2, [text("A2", "EX-1")]), (3, [text("B3", "x"), text("A3", "EX-2")])))])
book("string.xlsx", [("S", sheet((1, HEADER), (2, [shared("A2", 7)])))], strings=["<t>a</t>"])
book("entity.xlsx", [("S", '<!DOCTYPE worksheet [<!ENTITY a "b">]>' + sheet((1, HEADER)).replace(HEAD, ""))])
book("cut.xlsx", [("S", sheet((1, HEADER), (2, [text("A2", "EX-1")]))[:-60])])
book("rows.xlsx", [("S", sheet((1, HEADER), (2, [text("A2", "EX-1")]), (9999999, [text("A3", "EX-2")])))])
book("cell.xlsx", [("S", sheet((1, HEADER), (2, [text("A2", "x" * 1100000)])))])
book("bomb.xlsx", [("S", sheet((1, HEADER), (2, [text("A2", "EX-1")])).replace("</sheetData>", "\n" * 140000000 + "</sheetData>"))])
book("nowhere.xlsx", [("S", sheet((1, HEADER)))], extra={})
with zipfile.ZipFile("nowhere.xlsx") as z, zipfile.ZipFile("gone.xlsx", "w") as g:
    for name in z.namelist():
        if "worksheets" not in name:
            g.writestr(name, z.read(name))
with open("old.xls", "wb") as f:
    f.write(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
data = open("register.xlsx", "rb").read()
open("half.xlsx", "wb").write(data[:len(data) // 2])

# A list export of ServiceNow: labels as headers, one of them twice, times as days with a fraction, states as people read them.
LABELS = ["Number", "Opened", "Short description", "Caller", "Priority", "State", "Severity", "Assignment group", "Assigned to", "Resolved",
          "Resolution code", "Severity"]
LIST = [["INC0010001", 46310.375, "Customers see each other's invoices (CVE-2026-1111)", "Ann Lee", "1 - Critical", "Resolved", "1 - High", "Web team", "Bo Berg",
         46311.5, "Solved (Permanently)", "1"],
        ["INC0010002", 46311, "=cmd|' /C calc'!A0", None, "3 - Moderate", "On Hold", "3 - Low", "Web team", None, None, None, "3"],
        ["VIT0020001", 46301.75, "CVE-2026-2222 on web-1", None, None, "Deferred", None, None, "Bo Berg", None, "Risk Accepted", None],
        [None] * 12,
        ["INC0010003", "03-13-2026 18:08:55", "Text where a time belongs", None, "2 - High", "Simmering", None, None, None, None, None, None]]


def letter(i):
    return "ABCDEFGHIJKL"[i]


def cell(i, n, value):
    ref = "%s%d" % (letter(i), n)
    return "" if value is None else text(ref, value) if isinstance(value, str) else number(ref, value, 2)


book("servicenow.xlsx", [("Page 1", sheet(*[(n, [cell(i, n, v) for i, v in enumerate(row)]) for n, row in enumerate([LABELS] + LIST, 1)]))])
