package dev.hec.receiver.http;

import java.util.ArrayList;
import java.util.List;

/** Which handler answers which path. Immutable and thread-safe. */
public final class Routes {

    private final List<Route> routes;
    private final RequestHandler otherwise;

    private Routes(List<Route> routes, RequestHandler otherwise) {
        this.routes = List.copyOf(routes);
        this.otherwise = otherwise;
    }

    /** Where everything goes to one handler. */
    public static Routes to(RequestHandler otherwise) {
        return new Routes(List.of(), otherwise);
    }

    /** With a handler for one path. */
    public Routes exact(String path, RequestHandler handler) {
        return with(new Route(path, true, handler));
    }

    /** With a handler for all paths that begin with a prefix; routes added before go first. */
    public Routes below(String prefix, RequestHandler handler) {
        return with(new Route(prefix, false, handler));
    }

    private Routes with(Route route) {
        List<Route> more = new ArrayList<>(routes);
        more.add(route);
        return new Routes(more, otherwise);
    }

    /** The handler of a path. */
    public RequestHandler of(String path) {
        for (Route route : routes) {
            if (route.exact ? path.equals(route.path) : path.startsWith(route.path)) {
                return route.handler;
            }
        }
        return otherwise;
    }

    /** The paths, and beginnings of paths, that have handlers of their own. */
    public List<String> paths() {
        return routes.stream().map(Route::path).toList();
    }

    /** Stops all handlers. */
    public void stop() {
        otherwise.stop();
        routes.forEach(route -> route.handler.stop());
    }

    private record Route(String path, boolean exact, RequestHandler handler) {}
}
