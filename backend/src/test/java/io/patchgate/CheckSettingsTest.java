package io.patchgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchgate.checks.CheckCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckSettingsTest {
    @TempDir
    Path folder;

    @Test
    void parsesFilesAndRunsNothingUnlessTold() throws Exception {
        Settings settings = read("workspaces: [{root: /srv/a}]", Map.of());
        assertThat(settings.checks()).isEqualTo(new Settings.Checks(1, true));
        assertThat(settings.workspaces().get(0).syntaxChecks()).isTrue();
        assertThat(settings.workspaces().get(0).checks()).isEmpty();
    }

    @Test
    void readsWhatIsThere() throws Exception {
        Settings settings = read("""
                checks: {concurrent: 3}
                workspaces:
                  - root: /srv/a
                    checks:
                      - {name: unit, run: "make test", timeout: 90s, required: false, junit: "out/*.xml"}
                      - {name: ci}
                  - {name: b, root: /srv/b, syntax_checks: true}
                """, Map.of("PATCHGATE_CHECKS_SYNTAX", "false"));
        assertThat(settings.checks()).isEqualTo(new Settings.Checks(3, false));
        assertThat(settings.workspaces().get(0).syntaxChecks()).isFalse();
        assertThat(settings.workspaces().get(1).syntaxChecks()).isTrue();
        assertThat(settings.workspaces().get(0).checks())
                .containsExactly(
                        new CheckCommand(
                                "unit",
                                Optional.of("make test"),
                                Duration.ofSeconds(90),
                                false,
                                Optional.of("out/*.xml")),
                        new CheckCommand("ci", Optional.empty(), CheckCommand.STANDARD, true, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{run: x} | workspaces[0].checks[0].name",
                "{name: 'a b', run: x} | workspaces[0].checks[0].name",
                "{name: syntax-java, run: x} | workspaces[0].checks[0].name",
                "{name: a, run: x, timeout: 2h} | workspaces[0].checks[0].timeout",
                "{name: a, run: x, junit: '$(id)'} | workspaces[0].checks[0].junit",
                "{name: a, command: x} | workspaces[0].checks[0].command",
                "'{name: a}, {name: a}' | workspaces[0].checks[1].name",
            })
    void refusesOthersByTheirKey(String check, String key) {
        assertThatThrownBy(() -> read("workspaces: [{root: /srv/a, checks: [" + check + "]}]", Map.of()))
                .isInstanceOf(Settings.InvalidSetting.class)
                .hasMessageContaining(key);
    }

    private Settings read(String yaml, Map<String, String> environment) throws Exception {
        Path file = Files.writeString(folder.resolve("patchgate.yaml"), yaml);
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("PATCHGATE_CONFIG", file.toString());
        return SettingsReader.read(variables);
    }
}
