package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Densities.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {30}))
interface NofMRange {
  @Dense(8) @Prune(granularity = Granularity.N_OF_M)
  Tensor first(Tensor image);

  @Dense(8) @Prune(granularity = Granularity.N_OF_M, n = 4, m = 4)
  Tensor second(Tensor first);

  @Dense(2) Tensor logits(Tensor second);
}

/* expected
14: error: [Espalier/NofMRange] first asks for 0:0 sparsity; n of every m are kept, n at least 1 and below m.
    Fix: use for instance n = 2, m = 4.
17: error: [Espalier/NofMRange] second asks for 4:4 sparsity; n of every m are kept, n at least 1 and below m.
    Fix: use for instance n = 2, m = 4.
*/
