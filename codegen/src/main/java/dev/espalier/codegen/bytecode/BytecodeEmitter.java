package dev.espalier.codegen.bytecode;

import dev.espalier.codegen.emit.Target;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.KernelSpec;
import dev.espalier.codegen.kernel.lowered.LoweredKernel;
import dev.espalier.codegen.kernel.lowered.Lowering;
import dev.espalier.codegen.kernel.lowered.Op;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Emits a kernel as the class file of a {@link BakedKernel}. Its static methods are, instruction for instruction, what
 * javac makes of the source that {@code KernelEmitter} prints; {@code BakedKernel.run} hands its arguments on to the
 * static {@code run}.
 */
public final class BytecodeEmitter {

  private static final Type INTERFACE = Type.getType(BakedKernel.class);
  private static final String INTERFACE_RUN = "([FI[I[[F[[I)V";

  /** A hidden class stands in the package of the lookup that defines it. */
  private static final String PACKAGE = BytecodeEmitter.class.getPackageName().replace('.', '/') + "/";

  private static final int LONGEST_NAME = 60;
  private static final Piece RETURN = new Instruction(Opcodes.RETURN);

  private final LoweredKernel kernel;
  private final String className;
  private final Species species;
  /**
   * The fields that hold the arrays that the kernel is bound to, by parameter of {@code run}, in the order of class
   * data.
   */
  private final Map<String, Field> bound;
  private final Map<String, KernelMethod> methods = new LinkedHashMap<>();

  private BytecodeEmitter(KernelSpec spec, Target target, BoundArrays arrays) {
    this.kernel = Lowering.lower(spec);
    this.className = PACKAGE + simpleName(spec);
    this.species = Species.of(target, className);
    this.bound = fields(spec, arrays.names());
    for (LoweredKernel.Method method : kernel.methods()) {
      methods.put(method.name(), new KernelMethod(className, method));
    }
  }

  /**
   * The class file of a kernel, the same bytes for the same kernel.
   *
   * @throws dev.espalier.codegen.kernel.InvalidKernelException if the kernel breaks a rule of the IR
   */
  public static byte[] emit(KernelSpec spec, Target target) {
    return emit(spec, target, BoundArrays.NONE);
  }

  /**
   * The class file of a kernel whose arrays are, in part, class data: the list {@link BoundArrays#inOrderOf}.
   *
   * @param bound arrays that are no arguments; their contents do not matter here
   * @throws dev.espalier.codegen.kernel.InvalidKernelException if the kernel breaks a rule of the IR
   * @throws IllegalArgumentException if the kernel has no buffer of a bound name and kind
   */
  public static byte[] emit(KernelSpec spec, Target target, BoundArrays bound) {
    bound.inOrderOf(spec);
    return new BytecodeEmitter(spec, target, bound).classFile();
  }

  /** Name of a kernel's class in its package, for stack traces and profilers. */
  static String simpleName(KernelSpec spec) {
    String name = "Kernel_" + spec.name().replaceAll("[^A-Za-z0-9]+", "_");
    return name.substring(0, Math.min(name.length(), LONGEST_NAME));
  }

  /** The parameter of {@code run} that a buffer is: they follow the slab and the lanes. */
  private LoweredKernel.Parameter parameter(int buffer) {
    return kernel.methods().getFirst().parameters().get(buffer + 2);
  }

  private Map<String, Field> fields(KernelSpec spec, Set<String> names) {
    Map<String, Field> fields = new LinkedHashMap<>();
    for (int i = 0; i < spec.buffers().size(); i++) {
      if (names.contains(spec.buffers().get(i).name())) {
        LoweredKernel.Parameter parameter = parameter(i);
        fields.put(parameter.name(), new Field(className, parameter.name(), KernelMethod.type(parameter.type())));
      }
    }
    return fields;
  }

  private byte[] classFile() {
    ClassWriter type = new FrameComputingWriter();
    type.visit(
        Opcodes.V25,
        Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC,
        className,
        null,
        "java/lang/Object",
        new String[] {INTERFACE.getInternalName()});
    if (species != null) {
      vectors(type);
    }
    for (Field field : bound.values()) {
      int access = Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL;
      type.visitField(access, field.name(), field.type().getDescriptor(), null, null).visitEnd();
    }
    method(type, 0, "<init>", "()V", Piece.of(construct(), RETURN));
    method(type, Opcodes.ACC_PUBLIC, LoweredKernel.RUN, INTERFACE_RUN, Piece.of(handOn(), RETURN));
    for (KernelMethod method : methods.values()) {
      int access = method.lowered().name().equals(LoweredKernel.RUN) ? 0 : Opcodes.ACC_PRIVATE;
      method(type, access | Opcodes.ACC_STATIC, method.lowered().name(), method.descriptor(), body(method));
    }
    type.visitEnd();
    return type.toByteArray();
  }

