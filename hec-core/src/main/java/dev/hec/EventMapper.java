package dev.hec;

import dev.hec.format.EventWriter;

/**
 * Writes an event of a logging framework. Stateless or thread-safe; called on the thread that logs, never under a lock.
 *
 * @param <E> the framework's event
 */
@FunctionalInterface
public interface EventMapper<E> {

    /**
     * Writes exactly one value, the event: a string or an object.
     *
     * <p>May be called again for the same event, with shorter texts. If it throws, the event is delivered with the failure
     * in place of its content.
     */
    void map(E event, EventWriter out);
}
