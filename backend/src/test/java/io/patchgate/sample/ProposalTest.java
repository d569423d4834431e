package io.patchgate.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProposalTest {
    private static final String KERNEL = "src/ai_pal/gates/gate_system.py";

    @TempDir
    Path temporary;

    @Test
    void theirFieldsAreThoseOfTheContract() throws Exception {
        JsonNode schemas =
                Yaml.read(new Resource("openapi.yaml")).path("components").path("schemas");
        for (Proposal proposal : Proposal.all()) {
            fits(schemas.path("NewPatchRequest"), proposal.body());
            proposal.body().path("changes").forEach(change -> fits(schemas.path("NewChange"), change));
            assertThat(proposal.body().path("confidence").asDouble()).isBetween(0.55, 0.96);
        }
        List<String> types = texts(schemas.at("/FeedbackEvent/properties/type/enum"));
        for (JsonNode event : feedback()) {
            fits(schemas.path("FeedbackEvent"), event);
            assertThat(types).contains(event.path("type").asText());
        }
    }

    @Test
    void eachHasAKeyOfItsOwn() throws Exception {
        assertThat(Proposal.all())
                .extracting(Proposal::key)
                .doesNotHaveDuplicates()
                .allMatch(key -> key.matches("[\\x21-\\x7e]{1,255}"));
        assertThat(feedback())
                .extracting(event -> event.path("feedback_id").asText())
                .doesNotHaveDuplicates();
    }

    @Test
    void eachIsMovedByFeedbackThatIsSentAndSaysHowMuch() throws Exception {
        List<String> sent = new ArrayList<>();
        feedback()
                .forEach(event -> sent.add(event.path("feedback_id").asText() + " "
                        + event.path("component").asText()));
        for (Proposal proposal : Proposal.all()) {
            String component = proposal.body().path("component").asText();
            List<String> ids = texts(proposal.body().path("feedback_ids"));
            assertThat(sent)
                    .containsAll(ids.stream().map(id -> id + " " + component).toList());
            assertThat(proposal.body().path("reasoning").asText())
                    .contains(
                            "Component: " + component, "based on " + ids.size() + " feedback events", "Key metrics: ");
        }
    }

    @Test
    void noTwoTouchTheSameFileSoThatTheOrderOfDecisionsIsFree() throws Exception {
        List<String> files = new ArrayList<>();
        for (Proposal proposal : Proposal.all()) {
            files.addAll(proposal.body().findValuesAsText("target_file"));
        }
        assertThat(files).doesNotHaveDuplicates();
    }

    @Test
    void exactlyOneIsAgainstTheKernelAsTheWorkspaceItselfNamesIt() throws Exception {
        String config = new Resource("sample-workspace/src/ai_pal/core/config.py").text();
        List<String> kernel = Pattern.compile("\"(src/ai_pal/[a-z_/]+\\.py)\"")
                .matcher(config)
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(kernel).hasSize(4);
        assertThat(Proposal.all().stream()
                        .flatMap(proposal -> proposal.body().findValuesAsText("target_file").stream()))
                .filteredOn(kernel::contains)
                .containsExactly(KERNEL);
    }

    @Test
    void eachChangesTheFileItSaysItSaw() throws Exception {
        Workspace workspace = Workspace.make(temporary.resolve("workspace"));
        for (Proposal proposal : Proposal.all()) {
            for (JsonNode holder : proposal.body().findParents("original_code")) {
                assertThat(workspace.target(holder))
                        .content()
                        .isEqualTo(holder.path("original_code").asText());
                assertThat(holder.path("new_code").asText())
                        .isNotEqualTo(holder.path("original_code").asText());
            }
            for (JsonNode holder : proposal.body().findParents("delete")) {
                assertThat(workspace.target(holder)).exists();
            }
        }
    }

    @Test
    void theDiffAppliesToTheWorkspaceAsItIs() throws Exception {
        Workspace.assumeInstalled("git", "--version");
        Workspace workspace = Workspace.make(temporary.resolve("workspace"));
        List<Proposal> diffs = withDiff();
        assertThat(diffs).isNotEmpty();
        for (Proposal proposal : diffs) {
            String before = Files.readString(
                    workspace.target(proposal.body().path("changes").path(0)));
            workspace.apply(proposal);
            assertThat(workspace.target(proposal.body().path("changes").path(0)))
                    .content()
                    .isNotEqualTo(before);
        }
    }

    @Test
    void thePythonTestsPassBeforeAndAfterEachAndAfterAll() throws Exception {
        Workspace.assumeInstalled("git", "--version");
        Workspace.assumeInstalled("python3", "-c", "import sys; sys.exit(sys.version_info < (3, 9))");
        Workspace untouched = Workspace.make(temporary.resolve("untouched"));
        int before = passed(untouched);
        Workspace all = Workspace.make(temporary.resolve("all"));
        for (Proposal proposal : Proposal.all()) {
            Workspace alone = Workspace.make(temporary.resolve(proposal.key()));
            alone.apply(proposal);
            assertThat(passed(alone)).as(proposal.key()).isGreaterThanOrEqualTo(before);
            all.apply(proposal);
        }
        assertThat(passed(all)).isGreaterThan(before);
    }

    private static int passed(Workspace workspace) throws Exception {
        Workspace.Outcome outcome = workspace.pythonTests();
        assertThat(outcome.code()).as(outcome.output()).isZero();
        return Pattern.compile("Ran (\\d+) tests")
                .matcher(outcome.output())
                .results()
                .map(MatchResult::group)
                .map(line -> Integer.parseInt(line.split(" ")[1]))
                .findFirst()
                .orElseThrow();
    }

    private static void fits(JsonNode schema, JsonNode object) {
        assertThat(object.fieldNames())
                .toIterable()
                .isSubsetOf(() -> schema.path("properties").fieldNames());
        assertThat(object.fieldNames()).toIterable().containsAll(texts(schema.path("required")));
    }

    private static List<Proposal> withDiff() throws Exception {
        return Proposal.all().stream()
                .filter(proposal -> proposal.body().findValue("diff") != null)
                .toList();
    }

    private static JsonNode feedback() throws Exception {
        return Yaml.read(new Resource("sample-agent/feedback.yaml"));
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
