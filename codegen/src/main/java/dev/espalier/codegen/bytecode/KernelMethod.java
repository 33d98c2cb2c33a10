package dev.espalier.codegen.bytecode;

import dev.espalier.codegen.kernel.lowered.LoweredKernel;
import dev.espalier.codegen.kernel.lowered.LoweredKernel.ParameterType;
import org.objectweb.asm.Type;

/**
 * One static method of a kernel's class.
 *
 * @param owner internal name of the class
 * @param lowered what it does
 */
record KernelMethod(String owner, LoweredKernel.Method lowered) {

  String descriptor() {
    return Type.getMethodDescriptor(
        Type.VOID_TYPE, lowered.parameters().stream().map(p -> type(p.type())).toArray(Type[]::new));
  }

  Piece call() {
    return Invocation.ofStatic(owner, lowered.name(), descriptor());
  }

  static Type type(ParameterType type) {
    return switch (type) {
      case INT -> Type.INT_TYPE;
      case INT_ARRAY -> Type.getType(int[].class);
      case FLOAT_ARRAY -> Type.getType(float[].class);
    };
  }
}
