package dev.espalier.codegen.emit;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The instructions of a class as text, without what depends on the numbers of its constants or on its name. */
final class Disassembly {

  private Disassembly() {}

  /** The static methods of the kernel, by name and descriptor. */
  static Map<String, List<String>> staticMethods(byte[] classFile) {
    ClassModel model = ClassFile.of().parse(classFile);
    String self = model.thisClass().asInternalName();
    Map<String, List<String>> methods = new TreeMap<>();
    for (MethodModel method : model.methods()) {
      int flags = method.flags().flagsMask() & (ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC);
      if (flags == ClassFile.ACC_STATIC && !method.methodName().equalsString("<clinit>")) {
        methods.put(method.methodName().stringValue() + method.methodType().stringValue(), instructions(method, self));
      }
    }
    return methods;
  }

  private static List<String> instructions(MethodModel method, String self) {
    Map<Label, Integer> labels = new HashMap<>();
    int count = 0;
    for (CodeElement element : method.code().orElseThrow()) {
      if (element instanceof LabelTarget target) {
        labels.put(target.label(), count);
      } else if (element instanceof Instruction) {
        count++;
      }
    }
    List<String> lines = new ArrayList<>();
    for (CodeElement element : method.code().orElseThrow()) {
      if (element instanceof Instruction instruction) {
        lines.add(text(instruction, labels).replace(self + ".", "this."));
      }
    }
    return lines;
  }

  private static String text(Instruction instruction, Map<Label, Integer> labels) {
    return switch (instruction) {
      case BranchInstruction branch -> branch.opcode() + " to " + labels.get(branch.target());
      case ConstantInstruction constant -> "push " + constant.typeKind() + " " + constant.constantValue();
      case FieldInstruction field ->
          field.opcode() + " " + field.owner().asInternalName() + "." + field.name() + " " + field.type();
      case IncrementInstruction increment -> "increase " + increment.slot() + " by " + increment.constant();
      case InvokeInstruction call ->
          call.opcode() + " " + call.owner().asInternalName() + "." + call.name() + call.type();
      case LoadInstruction load -> "load " + load.typeKind() + " " + load.slot();
      case StoreInstruction store -> "store " + store.typeKind() + " " + store.slot();
      default -> instruction.opcode().toString();
    };
  }
}
