package dev.hec.it.chaos;

import dev.hec.demo.ReceiverProcess;
import dev.hec.demo.SearchClient;
import dev.hec.it.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fault against each framework, with a spool and without, each in a process of its own; and then exact accounts.
 *
 * <p>The default build plays {@value #SOME} cells, other ones each time; {@code -Pchaos} plays all, and with
 * {@code -Dhec.docs.update=true} writes the table in {@code docs/reliability.md}. {@code -Dhec.chaos.seed} chooses the same cells
 * again, {@code -Dhec.chaos.cells} those whose name has a match for an expression.
 */
@Timeout(120)
class ChaosTest {

    private static final int SOME = 6;
    private static final boolean ALL = Boolean.getBoolean("hec.chaos.all");
    private static final String ONLY = System.getProperty("hec.chaos.cells", "");
    private static final long SEED = Long.getLong("hec.chaos.seed", new Random().nextInt());
    private static final Random RANDOM = new Random(SEED);
    private static final String BEGIN = "<!-- chaos -->\n";
    private static final String END = "<!-- /chaos -->\n";
    private static final List<String> ROWS = new ArrayList<>();

    @TempDir
    static Path shared;

    @TempDir
    Path directory;

    private static ReceiverProcess receiver;

    @BeforeAll
    static void start() throws IOException {
        System.out.println("chaos: seed " + SEED);
        receiver = Stage.startReceiver(shared, 0);
    }

    @AfterAll
    static void stop() throws IOException {
        receiver.close();
        if (ALL && ONLY.isEmpty() && Boolean.getBoolean("hec.docs.update")) {
            write();
        }
    }

    private static void write() throws IOException {
        Path document = TestFiles.projectRoot().resolve("docs/reliability.md");
        String written = Files.readString(document);
        List<String> table = new ArrayList<>(CellAccount.HEADER);
        table.addAll(ROWS);
        Files.writeString(
                document,
                written.substring(0, written.indexOf(BEGIN) + BEGIN.length())
                        + "Seed " + SEED + ", " + ROWS.size() + " of "
                        + Cell.all().size() + " cells.\n\n"
                        + String.join("\n", table) + "\n"
                        + written.substring(written.indexOf(END)));
    }

    static List<Cell> cells() {
        List<Cell> cells = ALL || !ONLY.isEmpty() ? Cell.all() : Cell.some(SOME, RANDOM);
        return cells.stream()
                .filter(cell -> cell.toString().matches(".*(" + ONLY + ").*"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void fault_comesAndGoes_accountsAreExact(Cell cell) throws Exception {
        try (Stage stage = new Stage(cell, directory, receiver)) {
            String output = new Play(stage, cell, RANDOM).play();
            SearchClient search = new SearchClient(stage.receiver().url(), Stage.TOKEN);
            String row =
                    CellAccount.check(cell, stage.returned(), output, search).row();
            System.out.println(row);
            ROWS.add(row);
        } catch (AssertionError e) {
            throw new AssertionError("seed " + SEED + ", " + cell + ": " + e.getMessage(), e);
        }
    }
}
