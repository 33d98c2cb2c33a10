/**
<<<<<<< HEAD
 * Emitters: a model at stage SELECTED becomes Java source. Everything is decided before; an emitter names and writes.
 *
 * <p>{@link dev.espalier.codegen.emit.SourceEmitter} writes the network's class and asks for one class for each different
 * kernel.
=======
 * Emitters: a planned model and its kernels become Java source. They decide nothing; they print.
 *
 * <p>{@code javax.lang.model.element.Modifier} is the one type of the compiler's model that stands here, since JavaPoet
 * names modifiers by it.
>>>>>>> kernel
 */
package dev.espalier.codegen.emit;
