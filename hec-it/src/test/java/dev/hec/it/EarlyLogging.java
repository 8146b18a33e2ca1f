package dev.hec.it;

import java.lang.reflect.InvocationTargetException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs before Spring Boot sets its logging up, then starts the application of an example. */
final class EarlyLogging {

    static final String RUNNING = "the shop is running";

    private EarlyLogging() {}

    public static void main(String[] arguments) throws ReflectiveOperationException {
        Logger logger = LoggerFactory.getLogger(EarlyLogging.class);
        logger.info("before Spring Boot");
        try {
            Class.forName("com.example.orders.OrdersApplication")
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        }
        logger.info("with Spring Boot");
        System.out.println(RUNNING);
    }
}
