package io.patchgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReviewSettingsTest {
    @TempDir
    Path folder;

    private Settings read(String... lines) throws Exception {
        Path file = folder.resolve("patchgate.yaml");
        String workspace = "workspaces:\n  - root: " + folder + "\n    " + String.join("\n    ", lines) + "\n";
        Files.writeString(file, workspace);
        return SettingsReader.read(Map.of("PATCHGATE_CONFIG", file.toString()));
    }

    @Test
    void takesAllKeys() throws Exception {
        Settings settings = read(
                "required_approvals: 2",
                "kernel_dependency_approvals: 3",
                "critical: [{paths: ['src/api/**', '!src/api/docs/'], approvals: 5}, {paths: [Dockerfile]}]",
                "code_owners: [{paths: ['*.sql'], reviewers: [olga, otto], approvals: 2}]");
        assertThat(settings.workspaces())
                .singleElement()
                .satisfies(workspace -> assertThat(workspace.review()).isNotNull());
    }

    @Test
    void namesTheKeyOfWhatItRefuses() {
        for (List<String> wrong : List.of(
                List.of("required_approvals: 0", "workspaces[0].required_approvals", "from 1 to 5, not '0'"),
                List.of("required_approvals: 6", "workspaces[0].required_approvals", "from 1 to 5, not '6'"),
                List.of("required_approvals: two", "workspaces[0].required_approvals", "not 'two'"),
                List.of("kernel_dependency_approvals: 9", "workspaces[0].kernel_dependency_approvals", "not '9'"),
                List.of("critical: src", "workspaces[0].critical", "must be a list"),
                List.of("critical: [{approvals: 2}]", "workspaces[0].critical[0].paths", "at least one path"),
                List.of("critical: [{paths: src}]", "workspaces[0].critical[0].paths", "must be a list"),
                List.of("critical: [{paths: [7]}]", "workspaces[0].critical[0].paths", "7 is none"),
                List.of("critical: [{paths: ['a//b']}]", "workspaces[0].critical", "'a//b', which "),
                List.of("critical: [{paths: [a], approvals: 6}]", "workspaces[0].critical[0].approvals", "not '6'"),
                List.of("critical: [{paths: [a], people: 2}]", "workspaces[0].critical[0].people", "not known"),
                List.of("code_owners: [{paths: [a]}]", "workspaces[0].code_owners[0].reviewers", "1 to 50 people"),
                List.of("code_owners: [{reviewers: [a]}]", "workspaces[0].code_owners[0].paths", "at least one path"),
                List.of(
                        "code_owners: [{paths: ['a//b'], reviewers: [a]}]",
                        "workspaces[0].code_owners",
                        "'a//b', which "),
                List.of(
                        "code_owners: [{paths: [a], reviewers: [a], approvals: 2}]",
                        "workspaces[0].code_owners[0].approvals",
                        "not '2'"),
                List.of(
                        "code_owners: [{paths: [a], reviewers: [a, a]}]",
                        "workspaces[0].code_owners[0].reviewers",
                        "each once"))) {
            assertThatThrownBy(() -> read(wrong.get(0)))
                    .as(wrong.get(0))
                    .isInstanceOf(Settings.InvalidSetting.class)
                    .hasMessageContaining("'" + wrong.get(1) + "'")
                    .hasMessageContaining(wrong.get(2));
        }
    }
}
