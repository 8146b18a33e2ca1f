/** The servlet rim: from a container's request to the application and back. */
@NullMarked
package dev.hec.receiver.web;

import org.jspecify.annotations.NullMarked;
