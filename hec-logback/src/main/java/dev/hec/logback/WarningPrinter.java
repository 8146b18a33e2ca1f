package dev.hec.logback;

import ch.qos.logback.core.Context;
import ch.qos.logback.core.status.OnErrorConsoleStatusListener;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusManager;

/**
 * Prints warnings and errors of Logback's status to {@code System.err}. Thread-safe.
 *
 * <p>Without any status listener Logback shows nothing of what happens after its configuration was read, and events would
 * be lost without a word.
 */
final class WarningPrinter extends OnErrorConsoleStatusListener {

    private WarningPrinter() {}

    /**
     * Registers a printer with a context that has no status listener. It then also prints the warnings so far, since Logback
     * leaves those to the listener as soon as there is one.
     */
    static void addIfNobodyListens(Context context) {
        StatusManager statuses = context.getStatusManager();
        if (statuses == null || !statuses.getCopyOfStatusListenerList().isEmpty()) {
            return;
        }
        WarningPrinter printer = new WarningPrinter();
        printer.setContext(context);
        printer.setRetrospective(0);
        printer.start();
        if (statuses.add(printer)) {
            statuses.getCopyOfStatusList().forEach(printer::addStatusEvent);
        }
    }

    @Override
    public void addStatusEvent(Status status) {
        if (status.getEffectiveLevel() >= Status.WARN) {
            super.addStatusEvent(status);
        }
    }
}
