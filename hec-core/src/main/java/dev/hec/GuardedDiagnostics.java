package dev.hec;

/** Keeps what an implementation throws away from delivery and from the application. Thread-safe if its target is. */
record GuardedDiagnostics(Diagnostics target) implements Diagnostics {

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
