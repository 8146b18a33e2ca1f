/** What a client tells about itself to the tools of the JVM: JMX, and the Flight Recorder. */
@NullMarked
package dev.hec.telemetry;

import org.jspecify.annotations.NullMarked;
