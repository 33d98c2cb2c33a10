package dev.espalier.bench.peer;

import dev.espalier.bench.Contender;
import dev.espalier.bench.task.Kind;
import java.lang.ref.Reference;
import java.util.List;
import java.util.Set;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * oneDNN; its threads come from the environment ({@link NativeThreads}). Its C interface, with statuses as exceptions.
 */
final class OneDnn {
  private static final byte TRANSPOSED = 'T';
  private static final byte PLAIN = 'N';

  private OneDnn() {}

  static List<Contender> contenders() {
    Sgemm sgemm = (transposeA, transposeB, m, n, k, a, b, c) ->
        require(
            "dnnl_sgemm",
            dnnl.dnnl_sgemm(
                transposeA ? TRANSPOSED : PLAIN, transposeB ? TRANSPOSED : PLAIN, m, n, k, 1, a, transposeA ? m : k, b,
                transposeB ? k : n, 0, c, n));
    return List.of(
        new OneDnnProduct("onednn-dense", false),
        new OneDnnProduct("onednn-csr", true),
        new Blas("onednn-dense", Set.of(Kind.BACKWARD), sgemm),
        new OneDnnConvolution());
  }

  /** The processor, and a queue of work on it. */
  static final class Device {
    static final dnnl_engine ENGINE = new dnnl_engine();
    static final dnnl_stream STREAM = new dnnl_stream();

    static {
      require("dnnl_engine_create", dnnl.dnnl_engine_create(ENGINE, dnnl.dnnl_cpu, 0));
      require("dnnl_stream_create", dnnl.dnnl_stream_create(STREAM, ENGINE, dnnl.dnnl_stream_default_flags));
    }

    private Device() {}
  }

  static void require(String call, int status) {
    if (status != dnnl.dnnl_success) {
      throw new IllegalStateException(
          "oneDNN's " + call + " returns status " + status
              + (status == dnnl.dnnl_unimplemented ? ", unimplemented" : ""));
    }
  }

  static dnnl_memory_desc describe(int tag, long... extents) {
    dnnl_memory_desc desc = new dnnl_memory_desc();
    require(
        "dnnl_memory_desc_create_with_tag",
        dnnl.dnnl_memory_desc_create_with_tag(desc, extents.length, extents, dnnl.dnnl_f32, tag));
    return desc;
  }

  static dnnl_memory memory(dnnl_memory_desc desc, FloatPointer buffer) {
    return memory(desc, new Pointer[] {buffer});
  }

  static dnnl_memory memory(dnnl_memory_desc desc, Pointer... buffers) {
    dnnl_memory memory = new dnnl_memory();
    try (PointerPointer<Pointer> handles = new PointerPointer<>(buffers)) {
      require(
          "dnnl_memory_create_v2",
          dnnl.dnnl_memory_create_v2(memory, desc, Device.ENGINE, buffers.length, handles));
    }
    return memory;
  }

  static dnnl_primitive primitive(dnnl_primitive_desc desc) {
    dnnl_primitive primitive = new dnnl_primitive();
    require("dnnl_primitive_create", dnnl.dnnl_primitive_create(primitive, desc));
    return primitive;
  }

  /** An argument of a primitive. */
  record Argument(int role, dnnl_memory memory) {}

  static dnnl_exec_arg_t arguments(Argument... given) {
    dnnl_exec_arg_t arguments = new dnnl_exec_arg_t(given.length);
    for (int i = 0; i < given.length; i++) {
      arguments.getPointer(i).arg(given[i].role()).memory(given[i].memory());
    }
    return arguments;
  }

  static void execute(dnnl_primitive primitive, dnnl_exec_arg_t arguments, int count) {
    require("dnnl_primitive_execute", dnnl.dnnl_primitive_execute(primitive, Device.STREAM, count, arguments));
    require("dnnl_stream_wait", dnnl.dnnl_stream_wait(Device.STREAM));
  }

  /** The numbers of a plain layout in the layout that a primitive asked for. */
  static FloatPointer reordered(FloatPointer numbers, dnnl_memory_desc from, dnnl_memory_desc to) {
    FloatPointer target = Buffers.zeros(Math.toIntExact(dnnl.dnnl_memory_desc_get_size(to) / Float.BYTES));
    reorder(from, numbers, to, target);
    return target;
  }

  static void reorder(dnnl_memory_desc from, FloatPointer source, dnnl_memory_desc to, FloatPointer target) {
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    require(
        "dnnl_reorder_primitive_desc_create",
        dnnl.dnnl_reorder_primitive_desc_create(
            desc, from, Device.ENGINE, to, Device.ENGINE, new dnnl_primitive_attr()));
    try {
      execute(
          primitive(desc),
          arguments(
              new Argument(dnnl.DNNL_ARG_FROM, memory(from, source)),
              new Argument(dnnl.DNNL_ARG_TO, memory(to, target))),
          2);
    } finally {
      // Memory objects hold addresses only.
      Reference.reachabilityFence(source);
      Reference.reachabilityFence(target);
    }
  }
}
