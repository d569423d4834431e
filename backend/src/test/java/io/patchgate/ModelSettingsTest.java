package io.patchgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchgate.Settings.InvalidSetting;
import io.patchgate.generation.model.ModelSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelSettingsTest {
    private static final String KEY = "sk-very-secret-0123456789";

    @TempDir
    Path temp;

    private Settings read(String text) throws Exception {
        Path file = temp.resolve("patchgate.yaml");
        Files.writeString(file, text);
        Map<String, String> environment = new HashMap<>(Map.of("PATCHGATE_CONFIG", file.toString(), "CODER_KEY", KEY));
        return SettingsReader.read(environment);
    }

    private Settings.Model model(String keys) throws Exception {
        return read("model: {name: some-coder, " + keys + "}\n").model().orElseThrow();
    }

    @Test
    void thereIsNoModelByDefault() throws Exception {
        assertThat(read("").model()).isEmpty();
    }

    @Test
    void theRestHasDefaults() throws Exception {
        ModelSettings settings = model("url: 'http://127.0.0.1:11434/v1'").settings();

        assertThat(settings)
                .isEqualTo(new ModelSettings(
                        "some-coder",
                        new ModelSettings.Server(URI.create("http://127.0.0.1:11434/v1"), Optional.empty(), true),
                        ModelSettings.Limits.STANDARD,
                        ModelSettings.Budget.STANDARD));
    }

    @Test
    void everyKeyIsHeededAndTheKeyDoesNotShow() throws Exception {
        Settings.Model model =
                model("url: 'https://models.example/v1', api_key_env: CODER_KEY, stream: false, connect_timeout:"
                        + " 1s, first_token_timeout: 2s, timeout: 3s, prompt_tokens: 4000, answer_tokens: 500, answer_size:"
                        + " 6KiB, retries: 7, requests_per_day: 8, tokens_per_day: 9000, concurrent: 10, repairs: 0, send:"
                        + " ['src/**'], never_send: ['src/a/**']");

        assertThat(model.settings().limits())
                .isEqualTo(new ModelSettings.Limits(
                        Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3), 4_000, 500, 6 << 10, 7));
        assertThat(model.settings().budget()).isEqualTo(new ModelSettings.Budget(8, 9_000, 10));
        assertThat(model.repairs()).isZero();
        ModelSettings.Server server = (ModelSettings.Server) model.settings().provider();
        assertThat(server.key()).isPresent();
        assertThat(server.stream()).isFalse();
        assertThat(model.toString()).doesNotContain(KEY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "url: 'http://models.example/v1'",
                "url: 'http://10.0.0.7:8080/v1'",
                "url: 'http://127.0.0.1.evil.example/v1'",
                "url: 'https://user:" + KEY + "@models.example/v1'",
                "url: 'https://models.example/v1?key=" + KEY + "'",
                "url: 'file:///etc/passwd'",
                "url: 'models.example'",
                "url: 'http://[::1'",
                "api_key_env: " + KEY,
                "url: 'https://m.example/v1', api_key_env: " + KEY,
                "url: 'https://m.example/v1', api_key_env: NOT_SET",
                "url: 'https://m.example/v1', send: ['a[']",
                "url: 'https://m.example/v1', api_key: x",
                "command: 'answer', url: 'https://m.example/v1'",
                "command: 'answer', api_key_env: CODER_KEY",
                "command: 'answer', memory: lots",
                "stream: true"
            })
    void whatCannotBeUsedStopsTheStartWithoutSayingTheKey(String keys) {
        assertThatThrownBy(() -> model(keys))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining("model.")
                .hasMessageNotContaining(KEY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "url: 'http://localhost:8080/v1'",
                "url: 'http://[::1]:8080/v1'",
                "url: 'http://10.0.0.7:8080/v1', insecure: true",
                "url: 'https://models.example/v1'"
            })
    void onlyThisMachineIsReachedInTheClear(String keys) throws Exception {
        assertThat(model(keys)).isNotNull();
    }

    @Test
    void aProgramIsALineForTheShell() throws Exception {
        Settings.Model model = model("command: 'answer --brief', memory: 8GiB");

        assertThat(model.settings().provider()).isEqualTo(new ModelSettings.Program("answer --brief", 8L << 30));
        assertThat(model.checkOutput()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "url: 'http://127.0.0.1:11434/v1' | true",
                "url: 'https://models.example/v1' | false",
                "url: 'http://10.0.0.7:8080/v1', insecure: true | false",
                "url: 'https://models.example/v1', check_output: true | true",
                "command: answer, check_output: false | false"
            })
    void whatChecksWriteStaysOnThisMachineUnlessTheSettingsSaySo(String keys, boolean told) throws Exception {
        assertThat(model(keys).checkOutput()).isEqualTo(told);
    }

    @Test
    void aComponentNamesItsFiles() throws Exception {
        Settings settings = read("workspaces:\n  - root: " + temp + "\n    components: {a: [src/a.py, src/b.py]}\n");

        assertThat(settings.workspaces().get(0).components()).isEqualTo(Map.of("a", List.of("src/a.py", "src/b.py")));
        assertThatThrownBy(() -> read("workspaces:\n  - root: " + temp + "\n    components: {a: [../b.py]}\n"))
                .hasMessageContaining("workspaces[0].components.a")
                .hasMessageContaining("'..'");
    }
}
