package com.example.shop;

import static dev.hec.receiver.fault.FaultScript.always;
import static dev.hec.receiver.fault.FaultScript.next;
import static dev.hec.receiver.fault.FaultScript.withProbability;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hec.receiver.junit.HecReceiver;
import dev.hec.receiver.junit.ReceivedRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every fault, and what a client sees of it. */
class FaultsTest {

    /** One for all tests: it starts once, and forgets everything before each of them. */
    @RegisterExtension
    static final HecReceiver receiver = HecReceiver.create();

    private final HttpClient client = HttpClient.newHttpClient();

    private HttpResponse<String> send(HttpClient sender, String url, String path) throws Exception {
        return send(sender, url, path, ofSeconds(30));
    }

    private HttpResponse<String> send(HttpClient sender, String url, String path, Duration timeout) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/services/collector" + path))
                .header("Authorization", "Bearer " + receiver.token())
                .timeout(timeout)
                .POST(BodyPublishers.ofString("{\"event\":\"hello\"}"))
                .build();
        return sender.send(request, BodyHandlers.ofString());
    }

    private int status() throws Exception {
        return send(client, receiver.url(), "/event").statusCode();
    }

    @Test
    void busy() throws Exception {
        receiver.faults().add(next(3).reply(429).retryAfter(ofSeconds(2)));

        HttpResponse<String> refused = send(client, receiver.url(), "/event");
        assertEquals("2", refused.headers().firstValue("Retry-After").orElseThrow());
        assertEquals(429, status());
        assertEquals(429, status());
        assertEquals(200, status());
    }

    @Test
    void unavailable_forOnePath() throws Exception {
        receiver.faults().add(always().forRequestsTo("/raw").reply(503));

        assertEquals(503, send(client, receiver.url(), "/raw").statusCode());
        assertEquals(200, status());
        receiver.faults().clear();
        assertEquals(200, send(client, receiver.url(), "/raw").statusCode());
    }

    @Test
    void atRandom() throws Exception {
        receiver.faults().add(withProbability(0.5, 42).reply(503));

        for (int i = 0; i < 20; i++) {
            status();
        }
        long refused = receiver.requests().stream()
                .filter(request -> request.status() == 503)
                .count();
        assertTrue(refused > 0 && refused < 20);
    }

    @Test
    void late() throws Exception {
        receiver.faults().add(next(1).delay(ofMillis(200)));

        assertEquals(200, status());
    }

    @Test
    void lateAndRefused() throws Exception {
        receiver.faults().add(next(1).reply(500).after(ofMillis(200)));

        assertEquals(500, status());
    }

    @Test
    void hanging() throws Exception {
        receiver.faults().add(next(1).hang());

        assertThrows(HttpTimeoutException.class, () -> send(client, receiver.url(), "/event", ofMillis(200)));
        assertEquals(0, receiver.events().size());
    }

    @Test
    void slow() throws Exception {
        receiver.faults().add(next(1).slowRead(100));

        assertEquals(200, status());
    }

    @Test
    void resetBeforeTheBody() throws Exception {
        receiver.faults().add(next(1).resetBeforeBody());

        assertThrows(IOException.class, this::status);
        assertEquals(0, receiver.events().size());
    }

    @Test
    void resetAfterTheBody() throws Exception {
        receiver.faults().add(next(1).resetAfterBody());

        assertThrows(IOException.class, this::status);
        assertEquals(0, receiver.events().size());
    }

    @Test
    void replyLost() throws Exception {
        receiver.faults().add(next(1).loseReply());

        assertThrows(IOException.class, this::status);
        assertEquals(1, receiver.events().size());
        assertEquals("loseReply", receiver.await().request(r -> r.status() == 0).cut());
    }

    @Test
    void wrongCertificate() throws Exception {
        receiver.faults().add(next(1).wrongCertificate());

        HttpClient https =
                HttpClient.newBuilder().sslContext(receiver.clientContext()).build();
        assertThrows(SSLHandshakeException.class, () -> send(https, receiver.httpsUrl(), "/event"));
        assertEquals(200, send(https, receiver.httpsUrl(), "/event").statusCode());
    }

    @Test
    void severalAfterEachOther() throws Exception {
        receiver.faults().add(next(1).reply(503), next(1).loseReply());

        assertEquals(503, status());
        assertThrows(IOException.class, this::status);
        assertEquals(200, status());
        assertEquals(
                List.of(503, 0, 200),
                receiver.requests().stream().map(ReceivedRequest::status).toList());
    }
}
