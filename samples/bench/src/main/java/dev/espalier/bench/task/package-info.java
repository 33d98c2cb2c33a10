/** What is measured: the numbers that go in, the result that has to come out, and the useful work. */
package dev.espalier.bench.task;
