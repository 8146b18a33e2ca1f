package com.example.shop;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes orders, and logs them. */
public final class Orders {

    private static final Logger LOG = LoggerFactory.getLogger(Orders.class);

    /** Takes none yet. */
    public Orders() {}

    /** Takes an order. */
    public void accept(int number) {
        LOG.atInfo().addKeyValue("order", number).log("order {} accepted", number);
    }
}
