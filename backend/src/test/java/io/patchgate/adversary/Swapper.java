package io.patchgate.adversary;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Another process that never stops replacing what stands under the names in one folder: files, links to
 * kernel files and their folders and out of the workspace, other names of kernel files, folders. It reads
 * the kernel files' paths and changes nothing but the names in its folder.
 *
 * <p>No FIFO: Java cannot open a name without waiting for a FIFO that was put there since it was looked at.
 */
final class Swapper {
    private static final int NAMES = 6;

    private volatile Path folder;
    private final List<Path> kernels = new ArrayList<>();

    /** Commands on standard input: {@code go FOLDER KERNEL...}, tab-separated, and {@code stop}; each is answered. */
    public static void main(String[] arguments) throws Exception {
        Swapper swapper = new Swapper();
        Thread thread = new Thread(() -> swapper.swap(new Random(Long.parseLong(arguments[0]))));
        thread.setDaemon(true);
        thread.start();
        try (BufferedReader commands = new BufferedReader(new InputStreamReader(System.in))) {
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                swapper.obey(line.split("\t"));
                System.out.println("ok");
            }
        }
    }

    private void obey(String[] command) {
        synchronized (kernels) {
            kernels.clear();
            folder = command.length > 1 ? Path.of(command[1]) : null;
            for (int i = 2; i < command.length; i++) {
                kernels.add(Path.of(command[i]));
            }
        }
    }

    private void swap(Random random) {
        while (true) {
            synchronized (kernels) {
                if (folder != null) {
                    try {
                        swapOne(random);
                    } catch (IOException e) {
                        // The other side was quicker.
                    }
                }
            }
            Thread.yield();
        }
    }

    private void swapOne(Random random) throws IOException {
        Path name = folder.resolve(name(random));
        Path kernel = kernels.get(random.nextInt(kernels.size()));
        Path fresh = folder.resolve("fresh");
        Snapshot.delete(fresh);
        switch (random.nextInt(7)) {
            case 0 -> Files.createSymbolicLink(fresh, kernel);
            case 1 -> Files.createSymbolicLink(fresh, kernel.getParent());
            case 2 -> Files.createLink(fresh, kernel);
            case 3 ->
                Files.createSymbolicLink(
                        fresh, folder.resolve("../../out/secret.py").normalize());
            case 4 -> {
                Files.createDirectory(fresh);
                Files.writeString(fresh.resolve(kernel.getFileName().toString()), "one\ntwo\nthree\n");
            }
            default -> Files.writeString(fresh, "one\ntwo\nthree\n");
        }
        clear(name);
        Files.move(fresh, name, StandardCopyOption.ATOMIC_MOVE);
    }

    /** What was a folder goes aside in one step, so that a walk that is in it stays in it. */
    private void clear(Path name) throws IOException {
        if (Files.isDirectory(name, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            Path aside = folder.resolve("aside");
            try {
                Files.move(name, aside, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileAlreadyExistsException e) {
                // Not empty yet.
            }
            Snapshot.delete(aside);
        }
    }

    static String name(Random random) {
        return "s" + random.nextInt(NAMES);
    }

    /** The process, as the one that it works against holds it. */
    static final class Handle implements AutoCloseable {
        private final Process process;
        private final BufferedWriter commands;
        private final BufferedReader answers;

        Handle(long seed) throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx64m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Swapper.class.getName(),
                            Long.toString(seed))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            commands = process.outputWriter();
            answers = process.inputReader();
        }

        void go(Path folder, List<Path> kernels) throws IOException {
            List<String> words = new ArrayList<>(List.of("go", folder.toString()));
            kernels.forEach(kernel -> words.add(kernel.toString()));
            say(String.join("\t", words));
        }

        void stop() throws IOException {
            say("stop");
        }

        private void say(String line) throws IOException {
            commands.write(line + "\n");
            commands.flush();
            if (answers.readLine() == null) {
                throw new IOException("The swapping process is gone");
            }
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
