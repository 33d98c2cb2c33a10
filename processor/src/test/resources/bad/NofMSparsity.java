package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Densities.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {30}))
interface NofMSparsity {
  @Dense(8) @Prune(granularity = Granularity.N_OF_M, n = 1, m = 3, sparsity = 0.9)
  Tensor hidden(Tensor image);

  @Dense(2) Tensor logits(Tensor hidden);
}

/* expected
14: error: [Espalier/NofMSparsity] hidden asks for 1:3, which is a sparsity of 0.6666666666666667, and for sparsity = 0.9.
    Fix: remove sparsity, or choose n and m to match it.
*/
