package crashing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The folder that approved requests go to first: as the workspace, but for the files of what is in the canary. */
final class CanaryFolder {
    private final Path workspace;
    private final Path canary;

    CanaryFolder(Path folder) {
        this.workspace = folder.resolve("ws");
        this.canary = folder.resolve("canary");
    }

    /** Answers the settings file that names it. */
    Path prepare() throws IOException {
        Files.createDirectory(canary);
        Files.copy(workspace.resolve("README"), canary.resolve("README"));
        return Files.writeString(
                canary.resolveSibling("patchgate.yaml"),
                "workspaces:\n  - {root: '" + workspace + "', canary: {root: '" + canary + "'}}\n");
    }

    /** @param requests that are in the canary, as reviewers see them; answers what is wrong, null where nothing is */
    String wrong(Collection<JsonNode> requests) throws IOException {
        Map<String, String> wanted = files(workspace);
        for (JsonNode request : requests) {
            for (JsonNode change : request.path("changes")) {
                wanted.put(change.path("target_file").asText(), change.path("new_code").asText());
            }
        }
        Map<String, String> found = files(canary);
        if (!found.keySet().equals(wanted.keySet())) {
            return "the canary folder has " + found.keySet() + " for " + wanted.keySet();
        }
        return wanted.keySet().stream()
                .filter(name -> !wanted.get(name).equals(found.get(name)))
                .findFirst()
                .map(name -> "the canary folder has another " + name)
                .orElse(null);
    }

    private static Map<String, String> files(Path root) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                String name = root.relativize(path).toString();
                if (!name.startsWith(".git/") && !name.endsWith(".backup")) {
                    files.put(name, Files.readString(path, UTF_8));
                }
            }
        }
        return files;
    }
}
