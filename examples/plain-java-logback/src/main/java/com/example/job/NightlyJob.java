package com.example.job;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** A job that logs and ends. Nobody has to stop the logging: what is left is delivered when the JVM ends. */
public final class NightlyJob {

    private static final Logger LOG = LoggerFactory.getLogger(NightlyJob.class);

    private NightlyJob() {}

    /** Runs the job. */
    public static void main(String[] arguments) {
        LOG.info("the job starts");
        for (int number = 1; number <= 10; number++) {
            MDC.put("user", "u" + number);
            LOG.atInfo().addKeyValue("invoice", number).log("invoice {} sent", number);
            MDC.remove("user");
        }
        LOG.info("the job is done");
    }
}
