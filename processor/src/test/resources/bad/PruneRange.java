package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Densities.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {30}))
interface PruneRange {
  @Dense(8)
  @Prune(
      sparsity = 0.5,
      granularity = COLUMN_COMBINED,
      columns = 1,
      conflicts = -0.5)
  Tensor first(Tensor image);

  @Dense(8)
  @Prune(granularity = Granularity.N_OF_M, n = 1, m = 2,
      sharedRows = 0)
  Tensor second(Tensor first);

  @Dense(8) @Prune(sparsity = 0.5, scope = GLOBAL, minSparsity = -0.1)
  Tensor third(Tensor second);

  @Dense(8) @Prune(sparsity = 0.5, scope = GLOBAL, maxSparsity = 1.5)
  Tensor fourth(Tensor third);

  @Dense(2) Tensor logits(Tensor fourth);
}

/* expected
18: error: [Espalier/PruneRange] first: @Prune: columns = 1; it must be at least 2.
    Fix: use a value that is at least 2.
19: error: [Espalier/PruneRange] first: @Prune: conflicts = -0.5; it must be finite and at least 0.
    Fix: use a value that is finite and at least 0.
24: error: [Espalier/PruneRange] second: @Prune: sharedRows = 0; it must be at least 1.
    Fix: use a value that is at least 1.
27: error: [Espalier/PruneRange] third: @Prune: minSparsity = -0.1; it must be in [0, 1).
    Fix: use a value that is in [0, 1).
30: error: [Espalier/PruneRange] fourth: @Prune: maxSparsity = 1.5; it must be in (0, 1].
    Fix: use a value that is in (0, 1].
*/
