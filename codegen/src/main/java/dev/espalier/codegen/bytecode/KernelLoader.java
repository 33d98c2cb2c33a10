package dev.espalier.codegen.bytecode;

import dev.espalier.codegen.emit.Target;
import dev.espalier.codegen.kernel.KernelSpec;
import java.lang.invoke.MethodHandles;
import java.util.List;

/**
 * Emits kernels and defines them in this JVM, as hidden classes: each goes when its last kernel is unreachable, and two
 * of one name do not meet.
 *
 * <p>With the system property {@code espalier.dump} every class file is written to that directory before it is defined.
 */
public final class KernelLoader {

  private KernelLoader() {}

  /**
   * Loads a kernel in the form of this JVM.
   *
   * @see KernelTarget#current()
   * @see #load(KernelSpec, Target, BoundArrays)
   */
  public static BakedKernel load(KernelSpec spec, BoundArrays arrays) {
    return load(spec, KernelTarget.current().target(), arrays);
  }

  /**
   * Loads a kernel.
   *
   * @param arrays those that it is to be bound to; the others are arguments of {@link BakedKernel#run}
   * @throws dev.espalier.codegen.kernel.InvalidKernelException if the kernel breaks a rule of the IR
   * @throws IllegalArgumentException if the kernel has no buffer of a bound name
   * @throws IllegalStateException if vectors are asked for and the module {@code jdk.incubator.vector} is missing
   */
  public static BakedKernel load(KernelSpec spec, Target target, BoundArrays arrays) {
    if (target != Target.PORTABLE) {
      KernelTarget.requireVectorModule("Kernel '" + spec.name() + "'", KernelTarget.hasVectorModule());
    }
    return define(spec, BytecodeEmitter.emit(spec, target, arrays), arrays);
  }

  /**
   * Defines a kernel that was emitted before. One class file serves any arrays of the buffers that it was emitted for.
   *
   * @param classFile what {@link BytecodeEmitter#emit(KernelSpec, Target, BoundArrays)} gave for the kernel
   * @param arrays those that it is bound to, of the same buffers as then
   */
  public static BakedKernel define(KernelSpec spec, byte[] classFile, BoundArrays arrays) {
    List<Object> classData = arrays.inOrderOf(spec);
    ClassDump.write(BytecodeEmitter.simpleName(spec), classFile);
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      MethodHandles.Lookup defined =
          classData.isEmpty()
              ? lookup.defineHiddenClass(classFile, true)
              : lookup.defineHiddenClassWithClassData(classFile, classData, true);
      return defined.lookupClass().asSubclass(BakedKernel.class).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the class of kernel '" + spec.name() + "' was emitted without a constructor", e);
    }
  }
}
