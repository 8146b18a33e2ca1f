package dev.hec.transport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Whether this JVM sends a password to the proxy of an https address. It does not by default: the JDK drops it, also from a
 * header that we set ourselves, because it would travel unencrypted. Stateless.
 */
public final class BasicTunnelling {

    static final String PROPERTY = "jdk.http.auth.tunneling.disabledSchemes";

    private BasicTunnelling() {}

    /** Whether the password is dropped. The JDK reads its property once, so a later change says nothing. */
    public static boolean isDisabled() {
        String property = System.getProperty(PROPERTY);
        return disables(property == null ? fromNetProperties() : property);
    }

    static boolean disables(@Nullable String schemes) {
        return schemes != null
                && Arrays.stream(schemes.split(",", -1))
                        .anyMatch(scheme -> scheme.strip().equalsIgnoreCase("Basic"));
    }

    private static @Nullable String fromNetProperties() {
        Properties properties = new Properties();
        try (InputStream in =
                Files.newInputStream(Path.of(System.getProperty("java.home", ""), "conf", "net.properties"))) {
            properties.load(in);
        } catch (IOException e) {
            // A native image has no such file; its build has read it.
            return "Basic";
        }
        return properties.getProperty(PROPERTY);
    }
}
