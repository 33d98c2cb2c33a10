/** The intermediate representation: immutable records that carry a network from its annotations to its kernels. */
package dev.espalier.codegen.ir;
