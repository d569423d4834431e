package crashing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.revwalk.RevCommit;

/** The whole server, killed while an agent and a reviewer work through the public API. Its PostgreSQL is adopted. */
final class Product {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FILES = 8;

    private final Path folder;
    private final int kills;
    private final Random random;
    private final boolean withCanary;
    private final CanaryFolder canary;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> requests = new ArrayList<>();
    private String agent;
    private String reviewer;
    private int port;

    /** @param withCanary whether what is approved goes to a canary folder first */
    Product(Path folder, int kills, long seed, boolean withCanary) {
        this.folder = folder;
        this.kills = kills;
        this.random = new Random(seed);
        this.withCanary = withCanary;
        this.canary = new CanaryFolder(folder);
    }

    boolean run() throws Exception {
        Load.prepare(folder);
        if (withCanary) {
            canary.prepare();
        }
        agent = token("agent");
        reviewer = token("reviewer");
        int caught = 0;
        for (int kill = 1; kill <= kills; kill++) {
            Process server = start();
            try {
                caught += settled();
                String wrong = wrong();
                if (wrong != null) {
                    System.out.println("after kill " + (kill - 1) + ": " + wrong);
                    return false;
                }
                AtomicBoolean over = new AtomicBoolean();
                Thread load = new Thread(() -> work(over));
                load.start();
                Thread.sleep(random.nextInt(3_000));
                server.destroyForcibly().waitFor();
                over.set(true);
                load.join();
            } finally {
                server.destroyForcibly();
            }
        }
        Process server = start();
        caught += settled();
        String wrong = wrong();
        server.destroy();
        server.waitFor();
        System.out.printf(
                "product%s: %d kills, %d requests, %d of them finished by a restart; %s%n",
                withCanary ? " with a canary" : "", kills, requests.size(), caught, wrong == null ? standing() : wrong);
        return wrong == null && Load.sound(folder);
    }

    private final Map<String, String> statuses = new HashMap<>();

    /** As reviewers see them, the oldest first. */
    private final Map<String, JsonNode> inCanary = new LinkedHashMap<>();

    private String standing() {
        Map<String, Integer> counts = new TreeMap<>();
        statuses.values().forEach(status -> counts.merge(status, 1, Integer::sum));
        return counts.toString();
    }

