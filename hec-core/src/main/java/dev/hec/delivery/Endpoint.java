package dev.hec.delivery;

import java.net.URI;

/**
 * Where one attempt goes to, as picked by {@link Endpoints}. Immutable.
 *
 * @param url complete address
 * @param place its place in the configuration, from 0
 * @param probe whether a success proves that the endpoint works again: the attempt began after it was set aside
 */
record Endpoint(URI url, int place, boolean probe) {}
