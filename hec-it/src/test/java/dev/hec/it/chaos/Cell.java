package dev.hec.it.chaos;

import dev.hec.it.Application.Framework;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * One cell of the matrix. Immutable.
 *
 * @param durable with a spool
 */
record Cell(Chaos chaos, Framework framework, boolean durable) {

    static List<Cell> all() {
        List<Cell> cells = new ArrayList<>();
        for (Chaos chaos : Chaos.values()) {
            for (Framework framework : Framework.values()) {
                cells.add(new Cell(chaos, framework, false));
                cells.add(new Cell(chaos, framework, true));
            }
        }
        return cells;
    }

    /**
     * Some cells with different faults; each framework volatile and durable, as far as the number allows. Memory that runs out is not
     * among them: then any class of the JDK or of a framework can break for good, so that one in many runs may end otherwise.
     */
    static List<Cell> some(int number, Random random) {
        List<Cell> shuffled = new ArrayList<>(all());
        Collections.shuffle(shuffled, random);
        List<Cell> some = new ArrayList<>();
        Set<Chaos> met = EnumSet.noneOf(Chaos.class);
        for (int i = 0; some.size() < number; i++) {
            Framework framework = Framework.values()[i % 2];
            boolean durable = i / 2 % 2 == 0;
            Cell next = shuffled.stream()
                    .filter(cell -> cell.framework == framework && cell.durable == durable)
                    .filter(cell -> cell.chaos != Chaos.OUT_OF_MEMORY && !met.contains(cell.chaos))
                    .findFirst()
                    .orElseThrow();
            met.add(next.chaos);
            some.add(next);
        }
        return some;
    }

    /** Also the name of its events' source. */
    @Override
    public String toString() {
        return (chaos + "-" + framework + (durable ? "-durable" : "-volatile")).toLowerCase(java.util.Locale.ROOT);
    }
}
