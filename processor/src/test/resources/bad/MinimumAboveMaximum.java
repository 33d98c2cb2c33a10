package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Densities.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {30}))
interface MinimumAboveMaximum {
  @Dense(8) @Prune(sparsity = 0.5, scope = GLOBAL, minSparsity = 0.8, maxSparsity = 0.2)
  Tensor first(Tensor image);

  @Dense(8) @Prune(sparsity = 0.5, scope = GLOBAL)
  Tensor second(Tensor first);

  @Dense(2) Tensor logits(Tensor second);
}

/* expected
14: error: [Espalier/MinimumAboveMaximum] first has minSparsity = 0.8 and maxSparsity = 0.2; no sparsity is between them.
    Fix: lower the one or raise the other.
14: error: [Espalier/LimitsExcludeTarget] first + second are to reach a sparsity of 0.5 together, and their maxSparsity leads to at most 36.5 %.
    Fix: change maxSparsity, or the sparsity.
*/
