package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Densities.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {30}))
interface BlockLargerThanMatrix {
  @Dense(8) @Prune(sparsity = 0.5, granularity = BLOCK, block = {16, 4})
  Tensor first(Tensor image);

  @Dense(8)
  @Prune(
      granularity = Granularity.N_OF_M,
      n = 1,
      m = 2,
      sharedRows = 9)
  Tensor second(Tensor first);

  @Dense(2) Tensor logits(Tensor second);
}

/* expected
14: error: [Espalier/BlockLargerThanMatrix] first asks for groups of 16 x 4 weights, and its weights are a matrix of 8 x 30.
    Fix: use extents of at most 8 x 30.
22: error: [Espalier/BlockLargerThanMatrix] second asks for groups of 9 x 1 weights, and its weights are a matrix of 8 x 8.
    Fix: use extents of at most 8 x 8.
*/
