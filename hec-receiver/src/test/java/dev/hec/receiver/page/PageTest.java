package dev.hec.receiver.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hec.receiver.http.HttpReply;
import dev.hec.receiver.http.HttpRequest;
import dev.hec.receiver.http.QueryParameters;
import dev.hec.receiver.http.RequestHandler;
import dev.hec.receiver.http.Routes;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.htmlunit.BrowserVersion;
import org.htmlunit.WebClient;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.DomNode;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page in a browser without a screen, with a search API that answers what the test wants. */
class PageTest {

    private static final int PATIENCE_MILLIS = 10_000;

    private final PageHandler files = new PageHandler();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final WebClient browser = new WebClient(BrowserVersion.FIREFOX);
    private final Queue<HttpRequest> requests = new ConcurrentLinkedQueue<>();
    private HttpServer server;
    private volatile RequestHandler api;

    @BeforeEach
    void start() throws IOException {
        Routes routes = Routes.to(files).below("/api/", request -> api.handle(request));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(exchange, routes));
        server.start();
        browser.getOptions().setFetchPolyfillEnabled(true);
        browser.getOptions().setCssEnabled(false);
    }

    @AfterEach
    void stop() {
        browser.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private static void answer(HttpExchange exchange, Routes routes) throws IOException {
        String path = exchange.getRequestURI().getPath();
        HttpReply reply = routes.of(path)
                .handle(new HttpRequest(
                        exchange.getRequestMethod(),
                        path,
                        exchange.getRequestURI().getRawQuery(),
                        name -> List.of(),
                        -1,
                        InputStream.nullInputStream(),
                        "127.0.0.1"));
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", reply.contentType());
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private HtmlPage open() throws IOException {
        HtmlPage page =
                browser.getPage("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        browser.waitForBackgroundJavaScript(PATIENCE_MILLIS);
        return page;
    }

    @Test
    void page_opened_showsEventsFieldsAndTheirNumber() throws Exception {
        api = request -> HttpReply.json(
                200,
                switch (request.path()) {
                    case "/api/events" ->
                        "{\"total\":2,\"events\":[{\"timestamp\":\"2026-11-23T10:00:00.000000000Z\","
                                + "\"level\":\"ERROR\",\"message\":\"<img src=x onerror=alert(1)>\",\"id\":12345678901234567890}]}";
                    case "/api/histogram" -> "{\"buckets\":[{\"from\":\"a\",\"to\":\"b\",\"count\":2}]}";
                    default -> "{\"fields\":[{\"name\":\"level\",\"count\":2}]}";
                });

        HtmlPage page = open();

        assertThat(page.getElementById("summary").getTextContent()).isEqualTo("2 events");
        assertThat(page.querySelectorAll("#events li")).hasSize(1);
        assertThat(page.querySelectorAll("#events img")).as("text stays text").isEmpty();
        assertThat(page.querySelector("#events .message").getTextContent()).isEqualTo("<img src=x onerror=alert(1)>");
        assertThat(page.querySelectorAll("#histogram rect")).hasSize(1);
        assertThat(page.querySelectorAll("#fields summary"))
                .extracting(DomNode::getTextContent)
                .containsExactly("level2");
        DomElement problem = page.getElementById("problem");
        assertThat(problem.hasAttribute("hidden")).isTrue();
    }

    @Test
    void value_chosen_narrowsTheSearchAndTheAddress() throws Exception {
        api = answers();
        HtmlPage page = open();

        click(page.querySelector("#events summary"));
        click(button(page, "#events dd button", 0));

        assertThat(asked("/api/events").get("q")).containsExactly("level=ERROR");
        assertThat(page.executeJavaScript("location.hash").getJavaScriptResult())
                .asString()
                .matches(hash -> hash.matches("#q=level(=|%3D)ERROR&.*"));
    }

    @Test
    void value_withQuotesChosen_isQuoted() throws Exception {
        api = answers();
        HtmlPage page = open();

        click(page.querySelector("#events summary"));
        click(button(page, "#events dd button", 3));

        assertThat(asked("/api/events").get("q")).containsExactly("NOT message=\"say \\\"no\\\"\"");
    }

    @Test
    void bar_chosen_asksForItsTime() throws Exception {
        api = answers();
        HtmlPage page = open();

        click(page.querySelector("#histogram rect"));

        assertThat(asked("/api/events").get("from")).containsExactly("2026-11-23T10:00:00Z");
        assertThat(asked("/api/events").get("to")).containsExactly("2026-11-23T10:01:00Z");
    }

    @Test
    void field_opened_showsItsTopValues() throws Exception {
        api = answers();
        HtmlPage page = open();

        click(page.querySelector("#fields summary"));

        assertThat(asked("/api/values").get("field")).containsExactly("level");
        assertThat(page.querySelector("#fields button").getTextContent()).isEqualTo("ERROR2");
    }

    @Test
    void more_chosen_appendsTheNextPage() throws Exception {
        api = answers();
        HtmlPage page = open();

        click(page.getElementById("more"));

        assertThat(asked("/api/events").get("after")).containsExactly("AQ");
        assertThat(page.querySelectorAll("#events li")).hasSize(2);
    }

    @Test
    void search_refused_saysWhyInTheWordsOfTheReceiver() throws Exception {
        api = request ->
                HttpReply.json(400, "{\"error\":\"at character 7 of the query: add a )\",\"parameter\":\"q\"}");

        HtmlPage page = open();

        assertThat(page.getElementById("problem").getTextContent()).isEqualTo("at character 7 of the query: add a )");
        assertThat(page.getElementById("problem").hasAttribute("hidden")).isFalse();
    }

    private RequestHandler answers() {
        return request -> {
            requests.add(request);
            return HttpReply.json(
                    200,
                    switch (request.path()) {
                        case "/api/events" ->
                            "{\"total\":2,\"events\":[{\"timestamp\":\"2026-11-23T10:00:00.000000000Z\","
                                    + "\"level\":\"ERROR\",\"message\":\"say \\\"no\\\"\"}],\"next\":\"AQ\"}";
                        case "/api/histogram" ->
                            "{\"buckets\":[{\"from\":\"2026-11-23T10:00:00Z\","
                                    + "\"to\":\"2026-11-23T10:01:00Z\",\"count\":2}]}";
                        case "/api/values" -> "{\"values\":[{\"value\":\"ERROR\",\"count\":2}]}";
                        default -> "{\"fields\":[{\"name\":\"level\",\"count\":2}]}";
                    });
        };
    }

    /** The parameters of the last request to a path. */
    private Map<String, List<String>> asked(String path) {
        HttpRequest last = requests.stream()
                .filter(request -> request.path().equals(path))
                .reduce((first, second) -> second)
                .orElseThrow();
        return QueryParameters.parse(last.query());
    }

    private static DomNode button(HtmlPage page, String selector, int index) {
        return page.querySelectorAll(selector).get(index);
    }

    private void click(DomNode node) throws IOException {
        ((DomElement) node).click();
        browser.waitForBackgroundJavaScript(PATIENCE_MILLIS);
    }
}
