package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Loss.*;
import static dev.espalier.dsl.ScheduleKind.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {8}))
@Prune(sparsity = 0.5)
interface PruneAndKeep {
  @Dense(4) @Keep
  @Prune(sparsity = 0.9)
  Tensor hidden1(Tensor image);

  @Dense(4) Tensor hidden2(Tensor hidden1);

  @Dense(2) Tensor logits(Tensor hidden2);
}

/* expected
17: error: [Espalier/PruneAndKeep] hidden1 carries both @Prune and @Keep; one prunes it, the other keeps it dense.
    Fix: remove one of them.
*/
