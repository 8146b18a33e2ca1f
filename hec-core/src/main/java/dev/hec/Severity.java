package dev.hec;

/** How much an event matters; the buffer keeps its last room for what matters most. In ascending order. */
public enum Severity {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR
}
