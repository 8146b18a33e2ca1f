package dev.hec.doctor;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What was found, one line each, as it is found. Confined to one thread. Plain ASCII of its own, since a terminal may know
 * no more.
 */
final class Report {

    private final PrintStream out;
    private final List<String> failures = new ArrayList<>();
    private String about = "";

    Report(PrintStream out) {
        this.out = out;
    }

    /** What comes next is about one of several addresses. */
    void about(String address) {
        about = " at " + address;
        info("address", address);
    }

    /** As it should be. */
    void ok(String what, String detail) {
        line("ok", what, detail);
    }

    /** Neither good nor bad. */
    void info(String what, String detail) {
        line("info", what, detail);
    }

    /** Works, but not as it should, or not for long. */
    void warn(String what, String detail) {
        line("warn", what, detail);
    }

    /** Does not work. */
    void fail(String what, String detail) {
        failures.add(about + ": " + what + ": " + detail);
        line("FAIL", what, detail);
    }

    /** What to do about the line before; nothing if there is no advice. */
    void advise(String advice) {
        if (!advice.isEmpty()) {
            out.println(" ".repeat(21) + "-> " + advice);
        }
    }

    private void line(String level, String what, String detail) {
        out.println(String.format(Locale.ROOT, "%-5s %-14s %s", level, what, detail));
    }

    boolean failed() {
        return !failures.isEmpty();
    }

    /** The last line: the first failure, since those after it mostly follow from it. */
    void end() {
        out.println(failures.isEmpty() ? "All well." : "Failed" + failures.get(0));
        out.flush();
    }
}
