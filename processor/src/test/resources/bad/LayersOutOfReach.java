package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Densities.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {3, 8, 8}))
interface LayersOutOfReach {
  @Conv2d(filters = 3, kernel = 3, padding = 1)
  @Prune(sparsity = 0.9, granularity = Granularity.LAYER, scope = GLOBAL)
  Tensor left(Tensor image);

  @Conv2d(filters = 3, kernel = 3, padding = 1)
  @Prune(sparsity = 0.9, granularity = Granularity.LAYER, scope = GLOBAL)
  Tensor right(Tensor image);

  @Add Tensor sum(Tensor left, Tensor right);

  @Conv2d(filters = 3, kernel = 1)
  @Prune(sparsity = 0.9, granularity = Granularity.LAYER, scope = GLOBAL)
  Tensor branch(Tensor sum);

  @Add Tensor joined(Tensor sum, Tensor branch);

  @GlobalAvgPool Tensor logits(Tensor joined);
}

/* expected
15: error: [Espalier/LayersOutOfReach] left + right + branch are to reach a sparsity of 0.9 as whole layers, and the graph spares left + branch at most, which is 52.6 % of them.
    Fix: use a sparsity of at most 0.5263, or a finer granularity.
*/
