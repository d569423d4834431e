package io.patchgate.sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A file of the class path, by its path from the root. One that is missing is a mistake in the build. */
record Resource(String path) {

    byte[] bytes() {
        try (InputStream in = Resource.class.getResourceAsStream("/" + path)) {
            if (in == null) {
                throw new IllegalStateException("The resource " + path + " is missing.");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("The resource " + path + " cannot be read.", e);
        }
    }

    String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }
}
