package io.patchgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchgate.bus.Store;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventFramesTest {
    private final EventFrames frames = new EventFrames(0.9);

    private String encoded(Store.RequestEvent event) {
        return frames.of(List.of(event)).get(0).bytes().toString();
    }

    @Test
    void anEventIsItsIdItsKindAndOneLineOfJson() {
        String[] lines = encoded(LedgerInMemory.event(41, "src/a.py", 0.95)).split("\n", -1);
        assertThat(lines).hasSize(5);
        assertThat(lines[0]).isEqualTo("id: 41");
        assertThat(lines[1]).isEqualTo("event: patch_request.pending");
        assertThat(new JsonObject(lines[2].substring("data: ".length())))
                .isEqualTo(new JsonObject()
                        .put("request_id", "00000000-0000-0000-0000-000000000029")
                        .put("status", "PENDING_APPROVAL")
                        .put("target_file", "src/a.py")
                        .put("component", "learning")
                        .put("confidence", 0.95)
                        .put("high_confidence", true)
                        .put("workspace", "default")
                        .put("submitted_by", "bot")
                        .put("at", "2026-11-22T10:15:30.123456Z")
                        .put("actor", "bot"));
        assertThat(lines[3]).isEmpty();
        assertThat(lines[4]).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\nid: 9",
                "a\rid: 9",
                "a\r\n\r\nevent: x",
                "\u2028id: 9",
                "\u0085id: 9",
                "</script>",
                "é\uD83D\uDE00"
            })
    void noTextCanBeginAFieldOfItsOwn(String hostile) {
        String encoded = encoded(LedgerInMemory.event(1, hostile, 0.5));
        String[] lines = encoded.split("[\n\r]", -1);
        assertThat(lines).hasSize(5);
        assertThat(new JsonObject(lines[2].substring("data: ".length())).getString("target_file"))
                .isEqualTo(hostile);
    }

    @ParameterizedTest
    @CsvSource({"0, false", "0.9, false", "0.9000001, true", "1, true"})
    void highIsAboveTheSetting(double confidence, boolean high) {
        assertThat(encoded(LedgerInMemory.event(1, "a", confidence))).contains("\"high_confidence\":" + high);
    }

    @Test
    void theGreetingTellsWhereToResume() {
        assertThat(EventFrames.hello(40, 1734).toString())
                .isEqualTo("retry: 1734\nid: 40\nevent: hello\ndata: {\"position\":40}\n\n");
    }
}
