package io.patchgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What was applied can be taken back, exactly or not at all. */
@ExtendWith(SharedProduct.class)
class RollbackIT {
    private final RunningProduct product;
    private final Api agent;
    private final Api reviewer;

    RollbackIT(RunningProduct product) {
        this.product = product;
        agent = product.agent("rollback-agent");
        reviewer = product.reviewer("rita");
    }

    @Test
    void putsBytesAndModeBack() throws IOException {
        String before = "one\r\ntwo\nno end of line";
        Path file = Tools.write(file("rollback/exact.sh"), before, "rwxr-x---");
        String id = applied(Proposals.file("rollback/exact.sh", "other\n"));
        Reply done = reviewer.post("/api/patch-requests/" + id + "/rollback", Map.of("comment", "It broke."));
        assertThat(done.expect(200).text("action")).isEqualTo("ROLLED_BACK");
        assertThat(done.json().get("success").asBoolean()).isTrue();
        assertThat(Files.readString(file)).isEqualTo(before);
        assertThat(Tools.mode(file)).isEqualTo("rwxr-x---");
        assertThat(reviewer.request(id).text("status")).isEqualTo("ROLLED_BACK");
        assertThat(agent.request(id).text("status")).isEqualTo("ROLLED_BACK");
        rollback(id).expectProblem(409);
    }

    @Test
    void putsAWholeSetBack() throws IOException {
        Path changed = Tools.write(file("rollback/set/changed.py"), "a = 1\n", "rw-r--r--");
        Path deleted = Tools.write(file("rollback/set/deleted.sh"), "exit 0\n", "rwxr-xr-x");
        String id = applied(Proposals.set(
                Proposals.whole("rollback/set/new/created.py", "b = 1\n"),
                Proposals.whole("rollback/set/changed.py", "a = 2\n"),
                Proposals.deletion("rollback/set/deleted.sh")));
        assertThat(deleted).doesNotExist();
        rollback(id).expect(200);
        assertThat(file("rollback/set/new/created.py")).doesNotExist();
        assertThat(Files.readString(changed)).isEqualTo("a = 1\n");
        assertThat(Files.readString(deleted)).isEqualTo("exit 0\n");
        assertThat(Tools.mode(deleted)).isEqualTo("rwxr-xr-x");
    }

    @Test
    void leavesAFileAloneThatChangedSince() throws IOException {
        Path drifted = Tools.write(file("rollback/drift/one.txt"), "1\n", "rw-r--r--");
        Path other = Tools.write(file("rollback/drift/two.txt"), "2\n", "rw-r--r--");
        String id = applied(Proposals.set(
                Proposals.whole("rollback/drift/one.txt", "one\n"),
                Proposals.whole("rollback/drift/two.txt", "two\n")));
        Files.writeString(drifted, "edited by hand\n");
        assertThat(rollback(id).expectProblem(409).text("detail")).contains("rollback/drift/one.txt");
        assertThat(Files.readString(drifted)).isEqualTo("edited by hand\n");
        assertThat(Files.readString(other)).isEqualTo("two\n");
        assertThat(reviewer.request(id).text("status")).isEqualTo("APPLIED");

        // Once the edit is undone there is nothing in the way any more.
        Files.writeString(drifted, "one\n");
        rollback(id).expect(200);
        assertThat(Files.readString(drifted)).isEqualTo("1\n");
        assertThat(Files.readString(other)).isEqualTo("2\n");
    }

    @Test
    void takesBackOnlyWhatWasApplied() throws IOException {
        String pending = agent.submit(Proposals.file("rollback/pending.txt", "x\n"));
        product.admitted(pending);
        rollback(pending).expectProblem(409);
        reviewer.decide(pending, Map.of("approved", false)).expect(200);
        rollback(pending).expectProblem(409);
        assertThat(reviewer.request(pending).text("status")).isEqualTo("DENIED");
    }

    @Test
    void takesBackOnePatchUnderAnother() throws IOException {
        Path file = Tools.write(file("rollback/stack.txt"), "0\n", "rw-r--r--");
        String first = applied(Proposals.file("rollback/stack.txt", "1\n"));
        String second = applied(Proposals.file("rollback/stack.txt", "2\n"));
        rollback(first).expectProblem(409);
        rollback(second).expect(200);
        rollback(first).expect(200);
        assertThat(Files.readString(file)).isEqualTo("0\n");
    }

    private String applied(Object proposal) throws IOException {
        String id = agent.submit(proposal);
        product.admitted(id);
        assertThat(reviewer.approve(id).expect(200).text("action")).isEqualTo("APPLIED");
        return id;
    }

    private Reply rollback(String id) {
        return reviewer.post("/api/patch-requests/" + id + "/rollback");
    }

    private Path file(String path) {
        return product.workspace().resolve(path);
    }
}