  /** What the kernel's methods need to work on vectors. */
  private void vectors(ClassVisitor type) {
    field(type, species.species());
    field(type, species.step());
    Piece initialise = species.initialise();
    if (LaneSum.isIn(kernel)) {
      LaneSum sum = species.laneSum();
      field(type, sum.field());
      initialise = Piece.of(initialise, sum.initialise());
      method(type, Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC, LaneSum.METHOD, LaneSum.DESCRIPTOR, sum.body());
    }
    method(type, Opcodes.ACC_STATIC, "<clinit>", "()V", Piece.of(initialise, RETURN));
  }

  private Piece body(KernelMethod method) {
    Locals locals = new Locals();
    method.lowered().parameters().forEach(p -> locals.define(p.name(), KernelMethod.type(p.type())));
    List<Op> ops = method.lowered().body();
    Piece start =
        species != null && LaneSum.isIn(ops) ? species.laneSum().start(locals) : new Sequence(List.of());
    Addresses addresses = new Addresses(locals, species == null ? null : species.step());
    Values values = new Values(locals, addresses, species);
    return Piece.of(start, new Operations(values, methods).block(ops), RETURN);
  }

  /**
   * Copies the class data into fields. The kernel's methods get them as arguments like any others: as constants of
   * their own they make a dense tile slower (31 against 57 GFLOP/s, 8 rows by 2 vectors, 512-bit) and sparse rows no
   * faster.
   */
  private Piece construct() {
    List<Piece> pieces = new ArrayList<>();
    pieces.add(new Variable(0, INTERFACE).load());
    pieces.add(new Invocation(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V"));
    int index = 0;
    for (Field field : bound.values()) {
      pieces.add(field.set(new ClassDatum(index++, field.type())));
    }
    return new Sequence(pieces);
  }

  /** Takes the uniform arguments apart. */
  private Piece handOn() {
    Locals locals = new Locals();
    locals.define("this", INTERFACE);
    List<Piece> pieces = new ArrayList<>();
    pieces.add(locals.define("slab", Type.getType(float[].class)).load());
    pieces.add(locals.define("lanes", Type.INT_TYPE).load());
    Map<Buffer.Kind, Piece> arguments =
        Map.of(
            Buffer.Kind.LANED, locals.define("bases", Type.getType(int[].class)).load(),
            Buffer.Kind.FLOATS, locals.define("floats", Type.getType(float[][].class)).load(),
            Buffer.Kind.INTS, locals.define("ints", Type.getType(int[][].class)).load());
    Map<Buffer.Kind, Integer> used = new HashMap<>();
    List<Buffer> buffers = kernel.spec().buffers();
    for (int i = 0; i < buffers.size(); i++) {
      Field field = bound.get(parameter(i).name());
      if (field != null) {
        pieces.add(field);
      } else {
        // A count stands among the offsets.
        Buffer.Kind kind =
            buffers.get(i).kind() == Buffer.Kind.COUNT ? Buffer.Kind.LANED : buffers.get(i).kind();
        int index = used.merge(kind, 1, Integer::sum) - 1;
        int load = kind == Buffer.Kind.LANED ? Opcodes.IALOAD : Opcodes.AALOAD;
        pieces.add(Piece.of(arguments.get(kind), new IntConstant(index), new Instruction(load)));
      }
    }
    pieces.add(methods.get(LoweredKernel.RUN).call());
    return new Sequence(pieces);
  }

  private static void field(ClassVisitor type, StaticField field) {
    type.visitField(
            Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL, field.name(), field.descriptor(), null, null)
        .visitEnd();
  }

  private static void method(ClassVisitor type, int access, String name, String descriptor, Piece body) {
    MethodVisitor code = type.visitMethod(access, name, descriptor, null, null);
    code.visitCode();
    body.appendTo(code);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  /**
   * Computes stack maps. Types that meet at a label and differ are of no use after it, so nothing is loaded to compare
   * them.
   */
  private static final class FrameComputingWriter extends ClassWriter {
    FrameComputingWriter() {
      super(COMPUTE_FRAMES);
    }

    @Override
    protected String getCommonSuperClass(String first, String second) {
      return "java/lang/Object";
    }
  }
}
