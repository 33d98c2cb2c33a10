/**
 * Generated kernels beside native libraries, in one process and in turns: {@code ./mvnw -Pbench -Dbench="OPTIONS"}.
 *
 * <p>A {@link dev.espalier.bench.task.Task} holds the numbers and the reference result; a
 * {@link dev.espalier.bench.Contender} computes it in one way; {@link dev.espalier.bench.measure} checks and times all
 * contenders of a task in interleaved rounds; {@link dev.espalier.bench.report} prints.
 */
package dev.espalier.bench;
