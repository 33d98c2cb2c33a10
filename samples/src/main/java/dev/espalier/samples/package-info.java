/** Annotated models, numbered like lessons; the demo; the reproduction of published tables. */
package dev.espalier.samples;
