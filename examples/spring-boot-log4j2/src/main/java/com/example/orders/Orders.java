package com.example.orders;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Takes its first orders by itself, and says so in the log. */
@Component
class Orders {

    private static final Logger LOG = LoggerFactory.getLogger(Orders.class);

    @PostConstruct
    void open() {
        LOG.info("the shop opens");
    }

    @EventListener(ApplicationReadyEvent.class)
    void takeFirstOrders() {
        for (int number = 1; number <= 10; number++) {
            accept("u" + number, number);
        }
    }

    private void accept(String user, int number) {
        MDC.put("user", user);
        LOG.info("order {} accepted", number);
        MDC.remove("user");
    }

    @PreDestroy
    void close() {
        LOG.info("the shop closes");
    }
}
