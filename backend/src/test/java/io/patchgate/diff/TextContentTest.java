package io.patchgate.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextContentTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "a\n", "\uFEFFmark", "ä€😀", "\u0001\u007F\r\f", "\u2028"})
    void takesUtf8(String text) {
        assertThat(TextContent.isText(text.getBytes(StandardCharsets.UTF_8))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"00", "610062", "80", "c3", "c328", "c080", "e080af", "eda080", "f4908080", "f8", "ff", "c3a400"
            })
    void takesNeitherNulNorInvalidUtf8(String hex) {
        assertThat(TextContent.isText(HexFormat.of().parseHex(hex))).isFalse();
    }
}
