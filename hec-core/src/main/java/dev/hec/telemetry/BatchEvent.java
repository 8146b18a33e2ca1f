package dev.hec.telemetry;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A batch, from being taken to being settled. Confined to one delivery thread. */
@Name("hec.Batch")
@Label("Batch")
@Category("HEC appenders")
@Description("A batch of log events was delivered or given up")
@StackTrace(false)
final class BatchEvent extends Event implements BatchWatch {

    @Label("Client")
    @Nullable
    String client;

    @Label("Endpoint")
    @Nullable
    String endpoint;

    @Label("Records")
    int records;

    @Label("Raw Bytes")
    @DataAmount
    long rawBytes;

    @Label("Wire Bytes")
    @DataAmount
    long wireBytes;

    @Label("Attempts")
    int attempts;

    @Label("Cut")
    @Nullable
    String cut;

    @Label("Outcome")
    @Nullable
    String outcome;

    @Override
    public void ended(Facts facts) {
        end();
        if (shouldCommit()) {
            client = facts.client();
            endpoint = facts.endpoint();
            records = facts.records();
            rawBytes = facts.rawBytes();
            wireBytes = facts.wireBytes();
            attempts = facts.attempts();
            cut = facts.cut();
            outcome = facts.outcome();
            commit();
        }
    }
}
