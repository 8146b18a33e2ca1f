package dev.hec.receiver.accesslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hec.receiver.http.Exchange;
import dev.hec.receiver.metrics.PrometheusText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AccessLogTest {

    @TempDir
    private Path directory;

    private static Exchange exchange(String path) {
        return new Exchange("GET", path, path, null, "HTTP/1.1", "127.0.0.1", null, null, 200, 0, 0, 0, "", 0);
    }

    @Test
    void requests_untilClose_areAllWrittenInOrder() throws Exception {
        Path file = directory.resolve("logs/access.log");
        try (AccessLog log = AccessLog.open(file.toString(), InstantSource.system())) {
            for (int i = 0; i < 1000; i++) {
                log.observe(exchange("/n" + i));
            }
        }

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(1000);
        assertThat(lines.get(999)).contains("\"GET /n999 HTTP/1.1\" 200 0");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void target_throwsWhatItMustNot_losesThoseLinesAndTheNextAreWritten() {
        AtomicBoolean broken = new AtomicBoolean(true);
        List<String> written = new ArrayList<>();
        AccessLog log = new AccessLog(
                new LogTarget() {
                    @Override
                    public void write(byte[] lines) {
                        if (broken.getAndSet(false)) {
                            throw new OutOfMemoryError("of the test");
                        }
                        written.add(new String(lines, StandardCharsets.US_ASCII));
                    }

                    @Override
                    public void close() {
                        // nothing is open
                    }
                },
                InstantSource.system());
        log.observe(exchange("/lost"));
        log.start();
        await().until(() -> log.lost() == 1);

        log.observe(exchange("/written"));
        log.close();

        assertThat(written).singleElement().asString().contains("/written");
    }

    @Test
    void observe_afterClose_isCountedAsLost() {
        AccessLog log = new AccessLog(new Target(), InstantSource.system());
        log.start();
        log.close();
        log.close();

        log.observe(exchange("/"));

        assertThat(log.lost()).isEqualTo(1);
    }

    @Test
    void fullDisk_losesLinesAndNothingElse_andRecovers() {
        Target target = new Target();
        target.full = true;
        AccessLog log = new AccessLog(target, InstantSource.system());
        log.observe(exchange("/lost1"));
        log.observe(exchange("/lost2"));
        log.start();
        target.awaitFailure();
        target.full = false;
        log.observe(exchange("/kept"));
        log.close();

        assertThat(target.lines).singleElement().asString().contains("/kept");
        assertThat(PrometheusText.of(log.rows()))
                .contains("access_log_lines_total 1\n", "access_log_lost_lines_total 2\n");
    }

    @Test
    void stuckDisk_holdsABoundedNumberOfLinesAndNoRequest() {
        AccessLog log = new AccessLog(new Target(), InstantSource.system());
        // The writer does not run: as stuck as a disk can be.
        for (int i = 0; i < 10_000; i++) {
            log.observe(exchange("/" + i));
        }
        assertThat(log.lost()).isEqualTo(10_000 - 4096);

        log.start();
        log.close();
        assertThat(PrometheusText.of(log.rows())).contains("access_log_lines_total 4096\n");
    }

    @Test
    void open_whereNoFileCanBe_saysWhichAndWhy() {
        assertThatThrownBy(() -> AccessLog.open(directory.toString(), InstantSource.system()))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("access-log: " + directory + " cannot be written: ");
    }

    @Test
    void file_whenFull_isRenamedAndTheLastOneGoes() throws Exception {
        Path path = directory.resolve("access.log");
        try (RotatingFile file = new RotatingFile(path, 10, 3)) {
            for (char c = 'a'; c <= 'e'; c++) {
                file.write((c + "2345\n").getBytes(StandardCharsets.US_ASCII));
            }
        }

        assertThat(path).hasContent("e2345\n");
        assertThat(directory.resolve("access.log.1")).hasContent("d2345\n");
        assertThat(directory.resolve("access.log.2")).hasContent("c2345\n");
        assertThat(directory).isDirectoryNotContaining("glob:**/access.log.3");
    }

    @Test
    void file_openedAgain_isContinued() throws Exception {
        Path path = directory.resolve("access.log");
        for (int i = 0; i < 2; i++) {
            try (RotatingFile file = new RotatingFile(path, 1000, 1)) {
                file.write("line\n".getBytes(StandardCharsets.US_ASCII));
            }
        }

        assertThat(path).hasContent("line\nline\n");
    }

    private static final class Target implements LogTarget {

        private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
        private final CountDownLatch failed = new CountDownLatch(1);
        private volatile boolean full;

        void awaitFailure() {
            try {
                failed.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void write(byte[] written) throws IOException {
            if (full) {
                failed.countDown();
                throw new IOException("No space left on device");
            }
            lines.addAll(new String(written, StandardCharsets.US_ASCII).lines().toList());
        }

        @Override
        public void close() {}
    }
}
