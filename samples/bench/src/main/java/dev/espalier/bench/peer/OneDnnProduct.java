package dev.espalier.bench.peer;

import dev.espalier.bench.Contender;
import dev.espalier.bench.pattern.SparseMatrix;
import dev.espalier.bench.task.Product;
import dev.espalier.bench.task.ProductShape;
import dev.espalier.bench.task.Task;
import java.util.List;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** oneDNN's matmul: W as a plain matrix, or by compressed sparse rows. */
final class OneDnnProduct implements Contender {
  private final String name;
  private final boolean sparse;

  OneDnnProduct(String name, boolean sparse) {
    this.name = name;
    this.sparse = sparse;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean takes(Task task) {
    return task instanceof Product product && (!sparse || product.sparsity() > 0);
  }

  @Override
  public Prepared prepare(Task task) {
    Product product = (Product) task;
    ProductShape shape = product.shapes();
    SparseMatrix weights = product.weights();
    dnnl_memory_desc w =
        sparse
            ? compressed(shape, weights.kept())
            : OneDnn.describe(dnnl.dnnl_ab, shape.m(), shape.k());
    dnnl_memory_desc x = OneDnn.describe(dnnl.dnnl_ab, shape.k(), shape.n());
    dnnl_memory_desc y = OneDnn.describe(dnnl.dnnl_ab, shape.m(), shape.n());
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    OneDnn.require(
        "dnnl_matmul_primitive_desc_create",
        dnnl.dnnl_matmul_primitive_desc_create(
            desc, OneDnn.Device.ENGINE, w, x, new dnnl_memory_desc(), y, new dnnl_primitive_attr()));
    Pointer[] wBuffers =
        sparse
            ? new Pointer[] {
              Buffers.of(weights.values()), Buffers.of(weights.indices()), Buffers.of(weights.pointers())
            }
            : new Pointer[] {Buffers.of(weights.dense())};
    FloatPointer xBuffer = Buffers.of(product.x());
    FloatPointer yBuffer = Buffers.zeros(shape.m() * shape.n());
    dnnl_exec_arg_t arguments =
        OneDnn.arguments(
            new OneDnn.Argument(dnnl.DNNL_ARG_SRC, OneDnn.memory(w, wBuffers)),
            new OneDnn.Argument(dnnl.DNNL_ARG_WEIGHTS, OneDnn.memory(x, xBuffer)),
            new OneDnn.Argument(dnnl.DNNL_ARG_DST, OneDnn.memory(y, yBuffer)));
    return new Run(OneDnn.primitive(desc), arguments, wBuffers, xBuffer, yBuffer, shape.m() * shape.n());
  }

  private static dnnl_memory_desc compressed(ProductShape shape, int kept) {
    dnnl_memory_desc desc = new dnnl_memory_desc();
    long[] extents = {shape.m(), shape.k()};
    OneDnn.require(
        "dnnl_memory_desc_create_with_csr_encoding",
        dnnl.dnnl_memory_desc_create_with_csr_encoding(
            desc, extents.length, extents, dnnl.dnnl_f32, kept, dnnl.dnnl_s32, dnnl.dnnl_s32));
    return desc;
  }

  @SuppressWarnings("ArrayRecordComponent") // State of a run, not a value.
  private record Run(
      dnnl_primitive primitive, dnnl_exec_arg_t arguments, Pointer[] w, FloatPointer x, FloatPointer y, int numbers)
      implements Prepared {

    @Override
    public void run() {
      OneDnn.execute(primitive, arguments, 3);
    }

    @Override
    public List<float[]> result() {
      return List.of(Buffers.read(y, numbers));
    }

    @Override
    public void close() {
      dnnl.dnnl_primitive_destroy(primitive);
      for (Pointer buffer : w) {
        buffer.deallocate();
      }
      x.deallocate();
      y.deallocate();
    }
  }
}
