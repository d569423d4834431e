package io.patchgate.sample;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An agent for the first look at the dashboard. Through the public API, like any other agent, it reports feedback on
 * the {@link SampleWorkspace} and proposes changes to it, one of them to the gate system itself.
 *
 * <p>Each run sends the same bytes under the same keys, so that a second one files nothing twice, provided that the
 * token's subject is the same. It never throws: whatever goes wrong is one line in the log.
 */
public final class SampleAgent {
    private static final Logger log = LoggerFactory.getLogger(SampleAgent.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    static final List<String> CONSIDERED = List.of("learning_module", "storage", "dialogue");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final PatientClient client;

    private SampleAgent(PatientClient client) {
        this.client = client;
    }

    /**
     * Reports and proposes everything, on the calling thread, and returns when all is answered. Waits up to 30 s for a
     * server that does not answer or answers 503, then gives up. An interrupt ends it at once and stays set.
     */
    public static void run(URI server, String agentToken) {
        run(server, agentToken, PATIENCE);
    }

    static void run(URI server, String agentToken, Duration patience) {
        try {
            var agent = new SampleAgent(new PatientClient(server, agentToken, patience));
            agent.report();
            for (Proposal proposal : Proposal.all()) {
                agent.propose(proposal);
            }
            agent.askForImprovement();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            log.warn("The sample agent gives up on a server that does not answer: {}", e.toString());
        } catch (RuntimeException e) {
            // Without its message, which may quote a header, and so the token.
            log.warn("The sample agent failed: {}", e.getClass().getName());
        }
    }

    private void report() throws IOException, InterruptedException {
        JsonNode events = Yaml.read(new Resource("sample-agent/feedback.yaml"));
        HttpResponse<String> response = client.post("/api/feedback", null, events);
        JsonNode answer = parse(response.body());
        if (response.statusCode() == 202) {
            log.info(
                    "The sample agent reported {} feedback events, of which {} were new.",
                    events.size(),
                    answer.path("accepted").asInt());
        } else {
            refused("feedback", response.statusCode(), answer);
        }
    }

    /** Has the loop look at what the feedback was about, so that its page shows a look at each. */
    private void askForImprovement() throws IOException, InterruptedException {
        for (String component : CONSIDERED) {
            JsonNode body = JSON.createObjectNode().put("component", component);
            HttpResponse<String> response = client.post("/api/improvements", null, body);
            if (response.statusCode() != 202) {
                refused("question about " + component, response.statusCode(), parse(response.body()));
            }
        }
    }

    private void propose(Proposal proposal) throws IOException, InterruptedException {
        HttpResponse<String> response = client.post("/api/patch-requests", proposal.key(), proposal.body());
        JsonNode answer = parse(response.body());
        if (response.statusCode() == 202) {
            log.info(
                    "The sample agent's request {} is {}, {}.",
                    proposal.key(),
                    answer.path("request_id").asText("without an id"),
                    answer.path("status").asText("without a status"));
        } else {
            refused(proposal.key(), response.statusCode(), answer);
        }
    }

    private static void refused(String what, int status, JsonNode problem) {
        var why = new StringBuilder(
                problem.path("detail").asText(problem.path("title").asText()));
        for (JsonNode error : problem.path("errors")) {
            why.append(' ').append(error.path("field").asText());
            why.append(' ').append(error.path("message").asText());
        }
        // One line, since a message may quote what was sent.
        log.warn(
                "The sample agent's {} was answered {}: {}",
                what,
                status,
                why.toString().replaceAll("\\s+", " "));
    }

    /** Something that is not JSON, such as a proxy's own page, has no fields to read. */
    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
