package dev.espalier.bench.peer;

import dev.espalier.bench.Contender;
import dev.espalier.bench.pattern.SparseMatrix;
import dev.espalier.bench.task.Product;
import dev.espalier.bench.task.ProductShape;
import dev.espalier.bench.task.Task;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.mkl.global.mkl_rt;

/** MKL's sparse times dense by compressed sparse rows, with its inspection of the pattern done beforehand. */
final class MklCsr implements Contender {
  private static final int EXPECTED_CALLS = 100_000;

  private final int threads;

  MklCsr(int threads) {
    this.threads = threads;
  }

  @Override
  public String name() {
    return "mkl-csr";
  }

  @Override
  public boolean takes(Task task) {
    return task instanceof Product product && product.sparsity() > 0;
  }

  @Override
  public Prepared prepare(Task task) {
    Mkl.start(threads);
    return new Run((Product) task);
  }

  private static void require(String call, int status) {
    if (status != mkl_rt.SPARSE_STATUS_SUCCESS) {
      throw new IllegalStateException("MKL's " + call + " returns status " + status);
    }
  }

  private static final class Run implements Prepared {
    private final ProductShape shape;
    private final FloatPointer values;
    private final IntPointer pointers;
    private final IntPointer ends;
    private final IntPointer indices;
    private final FloatPointer x;
    private final FloatPointer y;
    private final mkl_rt.sparse_matrix matrix = new mkl_rt.sparse_matrix();
    private final mkl_rt.matrix_descr general = new mkl_rt.matrix_descr();

    Run(Product task) {
      SparseMatrix weights = task.weights();
      shape = task.shapes();
      values = Buffers.of(weights.values());
      pointers = Buffers.of(weights.pointers());
      ends = pointers.getPointer(1);
      indices = Buffers.of(weights.indices());
      x = Buffers.of(task.x());
      y = Buffers.zeros(shape.m() * shape.n());
      general.type(mkl_rt.SPARSE_MATRIX_TYPE_GENERAL);
      require(
          "mkl_sparse_s_create_csr",
          mkl_rt.mkl_sparse_s_create_csr(
              matrix, mkl_rt.SPARSE_INDEX_BASE_ZERO, shape.m(), shape.k(), pointers, ends, indices, values));
      // A hint that it does not support for a shape is no error: optimisation then goes without.
      int hinted = mkl_rt.mkl_sparse_set_mm_hint(
          matrix, mkl_rt.SPARSE_OPERATION_NON_TRANSPOSE, general, mkl_rt.SPARSE_LAYOUT_ROW_MAJOR, shape.n(),
          EXPECTED_CALLS);
      if (hinted == mkl_rt.SPARSE_STATUS_SUCCESS) {
        require("mkl_sparse_optimize", mkl_rt.mkl_sparse_optimize(matrix));
      }
    }

    @Override
    public void run() {
      require(
          "mkl_sparse_s_mm",
          mkl_rt.mkl_sparse_s_mm(
              mkl_rt.SPARSE_OPERATION_NON_TRANSPOSE, 1, matrix, general, mkl_rt.SPARSE_LAYOUT_ROW_MAJOR, x, shape.n(),
              shape.n(), 0, y, shape.n()));
    }

    @Override
    public List<float[]> result() {
      return List.of(Buffers.read(y, shape.m() * shape.n()));
    }

    @Override
    public void close() {
      require("mkl_sparse_destroy", mkl_rt.mkl_sparse_destroy(matrix));
      general.deallocate();
      values.deallocate();
      ends.deallocate();
      pointers.deallocate();
      indices.deallocate();
      x.deallocate();
      y.deallocate();
    }
  }
}
