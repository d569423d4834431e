package io.patchgate.patch;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A check of a request as it stands.
 *
 * @param durationMillis null unless it has ended
 * @param exitCode null where no command ended by itself
 * @param summary a sentence for a reviewer; null while it is open
 * @param logSha256 of its log; null where there is none
 * @param place how many that reviewers can see are before it in the queue, itself included; null unless it is queued
 */
public record Check(
        String name,
        Kind kind,
        boolean required,
        Status status,
        Long durationMillis,
        Integer exitCode,
        String summary,
        String logSha256,
        Integer place) {

    /** Who finds out. */
    public enum Kind {
        SYNTAX,
        COMMAND,
        /** Somebody else's machine, which reports it. */
        EXTERNAL;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How it stands. */
    public enum Status {
        QUEUED,
        RUNNING,
        PASSED,
        FAILED,
        NOT_RUN;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        public boolean open() {
            return this == QUEUED || this == RUNNING;
        }
    }

    /** Whether it forbids an approval as it stands. */
    public boolean blocks() {
        return required && status != Status.PASSED;
    }

    /** Why a request with these checks may not be approved, as a sentence; empty where it may. */
    public static Optional<String> obstacle(List<Check> checks) {
        return checks.stream()
                .filter(Check::blocks)
                .findFirst()
                .map(check -> "The required check '" + check.name + "' "
                        + switch (check.status) {
                            case QUEUED ->
                                check.kind == Kind.EXTERNAL ? "has not been reported yet." : "has not run yet.";
                            case RUNNING -> "is still running.";
                            case FAILED -> "has failed.";
                            case NOT_RUN, PASSED -> "was not run.";
                        });
    }

    /**
     * What has been found out, in a form that two lists share exactly when a reviewer has seen the same; empty where
     * nothing has been. Lengths stand before texts, so that it reads one way only.
     */
    public static String evidence(List<Check> checks) {
        StringBuilder evidence = new StringBuilder();
        for (Check check : checks) {
            if (!check.status.open()) {
                evidence.append(check.name).append('\t').append(check.required ? "required" : "optional");
                evidence.append('\t').append(check.status.id()).append('\t').append(check.exitCode);
                evidence.append('\t').append(check.logSha256);
                String summary = check.summary == null ? "" : check.summary;
                evidence.append('\t').append(summary.length()).append('\t').append(summary);
                evidence.append('\n');
            }
        }
        return evidence.toString();
    }
}
