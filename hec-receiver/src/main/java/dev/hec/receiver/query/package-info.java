/** The query language: text in, a tree out. Knows neither storage nor HTTP. */
@NullMarked
package dev.hec.receiver.query;

import org.jspecify.annotations.NullMarked;
