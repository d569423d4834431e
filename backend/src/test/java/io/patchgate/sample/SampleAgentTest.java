package io.patchgate.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleAgentTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration NO_PATIENCE = Duration.ZERO;

    @Test
    void reportsFeedbackFirstAndThenEachProposalWithItsKey() throws Exception {
        try (var receiver = new Receiver(0, number -> Receiver.Reply.received())) {
            SampleAgent.run(receiver.uri(), "the-token", PATIENCE);
            assertThat(receiver.calls)
                    .allMatch(call -> call.authorization().equals("Bearer the-token"))
                    .allMatch(call -> call.contentType().equals("application/json"));
            assertThat(receiver.calls.get(0).line()).isEqualTo("POST /api/feedback");
            assertThat(receiver.calls.get(0).key()).isNull();
            assertThat(receiver.calls.get(0).body().isArray()).isTrue();

            List<Proposal> proposals = Proposal.all();
            assertThat(receiver.calls).hasSize(1 + proposals.size() + SampleAgent.CONSIDERED.size());
            for (int i = 0; i < proposals.size(); i++) {
                Receiver.Call call = receiver.calls.get(1 + i);
                assertThat(call.line()).isEqualTo("POST /api/patch-requests");
                assertThat(call.key()).isEqualTo(proposals.get(i).key());
                assertThat(call.body()).isEqualTo(proposals.get(i).body());
            }
            assertThat(receiver.calls.subList(1 + proposals.size(), receiver.calls.size()))
                    .allMatch(call -> call.line().equals("POST /api/improvements"))
                    .extracting(call -> call.body().path("component").asText())
                    .isEqualTo(SampleAgent.CONSIDERED);
        }
    }

    @Test
    void sendsTheSameBytesUnderTheSameKeysAtASecondRun() throws Exception {
        try (var receiver = new Receiver(0, number -> Receiver.Reply.received())) {
            SampleAgent.run(receiver.uri(), "the-token", PATIENCE);
            SampleAgent.run(receiver.uri(), "the-token", PATIENCE);
            int half = receiver.calls.size() / 2;
            assertThat(IntStream.range(0, half)).isNotEmpty().allSatisfy(i -> {
                Receiver.Call first = receiver.calls.get(i);
                Receiver.Call second = receiver.calls.get(half + i);
                assertThat(second.key()).isEqualTo(first.key());
                assertThat(new String(second.bytes(), StandardCharsets.UTF_8))
                        .isEqualTo(new String(first.bytes(), StandardCharsets.UTF_8));
            });
        }
    }

    @Test
    void asksAgainWhereTheServerIsUnavailable() throws Exception {
        try (var receiver = new Receiver(0, n -> n < 2 ? problem(503, "Starting.") : Receiver.Reply.received())) {
            SampleAgent.run(receiver.uri(), "the-token", PATIENCE);
            assertThat(receiver.calls).hasSize(2 + 1 + Proposal.all().size() + SampleAgent.CONSIDERED.size());
            assertThat(receiver.calls)
                    .filteredOn(call -> call.line().equals("POST /api/feedback"))
                    .hasSize(3);
        }
    }

    @Test
    void waitsForAServerThatDoesNotListenYet() throws Exception {
        int port = freePort();
        var run = CompletableFuture.runAsync(
                () -> SampleAgent.run(URI.create("http://127.0.0.1:" + port), "the-token", PATIENCE));
        Thread.sleep(300);
        try (var receiver = new Receiver(port, number -> Receiver.Reply.received())) {
            run.get(30, TimeUnit.SECONDS);
            assertThat(receiver.calls).hasSize(1 + Proposal.all().size() + SampleAgent.CONSIDERED.size());
        }
    }

    @Test
    void givesUpQuietlyOnAServerThatIsNotThere() throws Exception {
        URI nobody = URI.create("http://127.0.0.1:" + freePort());
        SampleAgent.run(nobody, "the-token", NO_PATIENCE);
        SampleAgent.run(nobody, "not\na header", NO_PATIENCE);
        SampleAgent.run(URI.create("nonsense"), "the-token", NO_PATIENCE);
    }

    @Test
    void goesOnAfterARefusalAndAfterAnAnswerThatIsNotJson() throws Exception {
        try (var receiver = new Receiver(
                0,
                number -> number % 2 == 0 ? problem(422, "It does not\\nfit.") : new Receiver.Reply(202, "<html>"))) {
            SampleAgent.run(receiver.uri(), "the-token", NO_PATIENCE);
            assertThat(receiver.calls).hasSize(1 + Proposal.all().size() + SampleAgent.CONSIDERED.size());
        }
    }

    @Test
    void anInterruptEndsTheWaitAndStaysSet() throws Exception {
        URI nobody = URI.create("http://127.0.0.1:" + freePort());
        var interrupted = new CompletableFuture<Boolean>();
        Thread thread = new Thread(() -> {
            SampleAgent.run(nobody, "the-token", Duration.ofMinutes(5));
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
        thread.start();
        Thread.sleep(200);
        thread.interrupt();
        assertThat(interrupted.get(30, TimeUnit.SECONDS)).isTrue();
    }

    private static Receiver.Reply problem(int status, String detail) {
        return new Receiver.Reply(
                status,
                "{\"type\":\"about:blank\",\"title\":\"T\",\"status\":" + status + ",\"detail\":\"" + detail
                        + "\",\"errors\":[{\"field\":\"changes[0].diff\",\"message\":\"does not apply\"}]}");
    }

    private static int freePort() throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
