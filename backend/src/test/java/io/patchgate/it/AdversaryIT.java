package io.patchgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchgate.adversary.Case;
import io.patchgate.adversary.Way;
import io.patchgate.adversary.World;
import io.patchgate.gate.WholePath;
import io.patchgate.gate.WholePath.End;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The adversary's change sets through the product as it is run, over HTTP, each of them approved. */
class AdversaryIT {
    private static final int SETS = 200;
    /** An agent may have 200 open requests, and what is denied stays open to it. */
    private static final int SETS_PER_AGENT = 50;

    @TempDir
    Path temp;

    private RunningProduct product;
    private Api agent;

    @Test
    void reachesNoProtectedFileThroughTheApi() throws Exception {
        long seed = System.nanoTime();
        World world = new World(temp.resolve("world"), seed);
        Installation installation = new Installation(temp);
        installation.set("WORKSPACE", null).set("CONFIG", configuration(world).toString());
        // What the adversary writes is in no language.
        installation.set("CHECKS_SYNTAX", "false");
        Map<End, Integer> ends = new EnumMap<>(End.class);
        try (RunningProduct running = installation.start()) {
            product = running;
            for (String path : world.additions()) {
                product.admin()
                        .post("/api/patch-requests/protected-files", Map.of("path", path))
                        .expect(201);
            }
            Random seeds = new Random(seed);
            for (int i = 0; i < SETS; i++) {
                agent = product.agent("adversary-" + i / SETS_PER_AGENT);
                Case attempt = new Case(world, seeds.nextLong());
                try {
                    ends.merge(attempt.run(this::overHttp, EnumSet.noneOf(Case.Kind.class)), 1, Integer::sum);
                } catch (AssertionError e) {
                    throw new AssertionError("seed " + seed + ", set " + i + ": " + e.getMessage() + attempt, e);
                }
            }
        }
        assertThat(ends).as("seed " + seed).containsKeys(End.APPLIED, End.DENIED, End.UNFIT);
    }

    private Path configuration(World world) throws IOException {
        StringBuilder policy = new StringBuilder("protected:\n");
        world.policy().forEach(entry -> policy.append("  - '").append(entry).append("'\n"));
        Files.writeString(temp.resolve("policy.yaml"), policy);
        return Files.writeString(
                temp.resolve("patchgate.yaml"),
                "workspaces:\n  - name: default\n    root: " + world.workspace() + "\n    policy: "
                        + temp.resolve("policy.yaml") + "\n");
    }

    private End overHttp(List<Way.Proposed> changes, WholePath.Between between) throws Exception {
        Object[] members = changes.stream()
                .map(change -> change.code() == null
                        ? Proposals.deletion(change.path())
                        : Proposals.whole(change.path(), change.code()))
                .toArray();
        double denials = product.metric("patchgate_gate_denials_total");
        Reply receipt = agent.post("/api/patch-requests", Proposals.set(members));
        if (receipt.status() == 422) {
            return End.UNFIT;
        }
        String id = receipt.expect(202).text("request_id");
        if (!admitted(id, denials)) {
            return End.DENIED;
        }
        between.admitted();
        between.decided();
        Reply decision = product.reviewer("rita").approve(id);
        if (decision.status() == 409) {
            return End.NOT_DECIDED;
        }
        return decision.expect(200).text("action").equals("APPLIED") ? End.APPLIED : End.NOT_APPLIED;
    }

    private boolean admitted(String id, double denials) throws IOException {
        return Eventually.present("a verdict", () -> {
            if (product.reviewer("rita").request(id).status() == 200) {
                return Optional.of(true);
            }
            return product.metric("patchgate_gate_denials_total") > denials ? Optional.of(false) : Optional.empty();
        });
    }
}
