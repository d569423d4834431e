package io.patchgate.staleness;

import io.patchgate.bus.Events.StalenessChanged;
import io.patchgate.bus.Store;
import io.patchgate.workspace.Resolution;
import io.patchgate.workspace.Sha256;
import io.patchgate.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the files of pending requests with what they were when they were received. What the gate denied is looked at
 * alike and told to nobody. For one thread at a time.
 */
final class Observation implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Observation.class);
    private static final String NO_FILE = "-";
    private static final String SOMETHING_ELSE = "?";

    private final Map<String, Workspace> workspaces;
    private final Folders folders = new Folders();
    private final Map<Place, Look> looks = new HashMap<>();
    private final Map<UUID, Boolean> told = new HashMap<>();
    private List<Store.Watched> files = List.of();

    Observation(Map<String, Workspace> workspaces) {
        this.workspaces = Map.copyOf(workspaces);
    }

    private record Place(String workspace, String target) {}

    /** @param signature what tells without reading that a file is the same; null where there is none */
    private record Look(Object signature, String sha256) {}

    /** These are the files to look after from now on. */
    void follow(List<Store.Watched> watched) {
        files = List.copyOf(watched);
        Set<Place> places = new HashSet<>();
        Set<Path> wanted = new HashSet<>();
        Set<UUID> requests = new HashSet<>();
        for (Store.Watched file : files) {
            places.add(place(file));
            requests.add(file.requestId());
            folder(file, wanted);
        }
        looks.keySet().retainAll(places);
        told.keySet().retainAll(requests);
        folders.watch(wanted);
    }

    private static Place place(Store.Watched file) {
        return new Place(file.workspace(), file.target().value());
    }

    private void folder(Store.Watched file, Set<Path> wanted) {
        Workspace workspace = workspaces.get(file.workspace());
        if (workspace != null && wanted.size() < Folders.MOST) {
            wanted.add(folder(workspace, file));
        }
    }

    private static Path folder(Workspace workspace, Store.Watched file) {
        return real(workspace.root()).resolve(file.target().value()).getParent();
    }

    private static Path real(Path root) {
        try {
            return root.toRealPath();
        } catch (IOException e) {
            return root;
        }
    }

    /**
     * Which requests became stale, or are no longer.
     *
     * @param all whether to look at every file, and not at those alone in whose folder something happened
     */
    List<StalenessChanged> changes(boolean all) {
        Set<Path> touched = folders.touched();
        Map<UUID, Boolean> stale = new HashMap<>();
        for (Store.Watched file : files) {
            Workspace workspace = workspaces.get(file.workspace());
            if (workspace == null) {
                continue;
            }
            Look look = looks.get(place(file));
            if (look == null || all || touched.contains(folder(workspace, file))) {
                look = look(workspace, file, look);
                looks.put(place(file), look);
            }
            String base = file.baseSha256() == null ? NO_FILE : file.baseSha256();
            stale.merge(file.requestId(), !Objects.equals(base, look.sha256()), Boolean::logicalOr);
        }
        return news(stale);
    }

    private List<StalenessChanged> news(Map<UUID, Boolean> stale) {
        Set<UUID> sealed = new HashSet<>();
        files.stream().filter(Store.Watched::sealed).forEach(file -> sealed.add(file.requestId()));
        List<StalenessChanged> changes = new ArrayList<>();
        stale.forEach((requestId, now) -> {
            Boolean before = told.put(requestId, now);
            if (now != Boolean.TRUE.equals(before) && !sealed.contains(requestId)) {
                changes.add(new StalenessChanged(requestId, now));
            }
        });
        return changes;
    }

    /** Reads a file only where it may be another than last time; what cannot be looked at now is taken for unchanged. */
    private static Look look(Workspace workspace, Store.Watched file, Look before) {
        try (Resolution resolution = workspace.resolve(file.target())) {
            if (resolution instanceof Resolution.RegularFile regular) {
                Object signature = List.of(
                        regular.entry().key(),
                        regular.entry().size(),
                        regular.entry().attributes().lastModifiedTime());
                return before != null && signature.equals(before.signature())
                        ? before
                        : new Look(signature, Sha256.hex(regular.read()));
            }
            workspace.requireContent(resolution);
            return new Look(null, resolution instanceof Resolution.Missing ? NO_FILE : SOMETHING_ELSE);
        } catch (IOException e) {
            log.debug("A file of a pending request cannot be looked at", e);
            return before != null ? before : new Look(null, file.baseSha256() == null ? NO_FILE : file.baseSha256());
        }
    }

    @Override
    public void close() throws IOException {
        folders.close();
    }
}
