package io.patchgate.mutation;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/** Sees the mutated class before the usual one, and loads all of the product and its tests by itself. */
final class Overlaid extends URLClassLoader {
    Overlaid(Path overlay) throws IOException {
        super(new URL[] {
            overlay.toUri().toURL(),
            Path.of("target/test-classes").toUri().toURL(),
            Path.of("target/classes").toUri().toURL()
        });
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            if (!name.startsWith("io.patchgate.")) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : findClass(name);
        }
    }
}
