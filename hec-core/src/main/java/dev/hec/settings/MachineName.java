package dev.hec.settings;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The name of this machine, for events whose {@code host} nobody has set. Thread-safe. */
final class MachineName {

    private MachineName() {}

    static String find() {
        for (String variable : List.of("HOSTNAME", "COMPUTERNAME")) {
            String name = System.getenv(variable);
            if (name != null && !name.isBlank()) {
                return name;
            }
        }
        // Before the resolver, which may wait for a name server. By a stream, as NIO's channels take long to load.
        try (InputStream file = new FileInputStream("/proc/sys/kernel/hostname")) {
            String name = new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!name.isEmpty()) {
                return name;
            }
        } catch (IOException e) {
            // not Linux
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
