/** An example. */
@NullMarked
package com.example.job;

import org.jspecify.annotations.NullMarked;
