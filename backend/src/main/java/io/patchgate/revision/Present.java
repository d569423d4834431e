package io.patchgate.revision;

import io.patchgate.patch.Encoding;
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
    record Now(byte[] bytes, Encoding encoding, String obstacle) {
        /** In UTF-8. */
        byte[] text() {
            return bytes == null ? null : encoding.toUtf8(bytes);
        }
    }

    Now of(WorkspacePath target) throws WorkspaceUnavailable {
        try (Resolution resolution = workspace.resolve(target)) {
            workspace.requireContent(resolution);
            if (resolution instanceof Resolution.RegularFile file) {
                byte[] content = file.read();
                read += content.length;
                if (read > MOST) {
                    throw new WorkspaceUnavailable("The files are too long to be brought together.");
                }
                return Encoding.of(content)
                        .map(encoding -> new Now(content, encoding, null))
                        .orElseGet(() -> obstacle("It is not text any more."));
            }
            return resolution instanceof Resolution.Missing
                    ? new Now(null, null, null)
                    : obstacle("It is not a file any more: " + resolution.description() + ".");
        } catch (WorkspaceUnavailable e) {
            throw e;
        } catch (FileTooLarge e) {
            return obstacle("It has become longer than Patchgate handles.");
        } catch (IOException e) {
            throw new WorkspaceUnavailable("The file '" + target + "' cannot be read.", e);
        }
    }

    private static Now obstacle(String sentence) {
        return new Now(null, null, sentence);
    }
}
