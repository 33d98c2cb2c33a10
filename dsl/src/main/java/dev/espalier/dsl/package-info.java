/**
 * The language: a network is an annotated interface, a method is a layer, its name is the value that it produces and
 * its parameters are, by name, the values that it consumes.
 *
 * <p>Nothing here has behaviour. Every annotation has source retention: the compiler plugin reads them, the generated
 * class needs none of them.
 */
package dev.espalier.dsl;
