package dev.espalier.codegen.bytecode;

import dev.espalier.codegen.kernel.lowered.LoweredKernel;
import dev.espalier.codegen.kernel.lowered.LoweredKernel.ParameterType;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Type;

/**
 * One static method of a kernel's class.
 *
 * @param owner internal name of the class
 * @param lowered what it does
 * @param parameters its parameters, without those that are class data
 */
record KernelMethod(String owner, LoweredKernel.Method lowered, List<LoweredKernel.Parameter> parameters) {

  static KernelMethod of(String owner, LoweredKernel.Method lowered, Set<String> classData) {
    return new KernelMethod(
        owner, lowered, lowered.parameters().stream().filter(p -> !classData.contains(p.name())).toList());
  }

  String descriptor() {
    return Type.getMethodDescriptor(
        Type.VOID_TYPE, parameters.stream().map(p -> type(p.type())).toArray(Type[]::new));
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
