package io.patchgate.diff;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** What Patchgate takes for text. */
public final class TextContent {
    private TextContent() {}

    /**
     * Whether the bytes are valid UTF-8 without NUL. Valid is as RFC 3629 has it: no overlong forms, no surrogates,
     * nothing above U+10FFFF. A byte order mark and any other control character are text; so is nothing at all.
     */
    public static boolean isText(byte[] bytes) {
        boolean ascii = true;
        for (byte b : bytes) {
            if (b == 0) {
                return false;
            }
            ascii &= b > 0;
        }
        return ascii || decodes(bytes);
    }

    private static boolean decodes(byte[] bytes) {
        try {
            // A fresh decoder reports malformed input, where the String constructor would replace it.
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }
}
