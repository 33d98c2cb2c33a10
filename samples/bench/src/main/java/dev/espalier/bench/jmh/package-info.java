/** The same kernels under JMH: {@code ./mvnw -Pbench -Djmh="ForwardBenchmark"}. */
package dev.espalier.bench.jmh;
