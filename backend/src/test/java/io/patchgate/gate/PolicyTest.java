package io.patchgate.gate;

import static io.patchgate.workspace.Tree.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {
    @TempDir
    Path temp;

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
    void neverTakesBackWhatIsAlwaysProtected() throws Exception {
        assertThat(denies(List.of("!.git", "!*.backup", "!.git/config"), ".git/config"))
                .isTrue();
        assertThat(denies(List.of("!*.backup"), "a.backup")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "# comment", "!", "a//b", "./a", "a/../b", "../a", "*", "**", "/**", "*/", "a[", " a", "a\t"
            })
    void refusesEntriesThatProtectNothingOrEverything(String entry) {
        assertThatThrownBy(() -> ProtectedPaths.of(List.of("fine.py", entry), List.of()))
                .isInstanceOf(InvalidPolicy.class)
                .hasMessageContaining("'" + entry + "'");
    }

    @Test
    void hasOneVersionForOneContent() throws Exception {
        ProtectedPaths policy = ProtectedPaths.of(List.of("a", "b"), List.of());

        assertThat(policy.version()).matches("[0-9a-f]{64}");
        assertThat(ProtectedPaths.of(List.of("a", "b"), List.of()).version()).isEqualTo(policy.version());
        assertThat(ProtectedPaths.of(List.of("b", "a"), List.of()).version()).isNotEqualTo(policy.version());
        assertThat(policy.with(List.of(at("x"), at("y"))).version())
                .isEqualTo(policy.with(List.of(at("y"))).with(List.of(at("x"))).version())
                .isNotEqualTo(policy.version());
    }

    @Test
    void readsAPolicyFile() throws Exception {
        Path file = Files.writeString(temp.resolve("policy.yaml"), "protected:\n  - src/a.py\n  - 'lib/**'\n");

        assertThat(PolicyFile.read(file)).containsExactly("src/a.py", "lib/**");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "protected: [src/a.py, 'a['] | has the entry 'a[', which is not a valid pattern",
                "protected: ['**']           | has the entry '**', which matches every path",
                "protected: ['../x']         | has the entry '../x', which has an empty, '.' or '..' segment",
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
    void refusesAPolicyFileThatIsNotThere() {
        assertThatThrownBy(() -> PolicyFile.read(temp.resolve("none.yaml")))
                .isInstanceOf(InvalidPolicy.class)
                .hasMessageContaining("cannot be read");
    }
}
