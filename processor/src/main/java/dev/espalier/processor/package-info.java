/** Espalier processor. */
package dev.espalier.processor;
