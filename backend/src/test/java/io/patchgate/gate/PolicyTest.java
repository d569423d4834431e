package io.patchgate.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchgate.patch.PolicyEntry;
import io.patchgate.patch.WorkspacePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {
    @TempDir
    Path temp;

    private static PolicyEntry path(String path) {
        return PolicyEntry.added(PolicyEntry.Kind.PATH, path, "ada", Instant.EPOCH);
    }

    private boolean denies(List<String> policy, String path) throws Exception {
        return ProtectedPaths.of(policy, List.of())
                .refusal(path, original -> false)
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "src/k/**,        src/k/x/y.py,    true",
        "src/k/**,        src/k,           true",
        "src/k/,          src/k/x,         true",
        "src/k,           other/src/k,     false",
        "secrets/,        a/secrets/key,   true",
        "sec[r]ets/,      a/secrets/key,   true",
        "sec[r]ets/,      a/secrets,       true",
        "secrets/,        a/secret/key,    false",
        "*.pem,           a/b/c.PEM,       true",
        "*.pem,           a/b.pem/c,       true",
        "/*.pem,          a/b.pem,         false",
        "**/auth/*.py,    a/b/auth/x.py,   true",
        "**/auth/*.py,    auth/x.py,       true",
        "src/[A-C]*.py,   src/b.py,        true",
        "src/[!a]*.py,    src/b.py,        true",
        "src/[!a]*.py,    src/a.py,        false",
        "a/**/z,          a/b/c/z,         true",
        "README.md,       docs/README.md,  true",
        "/README.md,      docs/README.md,  false",
        "Src/Kernel.py,   src/kernel.py,   true",
        "we\\*rd,         we*rd,           true",
        "we\\*rd,         weird,           false",
    })
    void readsPatternsAsGitDoes(String entry, String path, boolean expected) throws Exception {
        assertThat(denies(List.of(entry), path)).isEqualTo(expected);
    }

    @Test
    void letsALaterEntryTakeBackAnEarlierOne() throws Exception {
        List<String> policy = List.of("src/*", "!src/docs", "src/docs/secret.md");

        assertThat(denies(policy, "src/a.py")).isTrue();
        assertThat(denies(policy, "src/docs/a.md")).isFalse();
        assertThat(denies(policy, "src/docs/secret.md")).isTrue();
        // Written otherwise it is not what was taken back.
        assertThat(denies(policy, "src/DOCS/a.md")).isTrue();
    }

    @Test
    void takesBackByAnEntryInAnyUnicodeFormAndByNoOtherCase() throws Exception {
        String composed = "src/caf\u00e9.md";
        String decomposed = Normalizer.normalize(composed, Normalizer.Form.NFD);

        assertThat(denies(List.of("src/*", "!" + decomposed), composed)).isFalse();
        assertThat(denies(List.of("src/*", "!src/d*.md"), "src/doc.md")).isFalse();
        assertThat(denies(List.of("src/*", "!src/d*.md"), "src/Doc.md")).isTrue();
    }

    @Test
    void takesBackNoFileByAnEntryForFolders() throws Exception {
        assertThat(denies(List.of("src/*", "!src/docs/"), "src/docs")).isTrue();
        assertThat(denies(List.of("src/*", "!src/docs/"), "src/docs/a.md")).isFalse();
    }

    @Test
    void protectsNoFolderForWhatIsTakenBackInIt() throws Exception {
        assertThat(denies(List.of("*.key", "!keys/public.key"), "keys")).isFalse();
        assertThat(denies(List.of("keys/secret.key"), "keys")).isTrue();
    }

    @Test
    void takesAWideStarForAStarOnlyWhereTheEntryIsFoldedAsAWhole() throws Exception {
        assertThat(denies(List.of("[s]rc/\uff0a.py"), "src/a.py")).isFalse();
        assertThat(denies(List.of("[s]rc/\uff0a.py"), "src/\uff0a.py")).isTrue();
    }

    @Test
    void neverTakesBackWhatIsAlwaysProtected() throws Exception {
        assertThat(denies(List.of("!.git", "!*.backup", "!.git/config"), ".git/config"))
                .isTrue();
        assertThat(denies(List.of("!*.backup"), "a.backup")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# comment",
                "!",
                "a//b",
                "./a",
                "a/../b",
                "../a",
                "*",
                "**",
                "/**",
                "*/",
                "a[",
                " a",
                "a\t",
                "/",
                "/*",
                "**/",
                "**/*",
                "*/*",
                "*/**",
                "**/**",
                "?*",
                "*.*",
                "*/*/*",
                "[!x]*",
                "../../etc"
            })
    void refusesEntriesThatProtectNothingOrEverything(String entry) {
        assertThatThrownBy(() -> ProtectedPaths.of(List.of("fine.py", entry), List.of()))
                .isInstanceOf(InvalidPolicy.class)
                .hasMessageContaining("'" + entry + "'");
    }

    @Test
    void refusesEntriesThatNoPathCouldMatch() {
        for (String entry : List.of("a".repeat(Rule.MAX_CHARACTERS + 1), "a\u0007b", "a\ud800b")) {
            assertThatThrownBy(() -> Rule.of(PolicyEntry.policy(entry, null))).isInstanceOf(InvalidPolicy.class);
        }
    }

    @Test
    void hasOneVersionForOneContent() throws Exception {
        ProtectedPaths policy = ProtectedPaths.of(List.of("a", "b"), List.of());

        assertThat(policy.version()).matches("[0-9a-f]{64}");
        assertThat(ProtectedPaths.of(List.of("a", "b"), List.of()).version()).isEqualTo(policy.version());
        assertThat(ProtectedPaths.of(List.of("b", "a"), List.of()).version()).isNotEqualTo(policy.version());
        assertThat(policy.with(List.of(path("x"), path("y"))).version())
                .isEqualTo(
                        policy.with(List.of(path("y"))).with(List.of(path("x"))).version())
                .isNotEqualTo(policy.version());
        assertThat(ProtectedPaths.of(List.of("a", "b"), List.of(new WorkspacePath("policy.yaml")))
                        .version())
                .isNotEqualTo(policy.version());
    }

    @Test
    void readsAPolicyFile() throws Exception {
        Path file = Files.writeString(temp.resolve("policy.yaml"), "protected:\n  - src/a.py\n  - 'lib/**'\n");

        assertThat(PolicyFile.read(file))
                .containsExactly(PolicyEntry.policy("src/a.py", null), PolicyEntry.policy("lib/**", null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "protected: [src/a.py, 'a['] | has the entry 'a[', which is not a valid pattern",
                "protected: ['**']           | has the entry '**', which matches every path",
                "protected: ['../x']         | has the entry '../x', which has a '..' segment",
                "protected: [./x]            | has the entry './x', which has an empty or '.' segment",
                "groups: {k: ['/**']}        | has the entry '/**', which matches every path",
                "groups: {k: ['..']}         | has the entry '..', which has a '..' segment",
                "groups: {Kernel: [a]}       | has the group 'Kernel', whose name must be",
                "groups: {kernel: a}         | must have the key 'groups.kernel' with a list",
                "groups: {kernel: [1]}       | has the entry 1 under 'groups.kernel', which is not text",
                "groups: {kernel: []}        | has the group 'kernel' with an empty list",
                "groups: {kernel: }          | has the group 'kernel' without a list; only ci and dependency_manifests",
                "groups: {}                  | must have 1 to 50 names of groups",
                "groups: [a]                 | must have 1 to 50 names of groups",
                "{groups: {k: [a]}, more: 1} | has the unknown key 'more'",
                "{groups: {k: [a], k: [b]}}  | is not valid YAML",
                "protected: [1]              | has the entry 1 under 'protected', which is not text",
                "protected: a.py             | must have the key 'protected' with a list",
                "protekted: [a]              | must have the key 'protected' with a list",
                "{protected: [a], other: 1}  | has the unknown key 'other'",
                "protected: [a               | is not valid YAML",
                "''                          | must have the key 'protected' with a list",
            })
    void refusesAPolicyFileInOneSentence(String content, String expected) throws Exception {
        Path file = Files.writeString(temp.resolve("policy.yaml"), content);

        assertThatThrownBy(() -> PolicyFile.read(file))
                .isInstanceOf(InvalidPolicy.class)
                .hasMessageStartingWith("The policy file " + file + " ")
                .hasMessageContaining(expected)
                .hasMessageEndingWith(".");
    }

    @Test
    void readsGroupsInTheOrderOfTheFile() throws Exception {
        Path file = Files.writeString(temp.resolve("policy.yaml"), """
                groups:
                  kernel: [src/core/**]
                  evaluators: [tests/gate/]
                protected: ['!src/core/notes.md', secrets/]
                """);

        List<PolicyEntry> entries = PolicyFile.read(file);

        assertThat(entries)
                .containsExactly(
                        PolicyEntry.policy("src/core/**", "kernel"),
                        PolicyEntry.policy("tests/gate/", "evaluators"),
                        PolicyEntry.policy("!src/core/notes.md", null),
                        PolicyEntry.policy("secrets/", null));
        ProtectedPaths policy = ProtectedPaths.ofEntries(entries, List.of());
        assertThat(explanation(policy, "src/core/a.py"))
                .isEqualTo("'src/core/a.py' is protected by the policy's entry 'src/core/**' of the group 'kernel'.");
        assertThat(policy.ruling("src/core/notes.md", original -> false)).isEmpty();
        assertThat(explanation(policy, "secrets/key"))
                .isEqualTo("'secrets' is protected by the policy's entry 'secrets/'.");
        assertThat(explanation(policy, ".git/config"))
                .isEqualTo("'.git' is protected by the built-in entry '.git' of the group 'git'.");
    }

    private static String explanation(ProtectedPaths policy, String path) throws Exception {
        return policy.ruling(path, original -> false).orElseThrow().explanation();
    }

    @ParameterizedTest
    @CsvSource({
        "dependency_manifests, pom.xml",
        "dependency_manifests, apps/web/package.json",
        "dependency_manifests, requirements-dev.txt",
        "dependency_manifests, Cargo.lock",
        "ci, .github/workflows/x.yml"
    })
    void knowsTheEntriesOfAGroupThatIsOnlyNamed(String group, String path) throws Exception {
        Path file = Files.writeString(temp.resolve("policy.yaml"), "groups:\n  " + group + ":\n");

        ProtectedPaths policy = ProtectedPaths.ofEntries(PolicyFile.read(file), List.of());

        assertThat(policy.ruling(path, original -> false).orElseThrow().entry().group())
                .isEqualTo(group);
        assertThat(policy.ruling("src/a.py", original -> false)).isEmpty();
    }

    /** What the tools of each field call the files that say which code of others is fetched. */
    @Test
    void knowsTheManifestsOfEveryEcosystem() throws Exception {
        Path file = Files.writeString(temp.resolve("policy.yaml"), "groups:\n  dependency_manifests:\n");
        ProtectedPaths policy = ProtectedPaths.ofEntries(PolicyFile.read(file), List.of());
        String names = """
                pyproject.toml setup.py setup.cfg requirements.txt requirements-dev.in requirements/base.txt
                constraints.txt Pipfile Pipfile.lock poetry.lock pdm.lock uv.lock environment.yml environment.yaml
                pip.conf package.json package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml
                pnpm-workspace.yaml bun.lock bun.lockb .npmrc .yarnrc .yarnrc.yml deno.json deno.jsonc deno.lock
                pom.xml build.gradle build.gradle.kts settings.gradle settings.gradle.kts gradle.lockfile
                gradle/wrapper/gradle-wrapper.properties gradle/wrapper/gradle-wrapper.jar gradle/libs.versions.toml
                .mvn/wrapper/maven-wrapper.properties .mvn/wrapper/maven-wrapper.jar build.sbt Cargo.toml Cargo.lock
                go.mod go.sum go.work go.work.sum Gemfile Gemfile.lock x.gemspec composer.json composer.lock
                packages.config packages.lock.json Directory.Packages.props NuGet.Config x.csproj x.fsproj
                Package.swift Package.resolved Podfile Podfile.lock pubspec.yaml pubspec.lock mix.exs mix.lock
                conanfile.txt conanfile.py vcpkg.json flake.nix flake.lock
                """;

        assertThat(Stream.of(names.strip().split("\\s+"))
                        .filter(name -> policy.naming("apps/one/" + name).isEmpty()))
                .isEmpty();
    }

    @Test
    void refusesAPathOfThisMachineInAPolicyFile() throws Exception {
        Path root = Files.createDirectories(temp.resolve("ws/build"));
        Path elsewhere = Files.writeString(temp.resolve("elsewhere.py"), "");
        for (String entry : List.of(
                elsewhere.toString(), temp + "/*", root.getParent() + "/src/a.py", root.getParent() + "/src/**")) {
            Path file = Files.writeString(temp.resolve("policy.yaml"), "protected: ['" + entry + "']\n");

            assertThatThrownBy(() -> PolicyFile.read(file, root.getParent()))
                    .isInstanceOf(InvalidPolicy.class)
                    .hasMessageStartingWith("The policy file " + file + " has the entry '" + entry + "'")
                    .hasMessageContaining("entries are relative to");
        }
        // Anchored, and nobody's path: a folder that may come.
        Path file = Files.writeString(temp.resolve("policy.yaml"), "protected: [/build/, /dist/a.js, '/etc/**']\n");
        assertThat(PolicyFile.read(file, root.getParent())).hasSize(3);
    }

    @Test
    void keepsWhatWasAddedWhateverThePolicyTakesBack() throws Exception {
        ProtectedPaths policy = ProtectedPaths.of(List.of("src/*", "!src/docs"), List.of());
        PolicyEntry pattern = PolicyEntry.added(PolicyEntry.Kind.PATTERN, "src/docs/*.md", "ada", Instant.EPOCH);

        assertThat(policy.ruling("src/docs/a.md", original -> false)).isEmpty();
        assertThat(explanation(policy.with(List.of(pattern)), "src/docs/a.md"))
                .isEqualTo("'src/docs/a.md' is protected by the entry 'src/docs/*.md' that ada added.");
        assertThat(policy.with(List.of(path("src/docs/*.md"))).ruling("src/docs/a.md", original -> false))
                .isEmpty();
    }

    @Test
    void refusesAnEntryThatIsNotUnicode() throws Exception {
        Path file = Files.writeString(temp.resolve("policy.yaml"), "protected: [\"a\\ud800\"]\n");

        assertThatThrownBy(() -> PolicyFile.read(file))
                .isInstanceOf(InvalidPolicy.class)
                .hasMessageContaining("not valid");
    }

    @Test
    void refusesAPolicyFileThatIsLongerThanAny() throws Exception {
        Path groups = Files.writeString(
                temp.resolve("groups.yaml"),
                IntStream.rangeClosed(0, PolicyFile.MAX_GROUPS)
                        .mapToObj(i -> "  g" + i + ": [a]\n")
                        .collect(Collectors.joining("", "groups:\n", "")));
        Path comments = Files.writeString(temp.resolve("long.yaml"), "protected: [a]\n#" + "x".repeat(4 << 20) + "\n");

        assertThatThrownBy(() -> PolicyFile.read(groups)).hasMessageContaining("must have 1 to 50 names of groups");
        assertThatThrownBy(() -> PolicyFile.read(comments)).hasMessageContaining("is longer than 4194304 bytes");
    }

    @Test
    void refusesAPolicyFileThatIsNotThere() {
        assertThatThrownBy(() -> PolicyFile.read(temp.resolve("none.yaml")))
                .isInstanceOf(InvalidPolicy.class)
                .hasMessageContaining("cannot be read");
    }
}
