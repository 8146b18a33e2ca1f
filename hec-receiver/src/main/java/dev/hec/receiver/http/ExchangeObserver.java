package dev.hec.receiver.http;

/** Is told of every request after its reply. Implementations are thread-safe. */
@FunctionalInterface
public interface ExchangeObserver {

    /** Wants to know nothing. */
    ExchangeObserver NONE = exchange -> {};

    /** A request was answered. Called on its thread; must be quick and must not throw. */
    void observe(Exchange exchange);

    /** Tells this one, and then another. */
    default ExchangeObserver and(ExchangeObserver other) {
        return exchange -> {
            observe(exchange);
            other.observe(exchange);
        };
    }
}
