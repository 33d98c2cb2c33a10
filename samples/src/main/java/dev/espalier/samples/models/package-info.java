/** The networks of the literature that the demo, the tables and the benchmarks share. */
package dev.espalier.samples.models;
