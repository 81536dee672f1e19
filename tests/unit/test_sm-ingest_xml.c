/* cmd/sm-ingest/xml_json, xml_fold, xml_sketch, charset: every document cut at every byte, as blocks cut it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "charset.h"
#include "xml_fold.h"
#include "xml_json.h"
#include "xml_sketch.h"

static const struct {
    const char *in, *out, *folded; /* out NULL: broken */
} documents[] = {
    {"<r/>", "{\"r\":null}", NULL},
    {"<r> \n </r>", "{\"r\":null}", NULL},
    {"<r>\n a b </r>", "{\"r\":\"a b\"}", NULL},
    {"<r a='1' x:b='\"'/>", "{\"r\":{\"@a\":\"1\",\"@b\":\"\\\"\"}}", NULL},
    {"<x:r xmlns='u' xmlns:x='v'><x:e/><y:e>1</y:e></x:r>", "{\"r\":{\"e\":null,\"e\":\"1\"}}",
     "{\"r\":{\"e\":[null,\"1\"]}}"},
    {"<r>a<b>1</b>c<!-- no --><b>2</b><![CDATA[<d>]]>&#233;&lt;</r>",
     "{\"r\":{\"b\":\"1\",\"b\":\"2\",\"#text\":\"ac<d>\xc3\xa9<\"}}",
     "{\"r\":{\"b\":[\"1\",\"2\"],\"#text\":\"ac<d>\xc3\xa9<\"}}"},
    {"<r><a><b/><c/><b/></a><d/><a>1</a></r>",
     "{\"r\":{\"a\":{\"b\":null,\"c\":null,\"b\":null},\"d\":null,\"a\":\"1\"}}",
     "{\"r\":{\"a\":[{\"b\":[null,null],\"c\":null},\"1\"],\"d\":null}}"},
    {"<r><list/></r>", "{\"r\":{\"list\":null}}", "{\"r\":{\"list\":[null]}}"},
    {"<r><list>\\\"</list><list>]</list></r>", "{\"r\":{\"list\":\"\\\\\\\"\",\"list\":\"]\"}}",
     "{\"r\":{\"list\":[\"\\\\\\\"\",\"]\"]}}"},
    {"<r><a/><b/><c/><d/><e/><f/><g/><h/><i/><j/><k/><l/><m/><n/><o/><p/><q/><a/><r/><q/></r>",
     "{\"r\":{\"a\":null,\"b\":null,\"c\":null,\"d\":null,\"e\":null,\"f\":null,\"g\":null,\"h\":null,\"i\":"
     "null,"
     "\"j\":null,\"k\":null,\"l\":null,\"m\":null,\"n\":null,\"o\":null,\"p\":null,\"q\":null,\"a\":null,"
     "\"r\":null,\"q\":null}}",
     "{\"r\":{\"a\":[null,null],\"b\":null,\"c\":null,\"d\":null,\"e\":null,\"f\":null,\"g\":null,\"h\":null,"
     "\"i\":null,\"j\":null,\"k\":null,\"l\":null,\"m\":null,\"n\":null,\"o\":null,\"p\":null,\"q\":[null,"
     "null],"
     "\"r\":null}}"},
    {"<?xml version='1.0' encoding='windows-1252'?><r>\x80 \xe9</r>", "{\"r\":\"\xe2\x82\xac \xc3\xa9\"}",
     NULL},
    {"<?xml version='1.0' encoding='utf-16'?><r>\xc3\xa9</r>", "{\"r\":\"\xc3\xa9\"}", NULL},
    {" <!-- a --> <!-- b -->\n<?xml version='1.0'?><r>1</r>", "{\"r\":\"1\"}", NULL},
    {"<!DOCTYPE r SYSTEM 'x' [<!ATTLIST r a CDATA 'd'><!ELEMENT r ANY>]><r>&what;</r>", "{\"r\":\"&what;\"}",
     NULL},
    {"<r a='\xff'>\xc3\xa9 \xc3 \xe2\x82\xac \xf0\x9f\x98\x80 \xe2\x82 \x1b[\x01 \xed\xa0\x80</r>",
     "{\"r\":{\"@a\":\"\xef\xbf\xbd\",\"#text\":\"\xc3\xa9 \xef\xbf\xbd \xe2\x82\xac \xf0\x9f\x98\x80 "
     "\xef\xbf\xbd\xef\xbf\xbd \xef\xbf\xbd[\xef\xbf\xbd \xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"}}",
     NULL},
    {"<!DOCTYPE r [<!ENTITY e 'x'>]><r>&e;</r>", NULL, NULL},
    {"<?xml version='1.0' encoding='x-none'?><r/>", NULL, NULL},
    {"<r>&what;</r>", NULL, NULL},
    {"<r><a></r>", NULL, NULL},
    {"<r/><r/>", NULL, NULL},
    {"<r>", NULL, NULL},
    {"", NULL, NULL},
};

