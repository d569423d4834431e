package io.patchgate.gate;

import io.patchgate.patch.Demand;
import io.patchgate.workspace.Entry;
import io.patchgate.workspace.Workspace;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/**
 * One search, breadth first, from the protected files along their imports, so that each file is reached
 * by a shortest chain. It stops at its bounds and says so; what it found until then stands.
 */
final class ClosureSearch {
    private final Sources sources;
    private final Map<String, Parsed> parsedBefore;
    private final Map<String, Parsed> parsed = new HashMap<>();
    private final Map<String, Closure.Step> steps = new HashMap<>();
    private final Queue<Reached> waiting = new ArrayDeque<>();
    private final List<String> unreadable = new ArrayList<>();

    /** A file's references, good while its stamp is the same. */
    record Parsed(Sources.Stamp stamp, List<Language.Reference> references) {}

    /**
     * @param path by which the loader knows the file
     * @param file where it is, behind all links
     * @param step null for a protected file
     */
    private record Reached(String path, String file, Closure.Step step) {}

    /** What a search came to, and what the next one can use of it. */
    record Result(Closure closure, Sources.Seen seen, Map<String, Parsed> parsed) {}

    private ClosureSearch(Sources sources, Map<String, Parsed> parsedBefore) {
        this.sources = sources;
        this.parsedBefore = parsedBefore;
    }

    static Result run(
            Workspace workspace, ProtectedPaths policy, Sources.Bounds bounds, Map<String, Parsed> parsedBefore) {
        Sources sources = new Sources(workspace, bounds);
        ClosureSearch search = new ClosureSearch(sources, parsedBefore);
        String incomplete = search.search(policy);
        return new Result(new Closure(Map.copyOf(search.steps), incomplete), sources.seen(), search.parsed);
    }

    private String search(ProtectedPaths policy) {
        try {
            Set<String> kernel = new KernelFiles(sources, policy).find();
            for (Language language : Language.ALL) {
                List<String> files = kernel.stream()
                        .filter(path -> language.stem(path).isPresent())
                        .toList();
                follow(language, files, roots(language, files));
            }
        } catch (Sources.Exceeded | WorkspaceUnavailable e) {
            return e.getMessage();
        }
        return unreadable.isEmpty() ? null : unreadable.get(0);
    }

    /** The workspace, its {@code src}, and every folder above a protected file that is not within a package. */
    private List<String> roots(Language language, List<String> files) throws Sources.Exceeded, WorkspaceUnavailable {
        Set<String> roots = new LinkedHashSet<>(List.of("", "src"));
        for (String file : files) {
            boolean within = true;
            for (String folder = Sources.parent(file); !folder.isEmpty(); folder = Sources.parent(folder)) {
                within &= language.isPackage(sources.entries(folder).keySet());
                if (!within) {
                    roots.add(folder);
                }
            }
        }
        return List.copyOf(roots);
    }

    private void follow(Language language, List<String> files, List<String> roots)
            throws Sources.Exceeded, WorkspaceUnavailable {
        for (String file : files) {
            Optional<String> content = behindLinks(file);
            content.ifPresent(found -> waiting.add(new Reached(file, found, null)));
        }
        while (!waiting.isEmpty()) {
            Reached at = waiting.remove();
            for (String stem : language.before(at.path())) {
                reach(language, stem, new Closure.Step(new Demand.Import(at.path(), 0, stem), at.step()));
            }
            for (Language.Reference reference : references(language, at.file())) {
                var by = new Demand.Import(at.path(), reference.line(), reference.module());
                for (String stem : language.candidates(at.path(), reference.module(), roots)) {
                    reach(language, stem, new Closure.Step(by, at.step()));
                }
            }
        }
    }

    private void reach(Language language, String stem, Closure.Step step)
            throws Sources.Exceeded, WorkspaceUnavailable {
        if (steps.putIfAbsent(Spelling.fold(stem), step) != null) {
            return;
        }
        sources.home(Sources.parent(stem))
                .map(home -> Sources.join(home, Sources.name(stem)))
                .ifPresent(behind -> steps.putIfAbsent(Spelling.fold(behind), step));
        for (String path : language.sources(stem)) {
            if (sources.kind(path) != null) {
                Optional<String> file = behindLinks(path);
                file.flatMap(language::stem).ifPresent(found -> steps.putIfAbsent(Spelling.fold(found), step));
                file.ifPresent(found -> waiting.add(new Reached(path, found, step)));
            }
        }
    }

    private Optional<String> behindLinks(String path) throws Sources.Exceeded, WorkspaceUnavailable {
        Optional<String> home = sources.home(Sources.parent(path));
        if (home.isEmpty()) {
            return home;
        }
        String at = Sources.join(home.get(), Sources.name(path));
        return sources.kind(at) == Entry.Kind.LINK ? sources.behindLinks(at) : Optional.of(at);
    }

    private List<Language.Reference> references(Language language, String file)
            throws Sources.Exceeded, WorkspaceUnavailable {
        Sources.Stamp stamp = sources.stamp(file);
        Parsed known = parsedBefore.get(file);
        if (known == null || !known.stamp().equals(stamp)) {
            known = new Parsed(stamp, parse(language, file));
        }
        parsed.put(file, known);
        return known.references();
    }

    private List<Language.Reference> parse(Language language, String file)
            throws Sources.Exceeded, WorkspaceUnavailable {
        try {
            Optional<byte[]> source = sources.read(file);
            return source.isPresent() ? language.references(source.get()) : List.of();
        } catch (Language.Unreadable e) {
            unreadable.add("The file '" + file + "', which the kernel loads, " + e.getMessage() + ".");
            return List.of();
        }
    }
}
