package io.patchgate.gate;

import io.patchgate.bus.Failure;
import io.patchgate.bus.Gating;
import io.patchgate.diff.PatchRefused;
import io.patchgate.diff.UnifiedPatch;
import io.patchgate.patch.Change;
import io.patchgate.patch.Encoding;
import io.patchgate.patch.WorkspacePath;
import io.patchgate.workspace.FileTooLarge;
import io.patchgate.workspace.Resolution;
import io.patchgate.workspace.Workspace;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The validation that needs the base: whether a change set fits what is on disk. It knows no policy,
 * so its answers cannot tell anything about protection. What goes through a link is answered like a
 * missing file and never opened, wherever the link leads.
 */
final class Inspector {
    private final Workspace workspace;
    private final Gating.Inspection inspection;
    private long read;

    Inspector(Workspace workspace, Gating.Inspection inspection) {
        this.workspace = workspace;
        this.inspection = inspection;
    }

    /**
     * The changes, with the new content of those that were sent as diffs, in the encoding of the file that each meets.
     *
     * @throws Failure INVALID, naming the field, for the first change that does not fit
     */
    List<Change> inspect() throws WorkspaceUnavailable {
        refuseContradictions();
        List<Change> inspected = new ArrayList<>();
        for (int i = 0; i < inspection.changes().size(); i++) {
            inspected.add(inspect(i, inspection.changes().get(i)));
        }
        return inspected;
    }

    /** A path cannot be a file and a folder of another in one set, in whatever order. */
    private void refuseContradictions() {
        Map<String, Integer> targets = new HashMap<>();
        for (int i = 0; i < inspection.changes().size(); i++) {
            targets.put(inspection.changes().get(i).target().value(), i);
        }
        for (int i = 0; i < inspection.changes().size(); i++) {
            String target = inspection.changes().get(i).target().value();
            for (int end = target.indexOf('/'); end >= 0; end = target.indexOf('/', end + 1)) {
                Integer other = targets.get(target.substring(0, end));
                if (other != null) {
                    throw Failure.invalid(
                            field(Math.max(i, other), "target_file"),
                            "contradicts another change of the set, which makes a folder of the same path a file");
                }
            }
        }
    }

    private Change inspect(int index, Change change) throws WorkspaceUnavailable {
        byte[] base = base(index, change.target());
        Encoding encoding = base == null ? Encoding.UTF_8 : encoding(index, base);
        return switch (change.form()) {
            case NEW_CODE -> kept(index, change.in(encoding), "new_code");
            case DELETE -> {
                if (base == null) {
                    throw Failure.invalid(field(index, "target_file"), "does not exist, so it cannot be deleted");
                }
                yield change.in(encoding);
            }
            case DIFF -> kept(index, applied(index, change.in(encoding), encoding.toUtf8(base)), "diff");
        };
    }

    private Encoding encoding(int index, byte[] base) {
        return Encoding.of(base)
                .orElseThrow(() ->
                        Failure.invalid(field(index, "target_file"), "is a binary file; only text can be changed"));
    }

    /** A file keeps its encoding, and a content that would be read as another text in it is not the one reviewed. */
    private Change kept(int index, Change change, String name) {
        if (change.encoding() == Encoding.LATIN_1 && !change.deletes() && !Encoding.LATIN_1.holds(change.newCode())) {
            throw Failure.invalid(
                    field(index, name),
                    "must be text that can be told from UTF-8 in Latin-1, the encoding of the file");
        }
        return change;
    }

    /** The bytes of the file, null where there is none or none that may be looked at. */
    private byte[] base(int index, WorkspacePath target) throws WorkspaceUnavailable {
        String field = field(index, "target_file");
        try (Resolution resolution = workspace.resolve(target)) {
            if (resolution instanceof Resolution.RegularFile file) {
                byte[] content = file.read();
                read += content.length;
                if (read > Base.MAX_TOTAL) {
                    throw Failure.invalid(field, "makes the files of this change set too long to be reviewed together");
                }
                return content;
            }
            if (resolution instanceof Resolution.AFolder) {
                throw Failure.invalid(field, "is a folder");
            }
            if (resolution instanceof Resolution.Special) {
                throw Failure.invalid(field, "is not a regular file");
            }
            if (resolution instanceof Resolution.Obstructed) {
                throw Failure.invalid(field, "lies below a file, which is not a folder");
            }
            if (resolution instanceof Resolution.Unreadable) {
                throw Failure.invalid(field, "cannot be read");
            }
            workspace.requireContent(resolution);
            return null;
        } catch (WorkspaceUnavailable e) {
            throw e;
        } catch (FileTooLarge e) {
            throw Failure.invalid(field, "is too long to be reviewed");
        } catch (IOException e) {
            throw Failure.invalid(field, "cannot be read");
        }
    }

    private Change applied(int index, Change change, byte[] base) {
        String field = field(index, "diff");
        try {
            UnifiedPatch patch = UnifiedPatch.parse(change.diff());
            requirePath(index, change.target(), patch);
            if (base == null && !patch.creates()) {
                throw Failure.invalid(field, "changes a file that does not exist");
            }
            byte[] result = patch.apply(base);
            if (result == null) {
                return new Change(change.target(), Change.Form.DELETE, null, change.diff(), change.originalCode())
                        .in(change.encoding());
            }
            return change.withNewCode(Encoding.UTF_8.text(result));
        } catch (PatchRefused e) {
            throw Failure.invalid(field, "does not apply: " + unstopped(e.getMessage()));
        }
    }

    private void requirePath(int index, WorkspacePath target, UnifiedPatch patch) {
        boolean same = patch.oldPath().map(target.value()::equals).orElse(true)
                && patch.newPath().map(target.value()::equals).orElse(true);
        if (!same) {
            throw Failure.invalid(field(index, "diff"), "names another file than target_file in its header");
        }
    }

    private String field(int index, String name) {
        return inspection.single() ? name : "changes[" + index + "]." + name;
    }

    private static String unstopped(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
