package io.patchgate.sandbox;

import java.io.IOException;

/** Nothing can be run safely, or not now; the message is a sentence for a person. */
public final class SandboxUnavailable extends IOException {
    private static final long serialVersionUID = 1;

    SandboxUnavailable(String message) {
        super(message);
    }

    SandboxUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
