package dev.hec.doctor;

import java.lang.reflect.InvocationTargetException;
import org.jspecify.annotations.Nullable;

/**
 * Where {@code java -jar hec-core.jar} begins. Uses the libraries that lie beside the jar; without them the doctor says what
 * it cannot check.
 */
public final class Main {

    private Main() {}

    /** Runs the command, and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) {
        ClassLoader libraries = Libraries.beside(Main.class);
        return libraries == null ? DoctorCommand.run(arguments, System.out, System.err) : run(arguments, libraries);
    }

    private static int run(String[] arguments, ClassLoader libraries) {
        Thread.currentThread().setContextClassLoader(libraries);
        try {
            Object code = Class.forName(DoctorCommand.class.getName(), true, libraries)
                    .getMethod("run", String[].class, java.io.PrintStream.class, java.io.PrintStream.class)
                    .invoke(null, arguments, System.out, System.err);
            return (Integer) code;
        } catch (InvocationTargetException e) {
            throw unchecked(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this jar lacks its own classes", e);
        }
    }

    private static RuntimeException unchecked(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
    }
}
