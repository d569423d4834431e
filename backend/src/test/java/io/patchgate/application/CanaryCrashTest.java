package io.patchgate.application;

import static io.patchgate.application.ApplicationTest.OPEN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchgate.workspace.Tree;
import io.patchgate.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A request in two folders, one after the other, and a kill at any operation of either. */
class CanaryCrashTest {
    @TempDir(factory = MemoryFolder.class)
    Path temp;

    private Tree stable;
    private Tree canary;
    private Path data;
    private Request request;
    private Map<String, String> before;
    private Map<String, String> after;

    @BeforeEach
    void knowHowItEnds() throws Exception {
        begin("known");
        before = stable.snapshot();
        assertThat(canary.snapshot()).isEqualTo(before);
        apply(stable, Where.OWN, new Disk());
        after = stable.snapshot();
    }

    @Test
    void whereverTheWriteToTheCanaryIsKilledItIsAllThereAndTheWorkspaceAsBefore() throws Exception {
        for (int n = 0; ; n++) {
            begin("write" + n);
            boolean killed = killed(n, disk -> apply(canary, Where.CANARY, disk));
            restart();
            assertThat(canary.names()).as("operation %d", n).noneMatch(name -> name.contains(Workspace.OWN_PREFIX));
            apply(canary, Where.CANARY, new Disk());
            assertThat(canary.snapshot()).as("operation %d", n).isEqualTo(after);
            assertThat(stable.snapshot()).as("operation %d", n).isEqualTo(before);
            if (!killed) {
                break;
            }
        }
    }

    @Test
    void whereverAPromotionIsKilledItIsInBoth() throws Exception {
        for (int n = 0; ; n++) {
            begin("promote" + n);
            apply(canary, Where.CANARY, new Disk());
            boolean killed = killed(n, disk -> apply(stable, Where.OWN, disk));
            restart();
            assertThat(canary.snapshot()).as("operation %d", n).isEqualTo(after);
            apply(stable, Where.OWN, new Disk());
            assertThat(stable.snapshot()).as("operation %d", n).isEqualTo(after);
            if (!killed) {
                break;
            }
        }
    }

    @Test
    void whereverAWithdrawalIsKilledItIsInNeither() throws Exception {
        for (int n = 0; ; n++) {
            begin("withdraw" + n);
            apply(canary, Where.CANARY, new Disk());
            reported(Where.CANARY);
            boolean killed = killed(n, disk -> undo(canary, Where.CANARY, disk));
            restart();
            undo(canary, Where.CANARY, new Disk());
            assertThat(canary.snapshot()).as("operation %d", n).isEqualTo(before);
            assertThat(stable.snapshot()).as("operation %d", n).isEqualTo(before);
            if (!killed) {
                break;
            }
        }
    }

    @Test
    void whereverARollbackAfterAPromotionIsKilledItIsInNeither() throws Exception {
        for (int n = 0; ; n++) {
            begin("rollback" + n);
            apply(canary, Where.CANARY, new Disk());
            reported(Where.CANARY);
            apply(stable, Where.OWN, new Disk());
            reported(Where.OWN);
            boolean killed = killed(n, disk -> {
                undo(stable, Where.OWN, disk);
                undo(canary, Where.CANARY, disk);
            });
            restart();
            undo(stable, Where.OWN, new Disk());
            undo(canary, Where.CANARY, new Disk());
            assertThat(canary.snapshot()).as("operation %d", n).isEqualTo(before);
            assertThat(stable.snapshot()).as("operation %d", n).isEqualTo(before);
            if (!killed) {
                break;
            }
        }
    }

    /** Nobody could tell the journal that the canary has it; the promotion writes all the same. */
    @Test
    void whatTheJournalOfTheCanaryKnowsIsNotTakenForTheWorkspaces() throws Exception {
        begin("journals");
        apply(canary, Where.CANARY, new Disk());

        apply(stable, Where.OWN, new Disk());

        assertThat(stable.snapshot()).isEqualTo(after);
    }

    @Test
    void aCanaryFolderThatIsNotAsTheWorkspaceIsLeftAlone() throws Exception {
        begin("drift");
        canary.file("c/d", "edited");
        Map<String, String> drifted = canary.snapshot();

        assertThatThrownBy(() -> apply(canary, Where.CANARY, new Disk()))
                .isInstanceOf(NotDone.class)
                .hasMessage("'c/d' changed since it was reviewed. Nothing was written.");
        assertThat(canary.snapshot()).isEqualTo(drifted);
    }

    private enum Where {
        OWN,
        CANARY
    }

    private interface Work {
        void with(Disk disk) throws Exception;
    }

    private void begin(String name) throws IOException {
        stable = tree(name + "/stable");
        canary = tree(name + "/canary");
        data = temp.resolve(name).resolve("data");
        request = new Request(stable.workspace());
        request.write("a", "two").delete("b").write("c/d", "two").write("n/e/w", "new");
    }

    private Tree tree(String name) throws IOException {
        return new Tree(temp.resolve(name))
                .file("a", "one".getBytes(UTF_8), "rwxr-x--x")
                .file("b", "one")
                .file("c/d", "one");
    }

    private AllOrNothing writing(Where place, Disk disk) {
        return place == Where.OWN ? new AllOrNothing(data, disk) : AllOrNothing.inCanary(data, disk);
    }

    private void apply(Tree tree, Where place, Disk disk) throws Exception {
        new Application(writing(place, disk))
                .apply(tree.workspace(), OPEN, request.id, request.changes, request.files, Optional.empty());
    }

    private void undo(Tree tree, Where place, Disk disk) throws Exception {
        new Rollback(writing(place, disk), disk)
                .undo(tree.workspace(), OPEN, request.id, request.files, Optional.empty());
    }

    private void reported(Where place) {
        new Application(writing(place, new Disk())).reported(request.id);
    }

    private void restart() {
        new Application(writing(Where.OWN, new Disk())).sweep(stable.workspace(), Set.of(request.id), Optional.empty());
        new Application(writing(Where.CANARY, new Disk()))
                .sweep(canary.workspace(), Set.of(request.id), Optional.empty());
    }

    private static boolean killed(int operation, Work work) throws Exception {
        try {
            work.with(FaultyDisk.killedAt(operation));
            return false;
        } catch (FaultyDisk.Killed e) {
            return true;
        }
    }
}
