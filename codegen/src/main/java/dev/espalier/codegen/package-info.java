/** Espalier codegen. */
package dev.espalier.codegen;
