/** Espalier dsl. */
package dev.espalier.dsl;
