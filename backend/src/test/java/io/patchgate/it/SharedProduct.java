package io.patchgate.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One product for all classes that neither stop it nor disturb others, started by the first and stopped after the last.
 * Each test takes files and agents of its own.
 */
final class SharedProduct implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunningProduct.class;
    }

    @Override
    public RunningProduct resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(SharedProduct.class))
                .computeIfAbsent(Holder.class, type -> new Holder(), Holder.class)
                .product;
    }

    private static final class Holder implements AutoCloseable {
        private final RunningProduct product;
        private final Path folder;

        private Holder() {
            try {
                folder = Files.createTempDirectory("patchgate-it");
                product = new Installation(folder).includingDirty().start();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() throws IOException {
            product.close();
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
