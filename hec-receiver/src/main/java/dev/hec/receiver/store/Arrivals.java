package dev.hec.receiver.store;

import java.util.ArrayList;
import java.util.List;

/**
 * When events arrived, as far as removing them by age needs to know: marks that say "all events below this number had arrived by
 * then". A mark is made with each commit of the index, and kept in it.
 *
 * <p>Old marks are thinned out: between two there is at most a thirty-second of their age, or one commit. An event between them
 * counts as arrived at the later one, so it is removed a little late and never early. If the clock is set back, marks from the
 * future come back to the present. Confined to the indexer thread.
 */
final class Arrivals {

    private static final int PARTS_OF_AGE = 32;

    private record Mark(long sequence, long millis) {}

    private final List<Mark> marks = new ArrayList<>();

    /** Reads what {@link #toString} wrote. */
    static Arrivals parse(String text) {
        Arrivals arrivals = new Arrivals();
        if (!text.isEmpty()) {
            for (String mark : text.split(",", -1)) {
                int colon = mark.indexOf(':');
                arrivals.marks.add(
                        new Mark(Long.parseLong(mark.substring(0, colon)), Long.parseLong(mark.substring(colon + 1))));
            }
        }
        return arrivals;
    }

    /** Notes that the events below a number have arrived by now. */
    void note(long sequence, long nowMillis) {
        for (int i = marks.size() - 1; i >= 0 && marks.get(i).millis() > nowMillis; i--) {
            marks.set(i, new Mark(marks.get(i).sequence(), nowMillis));
        }
        if (marks.isEmpty() || marks.get(marks.size() - 1).sequence() < sequence) {
            marks.add(new Mark(sequence, nowMillis));
        }
        thin(nowMillis);
    }

    private void thin(long now) {
        List<Mark> kept = new ArrayList<>(marks.size());
        for (int i = 0; i < marks.size(); i++) {
            Mark mark = marks.get(i);
            boolean last = i + 1 == marks.size();
            if (last || kept.isEmpty()) {
                kept.add(mark);
                continue;
            }
            Mark next = marks.get(i + 1);
            long gap = next.millis() - kept.get(kept.size() - 1).millis();
            if (gap > (now - next.millis()) / PARTS_OF_AGE) {
                kept.add(mark);
            }
        }
        marks.clear();
        marks.addAll(kept);
    }

    /** The number below which all events had certainly arrived by a time; 0 if that is not known of any. */
    long arrivedBy(long millis) {
        long sequence = 0;
        for (Mark mark : marks) {
            if (mark.millis() > millis) {
                break;
            }
            sequence = mark.sequence();
        }
        return sequence;
    }

    /** Forgets what concerns only events below a number, for they were removed. */
    void forget(long sequence) {
        marks.removeIf(mark -> mark.sequence() <= sequence);
    }

    int size() {
        return marks.size();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Mark mark : marks) {
            text.append(text.isEmpty() ? "" : ",")
                    .append(mark.sequence())
                    .append(':')
                    .append(mark.millis());
        }
        return text.toString();
    }
}
