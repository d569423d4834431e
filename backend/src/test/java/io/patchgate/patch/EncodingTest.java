package io.patchgate.patch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncodingTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "a\n", "\uFEFFmark", "ä€😀", "\u0001\u007F\r\f", "\u2028"})
    void takesUtf8(String text) {
        assertThat(Encoding.of(text.getBytes(StandardCharsets.UTF_8))).contains(Encoding.UTF_8);
        assertThat(Encoding.UTF_8.holds(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"80", "c328", "c080", "e080af", "eda080", "f4908080", "f8", "ff", "6c92e974e90d0a09"})
    void takesWhatIsNoUtf8ButTextForLatin1(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThat(Encoding.of(bytes)).contains(Encoding.LATIN_1);
        assertThat(Encoding.LATIN_1.bytes(Encoding.LATIN_1.text(bytes))).isEqualTo(bytes);
        assertThat(Encoding.LATIN_1.fromUtf8(Encoding.LATIN_1.toUtf8(bytes))).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "610062", "c3a400", "ff00", "ff01", "e91b", "e97f", "8008"})
    void takesNeitherNulNorControlCharactersAmongWhatIsNoUtf8(String hex) {
        assertThat(Encoding.of(HexFormat.of().parseHex(hex))).isEmpty();
    }

    @Test
    void knowsAnEncodingOfEveryByteThatIsNoControlCharacter() {
        byte[] all = new byte[256 - 32 - 1];
        for (int i = 0, b = 32; b < 256; b++) {
            if (b != 0x7f) {
                all[i++] = (byte) b;
            }
        }
        assertThat(Encoding.LATIN_1.bytes(Encoding.LATIN_1.text(all))).isEqualTo(all);
        assertThat(Encoding.LATIN_1.holds(Encoding.LATIN_1.text(all))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"€", "é\u2019", "Ã©", "é\u0001"})
    void holdsNoTextThatWouldBeReadAsAnother(String text) {
        assertThat(Encoding.LATIN_1.holds(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain\n", "é\r\n", "Ã©é"})
    void holdsWhatReadAgainIsTheSame(String text) {
        assertThat(Encoding.LATIN_1.holds(text)).isTrue();
    }
}
