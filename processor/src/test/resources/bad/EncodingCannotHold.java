package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Densities.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {30}))
interface EncodingCannotHold {
  @Dense(8) @Prune(sparsity = 0.5, encoding = BSR)
  Tensor first(Tensor image);

  @Dense(8) @Prune(sparsity = 0.5, granularity = BLOCK, block = {2, 2}, encoding = Encoding.N_OF_M)
  Tensor second(Tensor first);

  @Dense(8) @Prune(granularity = Granularity.N_OF_M, n = 1, m = 2, encoding = BSR)
  Tensor third(Tensor second);

  @Dense(2) Tensor logits(Tensor third);
}

/* expected
14: error: [Espalier/EncodingCannotHold] first: encoding = BSR stores whole blocks of several weights, and granularity = ELEMENT does not keep such.
    Fix: use granularity = BLOCK with a block such as {4, 4}, or encoding = AUTO.
17: error: [Espalier/EncodingCannotHold] second: encoding = N_OF_M stores the same number of every M neighbours, and granularity = BLOCK does not keep such.
    Fix: use granularity = N_OF_M, or encoding = AUTO.
20: error: [Espalier/EncodingCannotHold] third: encoding = BSR stores whole blocks of several weights, and granularity = N_OF_M does not keep such.
    Fix: use granularity = BLOCK with a block such as {4, 4}, or encoding = AUTO.
*/
