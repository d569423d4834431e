package io.patchgate.it;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchgate.generation.model.StandInModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A season of the loop on the real product. In each round a component gets complaints, the loop considers it, and a
 * scripted reviewer denies with a comment what has one of six mistakes in it, and approves the rest. The model's server is
 * stood in for by a {@link ScriptedModel}: one kind of it heeds what its prompt says of earlier denials, the other is
 * deaf, and would make the same mistakes for ever.
 *
 * <p>Counted is what reviewers are bothered with: proposals with a mistake that was denied for that component before.
 * The same season is played with learning and without, and with it by a deaf model. Everything follows from the seed but
 * times and ids.
 */
public final class Season {
    private final int rounds;
    private final int components;
    private final long seed;

    private Season(int rounds, int components, long seed) {
        this.rounds = rounds;
        this.components = components;
        this.seed = seed;
    }

    /** Who plays. */
    enum Arm {
        LEARNING("Learning, a model that heeds its prompt", true, true),
        NOT_LEARNING("Not learning (loop.learning: false), the same model", false, true),
        DEAF("Learning, a deaf model, which repeats itself whatever it is told", true, false);

        private final String title;
        private final boolean learning;
        private final boolean heeds;

        Arm(String title, boolean learning, boolean heeds) {
            this.title = title;
            this.learning = learning;
            this.heeds = heeds;
        }
    }

    /** By quarter of the season. */
    record Quarter(int answers, int proposals, int denied, int repeated, int repeatedAnswers) {
        static final Quarter NONE = new Quarter(0, 0, 0, 0, 0);

        Quarter and(Quarter other) {
            return new Quarter(
                    answers + other.answers,
                    proposals + other.proposals,
                    denied + other.denied,
                    repeated + other.repeated,
                    repeatedAnswers + other.repeatedAnswers);
        }
    }

    public static void main(String[] arguments) throws IOException {
        int rounds = 80;
        int components = 4;
        long seed = 1;
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--rounds" -> rounds = Integer.parseInt(arguments[i + 1]);
                case "--components" -> components = Integer.parseInt(arguments[i + 1]);
                case "--seed" -> seed = Long.parseLong(arguments[i + 1]);
                default -> throw new IllegalArgumentException("learning: no such option: " + arguments[i]);
            }
        }
        for (Arm arm : Arm.values()) {
            System.out.println(report(arm, play(rounds, components, seed, arm)));
        }
        System.out.println("rounds " + rounds + ", components " + components + ", seed " + seed);
    }

    static Quarter[] play(int rounds, int components, long seed, Arm arm) throws IOException {
        Path folder = Files.createTempDirectory("patchgate-season");
        try {
            return new Season(rounds, components, seed).play(folder, arm);
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(Season::delete);
            }
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Quarter[] play(Path folder, Arm arm) throws IOException {
        ScriptedModel script = new ScriptedModel(seed, arm.heeds);
        try (StandInModel server = new StandInModel().says(script::answer);
                RunningProduct product = start(folder, server, arm)) {
            Improvements loop = new Improvements(product);
            Quarter[] quarters = {Quarter.NONE, Quarter.NONE, Quarter.NONE, Quarter.NONE};
            Random random = new Random(seed);
            Map<Integer, Set<String>> denied = new HashMap<>();
            for (int round = 0; round < rounds; round++) {
                int component = random.nextInt(components);
                Set<String> before = denied.computeIfAbsent(component, any -> new HashSet<>());
                int quarter = 4 * round / rounds;
                quarters[quarter] = quarters[quarter].and(round(product, loop, script, component, before));
            }
            return quarters;
        }
    }

    private static Quarter round(
            RunningProduct product, Improvements loop, ScriptedModel script, int component, Set<String> denied)
            throws IOException {
        String name = ScriptedModel.component(component);
        script.begin(component);
        loop.complain(name, 6, "It crashes.");
        JsonNode considered = loop.consider(product.admin(), name);
        List<String> answered = script.answered();
        int repeatedAnswers = (int) answered.stream().filter(denied::contains).count();
        Optional<JsonNode> request = request(product, loop, considered);
        if (request.isEmpty()) {
            return new Quarter(answered.size(), 0, 0, 0, repeatedAnswers);
        }
        Optional<ScriptedModel.Mistake> mistake =
                ScriptedModel.mistakeIn(request.get().get("diff").asText());
        String id = request.get().get("request_id").asText();
        boolean repeated = mistake.isPresent() && !denied.add(mistake.get().name());
        Api reviewer = product.reviewer("rita");
        if (mistake.isPresent()) {
            reviewer.decide(
                            id,
                            Map.of(
                                    "approved",
                                    false,
                                    "review_comment",
                                    mistake.get().comment(),
                                    "category",
                                    "quality"))
                    .expect(200);
        } else {
            reviewer.approve(id).expect(200);
        }
        return new Quarter(answered.size(), 1, mistake.isPresent() ? 1 : 0, repeated ? 1 : 0, repeatedAnswers);
    }

    /** Empty where the loop says that it filed nothing. */
    private static Optional<JsonNode> request(RunningProduct product, Improvements loop, JsonNode considered)
            throws IOException {
        String suggestion = considered.path("suggestion_id").asText();
        return Eventually.present("what became of " + considered, () -> {
            for (JsonNode row : loop.state().get("suggestions")) {
                if (row.get("id").asText().equals(suggestion)) {
                    if (row.hasNonNull("request_id")) {
                        return Optional.of(Optional.of(
                                product.admitted(row.get("request_id").asText())));
                    }
                    if (row.hasNonNull("note")) {
                        return Optional.of(Optional.<JsonNode>empty());
                    }
                }
            }
            return Optional.empty();
        });
    }

    private RunningProduct start(Path folder, StandInModel server, Arm arm) throws IOException {
        Installation installation = new Installation(folder);
        for (int i = 0; i < components; i++) {
            Tools.write(installation.workspace().resolve(ScriptedModel.file(i)), ScriptedModel.BEGINNING, "rw-r--r--");
        }
        Files.writeString(
                installation.folder().resolve("patchgate.yaml"),
                "workspaces:\n  - {name: default, root: '" + installation.workspace()
                        + "', git: {include_dirty: true}}\nloop: {cool_down: 1ms, learning: " + arm.learning
                        + "}\nmodel: {name: scripted, url: '"
                        + server.url() + "', requests_per_day: 100000, tokens_per_day: 900000000}\n");
        return installation.start();
    }

    private static String report(Arm arm, Quarter[] quarters) {
        StringBuilder text = new StringBuilder(arm.title + "\n");
        text.append("  quarter  answers  repeating  proposals  denied  repeating a denied mistake\n");
        for (int i = 0; i < quarters.length; i++) {
            Quarter q = quarters[i];
            text.append(String.format(
                    "  %7d  %7d  %9d  %9d  %6d  %d (%d %%)%n",
                    i + 1,
                    q.answers(),
                    q.repeatedAnswers(),
                    q.proposals(),
                    q.denied(),
                    q.repeated(),
                    q.proposals() == 0 ? 0 : Math.round(100.0 * q.repeated() / q.proposals())));
        }
        return text.toString();
    }
}
