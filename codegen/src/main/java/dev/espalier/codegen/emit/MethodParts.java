package dev.espalier.codegen.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A list of calls as methods that HotSpot compiles: it never compiles one of more than 8000 bytes of bytecode. A call
 * with its operands takes about 80, so that a longer list is cut into parts of {@value #LONGEST} steps.
 */
final class MethodParts {
  static final int LONGEST = 48;

  private MethodParts() {}

  /**
   * The method, and after it its parts where there are any.
   *
   * @param signature modifiers, parameters and Javadoc of the method
   * @param partSignature the same for a part named by the caller of this method
   * @param arguments how a part is called with the method's own parameters
   */
  static List<MethodSpec> of(
      String name,
      Supplier<MethodSpec.Builder> signature,
      Function<String, MethodSpec.Builder> partSignature,
      String arguments,
      List<CodeBlock> steps) {
    if (steps.size() <= LONGEST) {
      MethodSpec.Builder method = signature.get();
      steps.forEach(method::addCode);
      return List.of(method.build());
    }
    MethodSpec.Builder method = signature.get();
    List<MethodSpec> all = new ArrayList<>();
    for (int from = 0, part = 1; from < steps.size(); from += LONGEST, part++) {
      String partName = name + "Part" + part;
      method.addStatement("$N($L)", partName, arguments);
      MethodSpec.Builder body = partSignature.apply(partName);
      steps.subList(from, Math.min(from + LONGEST, steps.size())).forEach(body::addCode);
      all.add(body.build());
    }
    all.addFirst(method.build());
    return all;
  }
}
