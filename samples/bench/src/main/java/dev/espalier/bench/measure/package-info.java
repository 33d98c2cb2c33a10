/** Checking and timing in interleaved rounds. */
package dev.espalier.bench.measure;
