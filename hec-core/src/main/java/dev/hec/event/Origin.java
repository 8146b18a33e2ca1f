package dev.hec.event;

/** Where a field of the user's comes from. Of two that want one name, the one that is written first keeps it. */
public enum Origin {

    /** A key/value pair of the log call, or an entry of a message that is a map. */
    PAIR("kv."),

    /** A structured argument or marker of the log call. */
    ARGUMENT("arg."),

    /** An entry of the MDC or ThreadContext that stands beside the other fields. */
    CONTEXT("mdc.");

    private final String prefix;

    Origin(String prefix) {
        this.prefix = prefix;
    }

    /** What is put before the name of a field that has to give way. */
    String prefix() {
        return prefix;
    }
}
