package io.patchgate.adversary;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;

/** Every name below a folder with the inode it stands for, the mode, and the bytes or the link's target. */
record Snapshot(Map<String, Fact> facts) {

    /** @param content of a file, target of a link, else empty */
    record Fact(String kind, Object inode, int mode, String content) {
        boolean sameButInode(Fact other) {
            return kind.equals(other.kind) && mode == other.mode && content.equals(other.content);
        }
    }

    /** @param except a folder whose names are left out */
    static Snapshot of(Path root, Path except) throws IOException {
        Map<String, Fact> facts = new TreeMap<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (folder.equals(except)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                facts.put(root.relativize(folder).toString(), fact(folder, "folder", ""));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                facts.put(root.relativize(file).toString(), fact(file, attributes));
                return FileVisitResult.CONTINUE;
            }
        });
        return new Snapshot(facts);
    }

    private static Fact fact(Path path, BasicFileAttributes attributes) throws IOException {
        if (attributes.isSymbolicLink()) {
            return fact(path, "link", Files.readSymbolicLink(path).toString());
        }
        return attributes.isRegularFile()
                ? fact(path, "file", Files.readString(path, StandardCharsets.ISO_8859_1))
                : fact(path, "special", "");
    }

    private static Fact fact(Path path, String kind, String content) throws IOException {
        Map<String, Object> unix = Files.readAttributes(path, "unix:ino,mode", LinkOption.NOFOLLOW_LINKS);
        return new Fact(kind, unix.get("ino"), (Integer) unix.get("mode"), content);
    }

    static void delete(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
