package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Densities.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {30}))
interface LimitsExcludeTarget {
  @Dense(8) @Prune(sparsity = 0.9, scope = GROUP, group = "wide", maxSparsity = 0.5)
  Tensor first(Tensor image);

  @Dense(8) @Prune(sparsity = 0.9, scope = GROUP, group = "wide")
  Tensor second(Tensor first);

  @Dense(8) @Prune(sparsity = 0.1, scope = GLOBAL, minSparsity = 0.5)
  Tensor third(Tensor second);

  @Dense(8) @Prune(sparsity = 0.1, scope = GLOBAL)
  Tensor fourth(Tensor third);

  @Dense(2) Tensor logits(Tensor fourth);
}

/* expected
14: error: [Espalier/LimitsExcludeTarget] first + second are to reach a sparsity of 0.9 together, and their maxSparsity leads to at most 60.2 %.
    Fix: change maxSparsity, or the sparsity.
20: error: [Espalier/LimitsExcludeTarget] third + fourth are to reach a sparsity of 0.1 together, and their minSparsity leads to at least 25.0 %.
    Fix: change minSparsity, or the sparsity.
*/
