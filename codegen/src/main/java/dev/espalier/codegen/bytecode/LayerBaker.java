package dev.espalier.codegen.bytecode;

import dev.espalier.codegen.kernel.KernelSpec;
import dev.espalier.codegen.layer.BakedRows;
import dev.espalier.runtime.execution.BakedForm;
import dev.espalier.runtime.execution.ExecutionForm;
import dev.espalier.runtime.execution.KernelBaker;
import dev.espalier.runtime.execution.RowForm;
import dev.espalier.runtime.model.LayerInfo;
import java.util.List;
import java.util.Optional;

/**
 * Bakes small layers as hidden classes whose code is their mask and weights; found by {@link java.util.ServiceLoader}.
 */
public final class LayerBaker implements KernelBaker {
  private static final float[][] NO_FLOATS = {};
  private static final int[][] NO_INTS = {};

  /** Offsets of input and result, of one call at a time on each thread. */
  private static final ThreadLocal<int[]> BASES = ThreadLocal.withInitial(() -> new int[2]);

  /** For the service loader. */
  public LayerBaker() {}

  @Override
  public Optional<BakedForm> bake(LayerInfo layer, ExecutionForm form, float[] bias) {
    if (!(form instanceof RowForm rows) || rows.blocks() > 1) {
      return Optional.empty();
    }
    List<KernelSpec> specs = BakedRows.of(layer, rows);
    if (specs.isEmpty()) {
      return Optional.empty();
    }
    BakedKernel[] kernels = new BakedKernel[specs.size()];
    for (int i = 0; i < kernels.length; i++) {
      BoundArrays bound = bias == null ? BoundArrays.NONE : BoundArrays.NONE.with("bias", bias);
      kernels[i] = KernelLoader.load(specs.get(i), bound);
    }
    return Optional.of(new BakedForm(form, (slab, lanes, x, y) -> run(kernels, slab, lanes, x, y)));
  }

  private static void run(BakedKernel[] kernels, float[] slab, int lanes, int x, int y) {
    int[] bases = BASES.get();
    bases[0] = x;
    bases[1] = y;
    for (BakedKernel kernel : kernels) {
      kernel.run(slab, lanes, bases, NO_FLOATS, NO_INTS);
    }
  }
}
