package dev.hec.it.webapp;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** A web application's only servlet; logs through the Logback of that application. */
@WebServlet(urlPatterns = "/order", loadOnStartup = 1)
public final class LogbackServlet extends HttpServlet {

    private static final long serialVersionUID = 1;
    private static final Logger LOGGER = LoggerFactory.getLogger("shop.Orders");

    @Override
    public void init() {
        LOGGER.info("deployed");
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        MDC.put("user", "u" + request.getParameter("n"));
        LOGGER.error("order failed", new IllegalStateException("card declined"));
        MDC.remove("user");
    }

    @Override
    public void destroy() {
        LOGGER.info("undeployed");
    }
}
