package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Densities.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {30}))
interface ScopeOptionIgnored {
  @Dense(8)
  @Prune(
      sparsity = 0.5,
      minSparsity = 0.1,
      maxSparsity = 0.9,
      densities = ERDOS_RENYI_KERNEL)
  Tensor hidden(Tensor image);

  @Dense(2) Tensor logits(Tensor hidden);
}

/* expected
17: error: [Espalier/ScopeOptionIgnored] hidden: @Prune(minSparsity = 0.1) means nothing to scope = LAYER, where a layer reaches the sparsity by itself.
    Fix: remove minSparsity, or use scope = GLOBAL or GROUP.
18: error: [Espalier/ScopeOptionIgnored] hidden: @Prune(maxSparsity = 0.9) means nothing to scope = LAYER, where a layer reaches the sparsity by itself.
    Fix: remove maxSparsity, or use scope = GLOBAL or GROUP.
19: error: [Espalier/ScopeOptionIgnored] hidden: @Prune(densities = ERDOS_RENYI_KERNEL) means nothing to scope = LAYER, where a layer reaches the sparsity by itself.
    Fix: remove densities, or use scope = GLOBAL or GROUP.
*/
