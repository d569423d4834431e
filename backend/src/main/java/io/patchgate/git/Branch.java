package io.patchgate.git;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves a branch from one commit to the next, by git's protocol for branches that are files. */
record Branch(Checkout checkout, Path fresh, Before before) {
    private static final Logger log = LoggerFactory.getLogger(Branch.class);

    /**
     * The branch's lock is held by the caller.
     *
     * @throws GitRefused when it does not stand where the commit begins any more
     */
    void move(ObjectId to) throws IOException, GitRefused {
        if (!Objects.equals(checkout.currentTip(), checkout.tip())) {
            throw new GitRefused("The branch '" + checkout.ref() + "' moved while the patch was being applied.");
        }
        if (checkout.tip() == null && checkout.repository().getRefDatabase().isNameConflicting(checkout.ref())) {
            throw new GitRefused("The branch '" + checkout.ref() + "' cannot be made beside one whose name begins so.");
        }
        before.operation("git branch");
        Durable.write(fresh, (to.name() + "\n").getBytes(US_ASCII), StandardOpenOption.CREATE_NEW);
        Owners.like(fresh, checkout.commonDir());
        before.operation("git branch rename");
        Files.move(fresh, checkout.refFile(), StandardCopyOption.ATOMIC_MOVE);
    }

    void sync() throws IOException {
        before.operation("git sync");
        Durable.syncFolder(checkout.refFile().getParent());
    }

    /** A line for {@code git reflog}; without it nothing is wrong, so nothing fails for it. */
    void note(ObjectId to, PersonIdent who, String subject) {
        ObjectId from = checkout.tip() == null ? ObjectId.zeroId() : checkout.tip();
        String line = from.name() + " " + to.name() + " " + who.toExternalString() + "\tpatchgate: " + subject + "\n";
        List<Path> files =
                new ArrayList<>(List.of(checkout.commonDir().resolve("logs").resolve(checkout.ref())));
        if (checkout.checkedOut()) {
            files.add(checkout.gitDir().resolve("logs").resolve("HEAD"));
        }
        boolean wanted = !"false".equals(checkout.repository().getConfig().getString("core", null, "logallrefupdates"));
        for (Path file : files) {
            try {
                if (wanted || Files.exists(file)) {
                    before.operation("git reflog");
                    append(file, line);
                }
            } catch (IOException e) {
                log.warn("The reflog of '{}' misses a line", checkout.ref(), e);
            }
        }
    }

    private static void append(Path file, String line) throws IOException {
        boolean made = !Files.exists(file);
        Files.createDirectories(file.getParent());
        Files.writeString(file, line, UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        if (made) {
            Owners.likeParent(file);
        }
    }
}
