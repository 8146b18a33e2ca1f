package dev.hec.it.webapp;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;

/** A web application's only servlet; logs through the Log4j of that application. */
@WebServlet(urlPatterns = "/order", loadOnStartup = 1)
public final class Log4jServlet extends HttpServlet {

    private static final long serialVersionUID = 1;
    private static final Logger LOGGER = LogManager.getLogger("shop.Orders");

    @Override
    public void init() {
        LOGGER.info("deployed");
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        ThreadContext.put("user", "u" + request.getParameter("n"));
        LOGGER.error("order failed", new IllegalStateException("card declined"));
        ThreadContext.remove("user");
    }

    @Override
    public void destroy() {
        LOGGER.info("undeployed");
    }
}
