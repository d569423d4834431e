package io.patchgate.adversary;

import io.patchgate.gate.Gate;
import io.patchgate.gate.ProtectedPaths;
import io.patchgate.gate.WholePath;
import io.patchgate.patch.PolicyEntry;
import io.patchgate.patch.WorkspacePath;
import io.patchgate.workspace.Workspace;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A random tree with its policy, and what was made on purpose in it: kernel files, links to them, other
 * names of them, and ordinary files. What is protected is known from the making alone.
 */
public final class World {
    private static final List<String> MODES = List.of("rw-r--r--", "rwxr-xr-x", "rw-------", "r--r--r--", "rwxrwx---");
    private static final List<String> ORDINARY =
            List.of("src/pkg", "src/pkg/mod", "web/app", "m/src/main/java/a", "conf/deep/er", "docs", "lib/x/y");

    final Path root;
    final Path workspace;
    final Path outside;
    final Path swapped;
    final List<Kernel> kernels = new ArrayList<>();
    final List<String> ordinary = new ArrayList<>();
    /** Symbolic links, to whatever. */
    final List<String> links = new ArrayList<>();
    /** Symbolic links to a folder of a kernel file, each with that file's name after it. */
    final List<String> throughLinks = new ArrayList<>();

    final List<String> hardLinks = new ArrayList<>();
    /** Files under ordinary names that a protected name leads to. */
    final List<String> linked = new ArrayList<>();

    private final Random random;
    private final List<String> policy = new ArrayList<>();
    private final List<WorkspacePath> additions = new ArrayList<>();

    /** @param root of everything, empty; the workspace is in it */
    public World(Path root, long seed) throws Exception {
        this.root = root;
        this.random = new Random(seed);
        this.workspace = Files.createDirectories(root.resolve("ws"));
        this.outside = Files.createDirectories(root.resolve("out"));
        this.swapped = Files.createDirectories(workspace.resolve("swap"));
        Files.createDirectories(root.resolve("data"));
        Files.writeString(outside.resolve("secret.py"), "secret\n");
        makeKernels();
        makeOrdinary();
        makeLinks();
    }

    public Path workspace() {
        return workspace;
    }

    /** Entries of a policy that protects every kernel file, but those that are added at run time. */
    public List<String> policy() {
        List<String> entries = new ArrayList<>(policy);
        entries.add("/ops/policy.yaml");
        return entries;
    }

    public List<String> additions() {
        return additions.stream().map(WorkspacePath::value).toList();
    }

    Gate gate() throws Exception {
        Gate gate = WholePath.attentive(
                new Workspace("default", workspace),
                ProtectedPaths.of(policy, List.of(new WorkspacePath("ops/policy.yaml"))));
        gate.protect(additions.stream()
                .map(path -> PolicyEntry.added(PolicyEntry.Kind.PATH, path.value(), "ada", Instant.EPOCH))
                .toList());
        gate.ready();
        return gate;
    }

    private void makeKernels() throws IOException {
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            Kernel kernel = Kernel.random(random, i);
            kernels.add(kernel);
            if (kernel.atRunTime()) {
                additions.add(new WorkspacePath(kernel.path()));
            } else {
                policy.add(kernel.entry());
            }
            if (kernel.exact() && random.nextInt(5) == 0) {
                // The protected name is a link, and the bytes have another.
                String real = "impl/real" + i + ".bin";
                file(real);
                linked.add(real);
                link(
                        kernel.path(),
                        random.nextBoolean() ? workspace.resolve(real).toString() : up(kernel.path()) + real);
            } else {
                file(kernel.path());
            }
        }
        for (String always :
                List.of("sub/.git/config", ".github/workflows/ci.yml", "ops/policy.yaml", "sub/.gitattributes")) {
            kernels.add(new Kernel(always, always, false, true));
            file(always);
        }
        if (random.nextBoolean()) {
            policy.add(List.of("vault/", "/vault", "vault/**", "va[u]lt/").get(random.nextInt(4)));
            kernels.add(new Kernel("vault/in/side.txt", "vault/", false, false));
            file("vault/in/side.txt");
        }
        for (Kernel kernel : List.copyOf(kernels)) {
            if (kernel.path().endsWith(".py")) {
                for (String init : List.of("src/pkg/__init__.py", kernel.folder() + "/__init__.py")) {
                    if (!Files.exists(workspace.resolve(init))) {
                        file(init);
                    }
                }
            }
        }
    }

    private void makeOrdinary() throws IOException {
        int count = 3 + random.nextInt(8);
        for (int i = 0; i < count; i++) {
            String folder = ORDINARY.get(random.nextInt(ORDINARY.size()));
            String path =
                    folder + "/plain" + i + List.of(".py", ".ts", ".txt", "").get(random.nextInt(4));
            file(path);
            ordinary.add(path);
        }
        if (random.nextInt(3) == 0) {
            // Two names of one ordinary file are both ordinary.
            Files.createLink(workspace.resolve("docs2.txt"), workspace.resolve(ordinary.get(0)));
            ordinary.add("docs2.txt");
        }
    }

    private void makeLinks() throws Exception {
        int count = random.nextInt(8);
        for (int i = 0; i < count; i++) {
            Kernel kernel = kernels.get(random.nextInt(kernels.size()));
            String at = List.of("", "docs/", "src/pkg/", "lib/").get(random.nextInt(4));
            String name = at + "alias" + i;
            switch (random.nextInt(7)) {
                case 0 -> addLink(name + ".py", up(name) + kernel.path());
                case 1 -> {
                    addLink(name, up(name) + kernel.folder());
                    throughLinks.add(name + "/" + kernel.name());
                }
                case 2 -> {
                    addLink(name + "a", up(name) + kernel.folder());
                    addLink(name, up(name) + name + "a");
                    throughLinks.add(name + "/" + kernel.name());
                }
                case 3 ->
                    addLink(
                            name,
                            List.of("alias" + i, ".", "..", "./" + up(name)).get(random.nextInt(4)));
                case 4 ->
                    addLink(
                            name,
                            List.of(outside.toString(), outside + "/secret.py", "/proc/self/root", "/proc/self/cwd")
                                    .get(random.nextInt(4)));
                case 5 ->
                    addLink(
                            name,
                            List.of("nowhere", up(name) + "docs/nothing.md").get(random.nextInt(2)));
                default -> {
                    if (Files.isRegularFile(
                            workspace.resolve(kernel.path()), java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
                        Files.createDirectories(workspace.resolve(name).getParent());
                        Files.createLink(workspace.resolve(name), workspace.resolve(kernel.path()));
                        hardLinks.add(name);
                    }
                }
            }
        }
    }

    private void addLink(String name, String target) throws IOException {
        link(name, target);
        links.add(name);
    }

    private void file(String path) throws IOException {
        Path file = workspace.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "one\n" + path + "\nthree\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(MODES.get(random.nextInt(MODES.size()))));
    }

    private void link(String path, String target) throws IOException {
        Path link = workspace.resolve(path);
        Files.createDirectories(link.getParent());
        try {
            Files.createSymbolicLink(link, Path.of(target));
        } catch (FileAlreadyExistsException e) {
            throw new IOException("The generator names things twice: " + path, e);
        }
    }

    /** From the folder of this path to the root of the workspace. */
    private static String up(String path) {
        return "../".repeat((int) path.chars().filter(c -> c == '/').count());
    }
}
