package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Densities.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {30}))
interface BytesOutOfReach {
  @Dense(8) @Prune(sparsity = 0.5, unit = BYTES, encoding = DENSE)
  Tensor first(Tensor image);

  @Dense(8) @Prune(sparsity = 0.98, unit = BYTES, encoding = BITMAP, scope = GLOBAL)
  Tensor second(Tensor first);

  @Dense(8) @Prune(sparsity = 0.98, unit = BYTES, encoding = BITMAP, scope = GLOBAL)
  Tensor third(Tensor second);

  @Dense(2) Tensor logits(Tensor third);
}

/* expected
14: error: [Espalier/BytesOutOfReach] first may take 480 of 960 bytes, and as DENSE takes 960 with one group left.
    Fix: use encoding = AUTO.
17: error: [Espalier/BytesOutOfReach] second + third may take 10 of 512 bytes, and as BITMAP takes 24 with one group left.
    Fix: use a sparsity of at most 0.9531, or encoding = AUTO.
*/
