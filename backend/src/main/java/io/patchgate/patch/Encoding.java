package io.patchgate.patch;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How the text of a file is kept on disk. What is no UTF-8 and yet looks like text is taken for Latin-1, where each byte
 * is a character: what it says may be another alphabet's, but no byte of it is lost.
 */
public enum Encoding {
    UTF_8("utf-8", StandardCharsets.UTF_8),
    LATIN_1("latin-1", StandardCharsets.ISO_8859_1);

    private final String id;
    private final Charset charset;

    Encoding(String id, Charset charset) {
        this.id = id;
        this.charset = charset;
    }

    public String id() {
        return id;
    }

    /** @throws IllegalArgumentException for any other text */
    public static Encoding named(String id) {
        for (Encoding encoding : values()) {
            if (encoding.id.equals(id)) {
                return encoding;
            }
        }
        throw new IllegalArgumentException("No encoding is named " + id);
    }

    /**
     * The encoding of a content; empty where it is no text. Valid UTF-8 is as RFC 3629 has it: no overlong forms, no
     * surrogates, nothing above U+10FFFF. A byte order mark and any control character but NUL are text in it; so is
     * nothing at all. Latin-1 has no control characters below 0x20 but those that lay out lines.
     */
    public static Optional<Encoding> of(byte[] bytes) {
        boolean ascii = true;
        boolean plain = true;
        for (byte b : bytes) {
            if (b == 0) {
                return Optional.empty();
            }
            ascii &= b > 0;
            plain &= b < 0 || b >= ' ' && b != 0x7f || b >= '\t' && b <= '\r';
        }
        if (ascii || decodes(bytes)) {
            return Optional.of(UTF_8);
        }
        return plain ? Optional.of(LATIN_1) : Optional.empty();
    }

    public String text(byte[] bytes) {
        return new String(bytes, charset);
    }

    public byte[] bytes(String text) {
        return text.getBytes(charset);
    }

    /** The same text in UTF-8, in which contents are compared and shown; null for null. */
    public byte[] toUtf8(byte[] bytes) {
        return bytes == null || this == UTF_8 ? bytes : text(bytes).getBytes(StandardCharsets.UTF_8);
    }

    /** The way back from {@link #toUtf8}. */
    public byte[] fromUtf8(byte[] bytes) {
        return bytes == null || this == UTF_8 ? bytes : bytes(UTF_8.text(bytes));
    }

    /**
     * Whether a file of this text, read again, is this text: it has no character that the encoding lacks, and its bytes
     * are not taken for another encoding's.
     */
    public boolean holds(String text) {
        byte[] bytes = bytes(text);
        return of(bytes).map(read -> read.text(bytes).equals(text)).orElse(false);
    }

    /** Whether a content is this encoding's: what is ASCII alone is either's. */
    public boolean reads(byte[] bytes) {
        Optional<Encoding> found = of(bytes);
        return found.isPresent()
                && (found.get() == this || found.get().text(bytes).equals(text(bytes)));
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
