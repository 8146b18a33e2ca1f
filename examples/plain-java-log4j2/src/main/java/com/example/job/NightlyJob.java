package com.example.job;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;

/** A job that logs and ends. Nobody has to stop the logging: what is left is delivered when the JVM ends. */
public final class NightlyJob {

    private static final Logger LOG = LogManager.getLogger(NightlyJob.class);

    private NightlyJob() {}

    /** Runs the job. */
    public static void main(String[] arguments) {
        LOG.info("the job starts");
        for (int number = 1; number <= 10; number++) {
            ThreadContext.put("user", "u" + number);
            LOG.info("invoice {} sent", number);
            ThreadContext.remove("user");
        }
        LOG.info("the job is done");
    }
}
