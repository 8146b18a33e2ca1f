/** The event as the receiver stores and shows it; knows neither HTTP nor storage. */
@NullMarked
package dev.hec.receiver.event;

import org.jspecify.annotations.NullMarked;
