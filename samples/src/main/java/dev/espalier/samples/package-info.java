/** Espalier samples. */
package dev.espalier.samples;
