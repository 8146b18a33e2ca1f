/** A shop whose log is tested. */
@NullMarked
package com.example.shop;

import org.jspecify.annotations.NullMarked;
