package dev.hec.delivery;

import java.util.Arrays;

/**
 * What a run of {@link FleetSimulation} did, second by second. Windows are given by their first second and the second after
 * their last.
 *
 * @param requestsIn requests that reached the collector in each second
 * @param accepted of these
 * @param acceptedBytes their bytes before compression
 * @param acceptedBy for each client, its accepted requests in each second
 * @param paces at the end of each second, the pace of each client in ascending order
 */
public record FleetHistory(
        FleetScenario scenario,
        int[] requestsIn,
        int[] accepted,
        long[] acceptedBytes,
        int[][] acceptedBy,
        double[][] paces) {

    /** Requests that reached the collector. */
    public long requests(int from, int to) {
        return sum(requestsIn, from, to);
    }

    /** Part of the collector's limit that was used. */
    public double utilisation(int from, int to) {
        return sum(accepted, from, to) / ((double) scenario.limit() * (to - from));
    }

    /** Part of the requests that was rejected. */
    public double rejected(int from, int to) {
        long all = sum(requestsIn, from, to);
        return all == 0 ? 0 : (all - sum(accepted, from, to)) / (double) all;
    }

    /** Jain's index of the accepted requests of each client: 1 if all had the same, 1/n if one had all. */
    public double fairness(int from, int to) {
        double sum = 0;
        double squares = 0;
        for (int[] one : acceptedBy) {
            double share = sum(one, from, to);
            sum += share;
            squares += share * share;
        }
        return sum * sum / (acceptedBy.length * squares);
    }

    /** Most requests in one second. */
    public int peak(int from, int to) {
        return Arrays.stream(requestsIn, from, to).max().orElseThrow();
    }

    /** Bytes of the mean request that was accepted. */
    public long meanBytes(int from, int to) {
        return Arrays.stream(acceptedBytes, from, to).sum() / sum(accepted, from, to);
    }

    /** The pace that a part of the clients does not exceed, at the end of a second. */
    public double pace(int second, double part) {
        double[] sorted = paces[second];
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
    }

    private static long sum(int[] values, int from, int to) {
        return Arrays.stream(values, from, to).asLongStream().sum();
    }
}
