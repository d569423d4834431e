package io.patchgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchgate.Settings.InvalidSetting;
import io.patchgate.git.GitSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GitSettingsTest {
    @TempDir
    Path temp;

    private Settings read(String git, Map<String, String> more) throws Exception {
        Path file = temp.resolve("patchgate.yaml");
        Files.writeString(file, "workspaces:\n  - name: default\n    root: " + temp + "/ws\n" + git);
        var environment = new java.util.HashMap<>(more);
        environment.put("PATCHGATE_CONFIG", file.toString());
        return SettingsReader.read(environment);
    }

    private GitSettings git(String git) throws Exception {
        return read(git, Map.of()).workspaces().get(0).git();
    }

    @Test
    void commitsByDefault() throws Exception {
        assertThat(git(""))
                .isEqualTo(new GitSettings(true, "Patchgate <patchgate@localhost>", false, Optional.empty()));
    }

    @Test
    void everyKeyIsHeeded() throws Exception {
        assertThat(git("    git: {commit: false, author: \"A B <a@b>\", include_dirty: true, branch: agents/x}\n"))
                .isEqualTo(new GitSettings(false, "A B <a@b>", true, Optional.of("agents/x")));
    }

    @Test
    void anotherFolderKeepsTheRest() throws Exception {
        assertThat(read("    git: {commit: false}\n", Map.of("PATCHGATE_WORKSPACE", "/elsewhere"))
                        .workspaces()
                        .get(0))
                .satisfies(workspace -> {
                    assertThat(workspace.root()).isEqualTo(Path.of("/elsewhere"));
                    assertThat(workspace.git().commit()).isFalse();
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "author: nobody | workspaces[0].git.author",
                "author: 'A <a b>' | workspaces[0].git.author",
                "author: \"A\\nB <a@b>\" | workspaces[0].git.author",
                "branch: a..b | workspaces[0].git.branch",
                "branch: -x | workspaces[0].git.branch",
                "branch: refs/heads/x | workspaces[0].git.branch",
                "commit: maybe | workspaces[0].git.commit",
                "sign: true | workspaces[0].git.sign"
            })
    void aWrongValueIsRefusedByItsName(String setting, String name) {
        assertThatThrownBy(() -> git("    git:\n      " + setting + "\n"))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining("'" + name + "'");
    }
}
