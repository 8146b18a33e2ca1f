package dev.hec;

/**
 * The voice of one client: keeps what an implementation throws away from delivery and from the application, can pass to a
 * successor, and falls silent when the client is closed. Thread-safe if its target is.
 */
final class ClientDiagnostics implements Diagnostics {

    private volatile Diagnostics target;

    ClientDiagnostics(Diagnostics target) {
        this.target = target;
    }

    /** From now on somebody else listens. */
    void passTo(Diagnostics successor) {
        target = successor;
    }

    /** From now on nobody is told anything. */
    void silence() {
        target = SILENT;
    }

    @Override
    public void info(String message) {
        tell(() -> target.info(message));
    }

    @Override
    public void warn(String message) {
        tell(() -> target.warn(message));
    }

    private static void tell(Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException | Error e) {
            // There is nobody left to tell.
            return;
        }
    }
}
