package dev.hec.receiver.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.receiver.event.Event;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The examples of the vendor's article, as it prints them, and what it says becomes of them. */
class ArticleExamplesTest {

    private static final String PEER = "192.0.2.7";
    private static final String LINES = "Log 1: Hello, World!\nLog 2: Hello Again";

    private final Collector collector = new Collector();

    private void event(String body) {
        assertThat(collector
                        .send(TestRequest.post(Collector.EVENT)
                                .header("Content-Type", "text/plain")
                                .body(body))
                        .body())
                .isEqualTo(Collector.SUCCESS);
    }

    @Test
    void stringEvent_isTheMessage() {
        event("""
                {
                  "time" : 1537538443.0,
                  "event" : "Something happened",
                  "source" : "/var/log/app.log",
                  "sourcetype" : "app",
                  "fields" : { "env" : "prod" }
                }""");

        assertThat(collector.single().timestampNanos()).isEqualTo(1537538443_000_000_000L);
        assertThat(collector.single().fields())
                .isEqualTo(Map.of(
                        "message", "Something happened",
                        "source", "/var/log/app.log",
                        "parser", "app",
                        "env", "prod",
                        "serverHost", PEER));
    }

    @Test
    void structuredEvent_isFlattened() {
        event("""
                {
                  "time" : 1537538443.0,
                  "event" : {
                    "message" : "Shutdown",
                    "host" : { "ip" : "127.0.0.1", "port" : 8005 }
                  },
                  "source" : "/var/log/app.log",
                  "sourcetype" : "app",
                  "fields" : { "#env" : "prod" }
                }""");

        assertThat(collector.single().fields())
                .isEqualTo(Map.of(
                        "message", "Shutdown",
                        "host.ip", "127.0.0.1",
                        "host.port", 8005L,
                        "source", "/var/log/app.log",
                        "parser", "app",
                        "#env", "prod",
                        "serverHost", PEER));
    }

    @Test
    void batchOfTheFormatSection_isFourEvents() {
        event("""
                {
                  "event": "Something happened",
                  "time": 1447828325
                }

                {
                  "event": "Something else happened",
                  "time": 1447828326
                }

                {
                  "time" : 1537538443.0,
                  "event" : "Fri Sep 21 2018 14:00:43 GMT - the app did this",
                  "source" : "/var/log/app.log",
                  "sourcetype" : "app",
                  "fields" : { "#env" : "prod" }
                }

                {
                  "time" : 1537538927.0,
                  "event" : {
                    "message": "This happened",
                    "severity": "INFO"
                  },
                  "fields" : { "#datacenter" : "amazon-east1" }
                }
                """);

        assertThat(collector.events().stream().map(event -> event.timestampNanos() / 1_000_000_000L))
                .containsExactly(1447828325L, 1447828326L, 1537538443L, 1537538927L);
        assertThat(collector.events().get(3).fields())
                .isEqualTo(Map.of(
                        "message", "This happened",
                        "severity", "INFO",
                        "#datacenter", "amazon-east1",
                        "serverHost", PEER));
    }

    @Test
    void formatSection_namesEveryField() {
        event("""
                {
                  "event" : { "message": "This happened", "severity": "INFO" },
                  "time" : 1433188255.500,
                  "host": "prod-us-1",
                  "source" : "/var/log/app.log",
                  "sourcetype" : "app",
                  "index": "main",
                  "fields" : { "#datacenter" : "amazon-east1" }
                }""");

        assertThat(collector.single())
                .isEqualTo(new Event(
                        1433188255_500_000_000L,
                        Map.of(
                                "message", "This happened",
                                "severity", "INFO",
                                "serverHost", "prod-us-1",
                                "source", "/var/log/app.log",
                                "parser", "app",
                                "index", "main",
                                "#datacenter", "amazon-east1")));
    }

    @Test
    void rawLines_areEventsWithTheQueryAsFields() {
        assertThat(collector
                        .raw("dataSource.name=myName&dataSource.vendor=myVendor", LINES)
                        .body())
                .isEqualTo(Collector.SUCCESS);

        assertThat(collector.messages()).containsExactly("Log 1: Hello, World!", "Log 2: Hello Again");
        assertThat(collector.events())
                .allSatisfy(event -> assertThat(event.fields())
                        .containsEntry("dataSource.name", "myName")
                        .containsEntry("dataSource.vendor", "myVendor"));
    }

    @Test
    void sourcetypeOfTheQuery_namesTheParser() {
        collector.raw("sourcetype=parserName", LINES);

        assertThat(collector.events())
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.fields()).containsEntry("parser", "parserName"));
    }
}
