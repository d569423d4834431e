package io.patchgate.patch;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Tries a change set before it is filed, as its checks will when it is, and blocks for as long as that takes. What is
 * protected has no say in it, so that whoever proposes learns nothing of that; for a decision only the checks of the
 * request count, which are run again.
 */
@FunctionalInterface
public interface Trial {
    Trial NONE = (changes, givenUp) -> Optional.of(new Result(List.of(), null, null));

    /**
     * @param changes with their new contents
     * @param givenUp asked again and again while something runs
     * @return empty where it was given up, or the service stops
     */
    Optional<Result> of(List<Change> changes, BooleanSupplier givenUp);

    /**
     * @param passed the commands of the workspace that passed
     * @param failed what failed first, after which nothing more is tried; null where nothing did
     * @param notRun why something that is required could not be tried, as a sentence, else null
     */
    record Result(List<String> passed, Failed failed, String notRun) {
        public Result {
            passed = List.copyOf(passed);
        }
    }

    /** @param said by the check, to its end; of a command whatever it could get at in the workspace may be in it */
    record Failed(String check, Check.Kind kind, String said) {}
}
