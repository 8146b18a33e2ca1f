package dev.hec.receiver.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.codec.Codec;
import dev.hec.receiver.archive.Tar;
import dev.hec.receiver.http.HttpReply;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The decisions about the body of {@code /raw}, each by its number, see {@link DecisionsCompleteTest}. */
class DecisionsOfLinesTest {

    private final Collector collector = new Collector();

    private HttpReply raw(byte[] body) {
        return collector.send(TestRequest.post(Collector.RAW).body(body));
    }

    private static byte[] gzip(byte[] bytes) {
        return Compressed.with(Codec.GZIP, bytes);
    }

    private List<Object> field(String name) {
        return collector.events().stream()
                .map(event -> event.fields().get(name))
                .toList();
    }

    @Test
    void decision24_rawLines_breakAtEachBreakAndALoneCr() {
        assertThat(collector.raw(null, "a\rb\r\nc\n\nd").body()).isEqualTo(Collector.SUCCESS);
        assertThat(collector.messages()).containsExactly("a", "b", "c", "d");
        assertThat(collector.raw(null, "\r\n\n\r").body()).isEqualTo(Collector.NO_DATA);
    }

    @Test
    void decision25_bytesThatAreNotUtf8_areReplacedAndCounted() {
        byte[] body = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf, 'M', (byte) 0xe4, 'r', 'z'};

