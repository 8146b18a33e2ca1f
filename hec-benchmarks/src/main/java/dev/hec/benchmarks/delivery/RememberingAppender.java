package dev.hec.benchmarks.delivery;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import org.jspecify.annotations.Nullable;

/**
 * Only remembers the event. One that does nothing at all lets the JIT leave the event itself out, which no appender that looks at
 * it ever sees.
 */
public final class RememberingAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

    @SuppressWarnings("unused") // written only, so that the event is made
    private @Nullable ILoggingEvent last;

    /** For the configuration. */
    public RememberingAppender() {}

    @Override
    protected void append(ILoggingEvent event) {
        last = event;
    }
}
