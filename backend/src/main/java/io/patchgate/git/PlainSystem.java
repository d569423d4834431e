package io.patchgate.git;

import java.io.File;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/**
 * A machine without settings of git's own: what is committed depends on the repository alone, never
 * on who happens to run the server, and nothing is written to a home folder.
 */
final class PlainSystem extends SystemReader.Delegate {
    private PlainSystem(SystemReader machine) {
        super(machine);
    }

    /** For the whole process, once. */
    static synchronized void install() {
        SystemReader current = SystemReader.getInstance();
        if (!(current instanceof PlainSystem)) {
            SystemReader.setInstance(new PlainSystem(current));
        }
    }

    @Override
    public FileBasedConfig openUserConfig(Config parent, FS fs) {
        return new Nothing(parent, fs);
    }

    @Override
    public FileBasedConfig openSystemConfig(Config parent, FS fs) {
        return new Nothing(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(Config parent, FS fs) {
        return new Nothing(parent, fs);
    }

    @Override
    public String getenv(String variable) {
        return variable.startsWith("GIT_") || variable.startsWith("XDG_") ? null : super.getenv(variable);
    }

    private static final class Nothing extends FileBasedConfig {
        Nothing(Config parent, FS fs) {
            super(parent, new File("nothing"), fs);
        }

        @Override
        public void load() {}

        @Override
        public void save() {}

        @Override
        public boolean isOutdated() {
            return false;
        }
    }
}
