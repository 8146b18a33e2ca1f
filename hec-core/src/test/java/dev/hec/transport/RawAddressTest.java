package dev.hec.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.hec.codec.Codec;
import dev.hec.delivery.DeliveryThreads;
import dev.hec.format.EventDefaults;
import dev.hec.format.EventWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawAddressTest {

    private static final URI RAW = URI.create("https://ingest.example/services/collector/raw");
    private static final EventDefaults NOTHING = new EventDefaults(null, null, null, null, Map.of());

    private static EventDefaults fields(String... namesAndValues) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new EventDefaults(null, null, null, null, fields);
    }

    private static String query(EventDefaults defaults) {
        RawAddress address = RawAddress.of(RAW, defaults);
        assertThat(address.problems()).isEmpty();
        return address.url().getRawQuery();
    }

    @Test
    void address_withoutDefaults_staysAsItIs() {
        URI odd = URI.create("http://[::1]:8088/a%20b/services/collector/raw?x=%26&y");

        assertThat(RawAddress.of(RAW, NOTHING)).isEqualTo(new RawAddress(RAW, List.of()));
        assertThat(RawAddress.of(odd, NOTHING)).isEqualTo(new RawAddress(odd, List.of()));
    }

    @Test
    void address_hasItsOwnQueryThenMetadataThenFields() {
        URI endpoint = URI.create("https://ingest.example:444/services/collector/raw?key=1%2F2");
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("dataSource.name", "myName");
        fields.put("dataSource.vendor", "myVendor");

        RawAddress address = RawAddress.of(endpoint, new EventDefaults("web-1", "app", "parser", "main", fields));

        assertThat(address.url())
                .hasToString("https://ingest.example:444/services/collector/raw?key=1%2F2&host=web-1&source=app"
                        + "&sourcetype=parser&index=main&dataSource.name=myName&dataSource.vendor=myVendor");
        assertThat(address.problems()).isEmpty();
    }

    @Test
    void address_emptyMetadata_isLeftOut() {
        assertThat(query(new EventDefaults("", "app", "", null, Map.of()))).isEqualTo("source=app");
    }

    @Test
    void names_andValues_arePercentEncodedInUtf8() {
        assertThat(query(fields("#env", "a b+c&d=e%?/", "grün", "€😀", "empty", "", "a=b", "~-._*")))
                .isEqualTo("%23env=a%20b%2Bc%26d%3De%25%3F%2F&gr%C3%BCn=%E2%82%AC%F0%9F%98%80&empty=&a%3Db=%7E-._*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "channel",
                "token",
                "host",
                "source",
                "sourcetype",
                "index",
                "time",
                "auto_extract_timestamp",
                "Token",
                ""
            })
    void field_namedLikeAParameterOfTheProtocol_isLeftOutAndTold(String name) {
        RawAddress address = RawAddress.of(RAW, fields(name, "secret", "env", "prod"));

        assertThat(address.url().getRawQuery()).isEqualTo("env=prod");
        assertThat(address.problems()).hasSize(1).allMatch(problem -> problem.startsWith("fields: \"" + name + "\" "));
        assertThat(address.problems().get(0)).doesNotContain("secret");
    }

    @Test
    void name_thatTheAddressHasAlready_isNotAddedAgain() {
        URI endpoint = URI.create(RAW + "?sourcetype=mine&%65nv=test&host=proxy");

        RawAddress address =
                RawAddress.of(endpoint, new EventDefaults("web-1", null, "parser", null, Map.of("env", "prod")));

        assertThat(address.url()).isEqualTo(endpoint);
        assertThat(address.problems())
                .containsExactly(
                        "url: has \"sourcetype\" already; the one among the settings is left out",
                        "url: has \"env\" already; the one among the settings is left out");
    }

    @Test
    void names_thatDifferInLetterCase_areTwoFields() {
        URI endpoint = URI.create(RAW + "?Env=a");

        assertThat(RawAddress.of(endpoint, fields("env", "b")).url().getRawQuery())
                .isEqualTo("Env=a&env=b");
    }

    @Test
    void address_tooLongForManyServers_isTold() {
        RawAddress address = RawAddress.of(RAW, fields("a", "b".repeat(7_000)));

        assertThat(address.problems()).hasSize(1).allMatch(problem -> problem.contains("7048 characters"));
        assertThat(address.url().getRawQuery()).hasSize(7_002);
    }

    /**
     * What a peer sends, from a capture of Splunk's own library for Logback: metadata in the query, and a body that is the
     * message and nothing else, line breaks inside included.
     */
    @Test
    void rawRequest_carriesWhatTheCapturedPeerCarries() throws Exception {
        List<String> seen = new ArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/services/collector/raw", exchange -> {
            seen.add(exchange.getRequestURI().getRawQuery());
            seen.add(exchange.getRequestHeaders().getFirst("Content-Type"));
            seen.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        try (JdkTransport transport = PlainTransports.of(
                TransportSettings.of(Duration.ofSeconds(20), Duration.ofSeconds(20)), new DeliveryThreads("raw"))) {
            URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort()
                    + "/services/collector/raw?channel=aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee&messageFormat=text");
            URI url = RawAddress.of(endpoint, new EventDefaults("h1", "src1", "st1", "main", Map.of("team", "ä/b")))
                    .url();
            EventWriter writer = EventWriter.raw();
            writer.begin(0, Integer.MAX_VALUE);
            writer.string("multi\nline");
            int length = writer.end();

            transport.post(
                    url,
                    new Payload(
                            ByteBuffer.wrap(writer.bytes(), 0, length),
                            Codec.NONE,
                            length,
                            "batch-1",
                            RawAddress.CONTENT_TYPE),
                    "Splunk 11111111-2222-3333-4444-555555555555");

            Map<String, String> parameters = new LinkedHashMap<>();
            for (String parameter : seen.get(0).split("&")) {
                String[] parts = parameter.split("=", 2);
                parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
            assertThat(parameters)
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            "channel", "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
                            "messageFormat", "text",
                            "host", "h1",
                            "index", "main",
                            "sourcetype", "st1",
                            "source", "src1",
                            "team", "ä/b"));
            assertThat(seen.get(1)).isEqualTo("text/plain");
            assertThat(seen.get(2)).isEqualTo("multi\nline\n");
        } finally {
            server.stop(0);
        }
    }
}
