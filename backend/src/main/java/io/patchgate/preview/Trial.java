package io.patchgate.preview;

import io.patchgate.bus.Previewing;
import io.patchgate.patch.Change;
import io.patchgate.patch.WorkspacePath;
import io.patchgate.sandbox.Ending;
import io.patchgate.sandbox.Job;
import io.patchgate.sandbox.Limits;
import io.patchgate.sandbox.Sandbox;
import io.patchgate.sandbox.Scratch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One run of a workspace's preview command, in the sandbox, on a copy with the change set in it. */
final class Trial {
    private static final int KEPT = 256 * 1024;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private boolean cut;

    private Trial() {}

    static Previewing.Outcome run(Sandbox sandbox, Previewed previewed, PreviewCommand command, List<Change> changes)
            throws IOException {
        Trial trial = new Trial();
        try (Scratch scratch = sandbox.scratch()) {
            scratch.copy(previewed.workspace().root());
            for (WorkspacePath own : previewed.hidden()) {
                scratch.remove(own);
            }
            for (Change change : changes) {
                if (change.deletes()) {
                    scratch.remove(change.target());
                } else {
                    scratch.put(change.target(), change.content());
                }
            }
            Job job = Job.shell(command.run(), Limits.STANDARD.within(command.timeout()));
            Ending ending = sandbox.run(scratch, job, trial::keep);
            return new Previewing.Outcome(
                    command.run(),
                    ending.succeeded(),
                    ending.exitCode(),
                    ending.described(),
                    ending.duration().toMillis(),
                    trial.output.toString(StandardCharsets.UTF_8),
                    trial.cut);
        }
    }

    private void keep(byte[] bytes, int length) {
        int room = Math.min(length, KEPT - output.size());
        output.write(bytes, 0, room);
        cut |= room < length;
    }
}
