package good;

import static dev.espalier.dsl.Activation.RELU;
import static dev.espalier.dsl.Densities.ERDOS_RENYI_KERNEL;
import static dev.espalier.dsl.Granularity.BLOCK;
import static dev.espalier.dsl.Granularity.COLUMN_COMBINED;
import static dev.espalier.dsl.Granularity.KERNEL;
import static dev.espalier.dsl.Granularity.VECTOR;
import static dev.espalier.dsl.Scope.GLOBAL;
import static dev.espalier.dsl.Scope.GROUP;
import static dev.espalier.dsl.Unit.BYTES;
import static dev.espalier.dsl.Unit.MACS;

import dev.espalier.dsl.*;

/** Every granularity, scope and unit that the others leave out. */
@Network(inputs = @Input(name = "image", shape = {4, 12, 12}))
@Train(batch = 16, epochs = 2)
interface Grains {
  @Conv2d(filters = 8, kernel = 3, padding = 1) @Activate(RELU)
  @Prune(sparsity = 0.5, granularity = KERNEL, scope = GROUP, group = "maps", unit = MACS, maxSparsity = 0.8)
  Tensor stem(Tensor image);

  @Conv2d(filters = 8, kernel = 3, padding = 1)
  @Prune(sparsity = 0.5, granularity = KERNEL, scope = GROUP, group = "maps", unit = MACS, minSparsity = 0.2)
  Tensor inner(Tensor stem);

  @Conv2d(filters = 8, kernel = 3, padding = 1)
  @Prune(sparsity = 0.5, granularity = Granularity.LAYER, scope = GLOBAL)
  Tensor left(Tensor inner);

  @Add Tensor sum(Tensor left, Tensor stem);

  @Conv2d(filters = 8, kernel = 3, padding = 1)
  @Prune(sparsity = 0.5, granularity = Granularity.LAYER, scope = GLOBAL)
  Tensor right(Tensor sum);

  @Add Tensor total(Tensor right, Tensor sum);

  @Conv2d(filters = 8, kernel = 1)
  @Prune(granularity = Granularity.N_OF_M, n = 2, m = 4, sharedRows = 2, encoding = Encoding.N_OF_M)
  Tensor mixed(Tensor total);

  @GlobalAvgPool Tensor means(Tensor mixed);

  @Dense(16) @Activate(RELU)
  @Prune(sparsity = 0.7, granularity = BLOCK, block = {4, 2}, encoding = Encoding.BSR)
  Tensor hidden1(Tensor means);

  @Dense(16) @Activate(RELU) @Prune(sparsity = 0.8, granularity = COLUMN_COMBINED, columns = 4, conflicts = 0.25)
  Tensor hidden2(Tensor hidden1);

  @Dense(16) @Prune(sparsity = 0.6, granularity = VECTOR, block = {1, 4}, scope = GROUP, group = "heads",
      densities = ERDOS_RENYI_KERNEL)
  Tensor hidden3(Tensor hidden2);

  @Dense(16) @Prune(sparsity = 0.6, granularity = VECTOR, block = {1, 4}, scope = GROUP, group = "heads",
      densities = ERDOS_RENYI_KERNEL)
  Tensor hidden4(Tensor hidden3);

  @Dense(12) @Prune(sparsity = 0.5, unit = BYTES) Tensor hidden5(Tensor hidden4);

  @Dense(3) Tensor logits(Tensor hidden5);
}