        assertThat(raw(body).body()).isEqualTo(Collector.SUCCESS);
        assertThat(collector.messages()).containsExactly("M\uFFFDrz");
        assertThat(collector.handler.counts().replacedBytes()).isEqualTo(1);
    }

    @Test
    void decision26_queryParameters_areMetadataProtocolOrFields() {
        collector.raw(
                "dataSource.name=my+Name&dataSource.vendor=my%56endor&tag=a&tag=b&sourcetype=st&sourcetype=late&channel=c&auto_extract_timestamp=1&time=1795426538104",
                "line");

        assertThat(collector.single().fields())
                .containsOnly(
                        Map.entry("message", "line"),
                        Map.entry("dataSource.name", "my Name"),
                        Map.entry("dataSource.vendor", "myVendor"),
                        Map.entry("tag", List.of("a", "b")),
                        Map.entry("parser", "st"),
                        Map.entry("serverHost", "192.0.2.7"));
        assertThat(collector.single().timestampNanos()).isEqualTo(1795426538104_000_000L);
        assertThat(collector.raw("time=soon", "line").body()).isEqualTo(Collector.INVALID_DATA);
    }

    @ParameterizedTest
    @CsvSource({"true, false", "false, false", "true, true", "false, true"})
    void decision28_archive_isReadFileByFile(boolean gzipped, boolean encoded) throws Exception {
        byte[] body = Tar.posix()
                .file("b/2.log", "b1\nb2")
                .file("a/1.log", "a1\r\n")
                .file("empty", "")
                .bytes();
        body = gzipped ? gzip(body) : body;
        TestRequest request = TestRequest.post(Collector.RAW);

        HttpReply reply = collector.send(
                encoded ? request.header("Content-Encoding", "gzip").body(gzip(body)) : request.body(body));

        assertThat(reply.body()).isEqualTo(Collector.SUCCESS);
        assertThat(collector.messages()).containsExactly("b1", "b2", "a1");
        assertThat(field("file")).containsExactly("b/2.log", "b/2.log", "a/1.log");
        assertThat(field("source")).isEqualTo(field("file"));
    }

    @Test
    void decision28_sourceOfTheQuery_comesBeforeThePath() throws Exception {
        byte[] body = Tar.posix().file("1.log", "line").bytes();

        collector.send(
                TestRequest.post(Collector.RAW).query("source=s&file=mine&k=v").body(body));

        assertThat(collector.single().fields())
                .containsEntry("source", "s")
                .containsEntry("file", "1.log")
                .containsEntry("fields.file", "mine")
                .containsEntry("k", "v");
    }

    @Test
    void decision28_gzipFile_isInflatedAndHasNoPath() {
        assertThat(raw(gzip(Collector.utf8("a\nb"))).body()).isEqualTo(Collector.SUCCESS);
        assertThat(collector.messages()).containsExactly("a", "b");
        assertThat(collector.events().get(0).fields()).doesNotContainKeys("file", "source");
    }

    @Test
    void decision28_compressedMember_isInflatedToo() throws Exception {
        byte[] body = Tar.gnu()
                .file("old.log.gz", gzip(Collector.utf8("old 1\nold 2\n")))
                .file("new.log", "new\n")
                .bytes();

        assertThat(raw(gzip(body)).body()).isEqualTo(Collector.SUCCESS);
        assertThat(collector.messages()).containsExactly("old 1", "old 2", "new");
        assertThat(field("file")).containsExactly("old.log.gz", "old.log.gz", "new.log");
    }

    @Test
    void decision28_linksDevicesAndForeignPaths_areOnlyNames() throws Exception {
        byte[] body =
                Tar.posix().allThatIsNoFile().file("../../etc/cron.d/x", "line").bytes();

        raw(body);

        assertThat(collector.single().fields())
                .containsEntry("message", "line")
                .containsEntry("file", "../../etc/cron.d/x");
    }

    @Test
    void decision28_plainText_isUntouched() {
        String text = "x".repeat(257) + "ustar" + "x".repeat(600);

        raw(Collector.utf8(text));

        assertThat(collector.messages()).containsExactly(text);
        assertThat(collector.single().fields()).doesNotContainKey("file");
    }

    @Test
    void decision28_filesInflatedOutOfAnArchive_countAsBytesReceived() throws Exception {
        byte[] file = gzip("x".repeat(100_000).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        byte[] body = Tar.posix().file("1.log.gz", file).bytes();

        raw(body);

        assertThat(collector.handler.counts().bytes()).isEqualTo(body.length + 100_000);
    }

    @Test
    void decision28_damagedArchive_storesNothingAndSaysWhere() throws Exception {
        byte[] body = Tar.posix()
                .file("1.log", "line\n")
                .file("2.log", "x".repeat(2000))
                .bytes();

        HttpReply cut = raw(Arrays.copyOf(body, 2000));
        HttpReply cutGzip = raw(Arrays.copyOf(gzip(body), 100));
        HttpReply cutMember = raw(Tar.posix()
                .file("1.log", "line\n")
                .file("2.gz", Arrays.copyOf(gzip(body), 100))
                .bytes());

        assertThat(cut.status()).isEqualTo(400);
        assertThat(cut.body())
                .startsWith(
                        "{\"text\":\"Invalid data format: the tar archive ends within the member whose header is at byte 1024")
                .endsWith("\"code\":6}");
        assertThat(cutGzip.body()).isEqualTo(Collector.INVALID_DATA);
        assertThat(cutMember.body()).isEqualTo(Collector.INVALID_DATA);
        assertThat(collector.events()).isEmpty();
    }

    @Test
    void decision28_archiveWithoutALine_isNoData() throws Exception {
        assertThat(raw(Tar.posix().file("empty", "\n\n").bytes()).body()).isEqualTo(Collector.NO_DATA);
    }

    /** Ten mebibytes are the bound for all that comes out of a body together, however often it is packed. */
    @Test
    void decision28_bombs_areTooLarge() throws Exception {
        byte[] zeros = new byte[6 * 1024 * 1024];
        HttpReply inGzip = raw(gzip(new byte[10 * 1024 * 1024 + 1]));
        HttpReply inMembers = raw(gzip(
                Tar.posix().file("1.gz", gzip(zeros)).file("2.gz", gzip(zeros)).bytes()));
        HttpReply members = raw(gzip(manyMembers()));

        assertThat(List.of(inGzip, inMembers, members)).allSatisfy(reply -> {
            assertThat(reply.status()).isEqualTo(413);
            assertThat(reply.body()).endsWith("\"code\":413}");
        });
        assertThat(collector.events()).isEmpty();
    }

    private static byte[] manyMembers() throws Exception {
        byte[] member = Arrays.copyOf(Tar.posix().file("a", "").bytes(), 512);
        byte[] archive = new byte[512 * 10_001];
        for (int i = 0; i < archive.length; i += 512) {
            System.arraycopy(member, 0, archive, i, 512);
        }
        return archive;
    }

    @ParameterizedTest
    @ValueSource(strings = {Collector.EVENT, "/services/collector"})
    void decision28_eventEndpoint_takesNoFiles(String path) {
        assertThat(collector
                        .send(TestRequest.post(path).body(gzip(Collector.utf8("{\"event\":1}"))))
                        .body())
                .isEqualTo(Collector.fault(6, "Invalid data format", 0));
    }
}
