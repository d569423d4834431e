package io.patchgate.gate;

import io.patchgate.patch.Demand;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which files the protected code of a workspace loads, directly or through others, and which it would
 * load if there were any.
 *
 * @param steps by folded stem, how each was reached
 * @param incomplete why the search did not see everything, a sentence; null when it did
 */
record Closure(Map<String, Step> steps, String incomplete) {

    static final Closure EMPTY = new Closure(Map.of(), null);

    /**
     * An import by which a file was reached.
     *
     * @param before how the importing file was reached; null when it is protected itself
     */
    record Step(Demand.Import by, Step before) {}

    /** What the closure has to do with a path. */
    sealed interface Relation {
        /** The kernel loads it: the imports from a protected file to this one. */
        record Dependency(List<Demand.Import> chain) implements Relation {}

        /** It could be part of what was not seen. */
        record Unknown(String why) implements Relation {}
    }

    /** Empty when protected code does not load the file. */
    Optional<Relation> relation(String path) {
        boolean module = false;
        for (Language language : Language.ALL) {
            Optional<String> stem = language.stem(path);
            module |= stem.isPresent();
            Step step = stem.map(found -> steps.get(Spelling.fold(found))).orElse(null);
            if (step != null) {
                return Optional.of(new Relation.Dependency(chain(step)));
            }
        }
        return module && incomplete != null ? Optional.of(new Relation.Unknown(incomplete)) : Optional.empty();
    }

    private static List<Demand.Import> chain(Step last) {
        Deque<Demand.Import> chain = new ArrayDeque<>();
        for (Step step = last; step != null; step = step.before()) {
            chain.addFirst(step.by());
        }
        return new ArrayList<>(chain);
    }
}
