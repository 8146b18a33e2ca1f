package dev.hec.telemetry;

import dev.hec.FlushResult;
import java.time.Duration;

/** What an operator's flush calls, see {@link dev.hec.HecClient#flush}. Thread-safe. */
@FunctionalInterface
public interface Flush {

    /** Waits until everything admitted before this call is settled, at most for a while. */
    FlushResult flush(Duration timeout) throws InterruptedException;
}
