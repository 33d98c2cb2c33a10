/**
 * The second emitter: a lowered kernel as a class file, by ASM, defined as a hidden class in the running JVM. It prints
 * what {@code kernel.lowered} says, instruction for instruction what javac makes of the first emitter's source, and
 * decides nothing.
 *
 * <p>Code is put together from {@link dev.espalier.codegen.bytecode.Piece}s, small immutable building blocks with one
 * file each, as Byte Buddy's StackManipulation does; what a class is handed at its definition travels as class data, as
 * in the JDK's InnerClassLambdaMetafactory.
 */
package dev.espalier.codegen.bytecode;
