package dev.hec.receiver.launch;

import java.lang.reflect.Proxy;

/** Makes a stop that was asked for a success: the JVM's own answer to SIGTERM is exit status 143. */
final class Signals {

    private Signals() {}

    /**
     * Lets signals end the JVM with status 0, and its shutdown hooks run.
     *
     * <p>The JDK's class for this has no supported replacement, so it is reached by reflection; where it is absent or the signal
     * is taken, the JVM's own answer stays.
     *
     * @param before what to do before, on a thread of the signal
     */
    static void exitOn(Runnable before, String... names) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object exit = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        try {
                            before.run();
                        } finally {
                            System.exit(0);
                        }
                        return null;
                    });
            for (String name : names) {
                Object instance = signal.getConstructor(String.class).newInstance(name);
                signal.getMethod("handle", signal, handler).invoke(null, instance, exit);
            }
        } catch (ReflectiveOperationException e) {
            // the JVM's own answer stays
        }
    }
}
