/** Espalier runtime. */
package dev.espalier.runtime;
