package io.patchgate.generation.authoring;

import io.patchgate.bus.Improvements;
import io.patchgate.generation.model.Prompt;
import io.patchgate.generation.model.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a model is told of a suggestion: the finding in the loop's own words, and as data the files, what people said of
 * earlier patches, what the feedback says, and the tests, in this order for as long as there is room. What there was no
 * room for is named.
 */
final class Brief {
    /** Of the room that is left after the files, at most these shares. */
    private static final double LESSONS = 0.5;

    private static final double EVIDENCE = 0.5;

    private static final int MOST_ANSWERED = 20_000;

    private static final String TASK = """
            You improve one component of a program, by a patch that a person will review. Make the smallest change that
            removes the cause of the negative feedback. Keep what works, the style of the code, and its public names.
            Heed what reviewers said of earlier patches: a patch that repeats a refused one is thrown away.

            Answer with one JSON object and nothing else:
            {"summary": "one or two sentences: what changes and why it helps",
             "edits": [{"file": "path", "search": "lines of the file as they are", "replace": "what they become"}],
             "files": [{"file": "path", "content": "the whole new file"}]}
            Each "search" must be in its file exactly once, character for character. Use "files" only where nearly all of
            a file changes; leave the list empty otherwise. Change no other files than those named as changeable.
            """;

    private final Fence fence = new Fence();
    private final StringBuilder text = new StringBuilder();
    private final List<String> leftOut = new ArrayList<>();
    private int room;

    private Brief(int tokens) {
        this.room = tokens;
    }

    /**
     * @param files that may be changed, those that there was no room for left out
     * @param leftOut in words
     */
    record Written(Prompt prompt, List<SourceFile> files, List<String> leftOut, Fence fence) {

        /**
         * What is wrong with an answer, to follow it; what the answer said is data like any other.
         *
         * @param said what a check wrote about it, or null
         */
        Prompt repair(String answer, String fault, String said) {
            List<Prompt.Message> messages = new ArrayList<>(prompt.messages().subList(0, 2));
            String shown = answer.length() > MOST_ANSWERED ? answer.substring(0, MOST_ANSWERED) : answer;
            messages.add(Prompt.Message.assistant(shown));
            String output = said == null ? "" : "\n" + fence.around("What it wrote, the end", said);
            messages.add(Prompt.Message.user(
                    "Your answer cannot be used. " + fault + output + "\nAnswer again, in the same form."));
            return new Prompt(messages, prompt.schema());
        }
    }

    /** @throws Unfit where not even one of the files has room; with a sentence for reviewers */
    static Written write(Improvements.Suggestion suggestion, Targets.Found found, List<Lesson> lessons, int tokens)
            throws Unfit {
        Brief brief = new Brief(tokens);
        String system = TASK + "\n" + brief.fence.rule();
        brief.room -= Tokens.estimate(system);
        brief.say(finding(suggestion));
        List<SourceFile> files = brief.files(found.files());
        brief.lessons(lessons);
        brief.evidence(suggestion.evidence());
        brief.tests(found.tests());
        if (!brief.leftOut.isEmpty()) {
            brief.say("Left out for want of room: " + String.join("; ", brief.leftOut) + ".\n");
        }
        Prompt prompt = new Prompt(
                List.of(Prompt.Message.system(system), Prompt.Message.user(brief.text.toString())), Edits.schema());
        return new Written(prompt, files, List.copyOf(brief.leftOut), brief.fence);
    }

    private static String finding(Improvements.Suggestion suggestion) {
        Improvements.Window window = suggestion.window();
        // Numbers and names alone: whatever a person or a monitor wrote stands in a fence.
        return String.format(
                Locale.ROOT,
                "In the last window %d of %d feedback events on the component were negative (%.0f %%), among them %d gate"
                        + " violations, %d agency alerts and %d epistemic alerts. What is wanted: %s.\n\n",
                window.negatives(),
                window.events(),
                100 * window.negativeShare(),
                window.gateViolations(),
                window.ariAlerts(),
                window.edmAlerts(),
                suggestion.kind().id().replace('_', ' '));
    }

    private List<SourceFile> files(List<SourceFile> all) throws Unfit {
        List<SourceFile> taken = new ArrayList<>();
        for (SourceFile file : all) {
            if (put("The file " + file.path() + ", which may be changed", file.shown(), room)) {
                taken.add(file);
            } else {
                leftOut.add("the file " + file.path());
            }
        }
        if (taken.isEmpty()) {
            throw new Unfit("No file of the component is short enough for a prompt (model.prompt_tokens).");
        }
        return taken;
    }

    private void lessons(List<Lesson> lessons) {
        int share = (int) (room * LESSONS);
        int missed = 0;
        for (Lesson lesson : lessons) {
            int before = room;
            // What was said matters more than the lines it was said of.
            if (put(lesson.heading(), lesson.body(), share)
                    || put(lesson.heading(), String.join("\n", lesson.said()), share)) {
                share -= before - room;
            } else {
                missed++;
            }
        }
        if (missed > 0) {
            leftOut.add(missed + " earlier patches");
        }
    }

    private void evidence(List<Improvements.Evidence> all) {
        int share = (int) (room * EVIDENCE);
        StringBuilder lines = new StringBuilder();
        int taken = 0;
        for (Improvements.Evidence event : all) {
            String line = event.type() + " (" + event.reason() + ")"
                    + (event.text() == null ? "" : ": " + event.text().replaceAll("\\s+", " ")) + "\n";
            if (Tokens.estimate(lines + line) > share) {
                break;
            }
            lines.append(line);
            taken++;
        }
        if (taken > 0) {
            put("What the feedback says", lines.toString(), room);
        }
        if (taken < all.size()) {
            leftOut.add((all.size() - taken) + " feedback events");
        }
    }

    private void tests(List<SourceFile> tests) {
        for (SourceFile test : tests) {
            if (!put("The test " + test.path() + ", which may not be changed", test.shown(), room)) {
                leftOut.add("the test " + test.path());
            }
        }
    }

    private boolean put(String label, String content, int atMost) {
        String block = fence.around(label, content) + "\n";
        if (Tokens.estimate(block) > Math.min(atMost, room)) {
            return false;
        }
        say(block);
        return true;
    }

    private void say(String words) {
        text.append(words);
        room -= Tokens.estimate(words);
    }
}
