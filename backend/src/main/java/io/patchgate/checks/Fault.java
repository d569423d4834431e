package io.patchgate.checks;

/**
 * Where a file is not what its name says.
 *
 * @param line from 1; 0 where the parser says none
 */
record Fault(String file, long line, String message) {
    private static final int LONGEST = 300;

    Fault {
        message = message.lines().findFirst().orElse("");
        message = message.length() > LONGEST ? message.substring(0, LONGEST) + "…" : message;
    }

    @Override
    public String toString() {
        return file + ":" + (line > 0 ? line + ":" : "") + " " + message;
    }
}