    private ProcessBuilder java(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-jar",
                System.getProperty("crash.jar")));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        environment.put("PATCHGATE_DATA_DIR", folder.resolve("data").toString());
        environment.put("PATCHGATE_WORKSPACE", folder.resolve("ws").toString());
        if (withCanary) {
            environment.put("PATCHGATE_CONFIG", folder.resolve("patchgate.yaml").toString());
        }
        environment.put("PATCHGATE_MANAGEMENT_PORT", "0");
        environment.put("PATCHGATE_HTTP_PORT", Integer.toString(port));
        return builder.redirectError(
                ProcessBuilder.Redirect.appendTo(folder.resolve("server.log").toFile()));
    }

    private String token(String role) throws Exception {
        Process process = java("token", "--role", role, "--subject", role + "-of-the-campaign").start();
        String[] lines = new String(process.getInputStream().readAllBytes()).strip().split("\n");
        process.waitFor();
        return lines[lines.length - 1];
    }

    private Process start() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Process server = java("serve").start();
        BufferedReader lines = new BufferedReader(new InputStreamReader(server.getInputStream()));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("ready ")) {
                return server;
            }
        }
        throw new IOException("The server did not start; see " + folder.resolve("server.log"));
    }

    /** Waits until nothing is on the way; answers how many requests a kill had left there. */
    private int settled() throws Exception {
        int open = 0;
        for (String id : requests) {
            JsonNode request = get("/api/patch-requests/" + id);
            open += onTheWay(request) ? 1 : 0;
            while (onTheWay(request)) {
                Thread.sleep(50);
                request = get("/api/patch-requests/" + id);
            }
        }
        // A rollback that was begun is ended by the same start; a second one is a conflict until it is.
        Thread.sleep(1_000);
        inCanary.clear();
        for (String id : requests) {
            JsonNode request = get("/api/patch-requests/" + id);
            String status = request.path("status").asText();
            boolean withdrawn = request.path("canary").path("act").path("kind").asText().equals("withdraw");
            statuses.put(id, withdrawn ? "WITHDRAWN" : status);
            if (status.equals("CANARY")) {
                inCanary.put(id, request);
            }
        }
        return open;
    }

    /** Approved and not written, or leaving the canary. */
    private static boolean onTheWay(JsonNode request) {
        JsonNode canary = request.path("canary");
        return request.path("status").asText().equals("APPROVED")
                || canary.hasNonNull("act") && !canary.hasNonNull("ended_at");
    }

    private String wrong() throws Exception {
        try (Git git = Git.open(folder.resolve("ws").toFile())) {
            var status = git.status().call();
            if (!status.isClean()) {
                return "git status: " + status.getUncommittedChanges() + status.getUntracked();
            }
            Map<String, Integer> made = new HashMap<>();
            for (RevCommit commit : git.log().call()) {
                commit.getFooterLines("Patch-Request").forEach(id -> made.merge(id, 1, Integer::sum));
            }
            Map<String, Integer> wanted = new HashMap<>();
            statuses.forEach((id, standing) -> {
                if (standing.equals("APPLIED") || standing.equals("ROLLED_BACK")) {
                    wanted.put(id, standing.equals("APPLIED") ? 1 : 2);
                }
            });
            if (!made.equals(wanted)) {
                return "commits " + made + " for " + wanted;
            }
        }
        try (Stream<Path> all = Files.walk(folder.resolve("ws"))) {
            Optional<String> left = all.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith(".patchgate-") || name.endsWith(".lock"))
                    .findFirst();
            if (left.isPresent()) {
                return "left: " + left.get();
            }
        }
        return withCanary ? canary.wrong(inCanary.values()) : null;
    }

    private void work(AtomicBoolean over) {
        try {
            while (!over.get()) {
                one();
            }
        } catch (Exception e) {
            // The server was killed in the middle of an answer.
        }
    }

    private void one() throws Exception {
        List<Map<String, Object>> changes = new ArrayList<>();
        for (int name : random.ints(0, FILES).distinct().limit(1 + random.nextInt(3)).toArray()) {
            String content = "x".repeat(random.nextInt(4_000)) + "\n" + random.nextLong() + "\n";
            changes.add(Map.of("target_file", "d" + name + "/f.txt", "new_code", content));
        }
        JsonNode sent = post(
                agent,
                "/api/patch-requests",
                Map.of("component", "load", "confidence", 0.5, "reasoning", "Load.", "changes", changes));
        String id = sent.path("request_id").asText();
        synchronized (requests) {
            requests.add(id);
        }
        while (!get("/api/patch-requests/" + id).path("view").asText().equals("reviewer")) {
            Thread.sleep(5);
        }
        JsonNode approved = post(reviewer, "/api/patch-requests/" + id + "/approve", Map.of("approved", true));
        if (approved.path("action").asText().equals("CANARY")) {
            act(id);
        } else if (!approved.path("success").asBoolean()) {
            // Another is in the canary with one of its files.
            post(reviewer, "/api/patch-requests/" + id + "/approve", Map.of("approved", false, "category", "other"));
            while (!inCanary.isEmpty()) {
                act(inCanary.keySet().iterator().next());
            }
        }
        if (random.nextInt(3) == 0) {
            post(reviewer, "/api/patch-requests/" + id + "/rollback", Map.of());
        }
    }

    /** Promotes or withdraws it, or leaves it in the canary where it was put there just now. */
    private void act(String id) throws Exception {
        boolean stays = inCanary.remove(id) == null && random.nextInt(3) == 0;
        if (stays) {
            inCanary.put(id, JSON.nullNode());
        } else {
            String act = random.nextBoolean() ? "promote" : "withdraw";
            post(reviewer, "/api/patch-requests/" + id + "/canary/" + act, Map.of("comment", "Load."));
        }
    }

    private JsonNode get(String path) throws Exception {
        return send(reviewer, HttpRequest.newBuilder(uri(path)).GET());
    }

    private JsonNode post(String token, String path, Object body) throws Exception {
        return send(
                token,
                HttpRequest.newBuilder(uri(path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private JsonNode send(String token, HttpRequest.Builder request) throws Exception {
        HttpResponse<byte[]> answer = http.send(
                request.header("Authorization", "Bearer " + token)
                        .timeout(Duration.ofSeconds(30))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        return JSON.readTree(answer.body());
    }
}
