package io.patchgate.preview;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Previewing;
import io.patchgate.bus.Store;
import io.patchgate.sandbox.Sandbox;
import io.patchgate.sandbox.SandboxUnavailable;
import io.patchgate.workspace.WorkspaceUnavailable;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a request would make of its workspace: packed, or run. All of it happens upon a reviewer's call and for requests
 * that reviewers see, so it tells no agent anything.
 */
public final class PreviewVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(PreviewVerticle.class);
    private static final int THREADS = 2;
    private static final int MOST = 4;
    private static final long KEPT_MILLIS = TimeUnit.MINUTES.toMillis(15);

    private final Bus bus;
    private final Map<String, Previewed> workspaces;
    private final Sandbox sandbox;
    private final Path folder;
    private WorkerExecutor threads;
    private int under;

    /**
     * @param workspaces by name
     * @param dataDir where archives are until they are sent
     */
    public PreviewVerticle(Bus bus, Map<String, Previewed> workspaces, Sandbox sandbox, Path dataDir) {
        this.bus = bus;
        this.workspaces = Map.copyOf(workspaces);
        this.sandbox = sandbox;
        this.folder = dataDir.resolve("previews");
    }

    @Override
    public Future<?> start() {
        threads = vertx.createSharedWorkerExecutor("patchgate-preview", THREADS, 2, TimeUnit.MINUTES);
        bus.serve(Addresses.PREVIEW_OFFER, this::offer);
        bus.serve(Addresses.PREVIEW_RUN, this::run);
        bus.serve(Addresses.PREVIEW_ARCHIVE, this::archive);
        return threads.executeBlocking(this::empty, false);
    }

    private Void empty() throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try (Stream<Path> left = Files.list(folder)) {
            for (Path file : left.toList()) {
                Files.deleteIfExists(file);
            }
        }
        return null;
    }

    private Future<Previewing.Offer> offer(UUID requestId) {
        return request(requestId).map(request -> {
            Optional<PreviewCommand> command =
                    workspaces.get(request.row().workspace()).command();
            return new Previewing.Offer(
                    command.map(PreviewCommand::run).orElse(null),
                    command.map(PreviewCommand::timeout)
                            .orElse(PreviewCommand.STANDARD)
                            .toMillis(),
                    sandbox.fault().orElse(null));
        });
    }

    private Future<Previewing.Outcome> run(UUID requestId) {
        return request(requestId).compose(request -> {
            Previewed previewed = workspaces.get(request.row().workspace());
            if (previewed.command().isEmpty()) {
                return Failure.future(FailureKind.CONFLICT, "The settings of this workspace name no preview command.");
            }
            return work(() -> Trial.run(sandbox, previewed, previewed.command().get(), request.changes()));
        });
    }

    private Future<Previewing.Archive> archive(UUID requestId) {
        return request(requestId)
                .compose(request -> work(() -> packed(request)))
                .onSuccess(archive -> vertx.setTimer(
                        KEPT_MILLIS,
                        timer -> vertx.fileSystem().delete(archive.file().toString())));
    }

    private Previewing.Archive packed(Store.PatchDetail request) throws IOException {
        String workspace = request.row().workspace();
        Path file = Files.createTempFile(folder, "workspace", ".zip");
        try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(file))) {
            new Archive(workspaces.get(workspace), request.changes()).write(stream);
            return new Previewing.Archive(file, workspace);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private Future<Store.PatchDetail> request(UUID requestId) {
        return bus.ask(Addresses.STORE_FIND, requestId).compose(found -> {
            if (found.isEmpty()) {
                return Failure.future(FailureKind.NOT_FOUND, "There is no such patch request.");
            }
            String workspace = found.get().row().workspace();
            return workspaces.containsKey(workspace)
                    ? Future.succeededFuture(found.get())
                    : Failure.future(
                            FailureKind.UNAVAILABLE, "The workspace '" + workspace + "' is not configured here.");
        });
    }

    /** Bounded: a reviewer in a hurry must not fill the machine. */
    private <T> Future<T> work(Callable<T> task) {
        if (under >= MOST) {
            return Failure.future(FailureKind.OVERLOADED, "Too many previews are under way; try again in a minute.");
        }
        under++;
        return threads.executeBlocking(task, false).onComplete(done -> under--).recover(PreviewVerticle::explained);
    }

    private static <T> Future<T> explained(Throwable cause) {
        if (cause instanceof SandboxUnavailable || cause instanceof WorkspaceUnavailable) {
            return Failure.future(FailureKind.UNAVAILABLE, cause.getMessage());
        }
        if (cause instanceof Archive.TooLarge) {
            return Failure.future(
                    FailureKind.CONFLICT, "The workspace is too large to be downloaded: " + cause.getMessage());
        }
        if (cause instanceof IOException) {
            log.warn("A preview failed: {}", cause.getMessage(), cause);
            return Failure.future(FailureKind.UNAVAILABLE, "The workspace could not be copied; the log says why.");
        }
        return Future.failedFuture(cause);
    }
}
