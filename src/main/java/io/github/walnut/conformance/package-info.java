/** The conformance kit of integration types: cases C01 to C20 that a driver is held against. */
package io.github.walnut.conformance;
