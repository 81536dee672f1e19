/* What is added to a spread comes back key by key, whatever the hash. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hash.h"
#include "mem.h"
#include "spread.h"

static uint64_t
one_hash(const void *p, size_t n)
{
    (void)p;
    (void)n;
    return 42;
}

static uint64_t
hash_of_length(const void *p, size_t n)
{
    (void)p;
    return (uint64_t)n << 58 | n;
}

static uint64_t
hash_in_one_part(const void *p, size_t n)
{
    return hash_64(p, n) >> 8;
}

/* What came: for each key by its number in the test, for each number. */
struct came {
    unsigned keys, numbers;
    uint64_t *times;
    unsigned *told; /* how often the key came */
};

/* The keys of the tests: none, "", and texts of many lengths that share their beginning. */
static struct slice
key_of(unsigned i, char *room)
{
    size_t n;
    if (i < 2)
        return i ? SLICE("") : (struct slice){0};
    n = (size_t)sprintf(room, "%u", i);
    if (i % 97 == 0) {
        memset(room + n, 'x', SPREAD_KEY_MAX - n);
        n = SPREAD_KEY_MAX;
    }
    return (struct slice){room, n};
}

static void
take(void *with, struct slice key, const struct spread_times *list, size_t n)
{
    struct came *c = with;
    char text[16] = {0}, room[SPREAD_KEY_MAX + 16];
    unsigned i = 0;
    if (key.n) {
        memcpy(text, key.p, key.n < 10 ? key.n : 10);
        i = (unsigned)strtoul(text, NULL, 10);
    } else {
        i = key.p != NULL;
    }
    assert_true(i < c->keys);
    assert_true(slice_same(key, key_of(i, room)));
    assert_int_equal(c->told[i]++, 0);
    for (size_t k = 0; k < n; k++) {
        assert_true(list[k].number < c->numbers);
        assert_true(list[k].times > 0);
        assert_int_equal(c->times[i * c->numbers + list[k].number], 0);
        c->times[i * c->numbers + list[k].number] = list[k].times;
    }
}

static void
check(spread_hash *hash, unsigned keys, unsigned numbers, unsigned entries)
{
    struct spread_file file = {0};
    struct spread *s = spread_new(&file, hash);
    struct came c = {keys, numbers, xcalloc(keys * numbers, sizeof *c.times), xcalloc(keys, sizeof *c.told)};
    uint64_t *want = xcalloc(keys * numbers, sizeof *want), random = 1;
    char room[SPREAD_KEY_MAX + 16];
    for (unsigned i = 0; i < entries; i++) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        unsigned key = (unsigned)(random >> 33) % keys, number = (unsigned)(random >> 20) % numbers;
        uint32_t times = i % 1000 == 0 ? 200000 : 1 + i % 3;
        spread_add(s, key_of(key, room), number, times);
        want[key * numbers + number] += times;
    }
    spread_each(s, take, &c);
    assert_memory_equal(c.times, want, keys * numbers * sizeof *want);
    spread_free(s);
    assert_int_equal(file.memory, 0);
    spread_file_close(&file);
    free(c.times);
    free(c.told);
    free(want);
}

static void
test_small(void **state)
{
    (void)state;
    check(hash_64, 2, 1, 5);
    check(hash_64, 300, 7, 10000);
}

static void
test_large(void **state)
{
    (void)state;
    check(hash_64, 20000, 3, 200000);          /* more than is kept in memory */
    check(hash_in_one_part, 20000, 3, 200000); /* … and more than is added up at once */
}

static void
test_poor_hashes(void **state)
{
    (void)state;
    check(one_hash, 300, 5, 20000);
    check(hash_of_length, 1000, 2, 100000);
}

static void
test_one_key(void **state)
{
    (void)state;
    check(hash_64, 1, 5000, 100000);
    check(hash_64, 2, 1, 100000);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_small),
        cmocka_unit_test(test_large),
        cmocka_unit_test(test_poor_hashes),
        cmocka_unit_test(test_one_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
