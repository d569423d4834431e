package io.patchgate.http;

/** A call that HTTP itself refuses, before anything is asked of the rest. The message is for the asker. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String title;

    private Refusal(int status, String title, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.title = title;
    }

    static Refusal notJson(String detail) {
        return new Refusal(400, "Malformed request", detail);
    }

    static Refusal tooLarge(long limit) {
        return new Refusal(413, "Body too large", "A body has at most " + limit + " bytes.");
    }

    static Refusal notSupported(String detail) {
        return new Refusal(415, "Unsupported media type", detail);
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }
}
