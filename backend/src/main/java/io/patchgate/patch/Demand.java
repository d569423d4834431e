package io.patchgate.patch;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * How many people must approve a request, and why more than one or certain ones. Shown to reviewers alone.
 *
 * @param approvals 1 to 5
 * @param owners the groups of people of each of which somebody must approve; what the reasons say of them may be cut
 */
public record Demand(int approvals, List<Reason> reasons, List<Owners> owners) {
    public static final int MOST = 5;

    /** One person, for no particular reason. */
    public static final Demand ONE = new Demand(1, List.of());

    /** What makes a request worth more than one look. */
    public enum Kind {
        /** The workspace asks it of every request. */
        WORKSPACE,
        /** A file lies on a path that the operator calls critical. */
        CRITICAL_PATH,
        /** The kernel imports a file, or would as soon as there is one. */
        KERNEL_DEPENDENCY,
        /** A file lies on a path that certain people answer for. */
        CODE_OWNER
    }

    /**
     * People who answer for paths.
     *
     * @param approvals how many of them must approve
     */
    public record Owners(List<String> reviewers, int approvals) {
        public Owners {
            reviewers = List.copyOf(reviewers);
        }
    }

    /**
     * @param target the file of the request, null where all are meant
     * @param approvals that this reason asks for
     * @param pattern of the critical path, else null
     * @param chain how the kernel comes to import the file: each member is a file and what it imports, the first
     *     protected, the last importing {@code target}; empty for other kinds, and where it is not known
     * @param note what a person should know of the finding, a sentence, or null
     * @param reviewers who can satisfy it; empty where anybody can
     */
    public record Reason(
            Kind kind,
            WorkspacePath target,
            int approvals,
            String pattern,
            List<Import> chain,
            String note,
            List<String> reviewers) {
        public Reason {
            chain = List.copyOf(chain);
            reviewers = List.copyOf(reviewers);
        }

        /** One that anybody can satisfy. */
        public Reason(Kind kind, WorkspacePath target, int approvals, String pattern, List<Import> chain, String note) {
            this(kind, target, approvals, pattern, chain, note, List.of());
        }

        private boolean about(Reason other) {
            return kind == other.kind
                    && Objects.equals(target, other.target)
                    && Objects.equals(pattern, other.pattern)
                    && reviewers.equals(other.reviewers);
        }
    }

    /**
     * An import as it stands in a file.
     *
     * @param line counted from 1; 0 where the file imports without saying so
     * @param module as written, in the language's own terms
     */
    public record Import(String file, int line, String module) {}

    public Demand {
        if (approvals < 1 || approvals > MOST) {
            throw new IllegalArgumentException("Approvals must be from 1 to " + MOST + ", not " + approvals);
        }
        reasons = List.copyOf(reasons);
        owners = List.copyOf(owners);
    }

    /** One that any people can meet. */
    public Demand(int approvals, List<Reason> reasons) {
        this(approvals, reasons, List.of());
    }

    /** What both ask for; where both have a reason about the same thing, it is this one's. */
    public Demand and(Demand other) {
        List<Reason> all = new ArrayList<>(reasons);
        other.reasons.stream()
                .filter(reason -> reasons.stream().noneMatch(reason::about))
                .forEach(all::add);
        Set<Owners> groups = new LinkedHashSet<>(owners);
        groups.addAll(other.owners);
        return new Demand(Math.max(approvals, other.approvals), all, List.copyOf(groups));
    }
}
