package dev.hec;

/**
 * Gives the token of a client, for applications that fetch it from a vault or an identity provider.
 *
 * <p>Found by {@link java.util.ServiceLoader}; the setting {@code tokenProvider} names the class to use. An instance serves
 * one client and is never called by two threads at once.
 */
@FunctionalInterface
public interface TokenProvider {

    /**
     * The token to use from now on.
     *
     * <p>Called once by the thread that opens the client, then by a delivery thread: when the collector has refused the
     * token, and, if the token is a JWT, from one minute before its {@code exp}, at most twice a minute. In between the token
     * is kept. Never called by a thread that logs, and never under a lock.
     *
     * <p>It may wait, for seconds rather than minutes: delivery waits with it, and closing the client interrupts it. If it
     * throws while the client opens, the client does not open; later the token held is kept. The class of what it throws is
     * told and the message is not, since that may hold a secret.
     *
     * @return visible ASCII, as a header can carry it; white space around it does not belong to the token
     */
    String token() throws Exception;
}
