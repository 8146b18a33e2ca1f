package dev.hec.doctor;

import dev.hec.codec.Codec;
import dev.hec.settings.HecSetting;
import dev.hec.settings.HecSettings;
import dev.hec.time.Time;
import dev.hec.transport.Answer;
import dev.hec.transport.Trouble;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends a test event, first plainly, then with each compression, and compares the clocks. */
final class EventCheck {

    /** What clocks of different machines, a slow answer and a header in whole seconds make up. */
    private static final Duration SKEW = Duration.ofSeconds(30);

    private final HecSettings settings;
    private final Exchange exchange;
    private final Time time;
    private final Report report;
    private final Redaction redaction;

    EventCheck(HecSettings settings, Exchange exchange, Time time, Report report, Redaction redaction) {
        this.settings = settings;
        this.exchange = exchange;
        this.time = time;
        this.report = report;
        this.redaction = redaction;
    }

    void check(Probe probe) {
        probe.problems().forEach(problem -> report.warn("configuration", problem));
        Exchange.Timed first = send(probe, Codec.NONE);
        if (first == null) {
            return;
        }
        Answer answer = first.answer();
        ReplyText reply = new ReplyText(answer, redaction);
        boolean accepted = answer.status() / 100 == 2;
        if (!accepted) {
            report.fail("event", "not accepted: " + reply);
            report.advise(Advice.of(answer.status(), reply.code(), location(answer)));
        } else if (reply.isForeign()) {
            report.warn("event", "accepted, but not in a collector's words: " + reply);
            report.advise("is url the address of a collector, and not of a page before it?");
        } else {
            report.ok("event", "token and event accepted in " + first.millis() + " ms: " + reply);
        }
        compareClocks(answer.header("Date"));
        if (accepted) {
            int sent = 1;
            for (Codec codec : List.of(Codec.GZIP, Codec.ZSTD)) {
                sent += compressed(probe, codec);
            }
            report.info("event", sent + " test event(s) accepted, each with the field " + Probe.MARK + "=true");
        }
    }

    /** How many events were accepted. */
    private int compressed(Probe probe, Codec codec) {
        if (!codec.available()) {
            if (Libraries.ZSTD.isThere()) {
                report.warn(
                        "compression",
                        "the native library of " + codec.name()
                                + " does not load here; the appender takes gzip instead");
            }
            return 0;
        }
        Exchange.Timed compressed = send(probe, codec);
        if (compressed == null) {
            return 0;
        }
        ReplyText reply = new ReplyText(compressed.answer(), redaction);
        if (compressed.answer().status() / 100 == 2) {
            report.ok("compression", codec.name() + " is taken: " + reply);
            return 1;
        }
        report.warn("compression", codec.name() + " is not taken: " + reply);
        if (codec.name().equals(settings.get(HecSetting.COMPRESSION))) {
            report.advise("the appender finds out by itself and steps down; set compression to save it the trouble");
        }
        return 0;
    }

    private Exchange.@Nullable Timed send(Probe probe, Codec codec) {
        try {
            return probe.send(exchange, codec, time.now());
        } catch (IOException e) {
            report.fail(
                    codec == Codec.NONE ? "event" : "compression",
                    "no answer: " + redaction.sentence(Trouble.of(e).toString()));
            report.advise(Advice.of(e));
            return null;
        }
    }

    private String location(Answer answer) {
        String location = answer.header("Location");
        return location == null ? "" : redaction.clean(location);
    }

    private void compareClocks(@Nullable String date) {
        if (date == null) {
            return;
        }
        Duration ahead;
        try {
            Instant theirs = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            ahead = Duration.between(theirs, time.now());
        } catch (DateTimeException e) {
            report.info("clock", "the collector's Date cannot be read: " + redaction.clean(date));
            return;
        }
        if (ahead.abs().compareTo(SKEW) > 0) {
            report.warn(
                    "clock",
                    "this machine is " + ahead.abs().toSeconds() + " s " + (ahead.isNegative() ? "behind" : "ahead of")
                            + " the collector");
            report.advise("set the clock: events carry this machine's time, and searches look by time");
        } else {
            report.ok("clock", "this machine and the collector agree");
        }
    }
}
