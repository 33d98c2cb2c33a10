/**
 * Emitters: a model at stage SELECTED becomes Java source. Everything is decided before; an emitter names and writes.
 *
 * <p>{@link dev.espalier.codegen.emit.SourceEmitter} writes the network's class and asks for one class for each different
 * kernel.
 */
package dev.espalier.codegen.emit;
