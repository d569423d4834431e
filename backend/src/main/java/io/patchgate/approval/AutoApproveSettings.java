package io.patchgate.approval;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.util.List;

/**
 * What may be approved without a person.
 *
 * @param threshold for what was stated and for what that has been worth; at least {@link #LEAST}
 * @param paths globs, one of which each file must match
 * @param perDay how many in 24 hours, in all workspaces together
 * @param maxLines added and removed together
 * @param delay how long people have the request for themselves, at least; at most twice as long
 */
public record AutoApproveSettings(
        boolean enabled, double threshold, List<String> paths, int perDay, int maxLines, Duration delay) {
    public static final double LEAST = 0.95;
    public static final AutoApproveSettings OFF =
            new AutoApproveSettings(false, LEAST, List.of(), 5, 40, Duration.ofHours(1));

    public AutoApproveSettings {
        paths = List.copyOf(paths);
    }

    /** @throws java.util.regex.PatternSyntaxException where it is no glob */
    public static PathMatcher glob(String text) {
        return FileSystems.getDefault().getPathMatcher("glob:" + text);
    }

    boolean permits(String path) {
        Path at = Path.of(path);
        return paths.stream().anyMatch(glob -> glob(glob).matches(at));
    }
}
