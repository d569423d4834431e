package io.patchgate.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.text.Normalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The form of a path, which is the same for all and is looked at before anything else. */
class WorkspacePathTest {

    @ParameterizedTest
    @CsvSource({
        "'',                     empty",
        "'/',                    leading",
        "/etc/passwd,            leading",
        "//server/share,         leading",
        "..,                     ..' segment",
        "../x,                   ..' segment",
        "a/..,                   ..' segment",
        "a/../b,                 ..' segment",
        ".,                      ..' segment",
        "./a,                    ..' segment",
        "a/./b,                  ..' segment",
        "a/.,                    ..' segment",
        "a//b,                   empty segment",
        "a/,                     empty segment",
        "a\\b,                   backslash",
        "..\\..\\x,              backslash",
        "C:\\Windows\\x,         backslash",
        "\\\\?\\C:\\x,           backslash",
        "a.,                     ends with a dot",
        "a...,                   ends with a dot",
        ".../x,                  ends with a dot",
        "'a ',                   ends with a dot or a space",
        "'a /b',                 ends with a dot or a space",
        "'. /b',                 ends with a dot or a space",
    })
    void refusesWhatTwoReadersCouldTakeForTwoThings(String path, String why) {
        assertThatThrownBy(() -> new WorkspacePath(path))
                .isInstanceOf(WorkspacePath.InvalidPath.class)
                .hasMessageContaining(why);
    }

    @Test
    void refusesEveryControlCharacter() {
        for (int c = 0; c < 0xA0; c++) {
            if (Character.isISOControl(c)) {
                String path = "a" + (char) c + "b";
                assertThatThrownBy(() -> new WorkspacePath(path))
                        .as("U+%04X", c)
                        .hasMessage("must not contain control characters");
            }
        }
    }

    /** Linux, macOS and git each leave some of these out when they compare names. */
    @Test
    void refusesEveryCharacterThatSomeFilesystemIgnores() {
        int[][] defaultIgnorable = {
            {0xAD, 0xAD},
            {0x34F, 0x34F},
            {0x61C, 0x61C},
            {0x115F, 0x1160},
            {0x17B4, 0x17B5},
            {0x180B, 0x180F},
            {0x200B, 0x200F},
            {0x202A, 0x202E},
            {0x2060, 0x206F},
            {0x3164, 0x3164},
            {0xFE00, 0xFE0F},
            {0xFEFF, 0xFEFF},
            {0xFFA0, 0xFFA0},
            {0xFFF0, 0xFFF8},
            {0x1BCA0, 0x1BCA3},
            {0x1D173, 0x1D17A},
            {0xE0000, 0xE0FFF}
        };
        for (int[] range : defaultIgnorable) {
            for (int c = range[0]; c <= range[1]; c++) {
                String path = "et" + Character.toString(c) + "hics.py";
                assertThatThrownBy(() -> new WorkspacePath(path))
                        .as("U+%04X", c)
                        .isInstanceOf(WorkspacePath.InvalidPath.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u2028b", "a\u2029b", "a\ud800b", "a\udc00", "\ud83d"})
    void refusesLineSeparatorsAndHalfCharacters(String path) {
        assertThatThrownBy(() -> new WorkspacePath(path)).isInstanceOf(WorkspacePath.InvalidPath.class);
    }

    @Test
    void refusesEveryUnicodeFormButNfc() {
        String composed = "caf\u00e9.py";
        assertThat(new WorkspacePath(composed).value()).isEqualTo(composed);
        assertThatThrownBy(() -> new WorkspacePath(Normalizer.normalize(composed, Normalizer.Form.NFD)))
                .hasMessage("must be in Unicode normalisation form C");
        // The Kelvin sign and the Angstrom sign are other spellings of letters.
        assertThatThrownBy(() -> new WorkspacePath("\u212a.py")).hasMessageContaining("form C");
        assertThatThrownBy(() -> new WorkspacePath("\u212b.py")).hasMessageContaining("form C");
    }

    @Test
    void refusesOverLongNamesAndPaths() {
        assertThat(new WorkspacePath("a".repeat(255)).fileName()).hasSize(255);
        assertThatThrownBy(() -> new WorkspacePath("a".repeat(256))).hasMessageContaining("255 bytes");
        // Bytes count, since that is what a filesystem limits.
        assertThat(new WorkspacePath("\u20ac".repeat(85)).segments()).hasSize(1);
        assertThatThrownBy(() -> new WorkspacePath("\u20ac".repeat(86))).hasMessageContaining("255 bytes");
        assertThat(new WorkspacePath("a/".repeat(249) + "bc").segments()).hasSize(250);
        assertThatThrownBy(() -> new WorkspacePath("a/".repeat(250) + "b")).hasMessageContaining("500 characters");
        assertThatThrownBy(() -> new WorkspacePath("a".repeat(10_000_000))).hasMessageContaining("500 characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%2e%2e/x",
                "%2e%2e%2fx",
                "..%2fx",
                "%00",
                "a%5cb",
                "&#46;&#46;/x",
                "\uff0e\uff0e/x",
                "a\uff0fb",
                "\u2024\u2024/x",
                "u002e",
                "C:/x",
                "C:x",
                "file:x",
                "~/x",
                "~root/x",
                "$HOME/x",
                "a;b",
                "a|b",
                "-rf",
                "...x",
                " a",
                ".a"
            })
    void takesEverythingElseLiterally(String path) {
        assertThat(new WorkspacePath(path).value()).isEqualTo(path);
    }
}
