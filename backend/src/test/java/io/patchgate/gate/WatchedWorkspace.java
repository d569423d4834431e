package io.patchgate.gate;

import io.patchgate.workspace.Workspace;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.spi.FileSystemProvider;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.implementation.InvocationHandlerAdapter;
import net.bytebuddy.matcher.ElementMatchers;

/**
 * A real workspace that counts whatever is asked of it and its folders, lists their names in order, and fails to open those
 * that it is told to.
 */
final class WatchedWorkspace {
    private final Workspace workspace;
    private final Map<String, IOException> closed = new HashMap<>();
    private int looks;

    WatchedWorkspace(Path root) throws Exception {
        FileSystemProvider provider = instance(
                FileSystemProvider.class,
                (proxy, method, arguments) -> method.getName().equals("newDirectoryStream")
                        ? watched(Files.newDirectoryStream(root))
                        : called(root.getFileSystem().provider(), method, arguments));
        FileSystem system = instance(
                FileSystem.class,
                (proxy, method, arguments) -> method.getName().equals("provider")
                        ? provider
                        : called(root.getFileSystem(), method, arguments));
        Path watched = proxy(Path.class, (proxy, method, arguments) -> {
            looks++;
            return method.getName().equals("getFileSystem") ? system : called(root, method, arguments);
        });
        this.workspace = new Workspace("default", watched);
    }

    Workspace workspace() {
        return workspace;
    }

    /** From now on a folder of this name cannot be opened. */
    WatchedWorkspace close(String name, IOException failure) {
        closed.put(name, failure);
        return this;
    }

    /** How often anything was asked since the last time this was called. */
    int looks() {
        int counted = looks;
        looks = 0;
        return counted;
    }

    private Object watched(Object stream) {
        looks++;
        return proxy(SecureDirectoryStream.class, (proxy, method, arguments) -> {
            looks++;
            if (method.getName().equals("forEach")) {
                inOrder((SecureDirectoryStream<?>) stream, arguments[0]);
                return null;
            }
            if (!method.getName().equals("newDirectoryStream")) {
                return called(stream, method, arguments);
            }
            IOException failure = closed.get(arguments[0].toString());
            if (failure != null) {
                throw failure;
            }
            return watched(called(stream, method, arguments));
        });
    }

    @SuppressWarnings("unchecked")
    private static void inOrder(SecureDirectoryStream<?> stream, Object taker) {
        java.util.TreeSet<Path> paths = new java.util.TreeSet<>();
        stream.forEach(path -> paths.add((Path) path));
        paths.forEach((Consumer<Object>) taker);
    }

    private static Object called(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            method.setAccessible(method.trySetAccessible());
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(WatchedWorkspace.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** As {@link #proxy}, for what the platform made a class and no interface. */
    private static <T> T instance(Class<T> type, InvocationHandler handler) throws Exception {
        return new ByteBuddy()
                .subclass(type)
                .method(ElementMatchers.isAbstract())
                .intercept(InvocationHandlerAdapter.of(handler))
                .make()
                .load(WatchedWorkspace.class.getClassLoader())
                .getLoaded()
                .getConstructor()
                .newInstance();
    }
}
