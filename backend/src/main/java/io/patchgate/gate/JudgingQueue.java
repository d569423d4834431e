package io.patchgate.gate;

import io.patchgate.bus.Backoff;
import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.patch.Change;
import io.patchgate.patch.Submission;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Submissions on their way to a judgement. Every one of them is a durable row, so this queue may drop
 * what is too much and asks for the rows again when it has drained; it may also lose everything at a
 * kill. One that cannot be judged now is left as it is and comes again by the same way.
 *
 * <p>Used on one context; nothing here is safe for several threads.
 */
final class JudgingQueue {
    static final int MAX_SUBMISSIONS = 1_000;
    static final long MAX_CHARACTERS = 64L * 1024 * 1024;
    static final int PAGE = 100;
    /** Enough that the request log can commit judgements in groups. */
    private static final int MAX_ACTIVE = 32;

    private static final Logger log = LoggerFactory.getLogger(JudgingQueue.class);

    private final Vertx vertx;
    private final Function<Submission, Future<Void>> judge;
    private final Function<Integer, Future<List<Submission>>> unjudged;
    private final Backoff backoff;

    private final Queue<Submission> waiting = new ArrayDeque<>();
    /** Waiting or being judged: an event and a sweep may bring the same one. */
    private final Set<UUID> known = new HashSet<>();
    /** Could not be judged when last tried; a sweep must reach beyond them. */
    private final Set<UUID> stuck = new HashSet<>();

    private long characters;
    private int active;
    private boolean open;
    private boolean sweepWanted;
    private boolean sweeping;
    private boolean resting;
    private String complaint;

    JudgingQueue(
            Vertx vertx,
            Function<Submission, Future<Void>> judge,
            Function<Integer, Future<List<Submission>>> unjudged,
            Backoff backoff) {
        this.vertx = vertx;
        this.judge = judge;
        this.unjudged = unjudged;
        this.backoff = backoff;
    }

    /** Begins to judge, with what is left from before. Until then nothing is judged and nothing kept. */
    void open() {
        open = true;
        sweepWanted = true;
        proceed();
    }

    /** Ends: what is being judged goes on, nothing new begins. */
    void close() {
        open = false;
        waiting.clear();
    }

    boolean isOpen() {
        return open;
    }

    void offer(Submission submission) {
        if (open) {
            add(submission);
            proceed();
        }
    }

    private boolean add(Submission submission) {
        if (known.contains(submission.requestId())) {
            return true;
        }
        long size = size(submission);
        // One alone is always taken, however long, or it would never be judged.
        if (!known.isEmpty() && (known.size() >= MAX_SUBMISSIONS || characters + size > MAX_CHARACTERS)) {
            sweepWanted = true;
            return false;
        }
        known.add(submission.requestId());
        characters += size;
        waiting.add(submission);
        return true;
    }

    private void proceed() {
        while (open && active < MAX_ACTIVE && !waiting.isEmpty()) {
            begin(waiting.remove());
        }
        if (open && waiting.isEmpty() && sweepWanted && !sweeping && !resting) {
            sweep();
        }
    }

    private void begin(Submission submission) {
        active++;
        judge.apply(submission).onComplete(result -> {
            active--;
            known.remove(submission.requestId());
            characters -= size(submission);
            if (result.succeeded() || settled(result.cause())) {
                stuck.remove(submission.requestId());
                backoff.reset();
                complaint = null;
            } else {
                stuck.add(submission.requestId());
                complain(result.cause());
                rest();
            }
            proceed();
        });
    }

    /** Whether trying again cannot help: the submission has moved on, judged or withdrawn meanwhile. */
    private static boolean settled(Throwable cause) {
        return cause instanceof Failure failure
                && (failure.kind() == FailureKind.CONFLICT || failure.kind() == FailureKind.NOT_FOUND);
    }

    private void sweep() {
        sweepWanted = false;
        sweeping = true;
        int limit = PAGE + stuck.size();
        unjudged.apply(limit).onComplete(result -> {
            sweeping = false;
            if (result.failed()) {
                complain(result.cause());
                rest();
                return;
            }
            List<Submission> rows = result.result();
            sweepWanted |= rows.size() >= limit;
            for (Submission row : rows) {
                if (!add(row)) {
                    break;
                }
            }
            proceed();
        });
    }

    private void rest() {
        sweepWanted = true;
        if (!resting) {
            resting = true;
            vertx.setTimer(backoff.next(), timer -> {
                resting = false;
                proceed();
            });
        }
    }

    /** Says each reason once, not once a submission and attempt. */
    private void complain(Throwable cause) {
        if (!cause.toString().equals(complaint)) {
            complaint = cause.toString();
            log.warn("Submissions stay unjudged for now: {}", cause.getMessage(), cause);
        }
    }

    private static long size(Submission submission) {
        long size = submission.reasoning().length();
        for (Change change : submission.changes()) {
            size += length(change.newCode()) + length(change.diff()) + length(change.originalCode());
        }
        return size;
    }

    private static long length(String text) {
        return text == null ? 0 : text.length();
    }
}
