package io.patchgate.it;

import io.patchgate.generation.model.StandInModel;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * What the stand-in for a model answers in a season: one of six mistakes with a good chance, else a change that is fine.
 * The heeding kind makes no mistake that its prompt holds a reviewer's comment on; it reads nothing but the prompt.
 */
final class ScriptedModel {
    static final String BEGINNING = "def step_0(events):\n    return list(events)\n";
    private static final double CARELESS = 0.8;

    /** Each is known by a line that only it leaves. */
    enum Mistake {
        SWALLOWS(
                "    import contextlib; contextlib.suppress(Exception).__enter__()",
                "It swallows every error, so that nobody learns of it."),
        PRINTS("    print(events)", "Nothing may be printed by a library."),
        GLOBAL("    global STATE", "State that everybody shares is not wanted here."),
        EVALUATES("    eval(str(events))", "Never evaluate what came from outside."),
        SLEEPS("    import time; time.sleep(1)", "Waiting hides the race and does not end it."),
        TYPELESS("    assert type(events) is list", "Callers may pass any iterable; do not demand a list.");

        private final String line;
        private final String comment;

        Mistake(String line, String comment) {
            this.line = line;
            this.comment = comment;
        }

        String comment() {
            return comment;
        }
    }

    private final Random random;
    private final boolean heeds;
    private final List<String> answered = new ArrayList<>();
    private int component;
    private int fine;

    ScriptedModel(long seed, boolean heeds) {
        this.random = new Random(seed);
        this.heeds = heeds;
    }

    static String component(int i) {
        return "part_" + (char) ('a' + i);
    }

    static String file(int i) {
        return "src/parts/" + component(i) + ".py";
    }

    static Optional<Mistake> mistakeIn(String diff) {
        return Arrays.stream(Mistake.values())
                .filter(mistake -> diff.contains("\n+" + mistake.line + "\n"))
                .findFirst();
    }

    synchronized void begin(int nextComponent) {
        component = nextComponent;
        answered.clear();
    }

    /** The mistakes of the answers since the beginning of the round, {@code none} where there was none. */
    synchronized List<String> answered() {
        return List.copyOf(answered);
    }

    synchronized String answer(JsonObject call) {
        String prompt = StandInModel.prompt(call);
        List<Mistake> possible = Arrays.stream(Mistake.values())
                .filter(mistake -> !heeds || !prompt.contains(mistake.comment))
                .toList();
        // Drawn whether it is used or not, so that both kinds of model draw alike.
        boolean careless = random.nextDouble() < CARELESS;
        int which = random.nextInt(Mistake.values().length);
        Optional<Mistake> mistake =
                careless && !possible.isEmpty() ? Optional.of(possible.get(which % possible.size())) : Optional.empty();
        answered.add(mistake.map(Mistake::name).orElse("none"));
        String added = mistake.map(m -> "def guard(events):\n" + m.line + "\n    return events\n")
                .orElseGet(() -> "def step_" + ++fine + "(events):\n    return [e for e in events if e]\n");
        JsonObject edit = new JsonObject()
                .put("file", file(component))
                .put("search", BEGINNING)
                .put("replace", BEGINNING + added);
        return new JsonObject()
                .put("summary", "It crashes no more.")
                .put("edits", new JsonArray().add(edit))
                .put("files", new JsonArray())
                .encode();
    }
}
