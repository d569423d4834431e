package io.patchgate.generation.authoring;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which files may be put into a prompt, since a prompt may leave the machine: those that the operator permits, and of
 * them none that looks like it holds a secret, by its name or by what is in it. Whether a file is protected has no say
 * here: what an agent proposes may not depend on that. No promise that no secret passes: a secret without a known
 * look is not seen.
 */
public final class Sendable {
    /** Everything but what looks like a secret. */
    public static final Sendable ALL = new Sendable(List.of(), List.of());

    private static final Pattern SECRET_NAME = Pattern.compile(
            "\\.env(\\..*)?|.*\\.env|\\.netrc|\\.npmrc|\\.pypirc|\\.pgpass|\\.htpasswd|\\.git-credentials|id_(rsa|dsa|ecdsa"
                    + "|ed25519)(\\..*)?|.*\\.(pem|key|p12|pfx|jks|keystore|kdbx|asc|gpg|ppk|tfstate|tfvars)"
                    + "|.*(credential|secret|password|passwd|apikey|api_key|private_key)s?.*\\.(txt|json|ya?ml|toml|ini|cfg"
                    + "|conf|properties|xml|csv)|service[_-]account.*\\.json|kubeconfig");

    private static final List<String> SECRET_FOLDERS = List.of(".git", ".ssh", ".aws", ".gnupg", ".kube", ".docker");

    private static final Pattern SECRET_CONTENT = Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----"
            + "|\\bAKIA[0-9A-Z]{16}\\b"
            + "|\\bgh[pousr]_[A-Za-z0-9]{36}"
            + "|\\bgithub_pat_[A-Za-z0-9_]{40}"
            + "|\\bxox[abprs]-[A-Za-z0-9-]{20}"
            + "|\\bsk-[A-Za-z0-9_-]{32}"
            + "|\\bAIza[0-9A-Za-z_-]{35}"
            + "|\\beyJ[A-Za-z0-9_-]{20,}\\.eyJ[A-Za-z0-9_-]{20,}\\.");

    private final List<PathMatcher> send;
    private final List<PathMatcher> never;

    /**
     * @param send globs such as {@code src/**}; empty for all
     * @param never globs of what is not sent even so
     * @throws java.util.regex.PatternSyntaxException where one is no glob
     */
    public Sendable(List<String> send, List<String> never) {
        this.send = send.stream().map(Sendable::glob).toList();
        this.never = never.stream().map(Sendable::glob).toList();
    }

    private static PathMatcher glob(String text) {
        return FileSystems.getDefault().getPathMatcher("glob:" + text);
    }

    boolean named(String path) {
        Path at = Path.of(path);
        boolean permitted = send.isEmpty() || send.stream().anyMatch(glob -> glob.matches(at));
        return permitted && never.stream().noneMatch(glob -> glob.matches(at)) && !secretlyNamed(path);
    }

    private static boolean secretlyNamed(String path) {
        String[] segments = path.toLowerCase(Locale.ROOT).split("/");
        for (int i = 0; i < segments.length - 1; i++) {
            if (SECRET_FOLDERS.contains(segments[i])) {
                return true;
            }
        }
        return SECRET_NAME.matcher(segments[segments.length - 1]).matches();
    }

    boolean holds(String content) {
        return !SECRET_CONTENT.matcher(content).find();
    }
}
