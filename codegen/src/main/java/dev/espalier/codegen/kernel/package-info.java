/**
 * The loop-nest intermediate representation that every kernel is lowered through.
 *
 * <p>A {@link dev.espalier.codegen.kernel.KernelSpec} says what is computed (the algorithm: buffers and a nest of
 * loops) and, apart from it, how (the {@link dev.espalier.codegen.kernel.KernelSchedule}: register tiles and loop
 * order), so that a new tile is data and not code. {@link dev.espalier.codegen.kernel.KernelVerifier} refuses a nest
 * that is not well formed or a schedule that would change the result; {@link dev.espalier.codegen.kernel.Interpreter}
 * runs the algorithm in double precision and is the reference of every emitted form.
 */
package dev.espalier.codegen.kernel;
