/**
 * Emitters: a planned model and its kernels become Java source. They decide nothing; they print.
 *
 * <p>{@code javax.lang.model.element.Modifier} is the one type of the compiler's model that stands here, since JavaPoet
 * names modifiers by it.
 */
package dev.espalier.codegen.emit;
