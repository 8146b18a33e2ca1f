/** What a client tells about itself: to JMX, to the Flight Recorder, and to the collector about events it lost. */
@NullMarked
package dev.hec.telemetry;

import org.jspecify.annotations.NullMarked;
