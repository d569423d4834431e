package io.patchgate.generation.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchgate.workspace.Tree;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetsTest {
    @TempDir
    Path temp;

    private Tree tree;

    @BeforeEach
    void fill() throws Exception {
        tree = new Tree(temp.resolve("ws"));
        tree.file("src/pal/modules/learning.py", "class LearningModule:\n    pass\n")
                .file("src/pal/modules/memory.py", "class Memory:\n    pass\n")
                .file("src/pal/notes.py", "def recall_window():\n    pass\n")
                .file("src/pal/core/config.py", "KERNEL = True\n")
                .file("tests/test_learning.py", "import unittest\n")
                .file("README.md", "About learning\n")
                .file("node_modules/learning/learning.js", "x\n");
    }

    @Test
    void findsAComponentByItsNameAndItsTests() throws Exception {
        Targets.Found found = found("learning_module", List.of());

        assertThat(paths(found.files())).containsExactly("src/pal/modules/learning.py");
        assertThat(paths(found.tests())).containsExactly("tests/test_learning.py");
        assertThat(paths(found("RecallWindow", List.of()).files())).containsExactly("src/pal/notes.py");
        assertThat(found("payments", List.of()).files()).isEmpty();
    }

    @Test
    void takesTheFilesThatAreNamedWhateverProtectsThem() throws Exception {
        Targets.Found found = found("anything", List.of("src/pal/core/config.py", "gone.py"));

        assertThat(paths(found.files())).containsExactly("src/pal/core/config.py");
        assertThat(found.note()).contains("gone.py");
    }

    @Test
    void readsNothingThroughALinkAndNoBinaryFile() throws Exception {
        Path outside = temp.resolve("outside.py");
        java.nio.file.Files.writeString(outside, "SECRET\n");
        tree.link("src/secret.py", outside.toString());
        tree.link("linked", temp.toString());
        tree.file("src/data.py", new byte[] {1, 0, 2}, "rw-r--r--");

        assertThat(found("x", List.of("src/secret.py", "linked/outside.py", "src/data.py"))
                        .files())
                .isEmpty();
        assertThat(found("secret", List.of()).files()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".env",
                "config/.env.production",
                "keys/server.pem",
                "id_rsa",
                "a/.ssh/config",
                ".git/config",
                "credentials.json",
                "app/db_passwords.yaml",
                "service-account-prod.json",
                ".npmrc",
                "infra/terraform.tfstate"
            })
    void neverSendsWhatLooksLikeASecretByItsName(String path) throws Exception {
        tree.file(path, "harmless\n");

        assertThat(found("x", List.of(path)).files()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN RSA PRIVATE KEY-----\nMII",
                "key = 'AKIAABCDEFGHIJKLMNOP'",
                "token = 'ghp_0123456789abcdefghijABCDEFGHIJ012345'",
                "openai = 'sk-0123456789abcdefghijABCDEFGHIJ0123456789'"
            })
    void neverSendsWhatLooksLikeASecretByItsContent(String content) throws Exception {
        tree.file("src/settings.py", content + "\n");

        assertThat(found("x", List.of("src/settings.py")).files()).isEmpty();
    }

    @Test
    void sendsOnlyWhatTheOperatorPermits() throws Exception {
        Sendable some = new Sendable(List.of("src/**"), List.of("src/pal/modules/**"));

        assertThat(paths(Targets.of(
                                tree.workspace(),
                                "x",
                                List.of("src/pal/notes.py", "src/pal/modules/memory.py", "README.md"),
                                some)
                        .files()))
                .containsExactly("src/pal/notes.py");
    }

    private Targets.Found found(String component, List<String> named) throws Exception {
        return Targets.of(tree.workspace(), component, named, Sendable.ALL);
    }

    private static List<String> paths(List<SourceFile> files) {
        return files.stream().map(file -> file.path().value()).toList();
    }
}
