package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Densities.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {3, 8, 8}))
@Prune(sparsity = 0.5, granularity = Granularity.LAYER, scope = GLOBAL)
interface NoWayAround {
  @Conv2d(filters = 3, kernel = 3, padding = 1)
  Tensor stem(Tensor image);

  @Conv2d(filters = 3, kernel = 3, padding = 1)
  Tensor inner(Tensor stem);

  @Add Tensor sum(Tensor inner, Tensor stem);

  @Conv2d(filters = 3, kernel = 3, padding = 1)
  Tensor left(Tensor sum);

  @Concat Tensor both(Tensor left, Tensor sum);

  @GlobalAvgPool Tensor logits(Tensor both);
}

/* expected
13: error: [Espalier/NoWayAround] stem is pruned by LAYER, and the graph has no way around it; without it nothing would reach the output.
    Fix: put it on a branch that an @Add joins with another, or use a finer granularity.
13: error: [Espalier/NoWayAround] left is pruned by LAYER, and the graph has no way around it; without it nothing would reach the output.
    Fix: put it on a branch that an @Add joins with another, or use a finer granularity.
*/
