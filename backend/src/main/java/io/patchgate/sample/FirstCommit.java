package io.patchgate.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.StoredConfig;

/**
 * Turns a folder into a git repository with one commit of all that is in it, without a git binary. The user's own git
 * settings have no say in it: it is not signed, no hook refuses it, and line endings stay as they are.
 */
final class FirstCommit {
    private static final PersonIdent AUTHOR = new PersonIdent("Patchgate sample", "sample@localhost");

    private FirstCommit() {}

    static void make(Path folder) throws IOException, GitAPIException {
        try (Git git = Git.init()
                .setDirectory(folder.toFile())
                .setInitialBranch("main")
                .call()) {
            StoredConfig config = git.getRepository().getConfig();
            config.setString(ConfigConstants.CONFIG_CORE_SECTION, null, ConfigConstants.CONFIG_KEY_AUTOCRLF, "false");
            config.save();
            excludeBackups(folder.resolve(".git"));
            git.add().addFilepattern(".").call();
            git.commit()
                    .setMessage("Begin with the sample package")
                    .setAuthor(new PersonIdent(AUTHOR))
                    .setCommitter(new PersonIdent(AUTHOR))
                    .setSign(false)
                    .setNoVerify(true)
                    .call();
        }
    }

    /** Not in .gitignore, which belongs to the package: backups are Patchgate's, and of this copy alone. */
    private static void excludeBackups(Path repository) throws IOException {
        Path info = Files.createDirectories(repository.resolve("info"));
        Files.writeString(
                info.resolve("exclude"), "# The file as it was before a patch, written by Patchgate.\n*.backup\n");
    }
}
