package dev.hec.receiver.config;

/** How the receiver writes its own log. */
public enum LogFormat {
    /** Lines for people. */
    TEXT,
    /** One JSON object per line. */
    JSON
}
