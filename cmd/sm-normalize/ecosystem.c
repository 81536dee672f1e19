#include "ecosystem.h"

#include <string.h>

#include "words.h"

#define TYPE_MAX 64

static const struct {
    const char *from, *type, *vendor; /* from: squeezed */
} types[] = {
    {"npm", "npm", NULL},
    {"nodepkg", "npm", NULL},
    {"node", "npm", NULL},
    {"nodejs", "npm", NULL},
    {"yarn", "npm", NULL},
    {"pnpm", "npm", NULL},
    {"bun", "npm", NULL},
    {"javascript", "npm", NULL},
    {"pypi", "pypi", NULL},
    {"pip", "pypi", NULL},
    {"python", "pypi", NULL},
    {"pythonpkg", "pypi", NULL},
    {"poetry", "pypi", NULL},
    {"pipenv", "pypi", NULL},
    {"uv", "pypi", NULL},
    {"wheel", "pypi", NULL},
    {"maven", "maven", NULL},
    {"jar", "maven", NULL},
    {"pom", "maven", NULL},
    {"gradle", "maven", NULL},
    {"java", "maven", NULL},
    {"javaarchive", "maven", NULL},
    {"sbt", "maven", NULL},
    {"war", "maven", NULL},
    {"gem", "gem", NULL},
    {"rubygems", "gem", NULL},
    {"bundler", "gem", NULL},
    {"gemspec", "gem", NULL},
    {"ruby", "gem", NULL},
    {"golang", "golang", NULL},
    {"go", "golang", NULL},
    {"gomod", "golang", NULL},
    {"gomodule", "golang", NULL},
    {"gobinary", "golang", NULL},
    {"gomodules", "golang", NULL},
    {"nuget", "nuget", NULL},
    {"dotnet", "nuget", NULL},
    {"dotnetcore", "nuget", NULL},
    {"dotnetdeps", "nuget", NULL},
    {"packagesprops", "nuget", NULL},
    {"composer", "composer", NULL},
    {"php", "composer", NULL},
    {"packagist", "composer", NULL},
    {"phpcomposer", "composer", NULL},
    {"composervendor", "composer", NULL},
    {"cargo", "cargo", NULL},
    {"rust", "cargo", NULL},
    {"cratesio", "cargo", NULL},
    {"crates", "cargo", NULL},
    {"rustbinary", "cargo", NULL},
    {"rustcrate", "cargo", NULL},
    {"hex", "hex", NULL},
    {"mix", "hex", NULL},
    {"erlang", "hex", NULL},
    {"elixir", "hex", NULL},
    {"hexpm", "hex", NULL},
    {"mixlock", "hex", NULL},
    {"pub", "pub", NULL},
    {"dart", "pub", NULL},
    {"conan", "conan", NULL},
    {"cocoapods", "cocoapods", NULL},
    {"pod", "cocoapods", NULL},
    {"swift", "swift", NULL},
    {"swifturl", "swift", NULL},
    {"spm", "swift", NULL},
    {"githubactions", "githubactions", NULL},
    {"githubaction", "githubactions", NULL},
    {"actions", "githubactions", NULL},
    {"githubactionworkflow", "githubactions", NULL},
    {"conda", "conda", NULL},
    {"condapkg", "conda", NULL},
    {"cran", "cran", NULL},
    {"rpackage", "cran", NULL},
    {"hackage", "hackage", NULL},
    {"julia", "julia", NULL},
    {"deb", "deb", NULL},
    {"dpkg", "deb", NULL},
    {"apt", "deb", NULL},
    {"debian", "deb", "debian"},
    {"ubuntu", "deb", "ubuntu"},
    {"apk", "apk", NULL},
    {"alpine", "apk", "alpine"},
    {"wolfi", "apk", "wolfi"},
    {"chainguard", "apk", "chainguard"},
    {"rpm", "rpm", NULL},
    {"yum", "rpm", NULL},
    {"dnf", "rpm", NULL},
    {"redhat", "rpm", "redhat"},
    {"rhel", "rpm", "redhat"},
    {"centos", "rpm", "centos"},
    {"amazon", "rpm", "amazon"},
    {"amzn", "rpm", "amazon"},
    {"amazonlinux", "rpm", "amazon"},
    {"rocky", "rpm", "rocky"},
    {"rockylinux", "rpm", "rocky"},
    {"alma", "rpm", "almalinux"},
    {"almalinux", "rpm", "almalinux"},
    {"oracle", "rpm", "oracle"},
    {"oraclelinux", "rpm", "oracle"},
    {"suse", "rpm", "suse"},
    {"sles", "rpm", "suse"},
    {"opensuse", "rpm", "opensuse"},
    {"opensuseleap", "rpm", "opensuse"},
    {"opensusetumbleweed", "rpm", "opensuse"},
    {"suselinuxenterpriseserver", "rpm", "suse"},
    {"fedora", "rpm", "fedora"},
    {"photon", "rpm", "photon"},
    {"cblmariner", "rpm", "mariner"},
    {"azurelinux", "rpm", "azurelinux"},
    {"arch", "alpm", "arch"},
    {"alpm", "alpm", NULL},
    {"bitnami", "bitnami", NULL},
    {"generic", "generic", NULL},
    {"", "", NULL},
    {"library", "", NULL},
    {"application", "", NULL},
    {"package", "", NULL},
    {"file", "", NULL},
    {"binary", "", NULL},
    {"os", "", NULL},
    {"ospkgs", "", NULL},
    {"langpkgs", "", NULL},
    {"linux", "", NULL},
    {"other", "", NULL},
    {"unknown", "", NULL},
    {"framework", "", NULL},
    {"container", "", NULL},
    {"none", "", NULL},
};

static const char *
find_type(struct slice s, const char **vendor)
{
    char text[TYPE_MAX];
    struct buf b = {text, 0, sizeof text};
    *vendor = NULL;
    word_squeeze(&b, s);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (*types[i].from == (b.n ? *text : 0) && slice_is((struct slice){text, b.n}, types[i].from)) {
            *vendor = types[i].vendor;
            return types[i].type;
        }
    }
    return NULL;
}

const char *
ecosystem_type(struct slice s, const char **vendor)
{
    static struct { /* mostly the one asked for before */
        char text[TYPE_MAX];
        size_t n;
        const char *type, *vendor;
    } last;
    *vendor = NULL;
    if (s.n > TYPE_MAX)
        return NULL;
    if (!s.n || s.n != last.n || memcmp(s.p, last.text, s.n) != 0) {
        last.type = find_type(s, &last.vendor);
        last.n = s.n;
        memcpy(last.text, s.n ? s.p : "", s.n);
    }
    *vendor = last.vendor;
    return last.type;
}
