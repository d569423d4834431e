package io.patchgate.git;

import java.io.IOException;

/** Called before each operation that changes something on disk, with its name. */
@FunctionalInterface
public interface Before {
    void operation(String name) throws IOException;
}
