package io.patchgate.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/**
 * A tree like another but for some paths. Only the folders on the way to these are written anew, so
 * it costs what the patch costs and not what the repository does. Names are kept byte for byte.
 */
record Trees(Objects objects) {

    /**
     * @param tree null for the empty one
     * @param changes by path; null takes the path away
     */
    ObjectId with(ObjectId tree, SortedMap<String, Leaf> changes) throws IOException, GitRefused {
        // Names as bytes, each in one char, in git's order: a folder sorts as if its name ended with a slash.
        TreeMap<String, Leaf> entries = entries(tree);
        for (Map.Entry<String, TreeMap<String, Leaf>> group : groups(changes).entrySet()) {
            String name = new String(group.getKey().getBytes(UTF_8), ISO_8859_1);
            Leaf file = group.getValue().get("");
            if (group.getValue().containsKey("")) {
                put(entries, name, file);
            } else {
                into(entries, name, group.getValue());
            }
        }
        return write(entries);
    }

    private static TreeMap<String, TreeMap<String, Leaf>> groups(SortedMap<String, Leaf> changes) {
        TreeMap<String, TreeMap<String, Leaf>> groups = new TreeMap<>();
        changes.forEach((path, leaf) -> {
            int slash = path.indexOf('/');
            String first = slash < 0 ? path : path.substring(0, slash);
            String rest = slash < 0 ? "" : path.substring(slash + 1);
            groups.computeIfAbsent(first, name -> new TreeMap<>()).put(rest, leaf);
        });
        return groups;
    }

    private static void put(TreeMap<String, Leaf> entries, String name, Leaf leaf) throws GitRefused {
        if (entries.containsKey(name + "/")) {
            throw new GitRefused("In the last commit '" + name + "' is a folder.");
        }
        if (leaf == null) {
            entries.remove(name);
        } else {
            entries.put(name, leaf);
        }
    }

    private void into(TreeMap<String, Leaf> entries, String name, SortedMap<String, Leaf> changes)
            throws IOException, GitRefused {
        Leaf inTheWay = entries.get(name);
        if (inTheWay != null) {
            throw new GitRefused("'" + name + "' is "
                    + (inTheWay.mode().equals(FileMode.GITLINK)
                            ? "a submodule, whose files are another repository's."
                            : "no folder in the last commit."));
        }
        Leaf folder = entries.get(name + "/");
        ObjectId changed = with(folder == null ? null : folder.id(), changes);
        if (changed.equals(EMPTY)) {
            entries.remove(name + "/");
        } else {
            entries.put(name + "/", new Leaf(FileMode.TREE, changed));
        }
    }

    private static final ObjectId EMPTY = Constants.EMPTY_TREE_ID;

    private TreeMap<String, Leaf> entries(ObjectId tree) throws IOException {
        TreeMap<String, Leaf> entries = new TreeMap<>();
        if (tree == null) {
            return entries;
        }
        CanonicalTreeParser parser = new CanonicalTreeParser(null, objects.reader(), tree);
        for (; !parser.eof(); parser.next()) {
            byte[] name = new byte[parser.getNameLength()];
            parser.getName(name, 0);
            FileMode mode = parser.getEntryFileMode();
            String key = new String(name, ISO_8859_1) + (mode.equals(FileMode.TREE) ? "/" : "");
            entries.put(key, new Leaf(mode, parser.getEntryObjectId()));
        }
        return entries;
    }

    private ObjectId write(TreeMap<String, Leaf> entries) throws IOException {
        TreeFormatter formatter = new TreeFormatter();
        entries.forEach((key, leaf) -> {
            String name = key.endsWith("/") ? key.substring(0, key.length() - 1) : key;
            formatter.append(name.getBytes(ISO_8859_1), leaf.mode(), leaf.id());
        });
        return objects.insert(Constants.OBJ_TREE, formatter.toByteArray());
    }
}
