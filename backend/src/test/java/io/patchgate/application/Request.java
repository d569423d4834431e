package io.patchgate.application;

import io.patchgate.patch.BaseFile;
import io.patchgate.patch.Change;
import io.patchgate.patch.WorkspacePath;
import io.patchgate.workspace.Resolution;
import io.patchgate.workspace.Sha256;
import io.patchgate.workspace.Workspace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** An approved request for tests, with the base as it is on disk when a change is added. */
final class Request {
    final UUID id = UUID.randomUUID();
    final List<Change> changes = new ArrayList<>();
    final List<BaseFile> files = new ArrayList<>();
    private final Workspace workspace;

    Request(Workspace workspace) {
        this.workspace = workspace;
    }

    Request write(String path, String content) throws IOException {
        return add(new Change(new WorkspacePath(path), Change.Form.NEW_CODE, content, null, null));
    }

    Request delete(String path) throws IOException {
        return add(new Change(new WorkspacePath(path), Change.Form.DELETE, null, null, null));
    }

    private Request add(Change change) throws IOException {
        byte[] after = change.content();
        String sha = after == null ? null : Sha256.hex(after);
        long size = after == null ? -1 : after.length;
        try (Resolution resolution = workspace.resolve(change.target())) {
            if (resolution instanceof Resolution.RegularFile file) {
                byte[] before = file.read();
                int mode = file.entry().mode();
                files.add(new BaseFile(change.target(), Sha256.hex(before), before.length, mode, sha, size));
            } else {
                files.add(new BaseFile(change.target(), null, -1, -1, sha, size));
            }
        }
        changes.add(change);
        return this;
    }
}
