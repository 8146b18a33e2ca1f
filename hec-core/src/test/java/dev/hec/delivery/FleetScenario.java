package dev.hec.delivery;

/**
 * What {@link FleetSimulation} runs. As it is: 200 clients, all started at once, share 1000 requests in a second, for 150
 * seconds. Confined to one test; each setter changes it and returns it.
 */
public final class FleetScenario {

    private int clients = 200;
    private int threads = 1;
    private int startWithinSeconds;
    private int limit = 1_000;
    private int burst = 1_000;
    private int retryAfterSeconds;
    private int outageFrom;
    private int outageTo;
    private int seconds = 150;

    /** So many clients, with so many delivery threads each. */
    public FleetScenario clients(int count, int threadsOfEach) {
        clients = count;
        threads = threadsOfEach;
        return this;
    }

    /** Clients start at random moments of this time. */
    public FleetScenario startWithin(int value) {
        startWithinSeconds = value;
        return this;
    }

    /** Requests in a second that the collector takes, and that it takes at once after a silence. */
    public FleetScenario limit(int perSecond, int atOnce) {
        limit = perSecond;
        burst = atOnce;
        return this;
    }

    /** Pause that the collector asks for when it rejects; 0 if it names none. */
    public FleetScenario retryAfter(int value) {
        retryAfterSeconds = value;
        return this;
    }

    /** The collector answers 503 to everybody from one second to another. */
    public FleetScenario outage(int from, int to) {
        outageFrom = from;
        outageTo = to;
        return this;
    }

    /** Length of the run. */
    public FleetScenario seconds(int value) {
        seconds = value;
        return this;
    }

    public int clients() {
        return clients;
    }

    public int threads() {
        return threads;
    }

    public int startWithinSeconds() {
        return startWithinSeconds;
    }

    public int limit() {
        return limit;
    }

    public int burst() {
        return burst;
    }

    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }

    public int outageFrom() {
        return outageFrom;
    }

    public int outageTo() {
        return outageTo;
    }

    public int seconds() {
        return seconds;
    }
}
