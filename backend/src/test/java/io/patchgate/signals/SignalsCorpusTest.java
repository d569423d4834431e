package io.patchgate.signals;

import static io.patchgate.signals.SignalsTest.file;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.patchgate.patch.Signal;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole patches, benign and risky, with the kinds of signals that they must give and no other. */
class SignalsCorpusTest {
    static Stream<Named<JsonNode>> patches() throws IOException {
        try (InputStream in = SignalsCorpusTest.class.getResourceAsStream("/signals/corpus.yaml")) {
            List<Named<JsonNode>> patches = new ArrayList<>();
            new YAMLMapper()
                    .readTree(in)
                    .forEach(patch -> patches.add(Named.of(patch.path("what").asText(), patch)));
            return patches.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("patches")
    void givesTheSignalsOfAWholePatchAndNoOther(JsonNode patch) {
        List<ChangedFile> files = new ArrayList<>();
        patch.path("files")
                .forEach(file -> files.add(file(
                        file.path("path").asText(),
                        file.path("before").asText(null),
                        file.path("after").asText(null))));

        List<Signal> signals = SignalsTest.signals(files.toArray(ChangedFile[]::new));

        assertThat(signals)
                .extracting(signal -> signal.kind().id())
                .containsExactlyInAnyOrderElementsOf(Languages.texts(patch.path("kinds")));
        assertThat(signals).allSatisfy(signal -> assertThat(signal.locations()).isNotEmpty());
    }
}
