/** Models built by hand, and their execution by the kernel interpreter, for the tests of all packages. */
package dev.espalier.codegen.testmodel;