/* The document in two pieces, or in pieces of one byte behind what the first must hold. */
static bool
convert(const char *p, size_t n, size_t cut, size_t piece, struct buf *out)
{
    struct xml_json *x = xml_json_new(false);
    const char *why;
    uint64_t at;
    out->n = 0;
    bool good = xml_json_read(x, p, cut, false, out, &why, &at);
    for (size_t i = cut; good && i < n; i += piece)
        good = xml_json_read(x, p + i, n - i < piece ? n - i : piece, false, out, &why, &at);
    good = good && xml_json_read(x, "", 0, true, out, &why, &at);
    if (!good)
        assert_true(at <= n && *why);
    buf_byte(out, '}');
    xml_json_free(x);
    return good;
}

static void
test_documents(void **state)
{
    char *lists[] = {"list"};
    struct xml_fold fold = {.lists = lists, .n_lists = 1};
    struct buf out = {0}, folded = {0};
    (void)state;
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
        const char *in = documents[i].in, *root = strstr(in, "<r");
        size_t n = strlen(in), from = root ? (size_t)(root - in) : n;
        for (size_t cut = from; cut <= n; cut++) {
            for (size_t piece = 1; piece <= n + 1; piece += n + !n) {
                bool good = convert(in, n, cut, piece, &out);
                assert_int_equal(good, documents[i].out != NULL);
                if (!good)
                    continue;
                assert_string_equal(buf_string(&out), documents[i].out);
                folded.n = 0;
                xml_fold(&fold, buf_as_slice(&out), &folded);
                assert_string_equal(buf_string(&folded),
                                    documents[i].folded ? documents[i].folded : documents[i].out);
            }
        }
    }
    xml_fold_free(&fold);
    buf_free(&out);
    buf_free(&folded);
}

static void
test_sketch(void **state)
{
    static const char text[] =
        "<x:scan xmlns='d' xmlns:y='w' xmlns:x='v' x:version='3' b='\"'><site name='n' y:z=''>"
        "<a/><b><deep/></b></site><when/><site><c/></site>";
    struct buf out = {0}, said = {0};
    (void)state;
    assert_true(xml_sketch((struct slice){text, sizeof text - 1}, false, false, &out, &said));
    assert_string_equal(
        buf_string(&out),
        "{\"root\":\"scan\",\"namespace\":\"v\",\"attributes\":{\"version\":\"3\",\"b\":\"\\\"\"},"
        "\"children\":[\"site\",\"when\"],"
        "\"below\":{\"site\":[\"@name\",\"@z\",\"a\",\"b\",\"c\"],\"when\":[]}}");
    size_t root = (size_t)(strchr(text, '>') + 1 - text);
    for (size_t n = 0; n < sizeof text - 1; n++) { /* whatever is there */
        out.n = said.n = 0;
        assert_int_equal(xml_sketch((struct slice){text, n}, true, false, &out, &said), n >= root);
        assert_int_equal(said.n == 0, n >= root);
    }
    buf_free(&out);
    buf_free(&said);
}

static void
test_charset(void **state)
{
    (void)state;
    assert_int_equal(charset_find("Windows-1251")[0xc0 - 128], 0x410);
    assert_int_equal(charset_find("cp1250")[0xc8 - 128], 0x10c);
    assert_int_equal(charset_find("ISO8859-15")[0xa4 - 128], 0x20ac);
    assert_int_equal(charset_find("latin-9")[0xa4 - 128], 0x20ac);
    assert_int_equal(charset_find("windows-1252")[0x81 - 128], 0);
    assert_null(charset_find("Big5"));
    assert_null(charset_find("cp125"));
    assert_null(charset_find("cp1259"));
    assert_null(charset_find("windows-12520000000000000000000000000000000000000000000000"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_documents), cmocka_unit_test(test_sketch),
                                       cmocka_unit_test(test_charset)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
