import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Takes a workspace from an old version of a code base to a new one through Patchgate's public API alone: an agent
 * submits every changed, added and deleted text file, a reviewer reads each request, checks it against what was sent,
 * and approves it. On request it then takes everything back in random order. Exits with 0 only when the workspace then
 * holds the new version byte for byte, and the old one after it, with 1 when anything differs, with 2 when the replay
 * could not begin.
 *
 * <p>What a patch cannot carry is listed and must be as it was in the old version: binary files, links, names that are
 * not canonical, files too large for one request, protected files. File modes and empty folders are not compared, nor
 * are {@code .git} and the {@code .backup} files that Patchgate leaves.
 */
public final class Replay {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BACKUP = ".backup";

    private final Options options;
    private final Api agent;
    private final Api reviewer;
    private final Report report = new Report();
    private final AtomicReference<Aborted> aborted = new AtomicReference<>();
    /** Contents in flight are bounded, however many requests are; in units of KiB. */
    private final Semaphore memory = new Semaphore(64 << 10, true);

    private final String run = Long.toString(System.currentTimeMillis(), 36);

    private Replay(Options options) {
        this.options = options;
        this.agent = new Api(options, options.agentToken, report);
        this.reviewer = new Api(options, options.reviewerToken, report);
    }

    public static void main(String[] arguments) throws Exception {
        int code = 2;
        CountDownLatch ended = new CountDownLatch(1);
        try {
            Options options = Options.parse(arguments);
            if (options == null) {
                System.out.print(Options.USAGE);
                code = 0;
            } else {
                Replay replay = new Replay(options);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> replay.interrupted(ended)));
                code = replay.run() ? 0 : 1;
            }
        } catch (Aborted e) {
            System.err.println("replay: " + e.getMessage());
        } catch (IOException e) {
            System.err.println("replay: " + e);
        }
        ended.countDown();
        System.exit(code);
    }

    /** On Ctrl-C the requests under way are brought to their end and the report is still given. */
    private void interrupted(CountDownLatch ended) {
        aborted.compareAndSet(null, new Aborted("interrupted"));
        try {
            ended.await(15, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            System.err.println("replay: interrupted while it was stopping");
        }
    }

    private boolean run() throws IOException, InterruptedException {
        Tree before = Tree.scan(options.before);
        Tree after = Tree.scan(options.after);
        prepareWorkspace(before);
        requireRole(agent, "agent", "agent");
        requireRole(reviewer, "reviewer", "reviewer", "admin");
        Plan plan = Plan.make(before, after, protectedPaths(), options, report);
        if (options.checkDiffs && options.diffTool == null) {
            System.out.println("Neither git nor patch is installed: the diffs are not applied to check them.");
        }
        System.out.printf(
                "%,d files to change in %,d requests, %,d at once, against %s%n",
                plan.fileCount(), plan.requestCount(), options.concurrency, options.url);
        long start = System.nanoTime();
        Progress progress = new Progress(plan.requestCount(), report);
        for (List<Batch> phase : plan.phases) {
            drive(phase, progress);
        }
        progress.finish();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        List<String> differences = new Comparison(before, after, report.applied, options.workspaceDir).differences();
        report.print(took, differences);
        if (aborted.get() != null) {
            System.out.println("Stopped early: " + aborted.get().getMessage());
        }
        boolean equal = differences.isEmpty() && report.failures.isEmpty() && aborted.get() == null;
        if (equal) {
            System.out.println("The workspace holds the new version"
                    + (report.applied.size() == plan.found ? "." : ", apart from what was left out or listed above."));
        } else {
            System.out.println("The workspace does NOT hold the new version: see above.");
        }
        // Also of a replay that was not whole: what was applied can be taken back.
        return (options.rollBack == null || rolledBack(before)) && equal;
    }

    /**
     * Takes every request back in random order. What is refused because of a later one, as the deletion of a file whose
     * place a folder has taken, is tried again after the others.
     */
    private boolean rolledBack(Tree before) throws IOException, InterruptedException {
        List<String> left = new ArrayList<>(report.requests);
        Collections.shuffle(left, new Random(options.rollBack));
        int all = left.size();
        int rounds = 0;
        int refusals = 0;
        for (int earlier = Integer.MAX_VALUE; !left.isEmpty() && left.size() < earlier; rounds++) {
            earlier = left.size();
            left.removeIf(this::rollBack);
            refusals += left.size();
        }
        report.rollBack.print("rollback to rolled back");
        System.out.printf(
                "%,d of %,d requests rolled back in random order (seed %d), %d refused at first, in %d rounds%n",
                all - left.size(), all, options.rollBack, refusals, rounds);
        Report.list("Not rolled back", left);
        List<String> differences = new Comparison(before, before, Set.of(), options.workspaceDir).differences();
        Report.list("Different from the old version", differences);
        boolean equal = left.isEmpty() && differences.isEmpty() && aborted.get() == null;
        System.out.println(
                equal ? "The workspace holds the old version again." : "The workspace does NOT hold the old version.");
        return equal;
    }

    private boolean rollBack(String id) {
        if (aborted.get() != null) {
            return false;
        }
        try {
            long asking = System.nanoTime();
            Api.Answer answer = reviewer.post(
                    "/api/patch-requests/" + id + "/rollback", JSON.createObjectNode().put("comment", "Replayed back"));
            boolean done = answer.status == 200
                    && answer.json().path("action").asText().equals("ROLLED_BACK");
            if (done) {
                report.rollBack.since(asking);
            } else if (answer.status != 409) {
                System.out.println("The rollback of " + id + " failed: " + answer.problem());
            }
            return done;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The comparison at the end proves nothing unless the workspace began as the old version. */
    private void prepareWorkspace(Tree before) throws IOException {
        Path dir = options.workspaceDir;
        if (options.prepare) {
            if (Files.isDirectory(dir)) {
                try (var entries = Files.list(dir)) {
                    if (entries.anyMatch(entry -> !entry.getFileName().toString().equals(".git"))) {
                        throw new Aborted("--prepare needs an empty folder, and " + dir + " is not empty");
                    }
                }
            }
            before.copyTo(dir);
        }
        if (!Files.isDirectory(dir)) {
            throw new Aborted("the workspace folder " + dir + " does not exist (--prepare makes it)");
        }
        List<String> differences = new Comparison(before, before, Set.of(), dir).differences();
        if (!differences.isEmpty()) {
            Report.list("The workspace is not a copy of the old version", differences);
            throw new Aborted("the workspace must begin as a copy of " + options.before
                    + " (--prepare copies it into an empty folder)");
        }
    }

    private void requireRole(Api api, String what, String... roles) throws InterruptedException {
        Api.Answer me = api.get("/api/me");
        if (me.status != 200) {
            throw new Aborted("the " + what + " token is not accepted: " + me.problem());
        }
        for (JsonNode role : me.json().path("roles")) {
            if (Arrays.asList(roles).contains(role.asText())) {
                return;
            }
        }
        throw new Aborted("the " + what + " token has not the role " + roles[0]);
    }

    private Predicate<String> protectedPaths() throws InterruptedException {
        String query = options.workspace == null ? "" : "?workspace=" + Api.encoded(options.workspace);
        Api.Answer answer = reviewer.get("/api/patch-requests/protected-files" + query);
        if (answer.status != 200) {
            throw new Aborted("the list of protected files cannot be read: " + answer.problem());
        }
        List<String> patterns = new ArrayList<>();
        answer.json().path("protected_files").forEach(pattern -> patterns.add(pattern.asText()));
        answer.json().path("always_protected").forEach(pattern -> patterns.add(pattern.asText()));
        return Patterns.anyOf(patterns);
    }

    private void drive(List<Batch> batches, Progress progress) throws InterruptedException {
        ConcurrentLinkedQueue<Batch> queue = new ConcurrentLinkedQueue<>(batches);
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < Math.min(options.concurrency, batches.size()); i++) {
            Thread worker = new Thread(() -> work(queue, progress), "replay-" + i);
            worker.start();
            workers.add(worker);
        }
        for (Thread worker : workers) {
            worker.join();
        }
    }

    /** One request at a time from its submission to its end, so that no more are open than there are workers. */
    private void work(ConcurrentLinkedQueue<Batch> queue, Progress progress) {
        for (Batch batch = queue.poll(); batch != null && aborted.get() == null; batch = queue.poll()) {
            int permits = (int) Math.min(64 << 10, 16 + (batch.bytes() >> 10));
            memory.acquireUninterruptibly(permits);
            try {
                follow(batch);
            } catch (Refused e) {
                report.failures.add(batch + ": " + e.getMessage());
            } catch (Aborted e) {
                aborted.compareAndSet(null, e);
            } catch (Exception e) {
                report.failures.add(batch + ": " + e);
            } finally {
                memory.release(permits);
                progress.step();
            }
        }
    }

    private void follow(Batch batch) throws IOException, InterruptedException {
        long submitting = System.nanoTime();
        Api.Answer receipt =
                agent.submit(Body.of(batch, options), "replay-" + run + "-" + batch.number);
        if (receipt.status != 202) {
            throw new Refused("not accepted: " + receipt.problem());
        }
        report.submit.since(submitting);
        String id = receipt.json().path("request_id").asText();
        long received = System.nanoTime();
        JsonNode row = visible(id, batch.hidden ? Options.HIDDEN_WAIT : options.timeout);
        if (row == null) {
            agent.post("/api/patch-requests/" + id + "/withdraw", null);
            if (!batch.hidden) {
                throw new Refused("request " + id + " never showed up for the reviewer, though no listed pattern"
                        + " protects it; withdrawn");
            }
            batch.changes.forEach(change -> report.hidden.add(change.path));
            return;
        }
        report.visible.since(received);
        row = checked(id, row);
        check(row, batch);
        long deciding = System.nanoTime();
        decide(id, row.path("approval_key").asText());
        report.approve.since(deciding);
        batch.changes.forEach(report::applied);
        report.requests.add(id);
    }

    /** The request as the reviewer sees it, or null when it does not show up in time. */
    private JsonNode visible(String id, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        for (long pause = 2; ; pause = Math.min(250, pause * 2)) {
            Api.Answer answer = reviewer.get("/api/patch-requests/" + id);
            if (answer.status == 200) {
                return answer.json();
            }
            if (answer.status != 404) {
                throw new Refused("request " + id + " cannot be read: " + answer.problem());
            }
            if (System.nanoTime() > end) {
                return null;
            }
            Thread.sleep(pause);
        }
    }

    /** The same when its checks have ended, which are part of what its approval key is for. */
    private JsonNode checked(String id, JsonNode row) throws InterruptedException {
        long end = System.nanoTime() + options.timeout.toNanos();
        JsonNode now = row;
        while (open(now) && System.nanoTime() < end) {
            Thread.sleep(50);
            now = reviewer.get("/api/patch-requests/" + id).json();
        }
        for (JsonNode check : now.path("checks")) {
            if (check.path("required").asBoolean() && !check.path("status").asText().equals("passed")) {
                throw new Refused("the check '" + check.path("name").asText() + "' is "
                        + check.path("status").asText() + ": " + check.path("summary").asText());
            }
        }
        return now;
    }

    private static boolean open(JsonNode row) {
        for (JsonNode check : row.path("checks")) {
            String status = check.path("status").asText();
            if ((status.equals("queued") || status.equals("running"))
                    && !check.path("kind").asText().equals("external")) {
                return true;
            }
        }
        return false;
    }

    private void check(JsonNode row, Batch batch) throws IOException, InterruptedException {
        SortedMap<String, String> shown = new TreeMap<>();
        for (JsonNode change : row.path("changes")) {
            shown.put(
                    change.path("target_file").asText(),
                    Change.signature(change.path("kind"), change.path("base_sha256"), change.path("new_sha256")));
        }
        SortedMap<String, String> sent = new TreeMap<>();
        for (Change change : batch.changes) {
            sent.put(change.path, change.signature());
        }
        if (!shown.equals(sent)) {
            throw new Refused("the reviewer is shown " + shown + " where " + sent + " was sent");
        }
        if (row.path("stale").asBoolean()) {
            throw new Refused("stale before anything changed: " + row.path("refusal").asText("no reason given"));
        }
        if (options.checkDiffs && options.diffTool != null) {
            options.diffTool.check(row.path("diff").asText(), batch);
        }
    }

    private void decide(String id, String key) throws InterruptedException {
        ObjectNode decision = JSON.createObjectNode().put("approved", true).put("review_comment", "Replayed");
        decision.put("approval_key", key);
        String path = "/api/patch-requests/" + id;
        Api.Answer answer = reviewer.post(path + "/approve", decision);
        // After a lost answer the first attempt may have counted: then the conflict is with ourselves.
        if (answer.status == 409 && answer.attempts == 1 || answer.status != 409 && answer.status != 200) {
            throw new Refused("not approved: " + answer.problem());
        }
        String status = answer.status == 200 ? answer.json().path("action").asText() : "APPROVED";
        long end = System.nanoTime() + options.timeout.toNanos();
        while (status.equals("APPROVED") && System.nanoTime() < end) {
            status = reviewer.get(path + "?wait=5").json().path("status").asText();
        }
        if (!status.equals("APPLIED")) {
            String why = reviewer.get(path).json().path("application_error").asText("no reason given");
            throw new Refused("approved, then " + status + " instead of APPLIED: " + why);
        }
    }

    /** The server refused one request; the others go on. */
    private static final class Refused extends RuntimeException {
        Refused(String message) {
            super(message, null, false, false);
        }
    }

    /** Nothing can go on. */
    private static final class Aborted extends RuntimeException {
        Aborted(String message) {
            super(message, null, false, false);
        }
    }

    private enum Form {
        CODE,
        DIFF,
        MIXED
    }

    private static final class Options {
        static final Duration HIDDEN_WAIT = Duration.ofSeconds(3);
        static final String USAGE = """
                usage: ops/replay OLD NEW --workspace-dir DIR [option...]

                Drives a running Patchgate from the folder OLD to the folder NEW, one request for each changed file.

                  --workspace-dir DIR        the server's workspace, a copy of OLD (default: $PATCHGATE_WORKSPACE)
                  --prepare                  copy OLD into that folder first; it must be empty
                  --url URL                  the server (default http://127.0.0.1:8000)
                  --workspace NAME           the workspace's name, where the server has several
                  --agent-token-file FILE    the agent's token (default: $PATCHGATE_AGENT_TOKEN)
                  --reviewer-token-file FILE the reviewer's token (default: $PATCHGATE_REVIEWER_TOKEN)
                  --agent-token T, --reviewer-token T
                                             the same, but other users of the machine can read them
                  --limit N                  at most N files
                  --change-set K             K files a request, 1 to 300 (default 1)
                  --concurrency C            C requests at once, 1 to 150 (default 8)
                  --form code|diff|mixed     send whole files, unified diffs, or both in turn (default code)
                  --timeout SECONDS          the longest wait for one step of a request (default 60)
                  --roll-back SEED           then roll every request back in random order, to the old version
                  --no-diff-check            do not apply the shown diffs to check them (with git, else patch)
                """;

        Path before;
        Path after;
        Path workspaceDir;
        String url = "http://127.0.0.1:8000";
        String workspace;
        String agentToken = System.getenv("PATCHGATE_AGENT_TOKEN");
        String reviewerToken = System.getenv("PATCHGATE_REVIEWER_TOKEN");
        int limit = Integer.MAX_VALUE;
        int changeSet = 1;
        int concurrency = 8;
        Form form = Form.CODE;
        Duration timeout = Duration.ofSeconds(60);
        Integer rollBack;
        boolean prepare;
        boolean checkDiffs = true;
        DiffTool diffTool;

        /** Null when help is asked for. */
        static Options parse(String[] arguments) throws IOException {
            Options options = new Options();
            List<String> folders = new ArrayList<>();
            ArrayDeque<String> rest = new ArrayDeque<>(Arrays.asList(arguments));
            while (!rest.isEmpty()) {
                String name = rest.poll();
                if (name.equals("--help") || name.equals("-h")) {
                    return null;
                } else if (name.startsWith("--")) {
                    options.set(name, rest);
                } else {
                    folders.add(name);
                }
            }
            if (folders.size() != 2) {
                throw new Aborted("two folders are needed, OLD and NEW; --help lists the options");
            }
            options.before = folder(folders.get(0));
            options.after = folder(folders.get(1));
            options.complete();
            return options;
        }

        private void set(String name, ArrayDeque<String> rest) throws IOException {
            switch (name) {
                case "--prepare" -> prepare = true;
                case "--no-diff-check" -> checkDiffs = false;
                case "--url" -> url = value(name, rest).replaceFirst("/+$", "");
                case "--workspace" -> workspace = value(name, rest);
                case "--workspace-dir" -> workspaceDir = Path.of(value(name, rest));
                case "--agent-token" -> agentToken = value(name, rest);
                case "--reviewer-token" -> reviewerToken = value(name, rest);
                case "--agent-token-file" -> agentToken = Files.readString(Path.of(value(name, rest)));
                case "--reviewer-token-file" -> reviewerToken = Files.readString(Path.of(value(name, rest)));
                case "--limit" -> limit = number(name, rest, Integer.MAX_VALUE);
                case "--change-set" -> changeSet = number(name, rest, 300);
                case "--concurrency" -> concurrency = number(name, rest, 150);
                case "--timeout" -> timeout = Duration.ofSeconds(number(name, rest, 3600));
                case "--roll-back" -> rollBack = number(name, rest, Integer.MAX_VALUE);
                case "--form" -> form = form(value(name, rest));
                default -> throw new Aborted("unknown option " + name + "; --help lists the options");
            }
        }

        private void complete() {
            if (workspaceDir == null && System.getenv("PATCHGATE_WORKSPACE") != null) {
                workspaceDir = Path.of(System.getenv("PATCHGATE_WORKSPACE"));
            }
            if (workspaceDir == null) {
                throw new Aborted("say where the server's workspace lies, with --workspace-dir");
            }
            agentToken = token("agent", agentToken);
            reviewerToken = token("reviewer", reviewerToken);
            diffTool = DiffTool.find();
        }

        private static String token(String what, String text) {
            if (text == null || text.isBlank()) {
                throw new Aborted("no " + what + " token: give --" + what + "-token-file or $PATCHGATE_"
                        + what.toUpperCase(Locale.ROOT) + "_TOKEN");
            }
            String[] lines = text.strip().split("\n");
            String token = lines[lines.length - 1].strip();
            if (!token.matches("[\\x21-\\x7e]+")) {
                throw new Aborted("the " + what + " token holds characters that no token has");
            }
            return token;
        }

        private static String value(String name, ArrayDeque<String> rest) {
            if (rest.isEmpty()) {
                throw new Aborted(name + " needs a value");
            }
            return rest.poll();
        }

        private static int number(String name, ArrayDeque<String> rest, int most) {
            String text = value(name, rest);
            int number = text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
            if (number < 1 || number > most) {
                throw new Aborted(name + " must be a number from 1 to " + most);
            }
            return number;
        }

        private static Form form(String text) {
            for (Form form : Form.values()) {
                if (form.name().equalsIgnoreCase(text)) {
                    return form;
                }
            }
            throw new Aborted("--form must be code, diff or mixed");
        }

        private static Path folder(String name) throws IOException {
            Path path = Path.of(name);
            if (!Files.isDirectory(path)) {
                throw new Aborted(name + " is not a folder");
            }
            return path.toRealPath();
        }
    }

    /** The public API with one token. A busy or absent server is asked again until the time-out. */
    private static final class Api {
        private static final HttpClient CLIENT = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build();

        private final Options options;
        private final String token;
        private final Report report;

        Api(Options options, String token, Report report) {
            this.options = options;
            this.token = token;
            this.report = report;
        }

        record Answer(int status, byte[] body, int attempts) {
            JsonNode json() {
                try {
                    return JSON.readTree(body);
                } catch (IOException e) {
                    throw new Refused("the answer is not JSON (status " + status + ")");
                }
            }

            String problem() {
                try {
                    JsonNode problem = JSON.readTree(body);
                    String errors = problem.path("errors").isEmpty() ? "" : " " + problem.get("errors");
                    return status + " " + problem.path("title").asText() + ": "
                            + problem.path("detail").asText() + errors;
                } catch (IOException e) {
                    return status + " without a problem body";
                }
            }
        }

        static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }

        Answer get(String path) throws InterruptedException {
            return call(request(path).GET());
        }

        Answer post(String path, JsonNode body) throws InterruptedException {
            HttpRequest.Builder request = request(path);
            return call(
                    body == null
                            ? request.POST(HttpRequest.BodyPublishers.noBody())
                            : request.header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
        }

        /** With the key a submission can be sent again after a lost answer without being stored twice. */
        Answer submit(byte[] body, String idempotencyKey) throws InterruptedException {
            return call(request("/api/patch-requests")
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", idempotencyKey)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
        }

        private HttpRequest.Builder request(String path) {
            return HttpRequest.newBuilder(URI.create(options.url + path))
                    .timeout(options.timeout.plusSeconds(10))
                    .header("Authorization", "Bearer " + token);
        }

        private Answer call(HttpRequest.Builder builder) throws InterruptedException {
            HttpRequest request = builder.build();
            long end = System.nanoTime() + options.timeout.toNanos();
            for (int attempt = 1; ; attempt++) {
                double pause = Math.min(5, 0.1 * (1 << Math.min(attempt, 6)));
                try {
                    HttpResponse<byte[]> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray());
                    int status = response.statusCode();
                    if (status == 401) {
                        throw new Aborted("401 for " + request.uri().getPath() + ": the token is not accepted");
                    }
                    if (status != 429 && status != 503 || System.nanoTime() > end) {
                        return new Answer(status, response.body(), attempt);
                    }
                    String after = response.headers().firstValue("Retry-After").orElse("");
                    pause = after.matches("\\d{1,4}") ? Math.min(30, Integer.parseInt(after)) : pause;
                } catch (IOException e) {
                    if (System.nanoTime() > end || e instanceof ConnectException && report.submit.isEmpty()) {
                        throw new Aborted(options.url + " does not answer: " + e);
                    }
                }
                report.retries.incrementAndGet();
                Thread.sleep((long) (pause * 1000));
            }
        }
    }

    /** The regular files of one version, by path, and the paths of everything that is neither file nor folder. */
    private record Tree(Path root, SortedMap<String, Path> files, Set<String> others) {

        static Tree scan(Path root) throws IOException {
            Tree tree = new Tree(root, new TreeMap<>(), new TreeSet<>());
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return folder.equals(root.resolve(".git"))
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    String name = root.relativize(file).toString().replace(File.separatorChar, '/');
                    if (attributes.isRegularFile()) {
                        tree.files.put(name, file);
                    } else {
                        tree.others.add(name);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
            return tree;
        }

        void copyTo(Path target) throws IOException {
            Files.createDirectories(target);
            List<String> names = new ArrayList<>(files.keySet());
            names.addAll(others);
            for (String name : names) {
                Path copy = target.resolve(name);
                Files.createDirectories(copy.getParent());
                Files.copy(
                        root.resolve(name), copy, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /** One file's way; the path is null on the side where there is no file. */
    private record Change(String path, Path before, Path after, long size) {

        String signature() throws IOException {
            String kind = before == null ? "create" : after == null ? "delete" : "modify";
            return kind + " " + sha256(before) + " to " + sha256(after);
        }

        static String signature(JsonNode kind, JsonNode base, JsonNode changed) {
            return kind.asText() + " " + base.asText("null") + " to " + changed.asText("null");
        }

        private static String sha256(Path file) throws IOException {
            if (file == null) {
                return "null";
            }
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
                return HexFormat.of().formatHex(digest);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** @param hidden whether a listed pattern protects it, so that it should never show up for the reviewer */
    private record Batch(int number, List<Change> changes, boolean hidden) {

        long bytes() {
            return changes.stream().mapToLong(Change::size).sum();
        }

        @Override
        public String toString() {
            String first = changes.get(0).path;
            return changes.size() == 1 ? first : first + " and " + (changes.size() - 1) + " more";
        }
    }

    /**
     * What is sent, in which order. Where a file must go before another can come (a file that becomes a folder, or the
     * reverse), the deletion is in an earlier phase. Protected files go last and alone, since a protected file hides
     * the whole request that it is in.
     */
    private static final class Plan {
        /** Leaves room within the body limit of 32 MiB for escapes; a body that still exceeds it is refused and listed. */
        private static final long LARGEST = 24L << 20;

        final List<List<Batch>> phases = new ArrayList<>();
        /** All files that differ between the versions, also those that are not sent. */
        int found;

        private int count;

        static Plan make(Tree before, Tree after, Predicate<String> isProtected, Options options, Report report)
                throws IOException {
            List<Change> first = new ArrayList<>();
            List<Change> then = new ArrayList<>();
            List<Change> last = new ArrayList<>();
            Set<String> added = new HashSet<>(after.files.keySet());
            added.removeAll(before.files.keySet());
            Set<String> addedFolders = new HashSet<>();
            added.forEach(path -> addedFolders.addAll(folders(path)));
            Set<String> paths = new TreeSet<>(before.files.keySet());
            paths.addAll(after.files.keySet());
            int differing = 0;
            for (String path : paths) {
                Change change = new Change(path, before.files.get(path), after.files.get(path), largest(path, before, after));
                if (unchanged(change)) {
                    continue;
                }
                differing++;
                String reason = unfit(change, before, after);
                if (reason != null) {
                    report.skipped.computeIfAbsent(reason, key -> new ArrayList<>()).add(path);
                } else if (isProtected.test(path)) {
                    last.add(change);
                } else {
                    boolean inTheWay = change.after == null
                            && (addedFolders.contains(path)
                                    || folders(path).stream().anyMatch(added::contains));
                    (inTheWay ? first : then).add(change);
                }
            }
            Plan plan = new Plan();
            plan.found = differing;
            plan.phase(first, options.changeSet, false, options);
            plan.phase(then, options.changeSet, false, options);
            plan.phase(last, 1, true, options);
            return plan;
        }

        int requestCount() {
            return phases.stream().mapToInt(List::size).sum();
        }

        int fileCount() {
            return count;
        }

        private void phase(List<Change> changes, int size, boolean hidden, Options options) {
            List<Batch> batches = new ArrayList<>();
            List<Change> batch = new ArrayList<>();
            long bytes = 0;
            int number = requestCount();
            for (Change change : changes.subList(0, Math.min(changes.size(), options.limit - count))) {
                if (!batch.isEmpty() && (batch.size() == size || bytes + change.size > LARGEST)) {
                    batches.add(new Batch(number++, List.copyOf(batch), hidden));
                    batch.clear();
                    bytes = 0;
                }
                batch.add(change);
                bytes += change.size;
                count++;
            }
            if (!batch.isEmpty()) {
                batches.add(new Batch(number, List.copyOf(batch), hidden));
            }
            phases.add(batches);
        }

        private static long largest(String path, Tree before, Tree after) throws IOException {
            Path from = before.files.get(path);
            Path to = after.files.get(path);
            return Math.max(from == null ? 0 : Files.size(from), to == null ? 0 : Files.size(to));
        }

        private static boolean unchanged(Change change) throws IOException {
            return change.before != null && change.after != null && Files.mismatch(change.before, change.after) < 0;
        }

        private static Set<String> folders(String path) {
            Set<String> folders = new HashSet<>();
            for (int i = path.indexOf('/'); i > 0; i = path.indexOf('/', i + 1)) {
                folders.add(path.substring(0, i));
            }
            return folders;
        }

        /** Why a patch request cannot carry the change, or null when it can. */
        private static String unfit(Change change, Tree before, Tree after) throws IOException {
            if (!canonical(change.path)) {
                return "the name is not canonical";
            }
            if (before.others.contains(change.path) || after.others.contains(change.path)) {
                return "a link or special file in one version";
            }
            if (change.size > LARGEST) {
                return "larger than " + (LARGEST >> 20) + " MiB";
            }
            return isText(change.before) && isText(change.after) ? null : "not UTF-8 text";
        }

        private static boolean isText(Path file) throws IOException {
            if (file == null) {
                return true;
            }
            byte[] bytes = Files.readAllBytes(file);
            for (byte b : bytes) {
                if (b == 0) {
                    return false;
                }
            }
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
                return true;
            } catch (CharacterCodingException e) {
                return false;
            }
        }

        /** The rules of the contract; what they let through and the server does not is refused there and listed. */
        private static boolean canonical(String path) {
            if (path.codePointCount(0, path.length()) > 500 || !Normalizer.isNormalized(path, Normalizer.Form.NFC)) {
                return false;
            }
            boolean printable = path.codePoints()
                    .noneMatch(c -> c == '\\'
                            || c == '\uFFFD'
                            || switch (Character.getType(c)) {
                                case Character.CONTROL,
                                        Character.FORMAT,
                                        Character.SURROGATE,
                                        Character.LINE_SEPARATOR,
                                        Character.PARAGRAPH_SEPARATOR -> true;
                                default -> false;
                            });
            return printable
                    && Arrays.stream(path.split("/"))
                            .noneMatch(segment -> segment.endsWith(".")
                                    || segment.endsWith(" ")
                                    || segment.getBytes(StandardCharsets.UTF_8).length > 255);
        }
    }

    /**
     * The gitignore dialect, near enough to tell which files to expect hidden: letters match in any case and negated
     * patterns are left out. Too wide a match costs a short wait, since what shows up all the same is decided as any.
     */
    private static final class Patterns {
        private Patterns() {}

        static Predicate<String> anyOf(List<String> patterns) {
            List<Pattern> compiled = patterns.stream()
                    .filter(pattern -> !pattern.isBlank() && !pattern.startsWith("!") && !pattern.startsWith("#"))
                    .map(Patterns::compile)
                    .toList();
            return path -> compiled.stream().anyMatch(pattern -> pattern.matcher(path).matches());
        }

        private static Pattern compile(String pattern) {
            String body = pattern.strip().replaceFirst("/$", "");
            StringBuilder regex = new StringBuilder(body.contains("/") ? "" : "(?:.*/)?");
            body = body.replaceFirst("^/", "");
            for (int i = 0; i < body.length(); i++) {
                char c = body.charAt(i);
                if (body.startsWith("**/", i)) {
                    regex.append("(?:.*/)?");
                    i += 2;
                } else if (body.startsWith("**", i)) {
                    regex.append(".*");
                    i++;
                } else if (c == '*') {
                    regex.append("[^/]*");
                } else if (c == '?' || c == '[') {
                    // A class is read as any character: wider, never narrower.
                    regex.append("[^/]");
                    i = c == '[' ? Math.max(i, body.indexOf(']', i + 1)) : i;
                } else {
                    regex.append(Pattern.quote(String.valueOf(c)));
                }
            }
            return Pattern.compile(regex + "(?:/.*)?", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
        }
    }

    /** The body of one submission. */
    private static final class Body {
        private static final int CONTEXT = 3;

        private Body() {}

        static byte[] of(Batch batch, Options options) throws IOException {
            ObjectNode body = JSON.createObjectNode()
                    .put("component", "replay")
                    .put("confidence", 0.5)
                    .put("reasoning", "Brings " + batch + " to the new version.");
            if (options.workspace != null) {
                body.put("workspace", options.workspace);
            }
            Change only = batch.changes.size() == 1 ? batch.changes.get(0) : null;
            if (only != null && only.after != null && !sendsDiff(only, batch.number, options.form)) {
                body.put("target_file", only.path).put("new_code", Files.readString(only.after));
            } else {
                ArrayNode changes = body.putArray("changes");
                for (int i = 0; i < batch.changes.size(); i++) {
                    put(changes.addObject(), batch.changes.get(i), batch.number + i, options.form);
                }
            }
            return JSON.writeValueAsBytes(body);
        }

        private static void put(ObjectNode node, Change change, int turn, Form form) throws IOException {
            node.put("target_file", change.path);
            if (change.after == null) {
                node.put("delete", true);
            } else if (sendsDiff(change, turn, form)) {
                node.put("diff", diff(change));
            } else {
                node.put("new_code", Files.readString(change.after));
            }
        }

        /** A diff without a hunk, as of a file that is empty on one side and absent on the other, says nothing. */
        private static boolean sendsDiff(Change change, int turn, Form form) throws IOException {
            boolean wanted = form == Form.DIFF || form == Form.MIXED && turn % 2 == 1;
            return wanted && change.after != null && (change.before != null || Files.size(change.after) > 0);
        }

        /** One hunk from the first line that differs to the last: correct, and as long as it needs to be. */
        private static String diff(Change change) throws IOException {
            List<String> a = change.before == null ? List.of() : lines(Files.readString(change.before));
            List<String> b = lines(Files.readString(change.after));
            int head = 0;
            while (head < Math.min(a.size(), b.size()) && a.get(head).equals(b.get(head))) {
                head++;
            }
            int tail = 0;
            while (tail < Math.min(a.size(), b.size()) - head
                    && a.get(a.size() - 1 - tail).equals(b.get(b.size() - 1 - tail))) {
                tail++;
            }
            int from = Math.max(0, head - CONTEXT);
            int after = Math.min(CONTEXT, tail);
            StringBuilder diff = new StringBuilder(change.before == null ? "--- /dev/null\n" : "--- a/" + change.path + "\n");
            diff.append("+++ b/").append(change.path).append('\n');
            diff.append("@@ -").append(range(from, a.size() - tail + after)).append(" +");
            diff.append(range(from, b.size() - tail + after)).append(" @@\n");
            append(diff, ' ', a.subList(from, head));
            append(diff, '-', a.subList(head, a.size() - tail));
            append(diff, '+', b.subList(head, b.size() - tail));
            append(diff, ' ', a.subList(a.size() - tail, a.size() - tail + after));
            return diff.toString();
        }

        private static String range(int from, int to) {
            return (to == from ? from : from + 1) + "," + (to - from);
        }

        /** Each with its line feed, the last one perhaps without. */
        private static List<String> lines(String text) {
            List<String> lines = new ArrayList<>();
            for (int start = 0; start < text.length(); ) {
                int end = text.indexOf('\n', start);
                end = end < 0 ? text.length() : end + 1;
                lines.add(text.substring(start, end));
                start = end;
            }
            return lines;
        }

        private static void append(StringBuilder diff, char sign, List<String> lines) {
            for (String line : lines) {
                diff.append(sign).append(line);
                if (!line.endsWith("\n")) {
                    diff.append("\n\\ No newline at end of file\n");
                }
            }
        }
    }

    /** Applies the diff that the reviewer is shown to the old files, with a program that Patchgate has no part in. */
    private record DiffTool(List<String> command) {

        static DiffTool find() {
            if (installed("git")) {
                return new DiffTool(List.of("git", "-c", "core.autocrlf=false", "apply", "--whitespace=nowarn"));
            }
            return installed("patch") ? new DiffTool(List.of("patch", "-p1", "-s", "-E", "--binary")) : null;
        }

        private static boolean installed(String program) {
            return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        }

        void check(String diff, Batch batch) throws IOException, InterruptedException {
            Path folder = Files.createTempDirectory("replay-");
            try {
                for (Change change : batch.changes) {
                    if (change.before != null) {
                        Path copy = folder.resolve("files").resolve(change.path);
                        Files.createDirectories(copy.getParent());
                        Files.copy(change.before, copy);
                    }
                }
                Files.createDirectories(folder.resolve("files"));
                apply(diff, folder);
                for (Change change : batch.changes) {
                    String difference =
                            Comparison.difference(change.path, change.after, folder.resolve("files").resolve(change.path));
                    if (difference != null) {
                        throw new Refused("the shown diff does not lead to the new file: " + difference);
                    }
                }
            } finally {
                delete(folder);
            }
        }

        private void apply(String diff, Path folder) throws IOException, InterruptedException {
            Files.writeString(folder.resolve("diff"), diff);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.resolve("files").toFile())
                    .redirectInput(folder.resolve("diff").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output").toFile());
            // Neither this user's settings nor a repository around the folder may change what the diff means.
            builder.environment().put("GIT_CEILING_DIRECTORIES", folder.toString());
            builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
            builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
            Process process = builder.start();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new Refused("the shown diff was not applied within 60 s by " + command.get(0));
            }
            if (process.exitValue() != 0) {
                String output = Files.readString(folder.resolve("output"));
                throw new Refused("the shown diff does not apply: "
                        + output.strip().lines().findFirst().orElse("no reason given"));
            }
        }

        private static void delete(Path folder) throws IOException {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path left, IOException failure) throws IOException {
                    Files.delete(left);
                    return FileVisitResult.CONTINUE;
                }
            });
        }
    }

    /** The workspace against what it must hold: the new version where a change was applied, the old one elsewhere. */
    private record Comparison(Tree before, Tree after, Set<String> applied, Path workspace) {

        List<String> differences() throws IOException {
            List<String> differences = new ArrayList<>();
            Tree found = Tree.scan(workspace.toRealPath());
            Set<String> paths = new TreeSet<>(before.files.keySet());
            paths.addAll(after.files.keySet());
            paths.addAll(found.files.keySet());
            for (String path : paths) {
                Path old = before.files.get(path);
                Path expected = applied.contains(path) ? after.files.get(path) : old;
                boolean backup = path.endsWith(BACKUP) && expected == null;
                if (backup || before.others.contains(path) || after.others.contains(path)) {
                    continue;
                }
                String difference = difference(path, expected, found.root.resolve(path));
                if (difference != null) {
                    differences.add(difference);
                }
            }
            return differences;
        }

        /** A sentence, or null where the file is as expected; {@code expected} is null where none should be. */
        static String difference(String path, Path expected, Path actual) throws IOException {
            boolean there = Files.isRegularFile(actual, LinkOption.NOFOLLOW_LINKS);
            if (expected == null) {
                return there ? path + " should not exist" : null;
            }
            if (!there) {
                return path + " is missing";
            }
            long at;
            try {
                at = Files.mismatch(expected, actual);
            } catch (NoSuchFileException e) {
                return path + " vanished while it was compared";
            }
            return at < 0
                    ? null
                    : String.format(
                            "%s differs at byte %,d (%,d bytes, expected %,d)",
                            path, at, Files.size(actual), Files.size(expected));
        }
    }

    /** What happened, collected by all workers. */
    private static final class Report {
        private static final int SHOWN = 30;

        final Latencies submit = new Latencies();
        final Latencies visible = new Latencies();
        final Latencies approve = new Latencies();
        final Latencies rollBack = new Latencies();
        final List<String> requests = Collections.synchronizedList(new ArrayList<>());
        final AtomicInteger retries = new AtomicInteger();
        final Set<String> applied = Collections.synchronizedSet(new HashSet<>());
        final List<String> hidden = Collections.synchronizedList(new ArrayList<>());
        final List<String> failures = Collections.synchronizedList(new ArrayList<>());
        final Map<String, List<String>> skipped = new TreeMap<>();
        private final Map<String, Integer> kinds = new HashMap<>();

        void applied(Change change) {
            applied.add(change.path);
            synchronized (kinds) {
                kinds.merge(change.before == null ? "created" : change.after == null ? "deleted" : "modified", 1, Integer::sum);
            }
        }

        void print(Duration took, List<String> differences) {
            double seconds = Math.max(0.001, took.toMillis() / 1000.0);
            System.out.printf(
                    "%n%,d files applied (%s) in %,d requests, %.1f s: %.1f files/s, %.1f requests/s, %d calls repeated%n",
                    applied.size(),
                    new TreeMap<>(kinds).entrySet().stream()
                            .map(kind -> String.format("%,d %s", kind.getValue(), kind.getKey()))
                            .collect(Collectors.joining(", ")),
                    approve.count(),
                    seconds,
                    applied.size() / seconds,
                    approve.count() / seconds,
                    retries.get());
            System.out.printf("%n%-36s %9s %9s %9s %9s%n", "milliseconds", "p50", "p90", "p99", "max");
            submit.print("submission to its answer");
            visible.print("answer to visible for the reviewer");
            approve.print("approval to applied");
            skipped.forEach((reason, paths) -> list("Skipped, " + reason, paths));
            list("Not applied: protected", hidden);
            list("Failed", failures);
            list("Different from what is expected", differences);
            System.out.println();
        }

        static void list(String title, List<String> lines) {
            if (lines.isEmpty()) {
                return;
            }
            System.out.printf("%n%s (%,d):%n", title, lines.size());
            lines.stream().limit(SHOWN).forEach(line -> System.out.println("  " + line));
            if (lines.size() > SHOWN) {
                System.out.printf("  … and %,d more%n", lines.size() - SHOWN);
            }
        }
    }

    private static final class Latencies {
        private final List<Long> nanos = new ArrayList<>();

        synchronized void since(long start) {
            nanos.add(System.nanoTime() - start);
        }

        synchronized boolean isEmpty() {
            return nanos.isEmpty();
        }

        synchronized int count() {
            return nanos.size();
        }

        synchronized void print(String what) {
            if (!nanos.isEmpty()) {
                Collections.sort(nanos);
                System.out.printf(
                        Locale.ROOT, "%-36s %9.1f %9.1f %9.1f %9.1f%n", what, at(0.5), at(0.9), at(0.99), at(1));
            }
        }

        private double at(double share) {
            return nanos.get((int) Math.max(0, Math.ceil(share * nanos.size()) - 1)) / 1e6;
        }
    }

    /** A bar that redraws itself on a terminal, elsewhere a line for each tenth. */
    private static final class Progress {
        private static final int WIDTH = 40;

        private final boolean terminal = Boolean.getBoolean("replay.terminal");
        private final long start = System.nanoTime();
        private final int total;
        private final Report report;
        private int done;
        private long drawn;

        Progress(int total, Report report) {
            this.total = total;
            this.report = report;
        }

        synchronized void step() {
            done++;
            long now = System.nanoTime();
            if (terminal && (now - drawn > 100_000_000L || done == total)) {
                drawn = now;
                int filled = WIDTH * done / total;
                System.out.printf("\r[%s%s] %s", "#".repeat(filled), ".".repeat(WIDTH - filled), text(now));
                System.out.flush();
            } else if (!terminal && 10L * done / total != 10L * (done - 1) / total) {
                System.out.println(text(now));
            }
        }

        synchronized void finish() {
            if (terminal && done > 0) {
                System.out.println();
            }
        }

        private String text(long now) {
            return String.format(
                    "%,d of %,d requests, %.0f/s, %d failed   ",
                    done, total, done / Math.max(0.001, (now - start) / 1e9), report.failures.size());
        }
    }
}
