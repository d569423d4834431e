package io.patchgate.gate;

import io.patchgate.bus.Gating;
import io.patchgate.patch.WorkspacePath;
import io.patchgate.workspace.Resolution;
import io.patchgate.workspace.Workspace;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says what the gate makes of one path, step by step: its form, what it is on disk, which rule
 * decides. It asks the gate itself, so that it cannot say anything else than a verdict would. For
 * auditors and operators alone.
 */
public final class Explainer {
    private final Gate gate;
    private final List<String> sentences = new ArrayList<>();

    private Explainer(Gate gate) {
        this.gate = gate;
    }

    /** @throws WorkspaceUnavailable when the gate could not judge either */
    public static Gating.Explanation explain(Gate gate, String path) throws WorkspaceUnavailable {
        return new Explainer(gate).explain(path);
    }

    private Gating.Explanation explain(String asked) throws WorkspaceUnavailable {
        String workspace = gate.workspace().name();
        WorkspacePath path;
        try {
            path = new WorkspacePath(asked);
        } catch (WorkspacePath.InvalidPath e) {
            sentences.add("Its form is refused before anything is looked at: a path " + e.getMessage() + ".");
            sentences.add("Whoever proposes it is told so (422), whatever is protected.");
            return new Gating.Explanation(asked, workspace, e.getMessage(), null, null, null, List.copyOf(sentences));
        }
        sentences.add("Its form is accepted.");
        try (Resolution resolution = gate.workspace().resolve(path)) {
            Optional<Ruling> ruling = gate.ruling(resolution);
            String kind = describe(resolution);
            sentences.add(ruling.map(Ruling::explanation).orElse("No entry speaks against it."));
            sentences.add(
                    ruling.isPresent()
                            ? "A change of it is denied in silence (rule: "
                                    + ruling.get().kind() + ")."
                            : "A change of it is shown to reviewers.");
            Gating.DecidingRule rule = ruling.map(r -> new Gating.DecidingRule(r.kind(), r.name(), r.entry()))
                    .orElse(null);
            return new Gating.Explanation(
                    asked, workspace, null, kind, resolution.description(), rule, List.copyOf(sentences));
        }
    }

    /** Adds the sentence; answers the kind in one word. */
    private String describe(Resolution resolution) {
        String kind = kind(resolution);
        sentences.add("On disk it is " + resolution.description() + ".");
        if (resolution instanceof Resolution.Link link) {
            Optional<String> target = target(link);
            target.ifPresent(to -> sentences.add("The link says '" + to + "', which nothing follows."));
            return target.isPresent() && outside(link, target.get()) ? "outside" : kind;
        }
        return kind;
    }

    private static String kind(Resolution resolution) {
        if (resolution instanceof Resolution.RegularFile) {
            return "file";
        }
        if (resolution instanceof Resolution.Missing) {
            return "missing";
        }
        if (resolution instanceof Resolution.AFolder) {
            return "folder";
        }
        if (resolution instanceof Resolution.Special) {
            return "special";
        }
        if (resolution instanceof Resolution.Link) {
            return "link";
        }
        return resolution instanceof Resolution.Obstructed ? "obstructed" : "unreadable";
    }

    /** What is written in the link, read by its name; where it leads is not looked at. */
    private Optional<String> target(Resolution.Link link) {
        try {
            return Optional.of(Files.readSymbolicLink(place(link)).toString());
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    private boolean outside(Resolution.Link link, String target) {
        Path root = gate.workspace().root().normalize();
        return !place(link).getParent().resolve(target).normalize().startsWith(root);
    }

    private Path place(Resolution.Link link) {
        Workspace workspace = gate.workspace();
        List<String> segments = link.path().segments().subList(0, link.at() + 1);
        return workspace.root().normalize().resolve(String.join("/", segments));
    }
}
