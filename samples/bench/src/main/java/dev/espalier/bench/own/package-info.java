/** Our side: the kernels that the compiler generates, compiled here in memory. */
package dev.espalier.bench.own;
