package io.patchgate.revision;

import io.patchgate.diff.TextContent;
import io.patchgate.patch.WorkspacePath;
import io.patchgate.workspace.FileTooLarge;
import io.patchgate.workspace.Resolution;
import io.patchgate.workspace.Workspace;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.io.IOException;

/** What the files of a workspace are at this moment. Bounded in what it reads altogether. */
final class Present {
    private static final long MOST = 64L * 1024 * 1024;

    private final Workspace workspace;
    private long read;

    Present(Workspace workspace) {
        this.workspace = workspace;
    }

    /** @param obstacle a sentence where the path is no file and not free for one; else null */
    record Now(byte[] content, String obstacle) {}

    Now of(WorkspacePath target) throws WorkspaceUnavailable {
        try (Resolution resolution = workspace.resolve(target)) {
            workspace.requireContent(resolution);
            if (resolution instanceof Resolution.RegularFile file) {
                byte[] content = file.read();
                read += content.length;
                if (read > MOST) {
                    throw new WorkspaceUnavailable("The files are too long to be brought together.");
                }
                return TextContent.isText(content)
                        ? new Now(content, null)
                        : new Now(null, "It is not UTF-8 text any more.");
            }
            return resolution instanceof Resolution.Missing
                    ? new Now(null, null)
                    : new Now(null, "It is not a file any more: " + resolution.description() + ".");
        } catch (WorkspaceUnavailable e) {
            throw e;
        } catch (FileTooLarge e) {
            return new Now(null, "It has become longer than Patchgate handles.");
        } catch (IOException e) {
            throw new WorkspaceUnavailable("The file '" + target + "' cannot be read.", e);
        }
    }
}
