package io.patchgate.generation.authoring;

import io.patchgate.patch.WorkspacePath;
import java.nio.charset.StandardCharsets;

/** A text file of the workspace as it was read, byte for byte. */
record SourceFile(WorkspacePath path, byte[] content) {

    /** With every line ended by a line feed alone, which is how a model sees it. */
    String shown() {
        return text().replace("\r\n", "\n");
    }

    String text() {
        return new String(content, StandardCharsets.UTF_8);
    }

    /** A text of the model with this file's own line endings. */
    String inItsEndings(String text) {
        String plain = text.replace("\r\n", "\n");
        return text().contains("\r\n") ? plain.replace("\n", "\r\n") : plain;
    }
}
