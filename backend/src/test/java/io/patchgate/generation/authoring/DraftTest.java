package io.patchgate.generation.authoring;

import static io.patchgate.workspace.Tree.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchgate.diff.UnifiedPatch;
import io.patchgate.patch.Change;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DraftTest {
    private final List<SourceFile> targets =
            List.of(file("a.py", "one\ntwo\nthree\ntwo\n"), file("w.py", "x\r\ny\r\n"));

    @Test
    void appliesEditsToTheExactBytes() throws Exception {
        Draft draft = draft(edit("a.py", "one\ntwo", "one\nTWO"), edit("w.py", "x\ny\n", "x\nz\n"));

        assertThat(after(draft, 0)).isEqualTo("one\nTWO\nthree\ntwo\n");
        assertThat(after(draft, 1)).isEqualTo("x\r\nz\r\n");
        assertThat(draft.changes()).extracting(Change::form).containsOnly(Change.Form.DIFF);
    }

    @Test
    void takesAWholeFileAndASecondEditOfWhatTheFirstMade() throws Exception {
        Draft draft = Draft.of(
                new Edits(
                        "",
                        List.of(
                                new Edits.Edit("a.py", null, "begin\nend\n"),
                                new Edits.Edit("a.py", "begin", "start"))),
                targets);

        assertThat(after(draft, 0)).isEqualTo("start\nend\n");
    }

    @Test
    void saysWhatIsWrongWithAnEdit() {
        assertUnfit("is in the file more than once", edit("a.py", "two", "2"));
        assertUnfit("is not in the file", edit("a.py", "four", "4"));
        assertUnfit("changes nothing", edit("a.py", "one", "one"));
        assertUnfit("changes nothing");
        assertUnfit("may not be changed here. Change only: a.py, w.py.", edit("../../etc/passwd", "x", "y"));
        assertUnfit("may not be changed here", edit("./a.py", "one", "1"));
        assertUnfit("is no text", edit("a.py", "one", "\0"));
        assertUnfit("is no text", edit("a.py", "one", "\ud800"));
        assertUnfit("leaves nothing", edit("a.py", "one\ntwo\nthree\ntwo\n", ""));
        assertUnfit("too large to be reviewed", edit("a.py", "one", "y = 1\n".repeat(30_000)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "I cannot help with that.",
                "{",
                "[]",
                "\"text\"",
                "{} {}",
                "{\"edits\": {}}",
                "{\"edits\": [1]}",
                "{\"edits\": [{\"file\": \"a.py\", \"search\": \"one\"}]}",
                "{\"edits\": [{\"file\": \"a.py\", \"search\": \"\", \"replace\": \"x\"}]}",
                "{\"edits\": [{\"file\": \"a.py\", \"search\": 1, \"replace\": \"x\"}]}",
                "{\"edits\": [], \"edits\": []}",
                "{\"edits\": [], \"run\": \"rm -rf /\"}",
                "{\"files\": [{\"file\": \"a.py\", \"content\": null}]}",
                "{\"summary\": [[[[[[[[[[[[[[1]]]]]]]]]]]]]]}",
                "Here you are:\n{\"edits\": []}"
            })
    void takesNoAnswerInAnotherForm(String answer) {
        assertThatThrownBy(() -> Edits.parse(answer)).isInstanceOf(Unfit.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", " \n%s\n", "```json\n%s\n```", "```\n%s\n```\n", "<think>{hm}\n</think>\n%s"})
    void passesOverAFenceAndATrainOfThought(String around) throws Exception {
        String answer = around.formatted("{\"summary\": \"s\", \"edits\": [], \"files\": []}");

        assertThat(Edits.parse(answer)).isEqualTo(new Edits("s", List.of()));
    }

    private void assertUnfit(String message, JsonObject... edits) {
        assertThatThrownBy(() -> draft(edits)).isInstanceOf(Unfit.class).hasMessageContaining(message);
    }

    private Draft draft(JsonObject... edits) throws Unfit {
        return Draft.of(Edits.parse(answer(edits)), targets);
    }

    private String after(Draft draft, int i) throws Exception {
        Change change = draft.changes().get(i);
        byte[] base = targets.stream()
                .filter(file -> file.path().equals(change.target()))
                .findFirst()
                .orElseThrow()
                .content();
        return new String(UnifiedPatch.parse(change.diff()).apply(base), StandardCharsets.UTF_8);
    }

    static String answer(JsonObject... edits) {
        return new JsonObject()
                .put("summary", "Does better.")
                .put("edits", new JsonArray(List.of(edits)))
                .put("files", new JsonArray())
                .encode();
    }

    static JsonObject edit(String file, String search, String replace) {
        return new JsonObject().put("file", file).put("search", search).put("replace", replace);
    }

    static SourceFile file(String path, String content) {
        return new SourceFile(at(path), content.getBytes(StandardCharsets.UTF_8));
    }
}
