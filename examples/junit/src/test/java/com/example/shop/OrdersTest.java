package com.example.shop;

import static dev.hec.receiver.fault.FaultScript.next;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Logger;
import dev.hec.logback.HecAppender;
import dev.hec.receiver.junit.HecReceiver;
import dev.hec.receiver.junit.ReceivedEvent;
import dev.hec.receiver.junit.ReceivedRequest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

class OrdersTest {

    @RegisterExtension
    final HecReceiver receiver = HecReceiver.create();

    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final HecAppender appender = new HecAppender();

    @BeforeEach
    void logToTheReceiver() {
        appender.setContext(root.getLoggerContext());
        appender.setName("HEC");
        appender.setUrl(receiver.url());
        appender.setToken(receiver.token());
        appender.setSource("shop");
        appender.start();
        root.addAppender(appender);
    }

    @AfterEach
    void stopLogging() {
        root.detachAppender(appender);
        appender.stop();
    }

    @Test
    void order_thatIsAccepted_isLogged() {
        new Orders().accept(7);

        ReceivedEvent event = receiver.await().event("order 7 accepted");
        assertEquals("INFO", event.field("severity"));
        assertEquals(7L, event.field("order"));
        assertEquals("shop", event.source());
    }

    @Test
    void order_whileTheReplyIsLost_isLoggedOnce() throws InterruptedException {
        receiver.faults().add(next(2).loseReply());

        new Orders().accept(7);
        receiver.await().requests(3);

        assertEquals(1, receiver.events().size());
        assertEquals(
                List.of(0, 0, 200),
                receiver.requests().stream().map(ReceivedRequest::status).toList());
    }
}
